"""Receive photos before they are worked on, and let deleted ones be put back for a day."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("photo", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_photo_removed_at",
        "photo",
        ["removed_at"],
        unique=False,
        postgresql_where=sa.text("removed_at IS NOT NULL"),
    )
    op.create_table(
        "photo_upload",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("raw_key", sa.String(length=120), nullable=True),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "done",
                "refused",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("refusal", sa.String(length=200), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'refused') = (refusal IS NOT NULL)", name=op.f("ck_photo_upload_says_why")
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (settled_at IS NULL)", name=op.f("ck_photo_upload_settled_once")
        ),
        sa.CheckConstraint(
            "state <> 'waiting' OR raw_key IS NOT NULL", name=op.f("ck_photo_upload_has_its_bytes")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["room.id"],
            name=op.f("fk_photo_upload_room_id_room"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_upload")),
        sa.UniqueConstraint("key", name=op.f("uq_photo_upload_key")),
        sa.UniqueConstraint("raw_key", name=op.f("uq_photo_upload_raw_key")),
    )
    op.create_index(op.f("ix_photo_upload_room_id"), "photo_upload", ["room_id"], unique=False)
    op.create_index(
        "ix_photo_upload_waiting",
        "photo_upload",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )


def downgrade() -> None:
    op.drop_table("photo_upload")
    op.execute("DELETE FROM photo WHERE removed_at IS NOT NULL")
    op.drop_index("ix_photo_removed_at", table_name="photo")
    op.drop_column("photo", "removed_at")
