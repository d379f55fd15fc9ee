"""Venues at a street address."""
