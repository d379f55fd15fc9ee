"""What is wrong with a page's markup, in words; every page that a test fetches is asked."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

import html5lib

LABELLED = {"input", "select", "textarea"}
UNLABELLED_INPUTS = {"hidden", "submit", "button", "reset", "image"}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form", "list")
#: What a strict parser reports that browsers and the standard accept.
TOLERATED = {"expected-doctype-but-got-start-tag", "expected-doctype-but-got-chars"}


@lru_cache(maxsize=8)
def _parse(html: str, *, is_whole: bool) -> tuple[Element, list[str]]:
    """The tree, and what the parser minds; a page is often asked about more than once."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root: Element = parser.parse(html) if is_whole else parser.parseFragment(html)
    return root, [code for _place, code, _facts in parser.errors]


class Markup:
    """One parsed answer: a whole document or a fragment."""

    def __init__(self, html: str) -> None:
        self.is_whole = html.lstrip()[:15].lower().startswith("<!doctype html")
        self.root, errors = _parse(html, is_whole=self.is_whole)
        self._errors = [code for code in errors if code not in TOLERATED]
        self._parents = {child: parent for parent in self.root.iter() for child in parent}

    def complaints(self) -> list[str]:
        """Everything that is wrong; empty for a good page."""
        found = [*self._syntax(), *self._ids(), *self._forms(), *self._fields(), *self._policy()]
        if self.is_whole:
            found += [*self._document(), *self._references()]
        else:
            found += self._part()
        return found

    @property
    def title(self) -> str:
        """What the tab shows; empty when nobody says."""
        titles = [words(title) for title in self.all("title") if self._is_page_title(title)]
        return titles[0] if titles else ""

    @property
    def region(self) -> Element:
        """The element that a fragment puts in place of the one with its id."""
        (region,) = (element for element in self.root if element.tag != "title")
        return region

    def all(self, *tags: str) -> Iterator[Element]:
        """Every element with one of the tags, in document order."""
        return (element for element in self.root.iter() if element.tag in tags)

    def _syntax(self) -> Iterator[str]:
        for code in self._errors:
            yield f"the parser says {code}"

    def _ids(self) -> Iterator[str]:
        counted = Counter(element.get("id") for element in self.root.iter())
        for identity, times in counted.items():
            if identity is not None and times > 1:
                yield f"id {identity!r} is used {times} times"

    def _forms(self) -> Iterator[str]:
        for form in self.all("form"):
            action = form.get("action")
            if not action:
                yield f"a form without action: {_fields_of(form)}"
            if form.get("method", "").lower() not in ("get", "post", "dialog"):
                yield f"the form to {action} says no method"
            if form.get("method", "").lower() == "post" and "csrf_token" not in _fields_of(form):
                yield f"the form to {action} has no CSRF field"
        for link in self.all("a"):
            if not link.get("href"):
                yield f"a link leads nowhere: {words(link)!r}"

    def _fields(self) -> Iterator[str]:
        labels = {label.get("for") for label in self.all("label")}
        for field in self.all(*LABELLED):
            if field.get("type") in UNLABELLED_INPUTS or _names_itself(field):
                continue
            if field.get("id") not in labels and not self._stands_inside(field, "label"):
                yield f"the field {field.get('name')!r} has no label"
        for button in self.all("button"):
            if not (words(button) or _names_itself(button)):
                yield f"a button says nothing: {button.attrib}"
        for image in self.all("img"):
            if image.get("alt") is None:
                yield f"the picture {image.get('src')} has no alt"

    def _policy(self) -> Iterator[str]:
        for element in self.root.iter():
            if element.tag == "style" or (element.tag == "script" and not element.get("src")):
                yield f"an inline <{element.tag}>"
            for attribute in element.attrib:
                if attribute == "style" or re.match(r"on[a-z]+$|hx-on", str(attribute)):
                    yield f"<{element.tag}> has {attribute}="

    def _document(self) -> Iterator[str]:
        headings = [words(heading) for heading in self.all("h1")]
        if len(headings) != 1:
            yield f"a page has one h1, not {headings}"
        elif not self.title.startswith(headings[0]):
            yield f"the title {self.title!r} does not begin with the h1 {headings[0]!r}"
        html = next(self.all("html"))
        if not html.get("lang"):
            yield "the page does not say its language"

    def _part(self) -> Iterator[str]:
        # htmx puts the title into the tab and the region in place of the one with its id.
        found = [(str(element.tag), element.get("id")) for element in self.root]
        if len(found) != 2 or found[0][0] != "title" or not (self.title and found[1][1]):
            yield f"a fragment is a title and one region with an id, not {found}"

    def _references(self) -> Iterator[str]:
        ids = {element.get("id") for element in self.root.iter()}
        for element in self.root.iter():
            for attribute in REFERENCES:
                for target in (element.get(attribute) or "").split():
                    if target not in ids:
                        yield f"<{element.tag}> {attribute}={target!r} names nothing"

    def _is_page_title(self, title: Element) -> bool:
        return not self._stands_inside(title, "svg")

    def _stands_inside(self, element: Element, tag: str) -> bool:
        above = self._parents.get(element)
        while above is not None:
            if above.tag == tag or str(above.tag).endswith("}" + tag):
                return True
            above = self._parents.get(above)
        return False


def words(element: Element) -> str:
    """All text inside, with runs of white space as one space."""
    return " ".join("".join(element.itertext()).split())


def _fields_of(form: Element) -> list[str]:
    return [field.get("name") or "" for field in form.iter() if field.tag in LABELLED]


def _names_itself(element: Element) -> bool:
    return any(element.get(name) for name in ("aria-label", "aria-labelledby", "title"))
