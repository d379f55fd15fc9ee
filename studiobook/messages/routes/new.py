"""/messages/new: the first message to a studio, from its page, a room's or a booking's."""

from functools import partial

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.bookings.models import Booking
from studiobook.bookings.policies import get_own
from studiobook.db.transaction import in_transaction
from studiobook.errors import NotFound
from studiobook.messages.forms import MessageForm, new_form_key
from studiobook.messages.models import Side
from studiobook.messages.pages.start import NewThreadPage
from studiobook.messages.pages.wording import path_of
from studiobook.messages.queries import find_thread_of, get_studio_to_ask
from studiobook.messages.routes import blueprint
from studiobook.messages.routes.limits import starting
from studiobook.messages.send import send
from studiobook.messages.start import start
from studiobook.studios.models import Studio
from studiobook.users.models import User
from studiobook.web.access import access, signed_in
from studiobook.web.components import Link
from studiobook.web.grants import granted_codes
from studiobook.web.respond import respond
from studiobook.web.templating import span
from studiobook.web.viewer import current_viewer


@blueprint.get("/messages/new")
@access(signed_in)
def new_thread() -> Response | BaseResponse:
    """The form; who has written before goes on in the same thread, unless about a booking."""
    studio, booking = _asked()
    known = find_thread_of(_user(), studio)
    if known is not None and known.message_count and booking is None:
        return redirect(f"{path_of(Side.GUEST, known)}#write", 303)
    return _show(studio, booking, MessageForm(formdata=None))


@blueprint.post("/messages/new")
@starting
@access(signed_in)
def create_thread() -> Response | BaseResponse:
    """Start the thread or go on with it."""
    studio, booking = _asked()
    form = MessageForm()
    if not form.validate_on_submit():
        return _show(studio, booking, form, 422)
    code = in_transaction(partial(_write, studio, booking, form))
    return redirect(f"{path_of(Side.GUEST)}/{code}#latest", 303)


def _write(studio: Studio, booking: Booking | None, form: MessageForm) -> str:
    guest, now = _user(), clock.now()
    thread = start(studio=studio, guest=guest, booking=booking, now=now)
    send(
        thread_id=thread.id,
        sender=guest,
        side=Side.GUEST,
        body=form.body.data or "",
        form_key=form.form_key.data or new_form_key(),
        now=now,
    )
    return thread.code


def _user() -> User:
    user = current_viewer().user
    assert user is not None
    return user


def _asked() -> tuple[Studio, Booking | None]:
    """Who is asked, and about which booking. A foreign booking is as good as none."""
    slug, booking = request.args.get("studio", ""), _booking(request.args.get("booking", ""))
    if booking is not None and slug in ("", booking.studio.slug):
        return booking.studio, booking
    return get_studio_to_ask(slug), None


def _booking(code: str) -> Booking | None:
    if not code:
        return None
    try:
        return get_own(code, viewer=current_viewer(), granted_codes=granted_codes())
    except NotFound:
        return None


def _show(
    studio: Studio, booking: Booking | None, form: MessageForm, status: int = 200
) -> Response:
    form.form_key.data = form.form_key.data or new_form_key()
    about = f"{booking.room.name}, {span(booking.slot, booking.zone)}" if booking else None
    page = NewThreadPage(
        title=f"Ask {studio.name}",
        studio=Link(studio.name, f"/studios/{studio.slug}"),
        action=url_for(
            "messages.create_thread",
            studio=studio.slug,
            booking=booking.code if booking else None,
        ),
        form=form,
        about=about,
    )
    return respond("messages/new.html", page, status)
