"""Whether a webhook comes from Square."""

from studiobook.payments.gateways.errors import BadSignature

HEADER = "x-square-hmacsha256-signature"


def check_signature(given: str | None, raw_body: bytes, *, keys: list[str], url: str) -> None:
    """Raise BadSignature unless one of our keys signed exactly these bytes for this address."""
    from square.utils.webhooks_helper import verify_signature

    # The SDK's helper takes text, and stumbles over anything else.
    if not given or not given.isascii():
        raise BadSignature("no readable signature")
    try:
        body = raw_body.decode()
    except UnicodeDecodeError as error:
        raise BadSignature("not text") from error
    checks = [
        verify_signature(
            request_body=body, signature_header=given, signature_key=key, notification_url=url
        )
        for key in keys
    ]
    if not any(checks):
        raise BadSignature("not signed with our key, or for another address")
