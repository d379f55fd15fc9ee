"""The mail to whoever is away while the other side writes: one for each burst of messages."""

from typing import Any

from flask import current_app

from studiobook.bookings.queries import list_people_in_charge
from studiobook.db.base import db
from studiobook.mail.compose import compose
from studiobook.mail.transports import send
from studiobook.messages.events import MessagesLeftUnread
from studiobook.messages.models import Message, Side, Thread
from studiobook.messages.queries import list_messages_from, read_number
from studiobook.outbox.models import Event
from studiobook.outbox.subscriptions import subscribe
from studiobook.users.models import User
from studiobook.values.one_line import one_line

#: Characters of the first message that the mail shows.
EXCERPT = 600
MOST = 99


def subscribe_all() -> None:
    """Let the mail hear of what was left unread."""
    subscribe(MessagesLeftUnread, write_to_who_is_away)


def write_to_who_is_away(event: Event) -> None:
    """Tell the guest, or everybody who answers for the studio, if it is still unread."""
    thread = db.session.get(Thread, event.data["thread_id"])
    if thread is None:
        return
    side = Side(event.data["side"])
    since = max(event.data["number"], read_number(thread, side) + 1)
    found = list_messages_from(thread, since, limit=MOST)
    unread = [message for message in found if message.side is not side]
    if not unread:
        return
    for person in _people(thread, side):
        send(
            compose(
                f"messages/unread_{side}",
                to_address=person.email,
                to_name=person.name,
                identity=f"messages-{event.id}-{person.id}",
                **_facts(thread, side, unread),
            )
        )


def _people(thread: Thread, side: Side) -> list[User]:
    if side is Side.STUDIO:
        return list_people_in_charge(thread.studio)
    guest = thread.guest
    # Only whoever has shown that an address is theirs is written to.
    is_reachable = guest.email_verified_at is not None and guest.suspended_at is None
    return [guest] if is_reachable else []


def _facts(thread: Thread, side: Side, unread: list[Message]) -> dict[str, Any]:
    path = "/messages" if side is Side.GUEST else "/manage/messages"
    body = unread[0].body
    return {
        "url": f"{current_app.config['BASE_URL']}{path}/{thread.code}",
        "sender": one_line(unread[0].sender.name),
        "studio": one_line(thread.studio.name),
        "more": len(unread) - 1,
        "excerpt": body if len(body) <= EXCERPT else body[:EXCERPT].rstrip() + " …",
    }
