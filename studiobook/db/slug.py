"""Readable addresses: from a name to the part of a URL that nobody else has, and to another one."""

from datetime import datetime
from typing import Any

from slugify import slugify
from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import InstrumentedAttribute

from studiobook.db.base import db
from studiobook.db.former_slug import Addressed, FormerSlug
from studiobook.errors import DomainError

LONGEST = 100
#: Parts of addresses that stand where a slug could: /manage/studios/new.
RESERVED = {"new"}
#: Addresses that still lead to a thing; when it gets yet another one, the oldest is let go.
REMEMBERED = 20


class AddressTaken(DomainError):
    """Somebody else has the address, or had it and links still lead to them."""

    def __init__(self, free: str) -> None:
        super().__init__(f"Somebody else has this address. “{free}” is free.")


def free_slug(
    column: InstrumentedAttribute[str],
    name: str,
    hint: str = "",
    *,
    within: ColumnElement[bool] | Any = None,
    within_id: int = 0,
) -> str:
    """The name as a slug; where it is taken, with `hint` behind it, then with a number.

    `within` narrows where it must be free, `within_id` is the same for addresses given up. Two at
    the same instant are decided by the unique constraint; the loser's transaction is retried by
    its edge.
    """
    base = slugify(name, max_length=LONGEST, word_boundary=True) or "studio"
    taken = select(column).where(column.startswith(base, autoescape=True))
    if within is not None:
        taken = taken.where(within)
    # In this order: a slug that is given up in between is found by the second.
    used = RESERVED.union(db.session.scalars(taken))
    used |= set(
        db.session.scalars(
            select(FormerSlug.slug).where(
                FormerSlug.kind == _kind(column),
                FormerSlug.within_id == within_id,
                FormerSlug.slug.startswith(base, autoescape=True),
            )
        )
    )
    candidates = [base, *([f"{base}-{hint}"] if hint else [])]
    candidates += [f"{base}-{n}" for n in range(2, len(used) + 3)]
    return next(candidate for candidate in candidates if candidate not in used)


def readdress(
    row: Any,
    wanted: str,
    *,
    now: datetime,
    hint: str = "",
    within: ColumnElement[bool] | Any = None,
    within_id: int = 0,
) -> None:
    """Give a row the slug; its present one leads to it from now on. Raises AddressTaken.

    A row may go back to an address of its own. Called under the row's lock.
    """
    if wanted == row.slug:
        return
    column, kind = type(row).slug, _kind(type(row).slug)
    key = (kind, within_id, wanted)
    present = select(column).where(column == wanted)
    if within is not None:
        present = present.where(within)
    is_taken = wanted in RESERVED or db.session.scalar(present) is not None
    former = db.session.get(FormerSlug, key)
    if is_taken or (former is not None and former.object_id != row.id):
        raise AddressTaken(free_slug(column, wanted, hint, within=within, within_id=within_id))
    if former is not None:
        db.session.delete(former)
    db.session.add(
        FormerSlug(kind=kind, within_id=within_id, slug=row.slug, object_id=row.id, left_at=now)
    )
    row.slug = wanted
    db.session.flush()
    _forget_the_oldest(kind, row.id)


def _kind(column: InstrumentedAttribute[str]) -> Addressed:
    return Addressed(column.class_.__tablename__)


def _forget_the_oldest(kind: Addressed, object_id: int) -> None:
    mine = (FormerSlug.kind == kind, FormerSlug.object_id == object_id)
    kept = (
        select(FormerSlug.slug)
        .where(*mine)
        .order_by(FormerSlug.left_at.desc(), FormerSlug.slug)
        .limit(REMEMBERED)
    )
    db.session.execute(delete(FormerSlug).where(*mine, FormerSlug.slug.not_in(kept)))
