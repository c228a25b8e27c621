"""What is only ever added to is held so by the database too."""

from alembic import op

revision = "0006"
down_revision = "0005"

NEVER_CHANGED = ("version", "line")
NEVER_CHANGED_OR_DELETED = (
    "audit_entry",
    "consent_event",
    "consent_confirmation",
    "grant_line",
    "review",
    "export",
)
REFUSAL = "this table is only ever added to"


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
    guard = _guard_sqlite if is_sqlite else _guard_postgresql
    for table in NEVER_CHANGED + NEVER_CHANGED_OR_DELETED:
        guard(table, "UPDATE")
    for table in NEVER_CHANGED_OR_DELETED:
        guard(table, "DELETE")


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in NEVER_CHANGED + NEVER_CHANGED_OR_DELETED:
        for act in ("update", "delete"):
            on = "" if is_sqlite else f" ON {table}"
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}{on}")
    if not is_sqlite:
        op.execute("DROP FUNCTION refuse_change()")


def _guard_sqlite(table: str, act: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def _guard_postgresql(table: str, act: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
