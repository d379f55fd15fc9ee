"""A booking as a calendar entry that shows the studio's local time in every calendar program."""

from datetime import datetime

from icalendar import Calendar, Event, vText

from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.rooms.add_on import in_words
from studiobook.values.wall_clock import to_local


def calendar_file(booking: Booking, *, url: str, host: str, now: datetime) -> str:
    """One VEVENT with its zone's rules. A later file of the same booking replaces the earlier."""
    room, studio = booking.room, booking.studio
    entry = Event()
    entry.add("uid", f"{booking.code}@{host}")
    entry.add("dtstamp", now)
    # Moves and cancellations come later, and programs keep the highest number.
    entry.add("sequence", int((now - booking.held_at).total_seconds()))
    entry.add("dtstart", to_local(booking.slot.starts_at, booking.zone))
    entry.add("dtend", to_local(booking.slot.ends_at, booking.zone))
    entry.add("summary", f"{room.name} at {studio.name}")
    entry.add("location", f"{studio.name}, {studio.street}, {studio.postcode} {studio.city.name}")
    entry.add("geo", (studio.lat, studio.lng))
    cancelled = booking.status is Status.CANCELLED
    notes = "" if cancelled else studio.entry_notes
    extras = f"Add-ons: {in_words(booking.add_ons)}" if booking.add_ons_json else ""
    told = (f"Booking {booking.code}", extras, notes)
    entry.add("description", "\n".join(filter(None, told)))
    entry.add("url", url)
    entry.add("status", vText("CANCELLED" if cancelled else "CONFIRMED"))
    calendar = Calendar()
    calendar.add("prodid", "-//Studiobook//Bookings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    return str(calendar.to_ical().decode())
