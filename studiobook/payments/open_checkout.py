"""Opening the page on which a held booking, or the difference of a move, is paid.

The intent is committed, then the provider is asked outside any transaction, then its answer is
applied in a new one. Whatever breaks in between is found by reading back under the same key.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from studiobook.bookings.errors import HoldLapsed
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.apply import ask_later, lock_charge, move_charge, open_page
from studiobook.payments.due import Due, find_due, keep_until
from studiobook.payments.errors import (
    CannotPay,
    PaymentRefused,
    PaymentsAway,
    StudioCannotCharge,
)
from studiobook.payments.gateways.protocol import (
    CheckoutOrder,
    CheckoutPage,
    Gateway,
    GatewayRefused,
    Gateways,
    GatewayUnavailable,
)
from studiobook.payments.models import Charge
from studiobook.payments.queries import find_account
from studiobook.payments.states import PAYABLE, ChargeState
