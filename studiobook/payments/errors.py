"""What people are told when paying or paying back does not go."""

from studiobook.errors import DomainError


class CannotPay(DomainError):
    """The booking is not one that waits for money."""

    status = 409
    message = "There is nothing to pay for this booking."


class StudioCannotCharge(DomainError):
    """The owner has no account that can take money now."""

    status = 409
    message = "This studio can’t take payments right now. Send them a message instead."


class PaymentsAway(DomainError):
    """The provider gave no answer. Nothing is lost, the hold stays."""

    status = 503
    message = "The payment service isn’t answering. Your time is still held: try again in a minute."


class PaymentRefused(DomainError):
    """The provider will not open a page for this order."""

    status = 409
    message = "The payment service didn’t accept this payment. Nothing was charged."


class AccountTaken(DomainError):
    """An account at a provider pays one company, for ever: this one pays or paid another."""

    status = 409
    message = (
        "This account pays another company here, or did, and what was paid there is refunded"
        " through it. Use another account."
    )


class NothingToInvoice(DomainError):
    """Nothing was sold: it was not paid here, or never was the guest's."""

    status = 409
    message = "There is no invoice for this booking: nothing was sold."


class PaymentDisputed(DomainError):
    """A bank has the payment in hand."""

    status = 409
    message = (
        "The guest’s bank has taken this payment back until it has decided, so nothing can be"
        " refunded now. Answer the bank; what you still owe then goes out by itself."
    )


class NothingToRefund(DomainError):
    """Nothing was paid here, or nothing is left of it."""

    status = 409
    message = "There is nothing left to refund for this booking."


class LeftChanged(DomainError):
    """Somebody refunded meanwhile, or more was asked for than there is."""

    status = 409
    message = "A refund was made meanwhile. Nothing more was sent: please look at the sums again."
