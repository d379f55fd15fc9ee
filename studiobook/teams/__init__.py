"""Who works at a studio."""
