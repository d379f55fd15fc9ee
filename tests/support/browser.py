"""A real Chromium: found, started once, and listened to for what the page's policy refused."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, WebError, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]


def find_chromium() -> str | None:
    """The program named by CHROMIUM, or the machine's own."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """A headless browser; where there is none the test is skipped, but in CI it fails."""
    program = find_chromium()
    if program is None:
        reason = "NOT RUN: no Chromium was found (install it, or set CHROMIUM=path)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def open_page(
    browser: Browser, base_url: str, *, script: bool, width: int = 1280
) -> Iterator[Page]:
    """A page in a fresh context, which may open more of them.

    AssertionError if one of them broke its policy or its script failed.
    """
    context = browser.new_context(
        base_url=base_url,
        viewport={"width": width, "height": 800},
        java_script_enabled=script,
        timezone_id="UTC",
        locale="en-GB",
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    refused: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            refused.append(message.text)

    def note(error: WebError) -> None:
        refused.append(str(error.error))

    context.on("console", listen)
    context.on("weberror", note)
    try:
        yield page
    finally:
        context.close()
    assert not refused, refused
