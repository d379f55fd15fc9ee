"""The tables of money."""

from studiobook.payments.models.accounts import AccountGrant, AccountLocation, PaymentAccount
from studiobook.payments.models.charges import KEY_LENGTH, Charge, Dispute, Refund
from studiobook.payments.models.inbox import GatewayEvent
from studiobook.payments.models.invoices import (
    Invoice,
    InvoiceBuyer,
    InvoiceKind,
    InvoiceSeries,
)
from studiobook.payments.models.ledger import LedgerAccount, LedgerEntry, LedgerPosting
from studiobook.payments.models.payouts import Payout, PayoutLine

__all__ = [
    "KEY_LENGTH",
    "AccountGrant",
    "AccountLocation",
    "Charge",
    "Dispute",
    "GatewayEvent",
    "Invoice",
    "InvoiceBuyer",
    "InvoiceKind",
    "InvoiceSeries",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerPosting",
    "PaymentAccount",
    "Payout",
    "PayoutLine",
    "Refund",
]
