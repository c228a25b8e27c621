"""What can be wrong with a query or with the index."""

from archive.errors import ArchiveError, IndexUnavailable


class QueryError(ArchiveError):
    """This search cannot be understood."""

    status = 400
    exit_code = 2
    code = "query"

    def __init__(self, sentence: str, position: int) -> None:
        """Say what is wrong, and at which character of the query (from 0)."""
        super().__init__(f"{sentence} (At character {position + 1}.)")
        self.position = position

    def pointing(self, query: str) -> str:
        """The query and under it a caret at the place, for a terminal."""
        line = "".join(" " if sign.isspace() else sign for sign in query)
        return f"{line}\n{' ' * self.position}^"


class IndexDamaged(IndexUnavailable):
    """The search index is missing, damaged or of another version; run `archive reindex`."""
