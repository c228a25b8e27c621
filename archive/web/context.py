"""What a view needs of its surroundings: the archive, and a unit for the person at the screen."""

from contextlib import AbstractContextManager
from typing import cast

from flask import current_app, g

from archive.domain.people import Actor
from archive.services.unit import Archive, Unit


def archive() -> Archive:
    """The archive that this application serves."""
    return cast("Archive", current_app.extensions["archive"])


def actor() -> Actor:
    """Who is signed in; the gate lets nobody else through."""
    return cast("Actor", g.actor)


def reading() -> AbstractContextManager[Unit]:
    """A unit of the person at the screen that changes nothing."""
    return archive().reading(actor())


def writing() -> AbstractContextManager[Unit]:
    """A unit of the person at the screen that commits at its end."""
    return archive().writing(actor())
