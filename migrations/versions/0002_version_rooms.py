"""A version for each room, renewed by whatever changes what the public reads about it.

And the horizon in the index that search reads.
"""

# ruff: noqa: S608  # written out for the tables named below

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: Tables of which a change shows on rooms, and which rooms those are; `line` is the changed row.
READ_WITH_ROOMS = {
    "studio": "studio_id = line.id",
    "closure": "studio_id = line.studio_id",
    "studio_badge": "studio_id = line.studio_id",
    "membership": "studio_id = line.studio_id",
    "price_tier": "id = line.room_id",
    "photo": "id = line.room_id",
    "city": "city_id = line.id",
    "company": "studio_id IN (SELECT s.id FROM studio s WHERE s.company_id = line.id)",
    "badge": "studio_id IN (SELECT b.studio_id FROM studio_badge b WHERE b.badge_id = line.id)",
}


COVERED = [
    "id", "studio_id", "capacity", "step", "lead_minutes", "included_people", "extra_person_minor",
    "currency", "price_list",
]  # fmt: skip


def upgrade() -> None:
    _index_listed([*COVERED, "horizon_days"])
    op.add_column(
        "room",
        sa.Column(
            "version", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False
        ),
    )
    op.execute(
        """
        CREATE FUNCTION renew_version() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.version := gen_random_uuid();
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER room_gets_a_new_version BEFORE UPDATE ON room
        FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION renew_version()
        """
    )
    for table, rooms in READ_WITH_ROOMS.items():
        # A row that moves from one room to another shows on both.
        op.execute(
            f"""
            CREATE FUNCTION renew_rooms_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE line {table};
            BEGIN
                IF TG_OP <> 'INSERT' THEN
                    line := OLD;
                    UPDATE room SET version = gen_random_uuid() WHERE {rooms};
                END IF;
                IF TG_OP <> 'DELETE' THEN
                    line := NEW;
                    UPDATE room SET version = gen_random_uuid() WHERE {rooms};
                END IF;
                RETURN NULL;
            END $$
            """
        )
        op.execute(
            f"""
            CREATE TRIGGER rooms_get_a_new_version AFTER INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION renew_rooms_of_{table}()
            """
        )


def downgrade() -> None:
    for table in READ_WITH_ROOMS:
        op.execute(f"DROP TRIGGER rooms_get_a_new_version ON {table}")
        op.execute(f"DROP FUNCTION renew_rooms_of_{table}()")
    op.execute("DROP TRIGGER room_gets_a_new_version ON room")
    op.execute("DROP FUNCTION renew_version()")
    op.drop_column("room", "version")
    _index_listed(COVERED)


def _index_listed(covered: list[str]) -> None:
    op.drop_index("ix_room_listed_city", table_name="room")
    op.create_index(
        "ix_room_listed_city",
        "room",
        ["city_id", "kind"],
        postgresql_where=sa.text("listed"),
        postgresql_include=covered,
    )
