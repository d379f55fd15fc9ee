"""Issue invoices: what companies say on them, whom guests want them made out to, their numbers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

REFUSE_CHANGES = """
CREATE FUNCTION refuse_invoice_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an issued invoice is corrected by another, never changed';
END
$$
"""


def _kind() -> sa.Enum:
    return sa.Enum(
        "invoice",
        "credit_note",
        name="kind",
        native_enum=False,
        create_constraint=True,
        length=20,
    )


def upgrade() -> None:
    for name, length in (("legal_name", 160), ("tax_number", 40), ("invoice_footer", 600)):
        op.add_column(
            "company", sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        )
    op.create_table(
        "invoice_buyer",
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("company_name", sa.String(length=160), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("tax_number", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["booking.id"],
            name=op.f("fk_invoice_buyer_booking_id_booking"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_invoice_buyer")),
    )
    op.create_table(
        "invoice_series",
        sa.Column("company_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", _kind(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_invoice_series_company_id_company")
        ),
        sa.PrimaryKeyConstraint("company_id", "kind", name=op.f("pk_invoice_series")),
    )
    op.create_table(
        "invoice",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("company_id", sa.BigInteger(), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", _kind(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.BigInteger(), nullable=True),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total_minor", sa.Integer(), nullable=False),
        sa.Column("tax_minor", sa.Integer(), nullable=False),
        sa.Column("content_json", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_invoice_counts_from_one")),
        sa.CheckConstraint("total_minor > 0", name=op.f("ck_invoice_is_about_something")),
        sa.CheckConstraint(
            "tax_minor BETWEEN 0 AND total_minor", name=op.f("ck_invoice_tax_is_part")
        ),
        sa.CheckConstraint(
            "(kind = 'credit_note') = (corrects_id IS NOT NULL)",
            name=op.f("ck_invoice_credit_notes_refer"),
        ),
        sa.CheckConstraint(
            "NOT replaces OR kind = 'credit_note'",
            name=op.f("ck_invoice_only_credit_notes_replace"),
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_invoice_booking_id_booking")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_invoice_company_id_company")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["invoice.id"], name=op.f("fk_invoice_corrects_id_invoice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint(
            "company_id", "kind", "number", name=op.f("uq_invoice_company_id_kind_number")
        ),
    )
    for column in ("booking_id", "corrects_id"):
        op.create_index(op.f(f"ix_invoice_{column}"), "invoice", [column], unique=False)
    op.execute(REFUSE_CHANGES)
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON invoice"
        " FOR EACH ROW EXECUTE FUNCTION refuse_invoice_changes()"
    )
    op.execute(
        "CREATE TRIGGER never_emptied BEFORE TRUNCATE ON invoice"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_invoice_changes()"
    )


def downgrade() -> None:
    op.drop_table("invoice")
    op.execute("DROP FUNCTION refuse_invoice_changes()")
    op.drop_table("invoice_series")
    op.drop_table("invoice_buyer")
    for name in ("invoice_footer", "tax_number", "legal_name"):
        op.drop_column("company", name)
