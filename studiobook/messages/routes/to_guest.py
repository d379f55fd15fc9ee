"""/manage/messages/new: the studio writes first, about a booking of a guest who has an account."""

from functools import partial

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.bookings.models import Booking
from studiobook.bookings.policies import get_run
from studiobook.db.transaction import in_transaction
from studiobook.errors import NotFound
from studiobook.messages.forms import MessageForm, new_form_key
from studiobook.messages.models import Side
from studiobook.messages.pages.start import WritePage
from studiobook.messages.pages.wording import path_of
from studiobook.messages.queries import find_thread_of
from studiobook.messages.routes import blueprint
from studiobook.messages.routes.limits import starting
from studiobook.messages.routes.talk import console
from studiobook.messages.send import send
from studiobook.messages.start import start
from studiobook.teams.policies import Power, may
from studiobook.users.models import User
from studiobook.web.access import access, staff
from studiobook.web.components import Link
from studiobook.web.respond import respond
from studiobook.web.templating import span
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage/messages/new")
@access(staff)
def new_studio_thread() -> Response | BaseResponse:
    """The form; where the two have written before, their thread."""
    booking, guest = _asked()
    known = find_thread_of(guest, booking.studio)
    if known is not None and known.message_count:
        return redirect(f"{path_of(Side.STUDIO, known)}#write", 303)
    return _show(booking, guest, MessageForm(formdata=None))


@blueprint.post("/manage/messages/new")
@starting
@access(staff)
def create_studio_thread() -> Response | BaseResponse:
    """Start the thread, about this booking, or go on with it."""
    booking, guest = _asked()
    form = MessageForm()
    if not form.validate_on_submit():
        return _show(booking, guest, form, 422)
    code = in_transaction(partial(_write, booking, guest, form))
    return redirect(f"{path_of(Side.STUDIO)}/{code}#latest", 303)


def _asked() -> tuple[Booking, User]:
    """The booking that the address names, and its guest. Raises NotFound."""
    viewer = current_viewer()
    booking = get_run(request.args.get("booking", ""), viewer=viewer)
    # The front desk runs its own walk-ins, but writes to nobody in the studio's name.
    guest, runs = booking.user, may(viewer, Power.RUN, studio_id=booking.studio_id)
    if guest is None or guest.suspended_at is not None or not runs:
        raise NotFound
    return booking, guest


def _write(booking: Booking, guest: User, form: MessageForm) -> str:
    sender, now = current_viewer().user, clock.now()
    assert sender is not None
    thread = start(studio=booking.studio, guest=guest, booking=booking, now=now)
    send(
        thread_id=thread.id,
        sender=sender,
        side=Side.STUDIO,
        body=form.body.data or "",
        form_key=form.form_key.data or new_form_key(),
        now=now,
    )
    return thread.code


def _show(booking: Booking, guest: User, form: MessageForm, status: int = 200) -> Response:
    form.form_key.data = form.form_key.data or new_form_key()
    page = WritePage(
        title=f"Write to {guest.name}",
        about=f"{booking.room.name}, {span(booking.slot, booking.zone)}",
        action=url_for("messages.create_studio_thread", booking=booking.code),
        form=form,
        back=Link("Back to the booking", f"/manage/bookings/{booking.code}"),
        sections=console(Side.STUDIO),
    )
    return respond("messages/studio_new.html", page, status)
