"""Bookings: what is confirmed is paid, what is written adds up, every status has its events."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from studiobook.admin.checks.check import Check, sql
from studiobook.bookings.events import LEADS_TO, replay
from studiobook.bookings.models import Booking
from studiobook.bookings.states import TRANSITIONS, Status
from studiobook.bookings.terms import Terms, refund_due
from studiobook.db.base import db
from studiobook.outbox.models import Event


def miscounted_refunds(_now: datetime) -> Iterator[str]:
    """Cancellations whose refund is not what their frozen terms give at that moment."""
    cancelled = select(Booking).where(
        Booking.status == Status.CANCELLED, Booking.paid_at.is_not(None)
    )
    for booking in db.session.scalars(cancelled.execution_options(yield_per=500)):
        if booking.ended_at is None or booking.cancelled_by is None:
            yield f"booking {booking.id} does not say when and by whom it was cancelled"
            continue
        due = refund_due(
            terms=Terms.from_json(booking.terms_json),
            total=booking.total,
            paid_at=booking.paid_at,
            starts_at=booking.slot.starts_at,
            now=booking.ended_at,
            by=booking.cancelled_by,  # type: ignore[arg-type]  # checked by the verb
        )
        if due.amount.minor != booking.refund_due_minor:
            yield f"booking {booking.id} owes another refund than its terms give"


def unexplained_statuses(_now: datetime) -> Iterator[str]:
    """Bookings whose events do not lead to their status, or by a way that the table lacks.

    There are few different stories: PostgreSQL tells them apart, each is judged once.
    """
    told = (
        select(Event.booking_id, func.array_agg(aggregate_order_by(Event.name, Event.id)))
        .where(Event.booking_id.is_not(None), Event.name.in_(LEADS_TO))
        .group_by(Event.booking_id)
        .subquery("told")
    )
    stories = (
        select(Booking.status, told.c[1], func.count(), func.min(Booking.id))
        .outerjoin(told, told.c.booking_id == Booking.id)
        .group_by(Booking.status, told.c[1])
    )
    for stored, names, count, example in db.session.execute(stories):
        bookings = f"booking {example}" + (f" and {count - 1} more" if count > 1 else "")
        if not names:
            yield f"{bookings} has no event at all"
        elif replay(names) is not stored:
            yield f"{bookings} is {stored}, its events say {replay(names)}"
        elif not _lawful(names):
            yield f"{bookings} took a way that there is not"


def _lawful(names: list[str]) -> bool:
    steps = [LEADS_TO[name] for name in names]
    return steps[0] in (Status.HELD, Status.CONFIRMED) and all(
        after in TRANSITIONS[before] for before, after in pairwise(steps)
    )


#: What the gateways have taken for a booking, less what they have given back, in minor units.
_KEPT = """
    SELECT b.id, b.total_minor, b.status, b.refund_due_minor, b.ended_at, b.free_reason,
           COALESCE((SELECT sum(c.captured_minor) FROM charge c WHERE c.booking_id = b.id), 0)
               AS captured,
           COALESCE((SELECT sum(r.amount_minor) FROM refund r JOIN charge c ON c.id = r.charge_id
                     WHERE c.booking_id = b.id AND r.state NOT IN ('failed', 'cancelled')), 0)
               AS refunded,
           COALESCE((SELECT sum(d.amount_minor) FROM dispute d JOIN charge c ON c.id = d.charge_id
                     WHERE c.booking_id = b.id AND d.status = 'lost'), 0)
               AS lost
    FROM booking b
