"""The field in which owners change the address of a page."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from slugify import slugify
from wtforms import StringField
from wtforms.validators import ValidationError

from studiobook.db.slug import LONGEST

TYPED = {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}


class SlugField(StringField):
    """The end of an address: small letters, digits and hyphens. Left empty, it stays."""

    def __init__(self, label: str = "Address on Studiobook", **known: Any) -> None:
        super().__init__(label, **{"render_kw": TYPED, **known})

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Phones like to begin with a capital."""
        super().process_formdata([text.lower() for text in valuelist])

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  # WTForms passes it
        """Only what an address can hold."""
        proper = slugify(self.data or "")
        if self.data and self.data != proper:
            such = f" Such as {proper[:LONGEST]}." if proper else ""
            raise ValidationError(f"Use letters from a to z, digits and hyphens.{such}")
        if len(proper) > LONGEST:
            raise ValidationError(f"An address has up to {LONGEST} characters.")


def slug_hint(*before: str) -> str:
    """What stands before it on this site, and that nothing is lost."""
    site = urlsplit(current_app.config["BASE_URL"]).netloc
    whole = "/".join((site, *before, "…"))
    return f"The end of {whole} Links to the present one keep working."
