"""What Studiobook knows about a person: handed over, and erased."""
