"""Tables."""

from archive.store.models.base import Base
from archive.store.models.consent import ConsentConfirmation, ConsentEvent, Grant, Notice
from archive.store.models.excerpts import (
    Excerpt,
    ExcerptTag,
    Export,
    Passage,
    Proposal,
    Report,
    ReportEntry,
    Review,
)
from archive.store.models.items import Batch, Hold, Item, ItemTag, Original, Page, Tag
from archive.store.models.people import (
    Account,
    AccountRole,
    AuditEntry,
    AuditHead,
    Author,
    Facility,
    FailedLogin,
    Login,
)
from archive.store.models.texts import Line, LineVerification, Outbox, Version
from archive.store.models.work import Job

__all__ = [
    "Account",
    "AccountRole",
    "AuditEntry",
    "AuditHead",
    "Author",
    "Base",
    "Batch",
    "ConsentConfirmation",
    "ConsentEvent",
    "Excerpt",
    "ExcerptTag",
    "Export",
    "Facility",
    "FailedLogin",
    "Grant",
    "Hold",
    "Item",
    "ItemTag",
    "Job",
    "Line",
    "LineVerification",
    "Login",
    "Notice",
    "Original",
    "Outbox",
    "Page",
    "Passage",
    "Proposal",
    "Report",
    "ReportEntry",
    "Review",
    "Tag",
    "Version",
]
