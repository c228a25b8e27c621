"""Refusals told on the screen they belong to, rather than on a page that leads away from it."""

from collections.abc import Callable

from flask import Response, flash, make_response

from archive.errors import ArchiveError
from archive.web import errors


def on_screen(error: ArchiveError, screen: Callable[[], str] | None) -> Response:
    """The screen with what was wrong on top; a page of its own where there is no such screen."""
    if screen is None or errors.wants_json():
        return errors.page(error.status, error.code, str(error))
    flash(str(error), "error")
    try:
        answer = make_response(screen())
    except ArchiveError as deeper:
        return errors.page(deeper.status, deeper.code, str(deeper))
    answer.status_code = error.status
    return answer
