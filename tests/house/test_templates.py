"""No inline script or style, nothing that the content security policy would silently drop."""

import re
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, templates

FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an inline event handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "an hx-on handler": re.compile(r"\bhx-on", re.IGNORECASE),
    "values computed by script": re.compile(r"hx-(vals|headers)[^>]*js:", re.IGNORECASE),
    "a trigger filter, which is ignored without eval": re.compile(
        r"hx-trigger=\"[^\"]*\[", re.IGNORECASE
    ),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "an inline stylesheet": re.compile(r"<style\b", re.IGNORECASE),
    "markup that is not escaped": re.compile(r"\|\s*safe\b|Markup\("),
    "a methodless hypermedia verb": re.compile(r"hx-(put|patch|delete|query)=", re.IGNORECASE),
    "something loaded from another host": re.compile(
        r"(\bsrc|<link[^>]*\bhref)=\"https?:", re.IGNORECASE
    ),
}
#: Mails can't link stylesheets: theirs are inlined when they are composed.
STYLED_MAILS = {PACKAGE / "mail" / "templates" / "mail.html"}


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_template_is_plain_hypermedia(path: Path) -> None:
    if path in STYLED_MAILS:
        return
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    assert not [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_form_that_changes_something_carries_its_token(path: Path) -> None:
    if "sandbox" in path.parts:
        return
    for form in re.findall(r"<form\b.*?</form>", path.read_text(), flags=re.DOTALL | re.IGNORECASE):
        opening = form[: form.index(">")]
        assert "action=" in opening, "a form names its address"
        if 'method="post"' in opening:
            assert "csrf" in form or "caller()" in form, "a form that changes something is signed"


def test_the_forbidden_things_are_recognised() -> None:
    examples = (
        '<p style="x">', "<p onclick='x'>", '<p hx-on:click="x">', '<p hx-vals="js:x">',
        '<p hx-trigger="click[x]">', "<script>x</script>", "<style>", "{{ x|safe }}",
        '<p hx-delete="/x">', '<img src="https://example.com/x">',
    )  # fmt: skip
    missed = [e for e in examples if not any(p.search(e) for p in FORBIDDEN.values())]
    assert not missed
