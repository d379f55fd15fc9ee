"""Businesses that own studios."""
