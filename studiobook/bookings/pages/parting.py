"""The second look before somebody leaves a team, with the sessions that they are promised to."""

from flask import url_for

from studiobook.bookings.models import Booking
from studiobook.bookings.pages.agenda import guest_of, session_href
from studiobook.bookings.pages.wording import when
from studiobook.teams.models import Membership
from studiobook.web.components import Act, Link
from studiobook.web.console import ConfirmPage


def parting_page(
    member: Membership, promised: list[Booking], *, action: str, is_own: bool
) -> ConfirmPage:
    """Nothing of what is promised is changed by it: that is said, and each session is a link."""
    name, studio = member.user.name, member.studio.name
    who = "You" if is_own else name
    end = f"{who} can no longer open anything of {studio}. It holds at once, in every open tab."
    sentences = [end, "For ten minutes it can be taken back."]
    if promised:
        sentences.append(_about(promised, "you" if is_own else name))
    return ConfirmPage(
        title=f"Leave {studio}" if is_own else f"Remove {name}",
        section="team",
        way=(Link("Team", url_for("teams.list_team")),),
        sentences=tuple(sentences),
        act=Act("Leave this team" if is_own else "Remove from the team", action, kind="danger"),
        back=Link("Keep everything as it is", url_for("teams.list_team")),
        listed_title="Sessions ahead",
        listed=tuple(_session(booking, in_full=not is_own) for booking in promised),
    )


def _about(promised: list[Booking], name: str) -> str:
    count = "One session ahead is" if len(promised) == 1 else f"{len(promised)} sessions ahead are"
    return (
        f"{count} booked with {name}. They stay as the guests booked them, with that engineer's"
        " name, until you change them: agree with the guest or the engineer first."
    )


def _session(booking: Booking, *, in_full: bool) -> Link:
    who = guest_of(booking, in_full=in_full)
    return Link(f"{when(booking)}: {booking.room.name}, {who}", session_href(booking))
