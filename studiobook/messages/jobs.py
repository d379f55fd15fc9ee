"""Messages by the clock: who is away is told by mail."""

from functools import partial

import structlog

from studiobook import clock
from studiobook.db.transaction import in_transaction
from studiobook.messages.leave_unread import leave_unread, list_left_unread

log = structlog.get_logger()


def tell_who_is_away() -> None:
    """Have one mail sent for each burst of messages that nobody has read."""
    now = clock.now()
    for thread_id, side in in_transaction(partial(list_left_unread, now=now)):
        try:
            # Each in a transaction of its own: one bad row must not hold up the others.
            in_transaction(partial(leave_unread, thread_id, side, now=now))
        except Exception:
            log.exception("message_job_failed", thread=thread_id)
