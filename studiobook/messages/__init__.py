"""Guests and studios write to each other."""
