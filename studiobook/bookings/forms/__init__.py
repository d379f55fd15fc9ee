"""What people send about bookings."""
