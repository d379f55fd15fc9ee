"""What a page weighs on the wire: `python -m bench.weights http://…/ …`, on any running site.

Everything that a browser fetches for a first look is counted, but photos: markup, styles and what
they import, script, fonts, icons. What a site sends uncompressed is compressed here, and marked.
"""

import gzip
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from bench.client import Answer, Client

KILOBYTE = 1024
PAGE_BAR, SCRIPT_BAR, REQUESTS_BAR, FRAGMENT_BAR = 100, 30, 12, 15
#: Renditions of uploaded pictures live here.
PHOTOS = "/files/"
TEXTS = ("text/", "application/javascript", "application/json", "image/svg", "application/manifest")
IN_CSS = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")
FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}


@dataclass(slots=True)
class Weight:
    """Kilobytes on the wire for a visitor who comes for the first time."""

    url: str
    page: float = 0
    script: float = 0
    other: float = 0
    requests: int = 1
    squeezed: bool = False
    addresses: list[str] = field(default_factory=list)

    @property
    def total(self) -> float:
        """All but photos."""
        return self.page + self.script + self.other

    @property
    def met(self) -> bool:
        """Whether the bars of a public page hold."""
        return (
            self.total <= PAGE_BAR and self.script <= SCRIPT_BAR and self.requests <= REQUESTS_BAR
        )


class _Finder(HTMLParser):
    """The addresses that a browser fetches by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and FETCHED_LINKS & set(given.get("rel", "").split()):
            self.found.append(given.get("href", ""))
        elif tag in ("script", "img", "source", "iframe") and given.get("src"):
            self.found.append(given["src"])
        elif tag == "use" and "#" in given.get("href", ""):
            self.found.append(given["href"].partition("#")[0])


def weigh(url: str) -> Weight:
    """A page and all that it pulls in. Raises LookupError for an answer that is no page."""
    site, path = _parts(url)
    client = Client(site)
    answer = _fetch(client, path)
    if answer.status not in (200, 404, 422):
        raise LookupError(f"{url} answers {answer.status}")
    weight = Weight(url)
    weight.page = _kilobytes(weight, answer)
    finder = _Finder()
    finder.feed(_text(answer))
    waiting = [urljoin(url, found) for found in finder.found if found]
    seen = {url}
    while waiting:
        address = waiting.pop(0)
        if address in seen or not _counts(address, site):
            continue
        seen.add(address)
        waiting += _add(weight, client, address)
    client.close()
    return weight


def weigh_fragment(url: str, target: str) -> float:
    """Kilobytes of the answer to an htmx request whose target is `#target`."""
    site, path = _parts(url)
    client = Client(site)
    answer = client.get(
        path,
        Accept_Encoding="gzip",
        HX_Request="true",
        HX_Request_Type="partial",
        HX_Target=f"div#{target}",
    )
    client.close()
    if answer.status != 200:
        raise LookupError(f"{url} answers {answer.status}")
    return _kilobytes(Weight(url), answer)


def _add(weight: Weight, client: Client, address: str) -> Iterator[str]:
    """Count one more answer; what it pulls in itself comes back."""
    answer = _fetch(client, _parts(address)[1])
    kind = answer.headers.get("Content-Type", "")
    size = _kilobytes(weight, answer)
    weight.requests += 1
    weight.addresses.append(f"{size:6.1f}  {urlsplit(address).path}")
    if "javascript" in kind:
        weight.script += size
    else:
        weight.other += size
    if "css" in kind:
        for quoted, imported in IN_CSS.findall(_text(answer)):
            yield urljoin(address, quoted or imported)


def _fetch(client: Client, path: str) -> Answer:
    return client.get(path, Accept_Encoding="gzip")


def _kilobytes(weight: Weight, answer: Answer) -> float:
    body = answer.body
    is_text = answer.headers.get("Content-Type", "").startswith(TEXTS)
    if is_text and "Content-Encoding" not in answer.headers:
        weight.squeezed = True
        body = gzip.compress(body, 6)
    return len(body) / KILOBYTE


def _text(answer: Answer) -> str:
    packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(answer.body) if packed else answer.body).decode()


def _counts(address: str, site: str) -> bool:
    path = urlsplit(address).path
    return address.startswith(site) and not path.startswith(PHOTOS)


def _parts(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    path = parts.path or "/"
    return f"{parts.scheme}://{parts.netloc}", f"{path}?{parts.query}" if parts.query else path


def main(urls: list[str]) -> int:
    """Print the weights of pages; 1 when a bar does not hold."""
    if not urls:
        print("Usage: python -m bench.weights http://127.0.0.1:5000/ …")
        return 2
    weights = [weigh(url) for url in urls]
    for weight in weights:
        mark = "✓" if weight.met else "✗"
        note = ", compressed here" if weight.squeezed else ""
        print(
            f"{mark} {weight.total:6.1f} KB (≤ {PAGE_BAR}), script {weight.script:.1f} KB"
            f" (≤ {SCRIPT_BAR}), {weight.requests} requests (≤ {REQUESTS_BAR}){note}  {weight.url}"
        )
        print(f"    {weight.page:6.1f}  the page itself")
        for address in weight.addresses:
            print(f"    {address}")
    return 0 if all(weight.met for weight in weights) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
