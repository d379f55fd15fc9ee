"""Things that stand in rooms."""
