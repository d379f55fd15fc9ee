"""Facts about people's own data."""

from dataclasses import dataclass

from studiobook.outbox.record import Fact


@dataclass(frozen=True)
class AccountErased(Fact):
    """The person is gone; what the books need is kept without them."""

    user_id: int
