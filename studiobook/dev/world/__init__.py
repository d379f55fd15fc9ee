"""The demo world: believable places, studios, people and a year of bookings, made by the verbs."""

from studiobook.dev.world.people import ACCOUNTS

__all__ = ["ACCOUNTS"]
