"""Versions of a page's text, their lines, the outbox and the jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _create_version()
    _create_line()
    _create_line_verification()
    _create_outbox()
    _create_job()


def downgrade() -> None:
    op.drop_table("job")
    op.drop_table("outbox")
    op.drop_table("line_verification")
    op.drop_table("line")
    op.drop_table("version")


def _create_version() -> None:
    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("engine", sa.String(length=40), nullable=True),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("certainty", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "(engine IS NULL) <> (written_by IS NULL)", name=op.f("ck_version_one_maker")
        ),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_version_page_id")),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_version_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint("page_id", "number", name=op.f("uq_version_page_id_number")),
    )
    with op.batch_alter_table("version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_version_page_id"), ["page_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_version_written_by"), ["written_by"], unique=False)


def _create_line() -> None:
    op.create_table(
        "line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("certainty", sa.Double(), nullable=True),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_line_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_line_version_id_key")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_line_version_id_position")),
    )
    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_line_version_id"), ["version_id"], unique=False)


def _create_line_verification() -> None:
    op.create_table(
        "line_verification",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("verified_by", sa.Integer(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "written_by IS NULL OR written_by <> verified_by",
            name=op.f("ck_line_verification_four_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["line.id"], name=op.f("fk_line_verification_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by"], ["account.id"], name=op.f("fk_line_verification_verified_by")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["account.id"], name=op.f("fk_line_verification_written_by")
        ),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_line_verification")),
    )
    with op.batch_alter_table("line_verification", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_line_verification_verified_by"), ["verified_by"], unique=False
        )


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_page_id"), ["page_id"], unique=False)


def _create_job() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("losses", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=80), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enqueued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_job_item_id")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_job_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_item_id"), ["item_id"], unique=False)
        batch_op.create_index("ix_job_next", ["state", "priority", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_page_id"), ["page_id"], unique=False)
