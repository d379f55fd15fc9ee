"""A payment provider of our own, for development and tests: real HTTP, no real money.

It is the other side of the conversation and shares no code with the site: what it checks and
signs, it checks and signs by itself, as a provider would.
"""
