"""The weights of the public pages and fragments of the suite's own site."""

from collections.abc import Iterator
from datetime import datetime

from bench.counting import public_pages
from bench.lines import AT_MOST, Line, absolute, missing
from bench.questions import Questions
from bench.server import Server, serving
from bench.stage import Stage
from bench.weights import FRAGMENT_BAR, PAGE_BAR, REQUESTS_BAR, SCRIPT_BAR, weigh, weigh_fragment
from bench.world import World

PAGES = ("home", "search", "city", "studio", "room", "company", "log in")
#: Fragments and the element that they are swapped into.
FRAGMENTS = {"search": "search", "calendar week": "desk", "quote": "quote"}


def measure_weights(stage: Stage, world: World, *, now: datetime) -> Iterator[Line]:
    """Kilobytes and requests of a first visit."""
    with stage.connect(world.database) as connection:
        pages = public_pages(Questions(connection, today=now.date()))
    with serving("bench.site:app", stage, world.database) as site:
        for name in PAGES:
            yield from _page(site, name, pages[name])
        for name, target in FRAGMENTS.items():
            yield _fragment(site, name, pages[name], target)


def _page(site: Server, name: str, path: str) -> Iterator[Line]:
    try:
        weight = weigh(site.address + path)
    except LookupError as refusal:
        yield missing(f"weight: {name}", str(refusal).removeprefix(site.address))
        return
    note = f"script {weight.script:.1f} KB, {weight.requests} requests"
    yield absolute(f"weight: {name}", weight.total, (AT_MOST, PAGE_BAR), unit="KB", note=note)
    if weight.script > SCRIPT_BAR:
        yield absolute(f"script: {name}", weight.script, (AT_MOST, SCRIPT_BAR), unit="KB")
    if weight.requests > REQUESTS_BAR:
        yield absolute(f"requests: {name}", weight.requests, (AT_MOST, REQUESTS_BAR), unit="")


def _fragment(site: Server, name: str, path: str, target: str) -> Line:
    what = f"weight of the fragment: {name}"
    try:
        size = weigh_fragment(site.address + path, target)
    except LookupError as refusal:
        return missing(what, str(refusal).removeprefix(site.address))
    return absolute(what, size, (AT_MOST, FRAGMENT_BAR), unit="KB")
