"""What axe-core finds on a page, and what it can't: sideways scrolling and small targets."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
#: What the night changes.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
#: CSS pixels; product §3.
TARGET = 44
PHONE, DESK = 360, 1280

_RUN = """async (runOnly) => {
  const found = await axe.run(document, {runOnly, resultTypes: ["violations"]});
  return found.violations.map(({id, nodes: [node, ...others]}) =>
    `${id}: ${node.html} ${node.failureSummary.replace(/\\s+/g, " ")} (${others.length} more)`);
}"""

_WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("main *, header *, footer *")]
    .filter((it) => it.getBoundingClientRect().right > width + 1)
    .map((it) => `${it.tagName}.${it.className} reaches ${it.getBoundingClientRect().right}`);
}"""

#: Links inside running text, skip links out of sight, and what a label makes larger are exempt.
_SMALL = """(least) => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((it) => it.checkVisibility({opacityProperty: true, visibilityProperty: true}))
  .filter((it) => !it.matches(".skip, [tabindex='-1'], [readonly]"))
  .filter((it) => !it.closest("p, dd, td, li.small, .prose, label, .error-list, .breadcrumbs"))
  .map((it) => [it, it.getBoundingClientRect()])
  .filter(([it, box]) => box.width > 1 && Math.round(box.height) < least)
  .map(([it, box]) => `${it.tagName} ${it.innerText || it.name}: ${Math.round(box.height)} high`)
"""


@cache
def _source() -> str:
    if not AXE.is_file():
        pytest.fail("axe-core is not installed: run `make prepare` (it needs Node)")
    return AXE.read_text()


def complaints(page: Page) -> list[str]:
    """What is wrong with a page on a phone by day, and with its colours on a desk by night."""
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    # As high as the page, so that the console's navigation at its foot lies on nothing.
    whole = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": PHONE, "height": whole})
    found = findings(page) + sideways(page) + small_targets(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.set_viewport_size({"width": DESK, "height": 800})
    return found + findings(page, COLOURS)


def findings(page: Page, rules: Mapping[str, object] = TAGS) -> list[str]:
    """Violations in words; empty for a good page."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_source())
    found: list[str] = page.evaluate(_RUN, dict(rules))
    return found


def sideways(page: Page) -> list[str]:
    """What makes the page wider than its window."""
    found: list[str] = page.evaluate(_WIDER)
    return found


def small_targets(page: Page) -> list[Any]:
    """What is too low for a finger."""
    found: list[Any] = page.evaluate(_SMALL, TARGET)
    return found
