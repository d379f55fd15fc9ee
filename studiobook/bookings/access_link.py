"""The signed link in our mails that opens a guest's booking in any browser.

It names the booking and the address that it was sent to: once the guest has corrected a mistyped
address, the link in the stranger's mailbox opens nothing.
"""

import hashlib

from itsdangerous import BadSignature, URLSafeSerializer

from studiobook.bookings.models import Booking


def path_to(booking: Booking, *, secret: str) -> str:
    """Where the guest finds the booking: signed as long as it is in no account.

    Whoever was sent a link to pay by need not sign in, account or not.
    """
    path = f"/bookings/{booking.code}"
    if booking.user_id is not None and booking.link_sent_at is None:
        return path
    return f"{path}/access/{_serializer(secret).dumps(_contents(booking))}"


def is_link_of(booking: Booking, token: str, *, secret: str) -> bool:
    """Whether the token was signed by us for this booking and its present address."""
    try:
        contents = _serializer(secret).loads(token)
    except BadSignature:
        return False
    return bool(booking.guest_email) and contents == _contents(booking)


def _contents(booking: Booking) -> list[str]:
    address = hashlib.sha256(booking.guest_email.encode()).hexdigest()[:16]
    return [booking.code, address]


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="booking-access")
