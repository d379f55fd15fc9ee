"""Lay the foundation: places, people, studios, rooms, bookings and the outbox."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "badge",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge")),
        sa.UniqueConstraint("name", name=op.f("uq_badge_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_badge_slug")),
    )
    op.create_table(
        "country",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint("code ~ '^[A-Z]{2}$'", name=op.f("ck_country_code_is_iso")),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_country_currency_is_iso")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_country")),
        sa.UniqueConstraint("name", name=op.f("uq_country_name")),
    )
    op.create_table(
        "equipment_type",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_type")),
        sa.UniqueConstraint("name", name=op.f("uq_equipment_type_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_equipment_type_slug")),
    )
    op.create_table(
        "gateway_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("gateway", sa.String(length=20), nullable=False),
        sa.Column("account_ref", sa.String(length=120), nullable=False),
        sa.Column("event_id", sa.String(length=120), nullable=False),
        sa.Column("type", sa.String(length=120), nullable=False),
        sa.Column(
            "subject",
            sa.Enum(
                "checkout",
                "refund",
                "other",
                name="subject",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("object_ref", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("processed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gateway_event")),
        sa.UniqueConstraint(
            "gateway",
            "account_ref",
            "event_id",
            name=op.f("uq_gateway_event_gateway_account_ref_event_id"),
        ),
    )
    op.create_index(
        "ix_gateway_event_next_try_at",
        "gateway_event",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("next_try_at IS NOT NULL"),
    )
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("bio", sa.Text(), nullable=True),
        sa.Column("photo_key", sa.String(length=120), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "user",
                "studio_owner",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("email_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_user_email_is_lower")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_user_has_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
    )
    op.create_table(
        "auth_token",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "verify",
                "reset",
                "link",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("stamp", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_auth_token_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auth_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_auth_token_token_hash")),
    )
    op.create_index(op.f("ix_auth_token_expires_at"), "auth_token", ["expires_at"], unique=False)
    op.create_index(
        "uq_auth_token_live",
        "auth_token",
        ["user_id", "purpose"],
        unique=True,
        postgresql_where=sa.text("used_at IS NULL"),
    )
    op.create_table(
        "city",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("country_code", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lng", sa.Double(), nullable=False),
        sa.CheckConstraint(
            "lat BETWEEN -90 AND 90 AND lng BETWEEN -180 AND 180", name=op.f("ck_city_on_earth")
        ),
        sa.ForeignKeyConstraint(
            ["country_code"], ["country.code"], name=op.f("fk_city_country_code_country")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city")),
        sa.UniqueConstraint("country_code", "name", name=op.f("uq_city_country_code_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_city_slug")),
    )
    op.create_table(
        "company",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("logo_key", sa.String(length=120), nullable=True),
        sa.Column("country_code", sa.String(length=2), nullable=False),
        sa.Column("can_charge", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["country_code"], ["country.code"], name=op.f("fk_company_country_code_country")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        sa.UniqueConstraint("slug", name=op.f("uq_company_slug")),
    )
    op.create_table(
        "identity",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_identity_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identity_issuer_subject")),
    )
    op.create_index(op.f("ix_identity_user_id"), "identity", ["user_id"], unique=False)
    op.create_table(
        "login_session",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_agent", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_login_session_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
    )
    op.create_index(
        op.f("ix_login_session_last_seen_at"), "login_session", ["last_seen_at"], unique=False
    )
    op.create_index(op.f("ix_login_session_user_id"), "login_session", ["user_id"], unique=False)
    op.create_table(
        "company_admin",
        sa.Column("company_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_company_admin_company_id_company"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_company_admin_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("company_id", "user_id", name=op.f("pk_company_admin")),
    )
    op.create_index(op.f("ix_company_admin_user_id"), "company_admin", ["user_id"], unique=False)
    op.create_table(
        "payment_account",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("company_id", sa.BigInteger(), nullable=False),
        sa.Column("gateway", sa.String(length=20), nullable=False),
        sa.Column("external_ref", sa.String(length=120), nullable=False),
        sa.Column("can_charge", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_payment_account_company_id_company")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_account")),
        sa.UniqueConstraint(
            "gateway", "external_ref", name=op.f("uq_payment_account_gateway_external_ref")
        ),
    )
    op.create_index(
        op.f("ix_payment_account_company_id"), "payment_account", ["company_id"], unique=False
    )
    op.create_index(
        "uq_payment_account_open",
        "payment_account",
        ["company_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "studio",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("company_id", sa.BigInteger(), nullable=False),
        sa.Column("city_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("slug", sa.String(length=140), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=20), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lng", sa.Double(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("house_rules", sa.Text(), nullable=False),
        sa.Column("entry_notes", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "suspended",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("instant", sa.Boolean(), nullable=False),
        sa.Column("terms_preset", sa.String(length=20), nullable=False),
        sa.Column("hours_json", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("tax_name", sa.String(length=40), nullable=False),
        sa.Column("tax_basis_points", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "lat BETWEEN -90 AND 90 AND lng BETWEEN -180 AND 180", name=op.f("ck_studio_on_earth")
        ),
        sa.CheckConstraint(
            "tax_basis_points BETWEEN 0 AND 5000", name=op.f("ck_studio_tax_is_sane")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_studio_city_id_city")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_studio_company_id_company")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_studio")),
        sa.UniqueConstraint("slug", name=op.f("uq_studio_slug")),
    )
    op.create_index(op.f("ix_studio_city_id"), "studio", ["city_id"], unique=False)
    op.create_index(op.f("ix_studio_company_id"), "studio", ["company_id"], unique=False)
    op.create_index(
        "ix_studio_public_city",
        "studio",
        ["city_id"],
        unique=False,
        postgresql_where="state = 'published'",
        postgresql_include=["id", "zone", "instant", "lat", "lng", "tax_basis_points"],
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("studio_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
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
            nullable=False,
        ),
        sa.Column("rate_per_hour_minor", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "rate_per_hour_minor >= 0", name=op.f("ck_membership_rate_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["studio_id"],
            ["studio.id"],
            name=op.f("fk_membership_studio_id_studio"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_membership_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_studio_id"), "membership", ["studio_id"], unique=False)
    op.create_index(op.f("ix_membership_user_id"), "membership", ["user_id"], unique=False)
    op.create_index(
        "uq_membership_active",
        "membership",
        ["studio_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "room",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("studio_id", sa.BigInteger(), nullable=False),
        sa.Column("city_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("slug", sa.String(length=140), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "recording",
                "rehearsal",
                "podcast",
                "photo",
                "film",
                "dance",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("capacity", sa.SmallInteger(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("minimum", sa.SmallInteger(), nullable=False),
        sa.Column("maximum", sa.SmallInteger(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("buffer_before_minutes", sa.SmallInteger(), nullable=False),
        sa.Column("buffer_after_minutes", sa.SmallInteger(), nullable=False),
        sa.Column("lead_minutes", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.SmallInteger(), nullable=False),
        sa.Column("included_people", sa.SmallInteger(), nullable=False),
        sa.Column("extra_person_minor", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("price_list", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "buffer_before_minutes BETWEEN 0 AND 480 AND buffer_after_minutes BETWEEN 0 AND 480",
            name=op.f("ck_room_buffers_are_sane"),
        ),
        sa.CheckConstraint("capacity BETWEEN 1 AND 1000", name=op.f("ck_room_capacity_is_sane")),
        sa.CheckConstraint("horizon_days BETWEEN 1 AND 365", name=op.f("ck_room_horizon_is_sane")),
        sa.CheckConstraint("lead_minutes BETWEEN 0 AND 43200", name=op.f("ck_room_lead_is_sane")),
        sa.CheckConstraint(
            "minimum >= 1 AND maximum BETWEEN minimum AND 48", name=op.f("ck_room_lengths_in_order")
        ),
        sa.CheckConstraint("step IN (1, 2, 4, 8)", name=op.f("ck_room_step_is_known")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_room_city_id_city")),
        sa.ForeignKeyConstraint(
            ["studio_id"], ["studio.id"], name=op.f("fk_room_studio_id_studio")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("code", name=op.f("uq_room_code")),
        sa.UniqueConstraint("studio_id", "slug", name=op.f("uq_room_studio_id_slug")),
    )
    op.create_index(
        "ix_room_listed_city",
        "room",
        ["city_id", "kind"],
        unique=False,
        postgresql_where=sa.text("listed"),
        postgresql_include=[
            "id",
            "studio_id",
            "capacity",
            "step",
            "lead_minutes",
            "included_people",
            "extra_person_minor",
            "currency",
            "price_list",
        ],
    )
    op.create_index(op.f("ix_room_studio_id"), "room", ["studio_id"], unique=False)
    op.create_table(
        "studio_badge",
        sa.Column("studio_id", sa.BigInteger(), nullable=False),
        sa.Column("badge_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["badge_id"],
            ["badge.id"],
            name=op.f("fk_studio_badge_badge_id_badge"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["studio_id"],
            ["studio.id"],
            name=op.f("fk_studio_badge_studio_id_studio"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("studio_id", "badge_id", name=op.f("pk_studio_badge")),
    )
    op.create_index(op.f("ix_studio_badge_badge_id"), "studio_badge", ["badge_id"], unique=False)
    op.create_table(
        "booking",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("studio_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("visitor_hash", sa.String(length=64), nullable=True),
        sa.Column("guest_name", sa.String(length=120), nullable=False),
        sa.Column("guest_email", sa.String(length=254), nullable=False),
        sa.Column("guest_phone", sa.String(length=40), nullable=False),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "held",
                "awaiting_owner",
                "confirmed",
                "expired",
                "released",
                "declined",
                "cancelled",
                "completed",
                "no_show",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("engineer_id", sa.BigInteger(), nullable=True),
        sa.Column("people", sa.SmallInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total_minor", sa.Integer(), nullable=False),
        sa.Column("fee_minor", sa.Integer(), nullable=False),
        sa.Column("terms_json", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("instant", sa.Boolean(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.String(length=20), nullable=True),
        sa.Column("refund_due_minor", sa.Integer(), nullable=True),
        sa.Column("free_reason", sa.String(length=200), nullable=True),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'held') <= (lapses_at IS NOT NULL)", name=op.f("ck_booking_holds_lapse")
        ),
        sa.CheckConstraint(
            "status NOT IN ('confirmed', 'completed', 'no_show') OR paid_at IS NOT NULL OR free_reason IS NOT NULL",
            name=op.f("ck_booking_confirmed_by_money"),
        ),
        sa.CheckConstraint("NOT isempty(during)", name=op.f("ck_booking_has_length")),
        sa.CheckConstraint(
            "lower_inc(during) AND NOT upper_inc(during)", name=op.f("ck_booking_is_half_open")
        ),
        sa.CheckConstraint("people >= 1", name=op.f("ck_booking_someone_comes")),
        sa.CheckConstraint(
            "total_minor >= 0 AND fee_minor BETWEEN 0 AND total_minor",
            name=op.f("ck_booking_price_is_sane"),
        ),
        sa.CheckConstraint(
            "user_id IS NOT NULL OR visitor_hash IS NOT NULL OR free_reason IS NOT NULL",
            name=op.f("ck_booking_belongs_to_someone"),
        ),
        sa.ForeignKeyConstraint(
            ["engineer_id"], ["membership.id"], name=op.f("fk_booking_engineer_id_membership")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_booking_room_id_room")),
        sa.ForeignKeyConstraint(
            ["studio_id"], ["studio.id"], name=op.f("fk_booking_studio_id_studio")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_booking_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("code", name=op.f("uq_booking_code")),
    )
    op.create_index(
        "ix_booking_confirmed_lower",
        "booking",
        [sa.literal_column("lower(during)")],
        unique=False,
        postgresql_where=sa.text("status = 'confirmed'"),
    )
    op.create_index(op.f("ix_booking_engineer_id"), "booking", ["engineer_id"], unique=False)
    op.create_index(op.f("ix_booking_guest_email"), "booking", ["guest_email"], unique=False)
    op.create_index(
        "ix_booking_held_lapses_at",
        "booking",
        ["lapses_at"],
        unique=False,
        postgresql_where=sa.text("status = 'held'"),
    )
    op.create_index(
        "ix_booking_room_id_lower",
        "booking",
        ["room_id", sa.literal_column("lower(during)")],
        unique=False,
    )
    op.create_index(
        "ix_booking_studio_id_lower",
        "booking",
        ["studio_id", sa.literal_column("lower(during)")],
        unique=False,
    )
    op.create_index(op.f("ix_booking_user_id"), "booking", ["user_id"], unique=False)
    op.create_index(op.f("ix_booking_visitor_hash"), "booking", ["visitor_hash"], unique=False)
    op.create_table(
        "closure",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("studio_id", sa.BigInteger(), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=True),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)",
            name=op.f("ck_closure_is_finite"),
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_closure_room_id_room"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["studio_id"],
            ["studio.id"],
            name=op.f("fk_closure_studio_id_studio"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    op.create_index(op.f("ix_closure_room_id"), "closure", ["room_id"], unique=False)
    op.create_index(op.f("ix_closure_studio_id"), "closure", ["studio_id"], unique=False)
    op.create_table(
        "photo",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("widths", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("placeholder", sa.String(length=7), nullable=False),
        sa.Column("alt", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_photo_room_id_room"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("key", name=op.f("uq_photo_key")),
    )
    op.create_index("ix_photo_room_id_position", "photo", ["room_id", "position"], unique=False)
    op.create_table(
        "price_tier",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("half_hours", sa.SmallInteger(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "half_hours BETWEEN 1 AND 48", name=op.f("ck_price_tier_length_is_sane")
        ),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_price_tier_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_price_tier_room_id_room"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_tier")),
        sa.UniqueConstraint("room_id", "half_hours", name=op.f("uq_price_tier_room_id_half_hours")),
    )
    op.create_table(
        "room_day",
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("city_id", sa.BigInteger(), nullable=False),
        sa.Column("free", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(held = 0) = (held_until IS NULL)", name=op.f("ck_room_day_held_has_its_end")
        ),
        sa.CheckConstraint("free >= 0 AND held >= 0", name=op.f("ck_room_day_bits_in_range")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_room_day_city_id_city")),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_room_day_room_id_room"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("room_id", "on_date", name=op.f("pk_room_day")),
    )
    op.create_index(
        "ix_room_day_city_id_on_date",
        "room_day",
        ["city_id", "on_date"],
        unique=False,
        postgresql_include=["room_id", "free", "held", "held_until"],
    )
    op.create_table(
        "room_equipment",
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("type_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.SmallInteger(), nullable=False),
        sa.Column("note", sa.String(length=120), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_room_equipment_at_least_one")),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["room.id"],
            name=op.f("fk_room_equipment_room_id_room"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["type_id"],
            ["equipment_type.id"],
            name=op.f("fk_room_equipment_type_id_equipment_type"),
        ),
        sa.PrimaryKeyConstraint("room_id", "type_id", name=op.f("pk_room_equipment")),
    )
    op.create_index(op.f("ix_room_equipment_type_id"), "room_equipment", ["type_id"], unique=False)
    op.create_table(
        "booking_line",
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["booking.id"],
            name=op.f("fk_booking_line_booking_id_booking"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("booking_id", "position", name=op.f("pk_booking_line")),
    )
    op.create_table(
        "booking_move",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("to_during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("lines_json", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("total_minor", sa.Integer(), nullable=False),
        sa.Column("fee_minor", sa.Integer(), nullable=False),
        sa.Column("difference_minor", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["booking.id"],
            name=op.f("fk_booking_move_booking_id_booking"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_move")),
    )
    op.create_index(
        op.f("ix_booking_move_booking_id"), "booking_move", ["booking_id"], unique=False
    )
    op.create_index(
        "uq_booking_move_open",
        "booking_move",
        ["booking_id"],
        unique=True,
        postgresql_where=sa.text("settled_at IS NULL AND ended_at IS NULL"),
    )
    op.create_table(
        "engineer_time",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.literal_column("int8range(user_id, user_id, '[]')"), "&&"),
            (sa.column("during"), "&&"),
            using="gist",
            name="engineer_in_one_place",
        ),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)",
            name=op.f("ck_engineer_time_is_finite"),
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["booking.id"],
            name=op.f("fk_engineer_time_booking_id_booking"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_engineer_time_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engineer_time")),
    )
    op.create_index(
        op.f("ix_engineer_time_booking_id"), "engineer_time", ["booking_id"], unique=False
    )
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("actor", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_event_booking_id_booking")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_booking_id"), "event", ["booking_id"], unique=False)
    op.create_table(
        "occupancy",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hold",
                "booking",
                "block",
                "busy",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.literal_column("int8range(room_id, room_id, '[]')"), "&&"),
            (sa.column("during"), "&&"),
            using="gist",
            name="occupancy_never_overlaps",
        ),
        sa.CheckConstraint(
            "(kind = 'hold') = (lapses_at IS NOT NULL)", name=op.f("ck_occupancy_only_holds_lapse")
        ),
        sa.CheckConstraint(
            "kind NOT IN ('hold', 'booking') OR booking_id IS NOT NULL",
            name=op.f("ck_occupancy_has_its_booking"),
        ),
        sa.CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)",
            name=op.f("ck_occupancy_is_finite"),
        ),
        sa.CheckConstraint(
            "lower_inc(during) AND NOT upper_inc(during)", name=op.f("ck_occupancy_is_half_open")
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["booking.id"],
            name=op.f("fk_occupancy_booking_id_booking"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_occupancy_room_id_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupancy")),
    )
    op.create_index(op.f("ix_occupancy_booking_id"), "occupancy", ["booking_id"], unique=False)
    op.create_index(
        "ix_occupancy_lapses_at",
        "occupancy",
        ["lapses_at"],
        unique=False,
        postgresql_where=sa.text("lapses_at IS NOT NULL"),
    )
    op.create_index(
        "ix_occupancy_room_id_lower",
        "occupancy",
        ["room_id", sa.literal_column("lower(during)")],
        unique=False,
    )
    op.create_table(
        "charge",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("move_id", sa.BigInteger(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("gateway", sa.String(length=20), nullable=False),
        sa.Column("idempotency_key", sa.String(length=45), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("fee_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("order_json", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "created",
                "submitted",
                "processing",
                "unknown",
                "captured",
                "failed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("checkout_ref", sa.String(length=120), nullable=True),
        sa.Column("checkout_url", sa.Text(), nullable=True),
        sa.Column("payment_ref", sa.String(length=120), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("captured_minor", sa.Integer(), nullable=True),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(length=120), nullable=True),
        sa.Column("quarantine", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "(state = 'captured') = (captured_minor IS NOT NULL AND captured_at IS NOT NULL AND payment_ref IS NOT NULL)",
            name=op.f("ck_charge_captured_has_its_money"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('created', 'processing', 'submitted', 'unknown') OR next_check_at IS NOT NULL",
            name=op.f("ck_charge_undecided_is_checked"),
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_charge_asks_for_something")),
        sa.CheckConstraint("captured_minor > 0", name=op.f("ck_charge_captured_something")),
        sa.CheckConstraint(
            "fee_minor BETWEEN 0 AND amount_minor", name=op.f("ck_charge_fee_is_part")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["payment_account.id"],
            name=op.f("fk_charge_account_id_payment_account"),
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_charge_booking_id_booking")
        ),
        sa.ForeignKeyConstraint(
            ["move_id"], ["booking_move.id"], name=op.f("fk_charge_move_id_booking_move")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge")),
        sa.UniqueConstraint("gateway", "checkout_ref", name=op.f("uq_charge_gateway_checkout_ref")),
        sa.UniqueConstraint("gateway", "payment_ref", name=op.f("uq_charge_gateway_payment_ref")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_charge_idempotency_key")),
    )
    op.create_index(op.f("ix_charge_account_id"), "charge", ["account_id"], unique=False)
    op.create_index(op.f("ix_charge_booking_id"), "charge", ["booking_id"], unique=False)
    op.create_index(op.f("ix_charge_move_id"), "charge", ["move_id"], unique=False)
    op.create_index(
        "ix_charge_next_check_at",
        "charge",
        ["next_check_at"],
        unique=False,
        postgresql_where=sa.text("next_check_at IS NOT NULL"),
    )
    op.create_index(
        "uq_charge_payable",
        "charge",
        ["booking_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('created', 'processing', 'submitted', 'unknown')"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("subscriber", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "done",
                "buried",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_delivery_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("event_id", "subscriber", name=op.f("uq_delivery_event_id_subscriber")),
    )
    op.create_index(
        "ix_delivery_waiting",
        "delivery",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "refund",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("charge_id", sa.BigInteger(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=45), nullable=False),
        sa.Column("cause", sa.String(length=140), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "submitted",
                "unknown",
                "pending",
                "succeeded",
                "failed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("gateway_ref", sa.String(length=120), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=20), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "state NOT IN ('requested', 'submitted', 'unknown', 'pending') OR next_check_at IS NOT NULL",
            name=op.f("ck_refund_undecided_is_checked"),
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refund_gives_something")),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charge.id"], name=op.f("fk_refund_charge_id_charge")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("charge_id", "cause", name=op.f("uq_refund_charge_id_cause")),
        sa.UniqueConstraint(
            "charge_id", "gateway_ref", name=op.f("uq_refund_charge_id_gateway_ref")
        ),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_refund_idempotency_key")),
    )
    op.create_index(
        "ix_refund_next_check_at",
        "refund",
        ["next_check_at"],
        unique=False,
        postgresql_where=sa.text("next_check_at IS NOT NULL"),
    )
    # Events are the shared timeline and the proof of every status: nobody rewrites them.
    op.execute(
        """
        CREATE FUNCTION refuse_to_rewrite_history() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME;
        END $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON event
        FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_history()
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER event_is_append_only ON event")
    op.execute("DROP FUNCTION refuse_to_rewrite_history()")
    op.drop_index(
        "ix_refund_next_check_at",
        table_name="refund",
        postgresql_where=sa.text("next_check_at IS NOT NULL"),
    )
    op.drop_table("refund")
    op.drop_index(
        "ix_delivery_waiting", table_name="delivery", postgresql_where=sa.text("state = 'waiting'")
    )
    op.drop_table("delivery")
    op.drop_index(
        "uq_charge_payable",
        table_name="charge",
        postgresql_where=sa.text("state IN ('created', 'processing', 'submitted', 'unknown')"),
    )
    op.drop_index(
        "ix_charge_next_check_at",
        table_name="charge",
        postgresql_where=sa.text("next_check_at IS NOT NULL"),
    )
    op.drop_index(op.f("ix_charge_move_id"), table_name="charge")
    op.drop_index(op.f("ix_charge_booking_id"), table_name="charge")
    op.drop_index(op.f("ix_charge_account_id"), table_name="charge")
    op.drop_table("charge")
    op.drop_index("ix_occupancy_room_id_lower", table_name="occupancy")
    op.drop_index(
        "ix_occupancy_lapses_at",
        table_name="occupancy",
        postgresql_where=sa.text("lapses_at IS NOT NULL"),
    )
    op.drop_index(op.f("ix_occupancy_booking_id"), table_name="occupancy")
    op.drop_table("occupancy")
    op.drop_index(op.f("ix_event_booking_id"), table_name="event")
    op.drop_table("event")
    op.drop_index(op.f("ix_engineer_time_booking_id"), table_name="engineer_time")
    op.drop_table("engineer_time")
    op.drop_index(
        "uq_booking_move_open",
        table_name="booking_move",
        postgresql_where=sa.text("settled_at IS NULL AND ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_booking_move_booking_id"), table_name="booking_move")
    op.drop_table("booking_move")
    op.drop_table("booking_line")
    op.drop_index(op.f("ix_room_equipment_type_id"), table_name="room_equipment")
    op.drop_table("room_equipment")
    op.drop_index(
        "ix_room_day_city_id_on_date",
        table_name="room_day",
        postgresql_include=["room_id", "free", "held", "held_until"],
    )
    op.drop_table("room_day")
    op.drop_table("price_tier")
    op.drop_index("ix_photo_room_id_position", table_name="photo")
    op.drop_table("photo")
    op.drop_index(op.f("ix_closure_studio_id"), table_name="closure")
    op.drop_index(op.f("ix_closure_room_id"), table_name="closure")
    op.drop_table("closure")
    op.drop_index(op.f("ix_booking_visitor_hash"), table_name="booking")
    op.drop_index(op.f("ix_booking_user_id"), table_name="booking")
    op.drop_index("ix_booking_studio_id_lower", table_name="booking")
    op.drop_index("ix_booking_room_id_lower", table_name="booking")
    op.drop_index(
        "ix_booking_held_lapses_at",
        table_name="booking",
        postgresql_where=sa.text("status = 'held'"),
    )
    op.drop_index(op.f("ix_booking_guest_email"), table_name="booking")
    op.drop_index(op.f("ix_booking_engineer_id"), table_name="booking")
    op.drop_index(
        "ix_booking_confirmed_lower",
        table_name="booking",
        postgresql_where=sa.text("status = 'confirmed'"),
    )
    op.drop_table("booking")
    op.drop_index(op.f("ix_studio_badge_badge_id"), table_name="studio_badge")
    op.drop_table("studio_badge")
    op.drop_index(op.f("ix_room_studio_id"), table_name="room")
    op.drop_index("ix_room_listed_city", table_name="room", postgresql_where=sa.text("listed"))
    op.drop_table("room")
    op.drop_index(
        "uq_membership_active",
        table_name="membership",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_membership_user_id"), table_name="membership")
    op.drop_index(op.f("ix_membership_studio_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index(
        "ix_studio_public_city", table_name="studio", postgresql_where="state = 'published'"
    )
    op.drop_index(op.f("ix_studio_company_id"), table_name="studio")
    op.drop_index(op.f("ix_studio_city_id"), table_name="studio")
    op.drop_table("studio")
    op.drop_index(
        "uq_payment_account_open",
        table_name="payment_account",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(op.f("ix_payment_account_company_id"), table_name="payment_account")
    op.drop_table("payment_account")
    op.drop_index(op.f("ix_company_admin_user_id"), table_name="company_admin")
    op.drop_table("company_admin")
    op.drop_index(op.f("ix_login_session_user_id"), table_name="login_session")
    op.drop_index(op.f("ix_login_session_last_seen_at"), table_name="login_session")
    op.drop_table("login_session")
    op.drop_index(op.f("ix_identity_user_id"), table_name="identity")
    op.drop_table("identity")
    op.drop_table("company")
    op.drop_table("city")
    op.drop_index(
        "uq_auth_token_live", table_name="auth_token", postgresql_where=sa.text("used_at IS NULL")
    )
    op.drop_index(op.f("ix_auth_token_expires_at"), table_name="auth_token")
    op.drop_table("auth_token")
    op.drop_table("user")
    op.drop_table("heartbeat")
    op.drop_index(
        "ix_gateway_event_next_try_at",
        table_name="gateway_event",
        postgresql_where=sa.text("next_try_at IS NOT NULL"),
    )
    op.drop_table("gateway_event")
    op.drop_table("equipment_type")
    op.drop_table("country")
    op.drop_table("badge")
