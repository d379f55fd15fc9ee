"""Whole rooms, one module per kind."""
