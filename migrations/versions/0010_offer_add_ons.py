"""Offer add-ons with rooms, and freeze on each booking those that it was made with."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "room_add_on",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("description", sa.String(length=140), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column(
            "charged",
            sa.Enum(
                "booking",
                "hour",
                "person",
                name="charged",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("most", sa.SmallInteger(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("char_length(name) > 0", name=op.f("ck_room_add_on_has_a_name")),
        sa.CheckConstraint(
            "price_minor BETWEEN 0 AND 100000000", name=op.f("ck_room_add_on_price_is_sane")
        ),
        sa.CheckConstraint("most BETWEEN 1 AND 20", name=op.f("ck_room_add_on_most_is_sane")),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["room.id"],
            name=op.f("fk_room_add_on_room_id_room"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_add_on")),
    )
    op.create_index(op.f("ix_room_add_on_room_id"), "room_add_on", ["room_id"], unique=False)
    op.create_index(
        "uq_room_add_on_name",
        "room_add_on",
        ["room_id", sa.literal_column("lower(name)")],
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.add_column(
        "booking",
        sa.Column(
            "add_ons_json",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
    )
    # As in 0002: what shows on a room renews its version.
    op.execute(
        """
        CREATE FUNCTION renew_rooms_of_room_add_on() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE line room_add_on;
        BEGIN
            IF TG_OP <> 'INSERT' THEN
                line := OLD;
                UPDATE room SET version = gen_random_uuid() WHERE id = line.room_id;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                line := NEW;
                UPDATE room SET version = gen_random_uuid() WHERE id = line.room_id;
            END IF;
            RETURN NULL;
        END $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER rooms_get_a_new_version AFTER INSERT OR UPDATE OR DELETE ON room_add_on
        FOR EACH ROW EXECUTE FUNCTION renew_rooms_of_room_add_on()
        """
    )


def downgrade() -> None:
    op.drop_column("booking", "add_ons_json")
    op.drop_table("room_add_on")
    op.execute("DROP FUNCTION renew_rooms_of_room_add_on()")
