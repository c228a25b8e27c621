"""Failures, as pages: one sentence saying what was wrong and what to do, never what was sent."""

import logging

from flask import Flask, Response, jsonify, make_response, render_template, request
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from archive.errors import ArchiveError, Conflict, InvalidInput, NotFound, TooLarge

_LOG = logging.getLogger("archive.web")
_SENTENCES = {
    404: str(NotFound()),
    405: "This address does not do that; go back and use the page's own buttons.",
    413: str(TooLarge()),
}


def init_app(app: Flask) -> None:
    """Answer each kind of failure in the same way, for people and for programs."""

    @app.errorhandler(ArchiveError)
    def answer(error: ArchiveError) -> Response:
        return page(error.status, error.code, str(error))

    @app.errorhandler(IntegrityError)
    @app.errorhandler(StaleDataError)
    def lost_race(_error: Exception) -> Response:
        return page(Conflict.status, Conflict.code, str(Conflict()))

    @app.errorhandler(DataError)
    def unkeepable(_error: DataError) -> Response:
        return page(InvalidInput.status, InvalidInput.code, str(InvalidInput()))

    @app.errorhandler(OperationalError)
    def busy(error: OperationalError) -> Response:
        _LOG.error("the database refused: %s", type(error.orig).__name__)
        return page(503, "busy", "The archive is busy; nothing was saved. Try again in a moment.")

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        status = error.code or 500
        sentence = _SENTENCES.get(status, "This request could not be understood; nothing was done.")
        return page(status, (error.name or "error").lower().replace(" ", "-"), sentence)

    @app.errorhandler(Exception)
    def fault(error: Exception) -> Response:
        _LOG.error("unexpected %s at %s", type(error).__name__, request.endpoint)
        sentence = "Something went wrong on our side and nothing was saved. Tell an admin the time."
        return page(500, "error", sentence)


def wants_json() -> bool:
    """Whether the other side is a program rather than a person."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def page(status: int, code: str, sentence: str) -> Response:
    """A failure on a page of its own, or as data for a program."""
    if wants_json():
        response = jsonify(code=code, message=sentence)
    else:
        response = make_response(
            render_template(
                [f"errors/{status}.html", "errors/error.html"],
                status=status,
                code=code,
                sentence=sentence,
            )
        )
    response.status_code = status
    return response
