"""Embedded services, the one-command runner, caught mail: never imported by the rest."""
