"""Money at the gateways: nothing undecided is forgotten, nothing is given back twice."""

from studiobook.admin.checks.check import Check, sql

CHECKS: tuple[Check, ...] = (
    sql(
        5,
        "no charge, refund or payout is undecided without a next check, or for more than 72 hours",
        """
        SELECT 'charge', id FROM charge
        WHERE state IN ('created', 'submitted', 'processing', 'unknown')
          AND (next_check_at IS NULL
               OR next_check_at < CAST(:now AS timestamptz) - interval '15 minutes'
               OR created_at < CAST(:now AS timestamptz) - interval '72 hours')
        UNION ALL
        SELECT 'refund', id FROM refund
        WHERE state IN ('requested', 'submitted', 'unknown', 'pending')
          AND (next_check_at IS NULL
               OR next_check_at < CAST(:now AS timestamptz) - interval '15 minutes'
               OR (state <> 'pending'
                   AND requested_at < CAST(:now AS timestamptz) - interval '72 hours'
                   AND NOT EXISTS (SELECT 1 FROM dispute d WHERE d.charge_id = refund.charge_id
                                   AND d.status = 'open')))
        UNION ALL
        SELECT 'payout', id FROM payout
        WHERE state IN ('requested', 'submitted', 'unknown', 'pending')
          AND (next_check_at IS NULL
               OR next_check_at < CAST(:now AS timestamptz) - interval '15 minutes'
               OR (state <> 'pending'
                   AND created_at < CAST(:now AS timestamptz) - interval '72 hours'))
        """,
    ),
    sql(
        5,
        "no dispute is open without a next check",
        """
        SELECT 'dispute', id FROM dispute
        WHERE closed_at IS NULL
          AND (next_check_at IS NULL
               OR next_check_at < CAST(:now AS timestamptz) - interval '15 minutes')
        """,
    ),
    sql(
        6,
        "at most one payable charge per booking, and every key and gateway id once",
        """
        SELECT 'booking', booking_id FROM charge
        WHERE state IN ('created', 'submitted', 'processing', 'unknown')
        GROUP BY booking_id HAVING count(*) > 1
        UNION ALL
        SELECT 'charge key twice', max(id) FROM charge
        GROUP BY idempotency_key HAVING count(*) > 1
        UNION ALL
        SELECT 'payment twice', max(id) FROM charge WHERE payment_ref IS NOT NULL
        GROUP BY gateway, payment_ref HAVING count(*) > 1
        UNION ALL
        SELECT 'refund key twice', max(id) FROM refund
        GROUP BY idempotency_key HAVING count(*) > 1
        """,
    ),
    sql(
        7,
        "no charge gives back or loses more than it took, in one currency",
        """
        SELECT 'charge', c.id FROM charge c JOIN (
            SELECT charge_id, amount_minor FROM refund
            WHERE state IN ('pending', 'succeeded', 'by_hand')
            UNION ALL
            SELECT charge_id, amount_minor FROM dispute WHERE status IN ('open', 'lost')
        ) AS gone ON gone.charge_id = c.id
        GROUP BY c.id HAVING sum(gone.amount_minor) > COALESCE(c.captured_minor, 0)
        UNION ALL
        -- What is on its way may meet what somebody gives back at the provider: that refuses it.
        SELECT 'promised by us of charge', c.id FROM charge c JOIN refund r ON r.charge_id = c.id
        WHERE r.state NOT IN ('failed', 'cancelled') AND r.reason <> 'provider'
        GROUP BY c.id HAVING sum(r.amount_minor) > COALESCE(c.captured_minor, 0)
        UNION ALL
        SELECT 'fee of charge', c.id FROM charge c JOIN refund r ON r.charge_id = c.id
        WHERE r.state NOT IN ('failed', 'cancelled')
        GROUP BY c.id HAVING sum(r.fee_minor) > c.fee_minor
        UNION ALL
        SELECT 'charge in another currency', c.id FROM charge c
        JOIN booking b ON b.id = c.booking_id WHERE b.currency <> c.currency
        """,
    ),
    sql(
        9,
        "no refund has failed for more than 24 hours without anybody seeing to it",
        """
        SELECT 'refund', id FROM refund
        WHERE state IN ('failed', 'cancelled')
          AND COALESCE(refusal, '') NOT IN ('dispute_lost', 'given_beside')
          AND COALESCE(settled_at, requested_at) < CAST(:now AS timestamptz) - interval '24 hours'
        """,
    ),
    sql(
        10,
        "no gateway event is unprocessed beyond an hour, but while its provider is away",
        """
        SELECT 'gateway event', id FROM gateway_event
        WHERE processed_at IS NULL
          AND received_at < CAST(:now AS timestamptz) - interval '1 hour'
          AND (error IS DISTINCT FROM 'unavailable'
               OR next_try_at IS NULL
               OR next_try_at < CAST(:now AS timestamptz) - interval '15 minutes')
        """,
    ),
    sql(
        5,
        "the lines of a payout that has landed add up to it",
        """
        SELECT 'payout', p.id FROM payout p JOIN payout_line l ON l.payout_id = p.id
        WHERE p.state = 'paid' GROUP BY p.id HAVING sum(l.net_minor) <> p.amount_minor
        """,
    ),
    sql(
        14,
        "what the gateway was first asked for is the booking's price at that time",
        """
        SELECT 'charge', c.id FROM charge c JOIN booking b ON b.id = c.booking_id
        WHERE c.state = 'captured' AND c.captured_minor <> c.amount_minor
          AND c.quarantine IS NULL
        """,
    ),
    sql(
        16,
        "no account that can charge has keys that nobody renewed for 8 days",
        """
        SELECT 'account', a.id FROM payment_account a JOIN account_grant g ON g.account_id = a.id
        WHERE a.closed_at IS NULL AND a.can_charge
          AND (g.revoked_at IS NOT NULL
               OR g.refreshed_at < CAST(:now AS timestamptz) - interval '8 days')
        """,
    ),
)