"""

GRACE = timedelta(minutes=15)

CHECKS: tuple[Check, ...] = (
    sql(
        3,
        "confirmed bookings keep exactly their price, or say why they cost nothing",
        f"""
        SELECT 'booking', id FROM ({_KEPT}) AS kept
        WHERE status IN ('confirmed', 'completed', 'no_show', 'awaiting_owner')
          AND NOT (total_minor = 0 AND free_reason IS NOT NULL)
          AND (captured - refunded < 0 OR captured - refunded <> total_minor)
          AND NOT EXISTS (SELECT 1 FROM charge c JOIN refund r ON r.charge_id = c.id
                          WHERE c.booking_id = kept.id
                            AND (r.reason IN ('provider', 'goodwill')
                                 OR r.state IN ('failed', 'cancelled')))
        """,  # noqa: S608  # built from literals
    ),
    sql(
        4,
        "money of ended bookings is on its way back, as far as it is owed",
        f"""
        SELECT 'booking', id FROM ({_KEPT}) AS kept
        WHERE captured > 0
          AND ended_at < CAST(:now AS timestamptz) - interval '15 minutes'
          -- What the guest's bank took needs no refund besides.
          AND ((status = 'cancelled' AND refunded + lost < COALESCE(refund_due_minor, 0))
               OR (status IN ('expired', 'released', 'declined') AND refunded + lost < captured))
          AND NOT EXISTS (SELECT 1 FROM charge c WHERE c.booking_id = kept.id
                          AND c.captured_at > CAST(:now AS timestamptz) - interval '15 minutes')
          AND NOT EXISTS (SELECT 1 FROM charge c JOIN refund r ON r.charge_id = c.id
                          WHERE c.booking_id = kept.id AND r.state IN ('failed', 'cancelled'))
        """,  # noqa: S608  # built from literals
    ),
    Check(8, "each cancellation gives back what its frozen terms say", miscounted_refunds),
    Check(13, "every status is explained by its events", unexplained_statuses),
    sql(
        13,
        "who has arrived is who was seen to arrive",
        """
        WITH seen AS (
            SELECT DISTINCT ON (booking_id) booking_id, name, happened_at FROM event
            WHERE name IN ('GuestArrived', 'ArrivalUndone') ORDER BY booking_id, id DESC)
        SELECT 'booking', b.id FROM booking b LEFT JOIN seen ON seen.booking_id = b.id
        WHERE b.arrived_at IS DISTINCT FROM
              CASE WHEN seen.name = 'GuestArrived' THEN seen.happened_at END
        """,
    ),
    sql(
        13,
        "a claim for overtime stands where its move does",
        """
        SELECT 'overtime claim', c.id FROM overtime_claim c JOIN booking_move m ON m.id = c.move_id
        WHERE c.booking_id <> m.booking_id OR c.amount_minor <> m.difference_minor
           OR (c.state = 'paid') <> (m.settled_at IS NOT NULL)
           OR (c.state = 'claimed') <> (m.settled_at IS NULL AND m.ended_at IS NULL)
        """,
    ),
    sql(
        14,
        "a difference is paid or left out, never both",
        """
        SELECT 'move', id FROM booking_move WHERE waived_minor > 0 AND difference_minor <> 0
        """,
    ),
    sql(
        8,
        "nobody who was asked for another time is left without an answer",
        """
        SELECT 'booking', id FROM booking
        WHERE status = 'confirmed'
          AND choose_by < CAST(:now AS timestamptz) - interval '15 minutes'
        """,
    ),
    sql(
        14,
        "price lines add up to the booking's total",
        """
        SELECT 'booking', b.id FROM booking b
        LEFT JOIN booking_line l ON l.booking_id = b.id
        WHERE b.free_reason IS NULL
        GROUP BY b.id HAVING COALESCE(sum(l.amount_minor), 0) <> b.total_minor
        """,
    ),
    sql(
        14,
        "add-ons are charged as they were frozen, for the booking's length and people",
        """
        WITH charged AS (
            SELECT booking_id, count(*) AS count, sum(amount_minor) AS total
            FROM booking_line WHERE kind = 'add_on' GROUP BY booking_id),
        frozen AS (
            SELECT b.id, count(*) AS count, sum(a.quantity * a.price_minor *
                CASE a.charged WHEN 'person' THEN 2 * b.people WHEN 'booking' THEN 2
                ELSE extract(epoch FROM upper(b.during) - lower(b.during))::int / 1800 END + 1 >> 1
                ) AS total
            FROM booking b, jsonb_to_recordset(b.add_ons_json)
                AS a (quantity bigint, price_minor bigint, charged text)
            WHERE b.add_ons_json <> '[]' GROUP BY b.id)
        SELECT 'booking', COALESCE(frozen.id, charged.booking_id)
        FROM frozen FULL JOIN charged ON charged.booking_id = frozen.id
        WHERE (frozen.count, frozen.total) IS DISTINCT FROM (charged.count, charged.total)
        """,
    ),
)
