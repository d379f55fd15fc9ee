"""What people do from end to end, in a real browser on a real server with a real provider."""
