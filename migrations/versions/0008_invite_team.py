"""Invite people to a team by mail, and know who was in it and who ended that."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OPEN = "accepted_at IS NULL AND withdrawn_at IS NULL"


def upgrade() -> None:
    op.add_column("membership", sa.Column("ended_by_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_membership_ended_by_id_user"),
        "membership",
        "user",
        ["ended_by_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_index(op.f("ix_membership_ended_by_id"), "membership", ["ended_by_id"], unique=False)
    _former_company_admins()
    _invitations()


def _former_company_admins() -> None:
    op.create_table(
        "former_company_admin",
        sa.Column("company_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_former_company_admin_company_id_company"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"],
            ["user.id"],
            name=op.f("fk_former_company_admin_ended_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_former_company_admin_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("company_id", "user_id", name=op.f("pk_former_company_admin")),
    )
    for column in ("user_id", "ended_by_id"):
        op.create_index(op.f(f"ix_former_company_admin_{column}"), "former_company_admin", [column])


def _invitations() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("company_id", sa.BigInteger(), nullable=False),
        sa.Column("studio_id", sa.BigInteger(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "manager",
                "engineer",
                "front_desk",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("rate_per_hour_minor", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("invited_by_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_invitation_email_is_lower")),
        sa.CheckConstraint(
            "(studio_id IS NULL) = (role IS NULL)", name=op.f("ck_invitation_offers_one_thing")
        ),
        sa.CheckConstraint(
            "rate_per_hour_minor IS NULL OR (role = 'engineer' AND rate_per_hour_minor >= 0)",
            name=op.f("ck_invitation_rate_is_an_engineers"),
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_invitation_ends_once")
        ),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_invitation_has_time")),
        *_references(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    for column in ("company_id", "studio_id", "email", "invited_by_id", "accepted_by_id"):
        op.create_index(op.f(f"ix_invitation_{column}"), "invitation", [column])
    op.create_index(
        "uq_invitation_open_studio",
        "invitation",
        ["studio_id", "email"],
        unique=True,
        postgresql_where=sa.text(f"{OPEN} AND studio_id IS NOT NULL"),
    )
    op.create_index(
        "uq_invitation_open_company",
        "invitation",
        ["company_id", "email"],
        unique=True,
        postgresql_where=sa.text(f"{OPEN} AND studio_id IS NULL"),
    )


def _references() -> list[sa.ForeignKeyConstraint]:
    targets = {
        "company_id": ("company", "CASCADE"),
        "studio_id": ("studio", "CASCADE"),
        "invited_by_id": ("user", "SET NULL"),
        "accepted_by_id": ("user", "SET NULL"),
    }
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{table}.id"], name=op.f(f"fk_invitation_{column}_{table}"), ondelete=gone
        )
        for column, (table, gone) in targets.items()
    ]


def downgrade() -> None:
    op.drop_table("invitation")
    op.drop_table("former_company_admin")
    op.drop_index(op.f("ix_membership_ended_by_id"), table_name="membership")
    op.drop_column("membership", "ended_by_id")
