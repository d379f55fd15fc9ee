"""What the public pages show, as frozen views that templates render."""
