"""What owners are told when a payout cannot be had."""

from studiobook.errors import DomainError


class NothingToPayOut(DomainError):
    """Nothing is available in that currency now."""

    status = 409
    message = "Nothing is available to be paid out right now."


class CannotBePaidOut(DomainError):
    """The provider has yet to hear something from the owner."""

    status = 409
    message = "This account can’t be paid out yet. See under Payments what is missing."


class PayoutsComeByThemselves(DomainError):
    """The provider knows no payouts on demand."""

    status = 409
    message = "This provider pays out by its own clock: there is nothing to ask for."


class PayoutUnderWay(DomainError):
    """One was asked for, and the provider has not answered yet."""

    status = 409
    message = "A payout was asked for already, and the provider has yet to answer."


class PayoutRefused(DomainError):
    """The provider said no."""

    status = 409
    message = "The provider didn’t accept this. Nothing was moved."


class PayoutsAway(DomainError):
    """No answer came: whether something moves is found out by itself."""

    status = 503
    message = (
        "The provider isn’t answering. If your request reached it, the payout shows up here"
        " within minutes; if not, you can ask again then."
    )
