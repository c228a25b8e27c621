"""Notices, consent events, their confirmations and grant lines."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _create_notice()
    _create_consent_event()
    _create_consent_confirmation()
    _create_grant_line()


def downgrade() -> None:
    op.drop_table("grant_line")
    op.drop_table("consent_confirmation")
    op.drop_table("consent_event")
    op.drop_table("notice")


def _create_notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("code", name=op.f("uq_notice_code")),
    )


def _create_consent_event() -> None:
    op.create_table(
        "consent_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("expressed_by", sa.String(length=40), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("evidence_page_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["author.id"], name=op.f("fk_consent_event_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_page_id"], ["page.id"], name=op.f("fk_consent_event_evidence_page_id")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_consent_event_notice_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_consent_event_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_event")),
    )
    with op.batch_alter_table("consent_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_event_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_consent_event_recorded_by"), ["recorded_by"], unique=False
        )


def _create_consent_confirmation() -> None:
    op.create_table(
        "consent_confirmation",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "confirmed_by <> recorded_by", name=op.f("ck_consent_confirmation_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["account.id"], name=op.f("fk_consent_confirmation_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["consent_event.id"], name=op.f("fk_consent_confirmation_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_consent_confirmation_recorded_by")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_consent_confirmation")),
    )
    with op.batch_alter_table("consent_confirmation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consent_confirmation_confirmed_by"), ["confirmed_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_consent_confirmation_recorded_by"), ["recorded_by"], unique=False
        )


def _create_grant_line() -> None:
    op.create_table(
        "grant_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("excerpt_id", sa.Integer(), nullable=True),
        sa.Column("wording_sha256", sa.String(length=64), nullable=True),
        sa.Column("written_until", sa.Date(), nullable=True),
        sa.Column("use", sa.String(length=40), nullable=False),
        sa.Column("effect", sa.String(length=40), nullable=False),
        sa.Column("attribution", sa.String(length=40), nullable=False),
        sa.Column("credit", sa.String(length=200), nullable=False),
        sa.Column("bits", sa.JSON(), nullable=False),
        sa.Column("modifiers", sa.JSON(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["consent_event.id"], name=op.f("fk_grant_line_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["excerpt_id"], ["excerpt.id"], name=op.f("fk_grant_line_excerpt_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_grant_line_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_line")),
    )
    with op.batch_alter_table("grant_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grant_line_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grant_line_excerpt_id"), ["excerpt_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grant_line_item_id"), ["item_id"], unique=False)
