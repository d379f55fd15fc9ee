"""Change sessions: what studios leave out of a difference, and claims for overtime."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STATES = ("claimed", "paid", "contested", "withdrawn", "settled", "lapsed")


def upgrade() -> None:
    op.add_column(
        "booking_move",
        sa.Column("waived_minor", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
    op.alter_column("booking_move", "waived_minor", server_default=None)
    op.add_column("booking_move", sa.Column("waived_reason", sa.String(length=200), nullable=True))
    op.create_check_constraint(
        op.f("ck_booking_move_gifts_have_a_reason"),
        "booking_move",
        "waived_minor >= 0 AND (waived_minor = 0 OR waived_reason IS NOT NULL)",
    )
    op.create_table(
        "overtime_claim",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("move_id", sa.BigInteger(), nullable=False),
        sa.Column("half_hours", sa.SmallInteger(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("objection", sa.Text(), nullable=False),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_overtime_claim_asks_for_something")),
        sa.CheckConstraint(
            "half_hours BETWEEN 1 AND 48", name=op.f("ck_overtime_claim_has_length")
        ),
        sa.CheckConstraint(
            "(state = 'contested') <= (contested_at IS NOT NULL)",
            name=op.f("ck_overtime_claim_says_when"),
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_overtime_claim_booking_id_booking")
        ),
        sa.ForeignKeyConstraint(
            ["move_id"], ["booking_move.id"], name=op.f("fk_overtime_claim_move_id_booking_move")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overtime_claim")),
        sa.UniqueConstraint("move_id", name=op.f("uq_overtime_claim_move_id")),
    )
    op.create_index(
        op.f("ix_overtime_claim_booking_id"), "overtime_claim", ["booking_id"], unique=False
    )
    op.create_index(
        "uq_overtime_claim_standing",
        "overtime_claim",
        ["booking_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_overtime_claim_standing",
        table_name="overtime_claim",
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )
    op.drop_index(op.f("ix_overtime_claim_booking_id"), table_name="overtime_claim")
    op.drop_table("overtime_claim")
    op.drop_constraint(op.f("ck_booking_move_gifts_have_a_reason"), "booking_move", type_="check")
    op.drop_column("booking_move", "waived_reason")
    op.drop_column("booking_move", "waived_minor")
