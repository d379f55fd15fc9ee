"""Send payment links: what a studio books for somebody, and until when they may pay."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BELONGS = "user_id IS NOT NULL OR visitor_hash IS NOT NULL OR free_reason IS NOT NULL"


def upgrade() -> None:
    for name in ("link_sent_at", "link_ends_at"):
        op.add_column("booking", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f("ck_booking_links_have_an_end"),
        "booking",
        "(link_sent_at IS NULL) = (link_ends_at IS NULL)",
    )
    _belongs(f"{BELONGS} OR link_sent_at IS NOT NULL")


def downgrade() -> None:
    _belongs(BELONGS)
    op.drop_constraint(op.f("ck_booking_links_have_an_end"), "booking", type_="check")
    op.drop_column("booking", "link_ends_at")
    op.drop_column("booking", "link_sent_at")


def _belongs(condition: str) -> None:
    op.drop_constraint(op.f("ck_booking_belongs_to_someone"), "booking", type_="check")
    op.create_check_constraint(op.f("ck_booking_belongs_to_someone"), "booking", condition)
