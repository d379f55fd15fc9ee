"""The ledger: it adds up, says what charges, refunds, disputes and payouts say, and only grows."""

from studiobook.admin.checks.check import Check, sql

#: What the rows of money demand to be booked, as (charge, kind of cause, account, amount).
_DEMANDED = """
    SELECT c.id AS charge_id, 'capture' AS kind, due.account, due.minor
    FROM charge c CROSS JOIN LATERAL (VALUES
        ('clearing', c.captured_minor),
        ('owner', c.fee_minor - c.captured_minor),
        ('fee', -c.fee_minor)) AS due (account, minor)
    WHERE c.state = 'captured'
    UNION ALL
    SELECT r.charge_id, 'refund', due.account, due.minor
    FROM refund r CROSS JOIN LATERAL (VALUES
        ('owner', r.amount_minor - r.fee_minor),
        ('fee', r.fee_minor),
        ('guest', -r.amount_minor),
        ('guest', CASE WHEN r.state IN ('succeeded', 'by_hand') THEN r.amount_minor ELSE 0 END),
        ('clearing', CASE WHEN r.state = 'succeeded' THEN -r.amount_minor ELSE 0 END),
        ('outside', CASE WHEN r.state = 'by_hand' THEN -r.amount_minor ELSE 0 END)
    ) AS due (account, minor)
    -- Withdrawn when a bank had given the guest the money: booked there and back again.
    WHERE COALESCE(r.refusal, '') NOT IN ('dispute_lost', 'given_beside')
    UNION ALL
    SELECT d.charge_id, 'dispute', due.account, due.minor
    FROM dispute d CROSS JOIN LATERAL (VALUES
        ('clearing', -d.amount_minor),
        (CASE WHEN d.status = 'lost' THEN 'owner' ELSE 'disputed' END, d.amount_minor)
    ) AS due (account, minor)
    WHERE d.status IN ('open', 'lost')
    UNION ALL
    SELECT l.charge_id, 'payout', due.account, due.minor
    FROM payout_line l JOIN payout p ON p.id = l.payout_id
    CROSS JOIN LATERAL (VALUES
        ('owner', l.net_minor + l.provider_fee_minor),
        ('clearing', -l.net_minor - l.provider_fee_minor)) AS due (account, minor)
    WHERE p.state = 'paid' AND l.charge_id IS NOT NULL
"""

_BOOKED = """
    SELECT p.charge_id, split_part(p.cause, '-', 1) AS kind, e.account, e.amount_minor AS minor
    FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
    WHERE p.charge_id IS NOT NULL
"""

CHECKS: tuple[Check, ...] = (
    sql(
        12,
        "every posting adds up to zero, in the currency of its charge, and so does the ledger",
        """
        SELECT CASE WHEN posting_id IS NULL THEN 'ledger in ' || currency ELSE 'posting' END,
               COALESCE(posting_id, sum(amount_minor))
        FROM ledger_entry GROUP BY GROUPING SETS ((posting_id, currency), (currency))
        HAVING sum(amount_minor) <> 0
        UNION ALL
        SELECT 'posting in another currency', e.posting_id
        FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
        JOIN charge c ON c.id = p.charge_id WHERE c.currency <> e.currency
        """,
    ),
    sql(
        12,
        "each capture, refund, dispute and payout line is booked as it stands, and nothing else",
        f"""
        SELECT kind || ' in ' || account || ' of charge', charge_id
        FROM ({_DEMANDED} UNION ALL SELECT charge_id, kind, account, -minor
              FROM ({_BOOKED}) AS booked) AS both_sides
        GROUP BY charge_id, kind, account HAVING sum(minor) <> 0
        """,  # noqa: S608  # literals of this file
    ),
    sql(
        12,
        "what guests are owed is what was promised them and has not gone back",
        """
        WITH owed AS (
            SELECT charge_id, sum(amount_minor) AS minor FROM refund
            WHERE state NOT IN ('succeeded', 'by_hand')
              AND COALESCE(refusal, '') NOT IN ('dispute_lost', 'given_beside')
            GROUP BY charge_id
        ), booked AS (
            SELECT p.charge_id, -sum(e.amount_minor) AS minor
            FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
            WHERE e.account = 'guest' GROUP BY p.charge_id
        )
        SELECT 'charge', COALESCE(owed.charge_id, booked.charge_id)
        FROM owed FULL JOIN booked ON booked.charge_id = owed.charge_id
        WHERE COALESCE(owed.minor, 0) <> COALESCE(booked.minor, 0)
        """,
    ),
    sql(
        12,
        "history and the ledger cannot be rewritten",
        """
        SELECT 'missing trigger ' || name || ' on', kept.relation FROM (VALUES
            ('event', 'event_is_append_only'), ('event', 'never_emptied'),
            ('ledger_posting', 'append_only'), ('ledger_posting', 'never_emptied'),
            ('ledger_entry', 'append_only'), ('ledger_entry', 'never_emptied')
        ) AS kept (relation, name)
        WHERE NOT EXISTS (
            SELECT FROM pg_trigger t
            WHERE t.tgrelid = kept.relation::regclass AND t.tgname = kept.name
              AND t.tgenabled = 'O')
        """,
    ),
)
