"""What a person may not see leaves no trace in hits, totals, counts, snippets or order."""

from collections.abc import Sequence
from contextlib import contextmanager
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import sessionmaker

from archive.domain.people import SYSTEM, Actor, Role
from archive.search.whoosh_index import WhooshIndex
from archive.services import finding, indexing
from archive.services.finding import Results, Sort
from archive.services.opening import make, open_archive
from archive.services.unit import Archive
from archive import settings as settings_module
from archive.store.models import Item, ItemTag, Outbox, Page, Tag
from tests import story

READERS = (Role.SCANNER, Role.TRANSCRIBER, Role.WRITER, Role.REVIEWER, Role.STEWARD)
