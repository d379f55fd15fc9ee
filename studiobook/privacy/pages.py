"""The page on which people get and erase what is known about them."""

from dataclasses import dataclass
from datetime import datetime

from studiobook.privacy.forms import ErasureForm
from studiobook.privacy.queries import booked_ahead, companies_owned, studios_worked_at
from studiobook.users.models import User
from studiobook.web.components import Link


@dataclass(frozen=True)
class DataPage:
    """`needs` are the reasons why the account must stay for now, each with its way out."""

    email: str
    form: ErasureForm
    needs: tuple[tuple[str, Link], ...]


def data_page(user: User, form: ErasureForm, *, now: datetime) -> DataPage:
    """The person's own page."""
    needs = [
        (f"Booking {code} is still to come.", Link("See it", f"/bookings/{code}"))
        for code in booked_ahead(user, now=now)
    ]
    needs += [
        (f"{name} belongs to you.", Link("Its owners", "/manage/team"))
        for name in companies_owned(user)
    ]
    needs += [
        (f"You are in the team of {name}.", Link("Leave it", "/manage/team"))
        for name in studios_worked_at(user)
    ]
    if user.is_admin:
        needs.append(("You operate Studiobook.", Link("Your account", "/account")))
    return DataPage(user.email, form, tuple(needs))
