"""The parts of Whoosh 2.7.4 that are used here, imported once and in silence.

Whoosh holds old escape sequences and an ``is`` with a number, of which Python warns when it first
compiles them; nobody who uses the archive can do anything about that.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3LeafMatcher, W3PostingsWriter
    from whoosh.columns import NumericColumn
    from whoosh.fields import COLUMN, FieldType, Schema
    from whoosh.filedb.filestore import FileStorage, RamStorage
    from whoosh.formats import Existence, Format
    from whoosh.index import TOC, FileIndex, clean_files
    from whoosh.index import IndexError as WhooshIndexError
    from whoosh.lang.porter import stem as porter_stem
    from whoosh.lang.snowball.spanish import SpanishStemmer
    from whoosh.reading import SegmentReader, TermNotFound
    from whoosh.writing import SegmentWriter

__all__ = [
    "COLUMN",
    "TOC",
    "WHOOSH3_HEADER_MAGIC",
    "Existence",
    "FieldType",
    "FileIndex",
    "FileStorage",
    "Format",
    "NumericColumn",
    "RamStorage",
    "Schema",
    "SegmentReader",
    "SegmentWriter",
    "SpanishStemmer",
    "TermNotFound",
    "W3Codec",
    "W3LeafMatcher",
    "W3PostingsWriter",
    "WhooshIndexError",
    "clean_files",
    "porter_stem",
]
