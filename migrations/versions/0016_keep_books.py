"""Keep books: a ledger, payouts, disputes, sealed keys, and accounts in the making.

What was captured and given back before is posted at the time when it happened.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

REFUND_STATES = ("requested", "submitted", "unknown", "pending", "succeeded", "failed", "cancelled")
SUBJECTS = ("checkout", "refund", "other")

#: As fee_share.py: in proportion to what has gone back in all, rounded half up. What failed may
#: be tried again, and has its share too.
SHARE_FEES = """
WITH running AS (
    SELECT r.id, c.fee_minor::bigint AS fee, c.captured_minor::bigint AS captured,
           COALESCE(sum(r.amount_minor) FILTER (WHERE r.state NOT IN ('failed', 'cancelled'))
               OVER (PARTITION BY r.charge_id ORDER BY r.id
                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
               + r.amount_minor AS given,
           r.amount_minor
    FROM refund r JOIN charge c ON c.id = r.charge_id
    WHERE c.captured_minor IS NOT NULL
), shares AS (
    SELECT id, (2 * fee * given + captured) / (2 * captured)
             - (2 * fee * (given - amount_minor) + captured) / (2 * captured) AS share
    FROM running
)
UPDATE refund SET fee_minor = LEAST(shares.share, refund.amount_minor)
FROM shares WHERE shares.id = refund.id
"""

POST_CAPTURES = """
WITH posted AS (
    INSERT INTO ledger_posting (account_id, charge_id, cause, posted_at)
    SELECT account_id, id, 'capture-' || id, captured_at FROM charge
    WHERE state = 'captured' RETURNING id, charge_id
)
INSERT INTO ledger_entry (posting_id, account, amount_minor, currency)
SELECT posted.id, moved.account, moved.minor, c.currency
FROM posted JOIN charge c ON c.id = posted.charge_id
CROSS JOIN LATERAL (VALUES ('clearing', c.captured_minor),
    ('owner', c.fee_minor - c.captured_minor), ('fee', -c.fee_minor)) AS moved (account, minor)
WHERE moved.minor <> 0
"""

POST_REFUNDS = """
WITH posted AS (
    INSERT INTO ledger_posting (account_id, charge_id, cause, posted_at)
    SELECT c.account_id, c.id, 'refund-owed-' || r.id, r.requested_at
    FROM refund r JOIN charge c ON c.id = r.charge_id RETURNING id, cause
)
INSERT INTO ledger_entry (posting_id, account, amount_minor, currency)
SELECT posted.id, moved.account, moved.minor, c.currency
FROM posted JOIN refund r ON posted.cause = 'refund-owed-' || r.id
JOIN charge c ON c.id = r.charge_id
CROSS JOIN LATERAL (VALUES ('owner', r.amount_minor - r.fee_minor), ('fee', r.fee_minor),
    ('guest', -r.amount_minor)) AS moved (account, minor)
WHERE moved.minor <> 0
"""

POST_PAID_REFUNDS = """
WITH posted AS (
    INSERT INTO ledger_posting (account_id, charge_id, cause, posted_at)
    SELECT c.account_id, c.id, 'refund-paid-' || r.id || '-1', COALESCE(r.settled_at, r.requested_at)
    FROM refund r JOIN charge c ON c.id = r.charge_id WHERE r.state = 'succeeded'
    RETURNING id, cause
)
INSERT INTO ledger_entry (posting_id, account, amount_minor, currency)
SELECT posted.id, moved.account, moved.minor, c.currency
FROM posted JOIN refund r ON posted.cause = 'refund-paid-' || r.id || '-1'
JOIN charge c ON c.id = r.charge_id
CROSS JOIN LATERAL (VALUES ('guest', r.amount_minor), ('clearing', -r.amount_minor))
    AS moved (account, minor)
"""

REFUSE_CHANGES = """
CREATE FUNCTION refuse_ledger_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only';
END
$$
"""


def upgrade() -> None:
    op.create_table(
        "account_grant",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("access_token", sa.Text(), nullable=False),
        sa.Column("refresh_token", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["payment_account.id"],
            name=op.f("fk_account_grant_account_id_payment_account"),
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account_grant")),
    )
    op.create_table(
        "account_location",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("ref", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("can_charge", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["payment_account.id"],
            name=op.f("fk_account_location_account_id_payment_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_location")),
        sa.UniqueConstraint("account_id", "ref", name=op.f("uq_account_location_account_id_ref")),
    )
    op.create_table(
        "payout",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("gateway", sa.String(length=20), nullable=False),
        sa.Column("idempotency_key", sa.String(length=45), nullable=True),
        sa.Column("gateway_ref", sa.String(length=120), nullable=True),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "submitted",
                "unknown",
                "pending",
                "paid",
                "failed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrives_on", sa.Date(), nullable=True),
        sa.Column("lines_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "state <> 'paid' OR gateway_ref IS NOT NULL", name=op.f("ck_payout_paid_is_known")
        ),
        sa.CheckConstraint(
            "state NOT IN ('requested', 'submitted', 'unknown', 'pending') OR next_check_at IS NOT NULL",
            name=op.f("ck_payout_undecided_is_checked"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["payment_account.id"],
            name=op.f("fk_payout_account_id_payment_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout")),
        sa.UniqueConstraint("gateway", "gateway_ref", name=op.f("uq_payout_gateway_gateway_ref")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_payout_idempotency_key")),
    )
    op.create_index(op.f("ix_payout_account_id"), "payout", ["account_id"], unique=False)
    op.create_index(
        "ix_payout_next_check_at",
        "payout",
        ["next_check_at"],
        unique=False,
        postgresql_where=sa.text("next_check_at IS NOT NULL"),
    )
    op.create_table(
        "dispute",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("charge_id", sa.BigInteger(), nullable=False),
        sa.Column("gateway", sa.String(length=20), nullable=False),
        sa.Column("gateway_ref", sa.String(length=120), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "inquiry",
                "open",
                "won",
                "lost",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status IN ('won', 'lost')) = (closed_at IS NOT NULL)",
            name=op.f("ck_dispute_closed_when_decided"),
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_dispute_takes_something")),
        sa.CheckConstraint(
            "closed_at IS NOT NULL OR next_check_at IS NOT NULL",
            name=op.f("ck_dispute_undecided_is_checked"),
        ),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charge.id"], name=op.f("fk_dispute_charge_id_charge")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("gateway", "gateway_ref", name=op.f("uq_dispute_gateway_gateway_ref")),
    )
    op.create_index(op.f("ix_dispute_charge_id"), "dispute", ["charge_id"], unique=False)
    op.create_index(
        "ix_dispute_next_check_at",
        "dispute",
        ["next_check_at"],
        unique=False,
        postgresql_where=sa.text("next_check_at IS NOT NULL"),
    )
    op.create_table(
        "ledger_posting",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("charge_id", sa.BigInteger(), nullable=True),
        sa.Column("cause", sa.String(length=60), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["payment_account.id"],
            name=op.f("fk_ledger_posting_account_id_payment_account"),
        ),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charge.id"], name=op.f("fk_ledger_posting_charge_id_charge")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_posting")),
        sa.UniqueConstraint("cause", name=op.f("uq_ledger_posting_cause")),
    )
    op.create_index(
        op.f("ix_ledger_posting_account_id"), "ledger_posting", ["account_id"], unique=False
    )
    op.create_index(
        op.f("ix_ledger_posting_charge_id"), "ledger_posting", ["charge_id"], unique=False
    )
    op.create_table(
        "payout_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("payout_id", sa.BigInteger(), nullable=False),
        sa.Column("ref", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sale",
                "refund",
                "dispute",
                "fee",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("charge_id", sa.BigInteger(), nullable=True),
        sa.Column("gross_minor", sa.Integer(), nullable=False),
        sa.Column("fee_minor", sa.Integer(), nullable=False),
        sa.Column("provider_fee_minor", sa.Integer(), nullable=False),
        sa.Column("net_minor", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "gross_minor - fee_minor - provider_fee_minor = net_minor",
            name=op.f("ck_payout_line_adds_up"),
        ),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charge.id"], name=op.f("fk_payout_line_charge_id_charge")
        ),
        sa.ForeignKeyConstraint(
            ["payout_id"],
            ["payout.id"],
            name=op.f("fk_payout_line_payout_id_payout"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_line")),
        sa.UniqueConstraint("payout_id", "ref", name=op.f("uq_payout_line_payout_id_ref")),
    )
    op.create_index(op.f("ix_payout_line_charge_id"), "payout_line", ["charge_id"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("posting_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "account",
            sa.Enum(
                "clearing",
                "guest",
                "owner",
                "fee",
                "disputed",
                "outside",
                name="account",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_ledger_entry_moves_something")),
        sa.ForeignKeyConstraint(
            ["posting_id"],
            ["ledger_posting.id"],
            name=op.f("fk_ledger_entry_posting_id_ledger_posting"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
    )
    op.create_index(
        op.f("ix_ledger_entry_posting_id"), "ledger_entry", ["posting_id"], unique=False
    )
    op.add_column("charge", sa.Column("link_ref", sa.String(length=120), nullable=True))
    op.add_column("charge", sa.Column("line_ref", sa.String(length=120), nullable=True))
    op.create_index(op.f("ix_charge_line_ref"), "charge", ["line_ref"], unique=False)
    for column, default in (
        (sa.Column("can_be_paid_out", sa.Boolean(), nullable=False), "false"),
        (sa.Column("needs", postgresql.JSONB(), nullable=False), "'[]'"),
        (sa.Column("name", sa.String(length=120), nullable=False), "''"),
    ):
        column.server_default = sa.DefaultClause(sa.text(default))
        op.add_column("payment_account", column)
        op.alter_column("payment_account", column.name, server_default=None)
    op.add_column(
        "payment_account", sa.Column("location_ref", sa.String(length=120), nullable=True)
    )
    op.add_column(
        "payment_account", sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "payment_account", sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index(
        "ix_payment_account_next_check_at",
        "payment_account",
        ["next_check_at"],
        unique=False,
        postgresql_where=sa.text("next_check_at IS NOT NULL"),
    )
    op.create_index(
        "uq_payment_account_connecting",
        "payment_account",
        ["company_id", "gateway"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL AND activated_at IS NULL"),
    )
    op.add_column(
        "refund", sa.Column("fee_minor", sa.Integer(), nullable=False, server_default="0")
    )
    op.alter_column("refund", "fee_minor", server_default=None)
    op.add_column("refund", sa.Column("note", sa.String(length=300), nullable=True))
    _words("refund", "state", (*REFUND_STATES, "by_hand"))
    _words("gateway_event", "subject", (*SUBJECTS, "dispute", "account", "payout"))
    op.drop_index("uq_payment_account_open", table_name="payment_account")
    op.create_index(
        "uq_payment_account_open",
        "payment_account",
        ["company_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL AND activated_at IS NOT NULL"),
    )
    op.execute("UPDATE payment_account SET activated_at = created_at, can_be_paid_out = can_charge")
    op.execute(SHARE_FEES)
    op.create_check_constraint(
        op.f("ck_refund_fee_is_part"), "refund", "fee_minor BETWEEN 0 AND amount_minor"
    )
    op.execute(POST_CAPTURES)
    op.execute(POST_REFUNDS)
    op.execute(POST_PAID_REFUNDS)
    op.execute(REFUSE_CHANGES)
    for table in ("ledger_posting", "ledger_entry"):
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_ledger_changes()"
        )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_refund_fee_is_part"), "refund", type_="check")
    op.execute("UPDATE refund SET state = 'succeeded' WHERE state = 'by_hand'")
    op.execute(
        "UPDATE gateway_event SET subject = 'other' WHERE subject IN ('dispute', 'account', 'payout')"
    )
    _words("refund", "state", REFUND_STATES)
    _words("gateway_event", "subject", SUBJECTS)
    # An account in the making was never used.
    op.execute("DELETE FROM account_location")
    op.execute("DELETE FROM account_grant")
    op.execute("DELETE FROM payment_account WHERE activated_at IS NULL")
    op.drop_index("uq_payment_account_open", table_name="payment_account")
    op.create_index(
        "uq_payment_account_open",
        "payment_account",
        ["company_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_column("refund", "note")
    op.drop_column("refund", "fee_minor")
    op.drop_index(
        "uq_payment_account_connecting",
        table_name="payment_account",
        postgresql_where=sa.text("closed_at IS NULL AND activated_at IS NULL"),
    )
    op.drop_index(
        "ix_payment_account_next_check_at",
        table_name="payment_account",
        postgresql_where=sa.text("next_check_at IS NOT NULL"),
    )
    op.drop_column("payment_account", "next_check_at")
    op.drop_column("payment_account", "activated_at")
    op.drop_column("payment_account", "location_ref")
    op.drop_column("payment_account", "name")
    op.drop_column("payment_account", "needs")
    op.drop_column("payment_account", "can_be_paid_out")
    op.drop_index(op.f("ix_charge_line_ref"), table_name="charge")
    op.drop_column("charge", "line_ref")
    op.drop_column("charge", "link_ref")
    op.drop_index(op.f("ix_ledger_entry_posting_id"), table_name="ledger_entry")
    op.drop_table("ledger_entry")
    op.drop_index(op.f("ix_payout_line_charge_id"), table_name="payout_line")
    op.drop_table("payout_line")
    op.drop_index(op.f("ix_ledger_posting_charge_id"), table_name="ledger_posting")
    op.drop_index(op.f("ix_ledger_posting_account_id"), table_name="ledger_posting")
    op.drop_table("ledger_posting")
    op.drop_index(
        "ix_dispute_next_check_at",
        table_name="dispute",
        postgresql_where=sa.text("next_check_at IS NOT NULL"),
    )
    op.drop_index(op.f("ix_dispute_charge_id"), table_name="dispute")
    op.drop_table("dispute")
    op.drop_index(
        "ix_payout_next_check_at",
        table_name="payout",
        postgresql_where=sa.text("next_check_at IS NOT NULL"),
    )
    op.drop_index(op.f("ix_payout_account_id"), table_name="payout")
    op.drop_table("payout")
    op.drop_table("account_location")
    op.drop_table("account_grant")
    op.execute("DROP FUNCTION refuse_ledger_changes()")


def _words(table: str, column: str, words: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table, type_="check")
    listed = ", ".join(f"'{word}'" for word in words)
    op.create_check_constraint(name, table, f"{column} IN ({listed})")
