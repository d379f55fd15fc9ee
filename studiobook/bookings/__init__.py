"""Holding, confirming and cancelling time in a room."""
