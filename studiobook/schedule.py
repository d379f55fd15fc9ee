"""What happens by the clock: each task's name, how often, and the job that a worker runs."""

from dataclasses import dataclass

from studiobook.queue import QUICK, SLOW


@dataclass(frozen=True)
class Task:
    """A job (a dotted path without arguments, idempotent) that is due every so many seconds."""

    name: str
    job: str
    every: int
    lane: str = QUICK


TASKS = (
    Task("sweep-outbox", "studiobook.outbox.jobs.sweep", 10),
    Task("expire-holds", "studiobook.bookings.jobs.expire_holds", 15),
    Task("process-inbox", "studiobook.payments.jobs.process_inbox", 15),
    Task("reconcile-payments", "studiobook.payments.jobs.reconcile_due", 30),
    Task("find-disputes", "studiobook.payments.jobs.find_disputes", 6 * 3600),
    Task("mirror-payouts", "studiobook.payments.jobs.mirror_payouts", 3600),
    Task("refresh-accounts", "studiobook.payments.jobs.refresh_accounts", 60),
    Task("renew-grants", "studiobook.payments.jobs.renew_grants", 6 * 3600),
    Task("remind-guests", "studiobook.bookings.jobs.remind_guests", 300),
    Task("complete-bookings", "studiobook.bookings.jobs.complete_past", 300),
    Task("answer-requests", "studiobook.bookings.jobs.decline_unanswered", 60),
    Task("call-off-unchosen", "studiobook.bookings.jobs.call_off_unchosen", 60),
    Task("tell-of-messages", "studiobook.messages.jobs.tell_who_is_away", 60),
    Task("develop-photos", "studiobook.rooms.jobs.develop_photos", 10, SLOW),
    Task("forget-pictures", "studiobook.rooms.jobs.forget_pictures", 3600),
    Task("extend-calendars", "studiobook.rooms.jobs.extend_calendars", 3600),
    Task("forget-invitations", "studiobook.teams.jobs.forget_old_invitations", 3600),
    Task("forget-tokens", "studiobook.auth.jobs.forget_old_tokens", 3600),
)
