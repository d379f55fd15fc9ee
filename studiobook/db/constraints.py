"""From a violated constraint's name to the refusal that it means."""

from sqlalchemy.exc import IntegrityError


def violated(error: IntegrityError) -> str | None:
    """The name of the constraint that refused, as PostgreSQL reports it."""
    diagnosis = getattr(error.orig, "diag", None)
    return getattr(diagnosis, "constraint_name", None)
