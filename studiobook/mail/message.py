"""One mail, ready to be sent: plain text, HTML, and perhaps a calendar file."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from studiobook import clock
from studiobook.values.one_line import one_line


@dataclass(frozen=True)
class Mail:
    """A composed mail. `identity` makes its Message-ID, so a repeated sending can be recognised."""

    to_address: str
    to_name: str
    subject: str
    text: str
    html: str
    identity: str
    calendar: str | None = None
    reply_to: str | None = None


def as_email(mail: Mail, *, sender: str, domain: str) -> EmailMessage:
    """The MIME form. Header injection is refused by EmailMessage itself (ValueError)."""
    message = EmailMessage()
    name, address = parseaddr(sender)
    message["From"] = _address(name, address)
    message["To"] = _address(mail.to_name, mail.to_address)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{mail.identity}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    if mail.calendar:
        message.add_attachment(
            mail.calendar.encode(), maintype="text", subtype="calendar", filename="booking.ics"
        )
    return message


def _address(name: str, address: str) -> Address:
    return Address(one_line(name), addr_spec=address)
