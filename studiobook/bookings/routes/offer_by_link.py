"""/manage/rooms/<code>/phone-bookings: the time is held, and the caller gets a link to pay by."""

from datetime import timedelta

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook.auth import limits
from studiobook.bookings.console_queries import desk_of, find_in_the_way
from studiobook.bookings.errors import PriceChanged
from studiobook.bookings.forms.studios import OfferForm
from studiobook.bookings.offer_by_link import Caller, offer
from studiobook.bookings.pages.instead import asking_for, offer_instead
from studiobook.bookings.pages.occupation import take_page
from studiobook.bookings.routes import blueprint
from studiobook.bookings.routes.hold import service_fee
from studiobook.bookings.routes.taking import (
    Asked,
    asked_for,
    free_engineers,
    room_again,
    slot_begun,
    slot_of,
    times_of,
)
from studiobook.db.transaction import in_transaction
from studiobook.errors import DomainError
from studiobook.rooms.errors import SlotTaken
from studiobook.teams.errors import EngineerTaken, NoSuchEngineer
from studiobook.values.timeslot import Timeslot
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.templating import money


@blueprint.get("/manage/rooms/<code>/phone-bookings/new")
@access(staff)
def new_phone_booking(code: str) -> Response:
    """The form with its price, filled from the free time that was pressed."""
    form = OfferForm(formdata=request.args)
    return _show(asked_for(code, form, "phone-bookings"), form)


@blueprint.post("/manage/rooms/<code>/phone-bookings")
@limits.offers
@access(staff)
def create_phone_booking(code: str) -> Response | BaseResponse:
    """Hold the time and show the session with its link, or say what else is free."""
    form = OfferForm()
    asked = asked_for(code, form, "phone-bookings")
    slot = slot_of(asked)
    if slot is None:
        return _show(asked, form, 422)
    try:
        booked = in_transaction(lambda: _offer(asked, form, slot))
    except SlotTaken as refusal:
        return _show(_present(code, form), form, refusal.status, wanted=slot)
    except PriceChanged as refusal:
        words = f"It costs {money(refusal.total)}. If that is right, press once more."
        return _show(_present(code, form), form, refusal.status, refused=words)
    except (EngineerTaken, NoSuchEngineer) as refusal:
        form.engineer.errors = [refusal.message]
        return _show(_present(code, form), form, refusal.status)
    except DomainError as refusal:
        return _show(_present(code, form), form, refusal.status, refused=str(refusal.message))
    flash(f"Held. The link is on its way to {form.email.data}.", "good")
    return go_to(url_for("bookings.show_session", code=booked))


def _offer(asked: Asked, form: OfferForm, slot: Timeslot) -> str:
    return offer(
        room=room_again(asked.room.id),
        slot=slot,
        people=form.people.data or 1,
        engineer_id=form.engineer.data,
        caller=Caller(form.name.data or "", form.email.data or "", form.phone.data or ""),
        lasts=timedelta(minutes=form.lasts.data),
        fee=service_fee(),
        actor_id=asked.viewer.user_id or 0,
        now=asked.now,
        expected_total_minor=form.expected_total.data,
    ).code


def _present(code: str, form: OfferForm) -> Asked:
    """What was asked, after the transaction that refused it."""
    return asked_for(code, form, "phone-bookings")


def _show(
    asked: Asked,
    form: OfferForm,
    status: int = 200,
    *,
    refused: str | None = None,
    wanted: Timeslot | None = None,
) -> Response:
    desk, room, now = desk_of(asked.viewer), asked.room, asked.now
    form.offers(free_engineers(asked))
    taken = None
    if wanted is not None:
        taken = find_in_the_way(desk, room, wanted, with_buffers=True, now=now)
        # Whoever was in the way may have gone meanwhile.
        refused = None if taken else "The time was taken a moment ago. Please try once more."
    page = take_page(
        room,
        form,
        kind="phone-bookings",
        query=times_of(form),
        now=now,
        refused=refused,
        in_the_way=taken,
        instead=(
            () if wanted is None else offer_instead(room, form, wanted, fee=service_fee(), now=now)
        ),
        asking=asking_for(room, form, slot_begun(asked), fee=service_fee()),
    )
    return respond("bookings/phone_booking.html", page, status)
