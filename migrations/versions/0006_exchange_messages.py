"""Exchange messages: threads of guests and studios, how far they are read, quick replies."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quick_reply",
        sa.Column("studio_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "char_length(body) BETWEEN 1 AND 1000", name=op.f("ck_quick_reply_says_something")
        ),
        sa.CheckConstraint("position BETWEEN 1 AND 6", name=op.f("ck_quick_reply_list_is_small")),
        sa.ForeignKeyConstraint(
            ["studio_id"],
            ["studio.id"],
            name=op.f("fk_quick_reply_studio_id_studio"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("studio_id", "position", name=op.f("pk_quick_reply")),
    )
    op.create_table(
        "thread",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("studio_id", sa.BigInteger(), nullable=False),
        sa.Column("guest_id", sa.BigInteger(), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("message_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_message_at >= created_at", name=op.f("ck_thread_in_order")),
        sa.CheckConstraint("message_count >= 0", name=op.f("ck_thread_counts_up")),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["booking.id"],
            name=op.f("fk_thread_booking_id_booking"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["guest_id"], ["user.id"], name=op.f("fk_thread_guest_id_user"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["studio_id"],
            ["studio.id"],
            name=op.f("fk_thread_studio_id_studio"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sa.UniqueConstraint("code", name=op.f("uq_thread_code")),
        sa.UniqueConstraint("studio_id", "guest_id", name=op.f("uq_thread_studio_id_guest_id")),
    )
    op.create_index(op.f("ix_thread_booking_id"), "thread", ["booking_id"], unique=False)
    op.create_index(
        "ix_thread_guest_id_last_message_at",
        "thread",
        ["guest_id", "last_message_at"],
        unique=False,
    )
    op.create_index(op.f("ix_thread_last_message_at"), "thread", ["last_message_at"], unique=False)
    op.create_index(
        "ix_thread_studio_id_last_message_at",
        "thread",
        ["studio_id", "last_message_at"],
        unique=False,
    )
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "guest", "studio", name="side", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("sender_id", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("form_key", sa.String(length=32), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "char_length(body) BETWEEN 1 AND 4000", name=op.f("ck_message_says_something")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_message_counts_from_one")),
        sa.ForeignKeyConstraint(["sender_id"], ["user.id"], name=op.f("fk_message_sender_id_user")),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["thread.id"],
            name=op.f("fk_message_thread_id_thread"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("thread_id", "form_key", name=op.f("uq_message_thread_id_form_key")),
        sa.UniqueConstraint("thread_id", "number", name=op.f("uq_message_thread_id_number")),
    )
    op.create_index(op.f("ix_message_sender_id"), "message", ["sender_id"], unique=False)
    op.create_index(
        "ix_message_words",
        "message",
        [sa.literal_column("to_tsvector('simple'::regconfig, body)")],
        unique=False,
        postgresql_using="gin",
    )
    op.create_table(
        "thread_reading",
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "guest", "studio", name="side", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("read_number", sa.Integer(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("read_number >= 0", name=op.f("ck_thread_reading_counts_up")),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["thread.id"],
            name=op.f("fk_thread_reading_thread_id_thread"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("thread_id", "side", name=op.f("pk_thread_reading")),
    )


def downgrade() -> None:
    op.drop_table("thread_reading")
    op.drop_index("ix_message_words", table_name="message", postgresql_using="gin")
    op.drop_index(op.f("ix_message_sender_id"), table_name="message")
    op.drop_table("message")
    op.drop_index("ix_thread_studio_id_last_message_at", table_name="thread")
    op.drop_index(op.f("ix_thread_last_message_at"), table_name="thread")
    op.drop_index("ix_thread_guest_id_last_message_at", table_name="thread")
    op.drop_index(op.f("ix_thread_booking_id"), table_name="thread")
    op.drop_table("thread")
    op.drop_table("quick_reply")
