"""The small pure things that everything else is made of: standard library only."""
