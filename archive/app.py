"""The web application, put together here and nowhere else."""

from datetime import timedelta

from flask import Flask

from archive import paths
from archive.errors import RefusedInput
from archive.services.unit import Archive
from archive.web import (
    access,
    addresses,
    authors,
    batches,
    consent,
    csrf,
    errors,
    excerpts,
    files,
    headers,
    holds,
    home,
    items,
    logins,
    pages,
    people,
    reports,
    review,
    screens,
    search,
    system,
    tags,
    translation,
    wording,
)
from ingest.errors import SourceRefused
from ingest.sources import HEAD, recognise

BLUEPRINTS = (
    logins.bp,
    home.bp,
    people.bp,
    system.bp,
    batches.bp,
    items.bp,
    pages.bp,
    files.bp,
    search.bp,
    tags.bp,
    authors.bp,
    excerpts.bp,
    review.bp,
    consent.bp,
    holds.bp,
    reports.bp,
)


def create_app(archive: Archive) -> Flask:
    """The application that serves an opened archive."""
    settings = archive.settings
    app = Flask("archive", template_folder=paths.TEMPLATES, static_folder=paths.STATIC)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.upload_mb * 1024 * 1024,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        SESSION_COOKIE_NAME="archive",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.cookie_secure,
    )
    app.extensions["archive"] = archive
    app.extensions["media_type"] = media_type
    app.jinja_options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    for part in (addresses, headers, access, csrf, errors, screens, translation, wording):
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def media_type(content: bytes) -> str:
    """The kind of an uploaded file, by what is in it; what is no scan is refused with a reason."""
    try:
        return recognise(content[:HEAD]).value
    except SourceRefused as refusal:
        raise RefusedInput(refusal.reason) from refusal
