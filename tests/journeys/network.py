"""What a page asked for: whole documents, fragments, and everything else, as the browser saw it."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request


class Log:
    """Every request of a page from now on."""

    def __init__(self, page: Page) -> None:
        self.requests: list[Request] = []
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.requests.append(request)

    @property
    def documents(self) -> list[str]:
        """Addresses of whole pages that were loaded."""
        return [found.url for found in self.requests if found.resource_type == "document"]

    @property
    def fragments(self) -> list[str]:
        """Addresses that htmx fetched."""
        return [found.url for found in self.requests if "hx-request" in found.headers]

    @property
    def hosts(self) -> set[str]:
        """Everybody who was asked."""
        return {urlsplit(found.url).netloc for found in self.requests if "://" in found.url}

    @contextmanager
    def only_fragments(self, what: str) -> Iterator[None]:
        """Within the block htmx fetches something, and no page is loaded."""
        documents, fragments = len(self.documents), len(self.fragments)
        yield
        assert len(self.fragments) > fragments, f"{what}: htmx fetched nothing"
        assert len(self.documents) == documents, f"{what}: {self.documents[documents:]}"
