"""Rooms, their prices and what occupies them."""
