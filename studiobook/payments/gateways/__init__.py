"""Adapters: one protocol, one folder per provider."""
