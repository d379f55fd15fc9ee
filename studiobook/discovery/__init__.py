"""Finding a room: the public pages, which read from every domain."""
