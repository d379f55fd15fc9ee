"""Never empty the ledger, nor history: TRUNCATE is refused as UPDATE and DELETE are."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

REFUSALS = {
    "event": "refuse_to_rewrite_history",
    "ledger_posting": "refuse_ledger_changes",
    "ledger_entry": "refuse_ledger_changes",
}


def upgrade() -> None:
    for table, refusal in REFUSALS.items():
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {refusal}()"
        )


def downgrade() -> None:
    for table in REFUSALS:
        op.execute(f"DROP TRIGGER never_emptied ON {table}")
