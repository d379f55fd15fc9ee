"""The price of a search's rooms as SQL; names that end in @ get their block's number."""

#: The same sums as bookings/quote.py, half-up at each step; a test holds the two together. That of
#: rooms with peak hours waits until it is known when they can start.
#: Each step stands behind a fence (OFFSET 0), or the planner would write it out again wherever it
#: is used: a quarter of the search at 10 000 rooms was adding the same numbers.
PRICED = """
    SELECT id, studio_id, step, lead_minutes, currency, peaks, base, price,
        price + (2 * price * :fee + 10000) / 20000 AS with_fee
    FROM (
        SELECT r.id, r.studio_id, r.step, r.lead_minutes, r.currency, r.peaks,
            r.price_list[:half_hours@ + 1] AS base,
            r.price_list[:half_hours@ + 1]
            + (GREATEST(:people@ - r.included_people, 0)::bigint
               * r.extra_person_minor * :half_hours@ + 1) / 2 AS price
        FROM room r
        WHERE r.listed AND r.city_id = ANY(:cities@) AND r.capacity >= :people@
            AND r.horizon_days >= :days_ahead@
            AND r.price_list[:half_hours@ + 1] IS NOT NULL{filters}
        OFFSET 0
    ) priced
    OFFSET 0"""
TOTAL = "(r.with_fee + (2 * r.with_fee * s.tax_basis_points + 10000) / 20000)"
#: The first bit from which a session may start.
FIRST = "round(ln((starts & -starts)::float8) / ln(2.0))::int"
#: As rooms/peak_bands.py has it: the price by the mean of what the session's half hours add.
#: `week` says which half hour of the local week each bit of the day, and of the one after, is.
PEAK_TOTAL = """
    SELECT with_fee + (2 * with_fee * m.tax + 10000) / 20000 FROM (
        SELECT price + (2 * price * :fee + 10000) / 20000 AS with_fee FROM (
            SELECT m.price + sign(points)::int
                * ((2::bigint * m.base * abs(points) + 10000 * :half_hours@)
                   / (20000 * :half_hours@)) AS price
            FROM (
                SELECT sum(m.peaks[hour + 1])::bigint AS points
                FROM unnest((CAST(:week@ AS smallint[]))[{first} + 1 : {first} + :half_hours@]) hour
                OFFSET 0
            ) added OFFSET 0
        ) priced OFFSET 0
    ) peak"""
