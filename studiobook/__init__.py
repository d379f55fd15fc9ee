"""Studiobook: find and book studios by the hour, and run them from a phone."""
