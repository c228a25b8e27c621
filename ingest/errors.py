"""What can go wrong with a scan, told to the person who meets it."""

from enum import StrEnum


class RefusedState(StrEnum):
    """What becomes of a file that gives no page."""

    LOCKED = "locked"
    REJECTED = "rejected"
    NEEDS_REVIEW = "needs_review"


class SourceRefused(Exception):
    """The whole file gives no page; says why and what to do, never what is written in it."""

    def __init__(self, state: RefusedState, code: str, reason: str) -> None:
        super().__init__(reason)
        self.state = state
        self.code = code
        self.reason = reason


class PageFailed(Exception):
    """One page could not be read and a person must look; the other pages are not touched."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def rejected(code: str, reason: str) -> SourceRefused:
    """Name a file that is not taken in as it is."""
    return SourceRefused(RefusedState.REJECTED, code, reason)
