"""The parts of Stripe's API that we use, as its documents tell: real HTTP, no real money.

It shares no code with the adapter: what it checks and signs, it checks and signs by itself.
"""
