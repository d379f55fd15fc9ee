"""The pages around a thread: the first message, quick replies, and what could not be sent yet."""

from dataclasses import dataclass

from studiobook.messages.forms import MessageForm, RepliesForm
from studiobook.web.components import Link


@dataclass(frozen=True)
class NewThreadPage:
    """The form of the first message."""

    title: str
    studio: Link
    action: str
    form: MessageForm
    about: str | None = None


@dataclass(frozen=True)
class WritePage:
    """The studio's first message to a guest, about a booking."""

    title: str
    about: str
    action: str
    form: MessageForm
    back: Link
    sections: tuple[Link, ...]


@dataclass(frozen=True)
class RepliesPage:
    """A studio's quick replies to be edited."""

    title: str
    studio: str
    action: str
    form: RepliesForm
    back: Link
    sections: tuple[Link, ...]


@dataclass(frozen=True)
class KeptPage:
    """What was typed is still there; `sign_in` is the way to sign in, where that is needed."""

    title: str
    message: str
    action: str
    form: MessageForm
    sign_in: str | None = None
