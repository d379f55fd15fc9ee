"""Which part of a long list is shown, and the ways to its neighbours."""

from collections.abc import Callable

from flask import request

from studiobook.web.components import Pagination

#: No list is read further.
MOST_PAGES = 10_000


def page_asked() -> int:
    """Which page the present request asks for: the first, where it says nothing that is one."""
    return max(1, min(request.args.get("page", 1, type=int), MOST_PAGES))


def pagination(
    href: Callable[[int], str], *, page: int, found: int, size: int, noun: str = ""
) -> Pagination:
    """Page `page` of a list of `found`, `size` to a page: "41–60 of 312 rooms".

    A page behind the end shows nothing, and leads back.
    """
    first, last = (page - 1) * size + 1, min(page * size, found)
    part = f"{first}–{last}" if first <= last else "0"
    return Pagination(
        summary=f"{part} of {found} {noun}".rstrip(),
        previous_href=href(page - 1) if page > 1 else None,
        next_href=href(page + 1) if last < found else None,
    )
