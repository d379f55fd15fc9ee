"""Price hours of the week: bands of a room, and what search reads of them on the room itself."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COVERED = [
    "id", "studio_id", "capacity", "step", "lead_minutes", "included_people", "extra_person_minor",
    "currency", "price_list", "horizon_days",
]  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "peak_band",
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("weekdays", sa.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("start", sa.SmallInteger(), nullable=False),
        sa.Column("half_hours", sa.SmallInteger(), nullable=False),
        sa.Column("basis_points", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint(
            "basis_points BETWEEN -9000 AND 20000 AND basis_points <> 0",
            name=op.f("ck_peak_band_share_is_sane"),
        ),
        sa.CheckConstraint(
            "cardinality(weekdays) > 0 AND weekdays <@ ARRAY[0,1,2,3,4,5,6]::smallint[]",
            name=op.f("ck_peak_band_weekdays_are_known"),
        ),
        sa.CheckConstraint(
            "start BETWEEN 0 AND 47 AND half_hours BETWEEN 1 AND 48",
            name=op.f("ck_peak_band_hours_are_sane"),
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_peak_band_room_id_room"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("room_id", "position", name=op.f("pk_peak_band")),
    )
    op.add_column("room", sa.Column("peaks", sa.ARRAY(sa.SmallInteger()), nullable=True))
    # Neither packed nor put aside: search looks into it room by room.
    op.execute("ALTER TABLE room ALTER COLUMN peaks SET STORAGE PLAIN")
    op.create_check_constraint(op.f("ck_room_peaks_are_a_week"), "room", "cardinality(peaks) = 336")
    _index_listed([*COVERED, "peaks"])
    op.execute(
        """
        CREATE FUNCTION renew_rooms_of_peak_band() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE line peak_band;
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
        CREATE TRIGGER rooms_get_a_new_version AFTER INSERT OR UPDATE OR DELETE ON peak_band
        FOR EACH ROW EXECUTE FUNCTION renew_rooms_of_peak_band()
        """
    )


def downgrade() -> None:
    op.drop_table("peak_band")
    op.execute("DROP FUNCTION renew_rooms_of_peak_band()")
    _index_listed(COVERED)
    op.drop_constraint(op.f("ck_room_peaks_are_a_week"), "room", type_="check")
    op.drop_column("room", "peaks")


def _index_listed(covered: list[str]) -> None:
    op.drop_index("ix_room_listed_city", table_name="room")
    op.create_index(
        "ix_room_listed_city",
        "room",
        ["city_id", "kind"],
        postgresql_where=sa.text("listed"),
        postgresql_include=covered,
    )
