"""Providers of our own that speak as real ones do: for tests, and for rehearsing on one machine."""
