"""What the booking pages show, one file per page."""
