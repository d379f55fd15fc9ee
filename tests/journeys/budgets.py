"""`python -m tests.journeys.budgets`: what pages weigh on the wire, as a browser sees it.

Text that is sent uncompressed counts as a proxy in front would send it: gzipped. Pictures of rooms
count apart: they are what people come for, and they load late.
"""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, Response

from tests.journeys.guest import A_DAY, Guest
from tests.journeys.standalone import visiting
from tests.journeys.town import Town
from tests.journeys.walk import FULL, PUBLIC, of_the_room
from tests.support.browser import open_page

KILOBYTE = 1024
PAGE, SCRIPT, REQUESTS, FRAGMENT = 100, 30, 12, 15
PHOTOS = "/files/"
#: Starts at every half hour of seven days.
HEAVIEST = {"room-half-hours": f"{FULL}?date={A_DAY}&start=16:00&hours=2"}
TEXTS = ("text/", "application/javascript", "application/json", "image/svg")


@dataclass
class Weight:
    """Kilobytes and requests of a first visit, or of one fragment."""

    name: str
    is_fragment: bool = False
    total: float = 0
    script: float = 0
    photos: float = 0
    requests: int = 0
    parts: list[str] = field(default_factory=list)

    @property
    def is_within(self) -> bool:
        """Whether the bars of product §4 hold."""
        if self.is_fragment:
            return self.total <= FRAGMENT
        return self.total <= PAGE and self.script <= SCRIPT and self.requests <= REQUESTS

    def add(self, answer: Response) -> None:
        """Count one answer."""
        size = _on_the_wire(answer)
        if PHOTOS in answer.url:
            self.photos += size
            return
        self.total += size
        self.requests += 1
        if answer.request.resource_type == "script":
            self.script += size
        self.parts.append(f"{size:6.1f}  {answer.url}")

    def __str__(self) -> str:
        mark = "✓" if self.is_within else "✗"
        if self.is_fragment:
            return f"{mark} {self.total:6.1f} KB of {FRAGMENT}  fragment: {self.name}"
        return (
            f"{mark} {self.total:6.1f} KB of {PAGE}, script {self.script:4.1f} of {SCRIPT},"
            f" {self.requests:2} requests of {REQUESTS}, photos {self.photos:6.1f} KB  {self.name}"
        )


def weigh_all(town: Town, browser: Browser, address: str) -> Iterator[Weight]:
    """Every public page, each in a browser that has never been here; then the fragments."""
    for name, path in (PUBLIC | HEAVIEST | of_the_room(town)).items():
        with open_page(browser, address, script=True) as page:
            yield weigh(page, name, path)
    with open_page(browser, address, script=True) as page:
        yield from weigh_fragments(page)


def weigh(page: Page, name: str, path: str) -> Weight:
    """A first visit to a page."""
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(path)
    page.evaluate("document.fonts.ready.then(() => true)")
    weight = Weight(name)
    for answer in answers:
        weight.add(answer)
    return weight


def weigh_fragments(page: Page) -> Iterator[Weight]:
    """What htmx fetches on the way to a booking."""
    guest = Guest(page)
    guest.search()
    steps = {
        "results in another order": lambda: guest.follow("Total"),
        "calendar week": lambda: guest.follow("Later"),
        "quote": page.locator("#calendar .start").first.click,
    }
    for name, step in steps.items():
        if name == "calendar week":
            page.goto(FULL)
        with page.expect_response(lambda it: "hx-request" in it.request.headers) as found:
            step()
        weight = Weight(name, is_fragment=True)
        weight.add(found.value)
        yield weight


def _on_the_wire(answer: Response) -> float:
    body = answer.body() if answer.status < 300 or answer.status >= 400 else b""
    headers = answer.headers
    if "content-encoding" in headers:
        return int(headers.get("content-length", len(body))) / KILOBYTE
    if headers.get("content-type", "").startswith(TEXTS):
        body = gzip.compress(body, 6)
    return len(body) / KILOBYTE


def main() -> int:
    """Print the table; 1 when a bar does not hold."""
    with visiting() as visit:
        weights = []
        for weight in weigh_all(visit.town, visit.browser, visit.address):
            weights.append(weight)
            print(weight, flush=True)
        heaviest = max(weights, key=lambda it: it.total)
        print(f"\nThe heaviest, {heaviest.name}:", *heaviest.parts, sep="\n  ")
    return 0 if all(weight.is_within for weight in weights) else 1


if __name__ == "__main__":
    raise SystemExit(main())
