"""Remember what a provider last said that lies on an owner's account."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payment_account", sa.Column("balance_json", postgresql.JSONB()))
    op.add_column("payment_account", sa.Column("balance_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("payment_account", "balance_at")
    op.drop_column("payment_account", "balance_json")
