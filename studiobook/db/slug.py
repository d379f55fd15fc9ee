"""Readable addresses: from a name to the part of a URL that nobody else has."""

from typing import Any

from slugify import slugify
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from studiobook.db.base import db

LONGEST = 100
#: Parts of addresses that stand where a slug could: /manage/studios/new.
RESERVED = {"new"}


def free_slug(
    column: InstrumentedAttribute[str],
    name: str,
    hint: str = "",
    *,
    within: ColumnElement[bool] | Any = None,
) -> str:
    """The name as a slug; where it is taken, with `hint` behind it, then with a number.

    `within` narrows where it must be free. Two at the same instant are decided by the unique
    constraint; the loser's transaction is retried by its edge.
    """
    base = slugify(name, max_length=LONGEST, word_boundary=True) or "studio"
    taken = select(column).where(column.startswith(base, autoescape=True))
    if within is not None:
        taken = taken.where(within)
    used = RESERVED.union(db.session.scalars(taken))
    candidates = [base, *([f"{base}-{hint}"] if hint else [])]
    candidates += [f"{base}-{n}" for n in range(2, len(used) + 3)]
    return next(candidate for candidate in candidates if candidate not in used)
