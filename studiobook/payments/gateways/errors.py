"""How a conversation with a provider goes wrong."""


class GatewayError(Exception):
    """Any way in which a conversation with a provider goes wrong."""


class GatewayUnavailable(GatewayError):
    """No usable answer came: whether the provider acted is unknown until it is read back."""


class GatewayRefused(GatewayError):
    """The provider understood and said no: nothing was done. `code` is the provider's own word."""

    def __init__(self, code: str, message: str = "") -> None:
        self.code = code
        super().__init__(f"{code}: {message}" if message else code)


class AccountRevoked(GatewayRefused):
    """The owner took our access away at the provider, or it ran out: only they can give it back."""

    def __init__(self, message: str = "") -> None:
        super().__init__("account_revoked", message)


class BadSignature(GatewayError):
    """A webhook that the provider did not sign, or signed too long ago, or that is not readable."""


class MissingSecret(GatewayError):
    """No signing secret is set, so no webhook can be believed."""


class UnknownGateway(GatewayError):
    """A provider that this installation does not speak with, or no longer."""
