"""Which payment providers this installation speaks with, from its settings."""

from typing import Any

from flask import Flask, current_app

from studiobook.payments.gateways.breaker import Breaker
from studiobook.payments.gateways.guarded import guarded
from studiobook.payments.gateways.protocol import Gateway, Gateways, UnknownGateway
from studiobook.payments.gateways.sandbox.gateway import SandboxGateway
from studiobook.payments.gateways.square.gateway import SquareGateway
from studiobook.payments.gateways.stripe.events import CONNECT, EVENTS, MAIN
from studiobook.payments.gateways.stripe.gateway import StripeGateway
from studiobook.payments.keep_grant import access_token_of
from studiobook.settings import Settings

EXTENSION = "studiobook_gateways"


class Registry:
    """The `Gateways` protocol over a plain dictionary."""

    def __init__(self, *gateways: Gateway) -> None:
        self._by_name = {gateway.name: gateway for gateway in gateways}

    def named(self, name: str) -> Gateway:
        """See the protocol."""
        if name not in self._by_name:
            raise UnknownGateway(name)
        return self._by_name[name]

    def names(self) -> list[str]:
        """The providers there are."""
        return list(self._by_name)


def from_settings(settings: Settings, *, redis: Any = None) -> Registry:
    """One adapter per provider that is set up, each behind its breaker.

    The sandbox is refused in production.
    """
    makers = {"sandbox": _sandbox, "stripe": _stripe, "square": _square}
    made = (makers[name](settings) for name in settings.payments if name in makers)
    return Registry(
        *(
            guarded(gateway, Breaker(gateway.name, redis=redis))
            for gateway in made
            if gateway is not None
        )
    )


def _sandbox(settings: Settings) -> Gateway | None:
    if not settings.sandbox_url:
        return None
    if settings.environment == "production":
        raise ValueError("the sandbox moves no real money and is refused in production")
    return SandboxGateway(
        url=settings.sandbox_url,
        key=settings.sandbox_key or "",
        secret=settings.sandbox_secret,
    )


def _square(settings: Settings) -> Gateway | None:
    if not settings.square_application_id or not settings.square_application_secret:
        return None
    return SquareGateway(
        application_id=settings.square_application_id,
        application_secret=settings.square_application_secret,
        access_token_of=access_token_of,
        webhook_url=f"{settings.base_url}/webhooks/square",
        webhook_key=settings.square_webhook_key,
        is_sandbox=settings.square_sandbox,
        api_base=settings.square_api_base,
    )


def _stripe(settings: Settings) -> Gateway | None:
    if not settings.stripe_secret_key:
        return None
    return StripeGateway(
        key=settings.stripe_secret_key,
        secrets={
            MAIN: settings.stripe_webhook_secret,
            CONNECT: settings.stripe_connect_webhook_secret,
            EVENTS: settings.stripe_events_webhook_secret,
        },
        api_base=settings.stripe_api_base,
    )


def init_app(app: Flask, settings: Settings) -> None:
    """Give the app its gateways."""
    redis = app.extensions.get("studiobook_redis")
    app.extensions[EXTENSION] = from_settings(settings, redis=redis)


def gateways() -> Gateways:
    """The gateways of the app at hand."""
    found: Gateways = current_app.extensions[EXTENSION]
    return found
