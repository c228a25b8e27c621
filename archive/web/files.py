"""Images and originals; each is asked for through the item, so that unseen is not found."""

from flask import Blueprint, Response, request, send_file

from archive.services import files
from archive.services.files import Picture
from archive.web.context import reading, writing

bp = Blueprint("files", __name__, url_prefix="/items/<ref>")


@bp.get("/pages/<int:number>/image")
def page_image(ref: str, number: int) -> Response:
    """The upright image of a page."""
    with reading() as unit:
        return _shown(files.page_image(unit, ref, number))


@bp.get("/pages/<int:number>/thumb")
def thumbnail(ref: str, number: int) -> Response:
    """A small picture of a page."""
    with reading() as unit:
        return _shown(files.thumbnail(unit, ref, number))


@bp.get("/pages/<int:number>/crop")
def line_crop(ref: str, number: int) -> Response:
    """The strip of a page that holds the named lines."""
    keys = [key for key in request.args.get("lines", "").split(",") if key]
    with reading() as unit:
        return _shown(files.line_crop(unit, ref, number, keys))


@bp.get("/originals/<int:number>")
def original(ref: str, number: int) -> Response:
    """A file as it was received, to keep and not to show."""
    with writing() as unit:
        download = files.original(unit, ref, number)
    return send_file(
        download.path,
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=download.name,
        conditional=False,
        etag=False,
    )


def _shown(picture: Picture) -> Response:
    return Response(picture.content, mimetype=picture.media_type)
