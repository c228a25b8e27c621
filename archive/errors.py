"""Every failure that the archive raises on purpose, named for the person who meets it.

Each carries ``status`` for the web, ``exit_code`` for the command line, a stable ``code``,
and as its message one sentence: what was wrong and what to do. No message holds an author's words.
"""

from typing import ClassVar


class ArchiveError(Exception):
    """A refusal or failure that a person can act on."""

    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1
    code: ClassVar[str] = "error"

    def __str__(self) -> str:
        """The sentence given, or else what this kind of failure means."""
        return super().__str__() or (self.__doc__ or self.code).strip()


class NotFound(ArchiveError):
    """There is no such thing here, or none that you may see."""

    status = 404
    exit_code = 3
    code = "not-found"


class NotPermitted(ArchiveError):
    """Your roles do not include this; ask an admin if they should."""

    status = 403
    exit_code = 4
    code = "not-permitted"


class SignInRequired(ArchiveError):
    """Sign in first."""

    status = 401
    exit_code = 4
    code = "sign-in-required"


class TooManyAttempts(ArchiveError):
    """Too many attempts to sign in; wait a while and try again."""

    status = 429
    exit_code = 4
    code = "too-many-attempts"


class InvalidInput(ArchiveError):
    """Something that was entered cannot be used as it is."""

    status = 400
    exit_code = 2
    code = "invalid-input"


class StaleForm(ArchiveError):
    """This form is out of date; go back, reload the page and send it again."""

    status = 400
    exit_code = 2
    code = "stale-form"


class RefusedInput(ArchiveError):
    """This file cannot be taken into the archive."""

    status = 422
    exit_code = 3
    code = "refused"


class TooLarge(ArchiveError):
    """This is larger than the archive takes in one piece."""

    status = 413
    exit_code = 3
    code = "too-large"


class Conflict(ArchiveError):
    """Somebody changed this in the meantime, or it is not in a state that allows this."""

    status = 409
    exit_code = 3
    code = "conflict"


class ConsentRequired(ArchiveError):
    """The author has not agreed to this use."""

    status = 409
    exit_code = 4
    code = "consent-required"


class QuotationChanged(ArchiveError):
    """The words no longer stand on the page as they were quoted."""

    status = 409
    exit_code = 3
    code = "quotation-changed"


class SeparationOfDuties(ArchiveError):
    """Someone else has to do this: nobody approves or verifies their own work."""

    status = 403
    exit_code = 4
    code = "separation-of-duties"


class IndexUnavailable(ArchiveError):
    """The search index is damaged or missing; run `archive reindex` to build it again."""

    status = 503
    exit_code = 1
    code = "index-unavailable"


class ArchiveMissing(ArchiveError):
    """There is no archive in this data folder; run `archive init` to make one."""

    status = 503
    exit_code = 2
    code = "archive-missing"


class SettingsFault(ArchiveError):
    """Some settings cannot be used."""

    exit_code = 2
    code = "settings"


class IntegrityFault(ArchiveError):
    """Something that the archive keeps is not as it was kept."""

    code = "integrity"
