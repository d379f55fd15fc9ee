"""Fronts, streets and skylines."""
