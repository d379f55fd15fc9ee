"""Close-ups of gear."""
