"""The adapter of Stripe: checkout with destination charges, accounts of its Connect."""
