"""All of the provider: the rules of its parts over one memory and one clock."""

import time

from studiobook.dev.sandbox.store import Store
from tests.standins.stripe.disputes import Disputes
from tests.standins.stripe.memory import Clock
from tests.standins.stripe.payouts import Payouts


class Provider(Disputes, Payouts):
    """What Stripe does, as far as we use it."""

    def __init__(self, store: Store, clock: Clock = time.time) -> None:
        self.store = store
        self.clock = clock
