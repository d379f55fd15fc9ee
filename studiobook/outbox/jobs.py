"""The outbox's background edge: the doorbell after a commit, the sweep of the clock."""

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from studiobook import clock, queue
from studiobook.outbox.deliver import deliver_due
from studiobook.outbox.record import RECORDED


def deliver_event(event_id: int) -> None:
    """What a worker runs when the bell rang."""
    deliver_due(now=clock.now(), event_id=event_id)


def sweep() -> None:
    """Deliver whatever is due and was not heard."""
    deliver_due(now=clock.now())


def ring_after_commit(session: Session) -> None:
    """Ring once per recorded event; an unheard bell is found by the sweep."""
    for event_id in session.info.pop(RECORDED, ()):
        queue.ring("studiobook.outbox.jobs.deliver_event", event_id)


def forget_after_rollback(session: Session, _previous: SessionTransaction) -> None:
    """What was rolled back did not happen."""
    session.info.pop(RECORDED, None)


def init_app() -> None:
    """Listen to every session."""
    event.listen(Session, "after_commit", ring_after_commit)
    event.listen(Session, "after_soft_rollback", forget_after_rollback)
