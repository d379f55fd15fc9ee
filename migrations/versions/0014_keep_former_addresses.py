"""Addresses that were given up lead on, and studios answer what guests often ask."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_slug",
        sa.Column(
            "kind",
            sa.Enum(
                "company",
                "studio",
                "room",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("within_id", sa.BigInteger(), nullable=False),
        sa.Column("slug", sa.String(length=140), nullable=False),
        sa.Column("object_id", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "within_id", "slug", name=op.f("pk_former_slug")),
    )
    op.create_index("ix_former_slug_object", "former_slug", ["kind", "object_id"], unique=False)
    op.create_table(
        "studio_question",
        sa.Column("studio_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "char_length(question) >= 1 AND char_length(answer) BETWEEN 1 AND 2000",
            name=op.f("ck_studio_question_says_something"),
        ),
        sa.CheckConstraint(
            "position BETWEEN 1 AND 20", name=op.f("ck_studio_question_list_is_small")
        ),
        sa.ForeignKeyConstraint(
            ["studio_id"],
            ["studio.id"],
            name=op.f("fk_studio_question_studio_id_studio"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("studio_id", "position", name=op.f("pk_studio_question")),
    )


def downgrade() -> None:
    op.drop_table("studio_question")
    op.drop_index("ix_former_slug_object", table_name="former_slug")
    op.drop_table("former_slug")
