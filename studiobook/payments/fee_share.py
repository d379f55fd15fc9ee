"""How much of a refund is the marketplace's: one pure rule."""


def fee_share(*, fee: int, captured: int, given: int, given_fee: int, amount: int) -> int:
    """The fee's part of giving back `amount` more, all in minor units.

    In proportion to what has gone back in all, rounded half up, so that a payment given back in
    pieces gives back its whole fee and never a cent more.
    """
    share = (2 * fee * (given + amount) + captured) // (2 * captured)
    return max(0, min(share - given_fee, amount, fee - given_fee))
