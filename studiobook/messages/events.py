"""What happens between guests and studios. Ids only: what was written stays in its row."""

from dataclasses import dataclass

from studiobook.outbox.record import Fact


@dataclass(frozen=True)
class MessageSent(Fact):
    """Somebody wrote; `side` is guest or studio."""

    thread_id: int
    number: int
    side: str


@dataclass(frozen=True)
class MessagesLeftUnread(Fact):
    """What was written to `side` has been unread for some minutes, from `number` on."""

    thread_id: int
    side: str
    number: int
