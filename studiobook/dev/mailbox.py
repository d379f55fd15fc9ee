"""/dev/mail: what the site would have sent, to be read in the browser (development only)."""

from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, current_app

from studiobook.dev.caught import CaughtMail, find_mail, list_mails
from studiobook.settings import Settings
from studiobook.web.access import access, public
from studiobook.web.respond import respond
from studiobook.web.security import content_security_policy

blueprint = Blueprint("dev_mail", __name__, url_prefix="/dev/mail")

# A mail brings its own styles and may show our pictures; it runs nothing and its links open apart.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:;"
    " frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@dataclass(frozen=True, slots=True)
class MailListPage:
    """All caught mails, newest first."""

    mails: list[CaughtMail]


@dataclass(frozen=True, slots=True)
class MailPage:
    """One caught mail, whose HTML part is framed from its own address."""

    mail: CaughtMail


@blueprint.get("")
@access(public)
def list_caught() -> Response:
    """The inbox of everybody."""
    return respond("dev/mails.html", MailListPage(list_mails(_maildir())))


@blueprint.get("/<key>")
@access(public)
def show_caught(key: str) -> Response:
    """One mail, as text and as the recipient would see it."""
    framing = f"{content_security_policy(_settings())}; frame-src 'self'"
    page = MailPage(_get_mail(key))
    return respond("dev/mail.html", page, Content_Security_Policy=framing)


@blueprint.get("/<key>/html")
@access(public)
def show_html(key: str) -> Response:
    """The HTML part alone, for the frame."""
    html = '<base target="_blank">' + _get_mail(key).html
    return Response(html, headers={"Content-Security-Policy": MAIL_POLICY})


@blueprint.get("/<key>/attachments/<int:number>")
@access(public)
def show_attachment(key: str, number: int) -> Response:
    """One attachment as a download."""
    attachments = _get_mail(key).attachments
    if number >= len(attachments):
        abort(404)
    part = attachments[number]
    answer = Response(part.get_payload(decode=True), mimetype=part.get_content_type())
    answer.headers.set("Content-Disposition", "attachment", filename=part.get_filename() or "file")
    return answer


def _get_mail(key: str) -> CaughtMail:
    return find_mail(_maildir(), key) or abort(404)


def _maildir() -> Path | None:
    return _settings().mail_dir


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
