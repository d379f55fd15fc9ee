"""What the pages about teams show."""
