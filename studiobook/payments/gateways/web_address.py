"""Addresses from providers, to which browsers are sent."""

from urllib.parse import urlsplit

from studiobook.payments.gateways.errors import GatewayRefused


def require_web_address(url: str) -> None:
    """Refuse what a browser would run instead of going there. "" is what an ended page has."""
    if url and urlsplit(url).scheme not in ("https", "http"):
        raise GatewayRefused("not_a_web_address")
