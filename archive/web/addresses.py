"""What may stand in an address: numbers no larger than the record can hold."""

from flask import Flask
from werkzeug.routing import IntegerConverter


class Number(IntegerConverter):
    """A number of at most nine digits; an address with a longer one leads nowhere."""

    regex = r"\d{1,9}"


def init_app(app: Flask) -> None:
    """Read every number in an address this way."""
    app.url_map.converters["int"] = Number
