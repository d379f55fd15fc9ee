"""Ask guests for another time: until when they may choose one, where the studio closes."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("booking", sa.Column("choose_by", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_booking_choose_by",
        "booking",
        ["choose_by"],
        unique=False,
        postgresql_where=sa.text("choose_by IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_booking_choose_by", table_name="booking")
    op.drop_column("booking", "choose_by")
