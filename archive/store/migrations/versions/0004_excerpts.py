"""Excerpts, their review, and the reports that collect them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _create_excerpt()
    _create_passage()
    _create_excerpt_tag()
    _create_proposal()
    _create_review()
    _create_report()
    _create_report_entry()
    _create_export()


def downgrade() -> None:
    op.drop_table("export")
    op.drop_table("report_entry")
    op.drop_table("report")
    op.drop_table("review")
    op.drop_table("proposal")
    op.drop_table("excerpt_tag")
    op.drop_table("passage")
    op.drop_table("excerpt")


def _create_excerpt() -> None:
    op.create_table(
        "excerpt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("operations", sa.JSON(), nullable=False),
        sa.Column("names_others", sa.Boolean(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_excerpt_created_by")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_excerpt_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_excerpt")),
        sa.UniqueConstraint("ref", name=op.f("uq_excerpt_ref")),
    )
    with op.batch_alter_table("excerpt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_excerpt_created_by"), ["created_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_excerpt_item_id"), ["item_id"], unique=False)


def _create_passage() -> None:
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("excerpt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("start_line", sa.String(length=16), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_line", sa.String(length=16), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("exact", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(length=32), nullable=False),
        sa.Column("suffix", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("held", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["excerpt_id"], ["excerpt.id"], name=op.f("fk_passage_excerpt_id")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_passage_page_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_passage_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint("excerpt_id", "position", name=op.f("uq_passage_excerpt_id_position")),
    )
    with op.batch_alter_table("passage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passage_excerpt_id"), ["excerpt_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_passage_page_id"), ["page_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_passage_version_id"), ["version_id"], unique=False)


def _create_excerpt_tag() -> None:
    op.create_table(
        "excerpt_tag",
        sa.Column("excerpt_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("tagged_by", sa.Integer(), nullable=False),
        sa.Column("tagged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["excerpt_id"], ["excerpt.id"], name=op.f("fk_excerpt_tag_excerpt_id")
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_excerpt_tag_tag_id")),
        sa.ForeignKeyConstraint(
            ["tagged_by"], ["account.id"], name=op.f("fk_excerpt_tag_tagged_by")
        ),
        sa.PrimaryKeyConstraint("excerpt_id", "tag_id", name=op.f("pk_excerpt_tag")),
    )
    with op.batch_alter_table("excerpt_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_excerpt_tag_tagged_by"), ["tagged_by"], unique=False)


def _create_proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("excerpt_id", sa.Integer(), nullable=False),
        sa.Column("use", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["excerpt_id"], ["excerpt.id"], name=op.f("fk_proposal_excerpt_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["account.id"], name=op.f("fk_proposal_submitted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("excerpt_id", "use", name=op.f("uq_proposal_excerpt_id_use")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_excerpt_id"), ["excerpt_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_state"), ["state"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_proposal_submitted_by"), ["submitted_by"], unique=False
        )


def _create_review() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pin", sa.String(length=64), nullable=False),
        sa.Column("pinned", sa.JSON(), nullable=False),
        sa.CheckConstraint("decided_by <> created_by", name=op.f("ck_review_not_creator")),
        sa.CheckConstraint("decided_by <> submitted_by", name=op.f("ck_review_not_submitter")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_review_created_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_review_decided_by")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_review_proposal_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["account.id"], name=op.f("fk_review_submitted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_created_by"), ["created_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_proposal_id"), ["proposal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_submitted_by"), ["submitted_by"], unique=False)


def _create_report() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("use", sa.String(length=40), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_report_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("ref", name=op.f("uq_report_ref")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_created_by"), ["created_by"], unique=False)


def _create_report_entry() -> None:
    op.create_table(
        "report_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("excerpt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["excerpt_id"], ["excerpt.id"], name=op.f("fk_report_entry_excerpt_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_entry_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_entry")),
        sa.UniqueConstraint(
            "report_id", "excerpt_id", name=op.f("uq_report_entry_report_id_excerpt_id")
        ),
    )
    with op.batch_alter_table("report_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_report_entry_excerpt_id"), ["excerpt_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_report_entry_report_id"), ["report_id"], unique=False)


def _create_export() -> None:
    op.create_table(
        "export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_export_made_by")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_export_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
    )
    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_made_by"), ["made_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_export_report_id"), ["report_id"], unique=False)
