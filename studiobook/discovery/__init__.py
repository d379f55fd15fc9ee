"""Finding a room."""
