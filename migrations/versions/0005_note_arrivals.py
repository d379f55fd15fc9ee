"""Note arrivals: when the guest of a booking came."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("booking", sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f("ck_booking_nobody_missed_arrived"),
        "booking",
        "status <> 'no_show' OR arrived_at IS NULL",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_booking_nobody_missed_arrived"), "booking", type_="check")
    op.drop_column("booking", "arrived_at")
