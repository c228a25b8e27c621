"""Forms that were filled in and signed. Every person in them is invented."""

from datetime import date

from archive.demo.pages import FileKind, Hand, Letter, PageSpec, Paper, Row, RowKind, Script, Wear
from archive.domain.items import ItemKind, Language

NOTICE = (
    Row(RowKind.TITLE, "May we use your words?"),
    Row(
        RowKind.PRINT,
        "We keep letters and testimony so that what happens inside is not lost. Keeping a letter "
        "is one thing. Using it is another, and that is for you to decide. You can say yes to one "
        "use and no to the next. Leaving a box empty means no.",
    ),
    Row(
        RowKind.PRINT,
        "You do not have to give a reason. Saying no changes nothing between us: we go on "
        "reading and answering. You can take back a yes at any time, by letter or through "
        "someone you trust. We stop at once. What is already printed we cannot call back, and we "
        "will tell you so honestly.",
    ),
    Row(
        RowKind.PRINT,
        "Mail is opened and read. Staff or other people may learn what you said. Please tick "
        "only what feels safe. A yes ends after three years unless you give it again.",
    ),
)


def _consent(
    uses: tuple[bool, bool, bool, bool], shown: tuple[bool, bool, bool], answers: tuple[str, ...]
) -> tuple[Row, ...]:
    """The rows of the consent form with these boxes ticked and these answers written in."""
    use_texts = (
        "In printed reports about life without parole",
        "On our own website",
        "Shown to lawmakers and their staff",
        "Given to newspapers, radio or television",
    )
    name_texts = (
        "With my first name",
        "With no name, but the prison and the year",
        "With no name and nothing that tells who I am",
    )
    labels = ("Ask me first if:", "Name:", "Date:", "Signed:")
    return (
        *NOTICE,
        Row(RowKind.HEADING, "My words may be used"),
        *_boxes(use_texts, uses),
        Row(RowKind.HEADING, "How I want to be shown"),
        *_boxes(name_texts, shown),
        *(Row(RowKind.FIELD, *pair) for pair in zip(labels, answers, strict=True)),
        Row(RowKind.PRINT, "Notice 1, in plain language. Keep the second copy."),
    )


def _boxes(texts: tuple[str, ...], ticks: tuple[bool, ...]) -> tuple[Row, ...]:
    pairs = zip(texts, ticks, strict=True)
    return tuple(Row(RowKind.TICKED if tick else RowKind.OPEN, text) for text, tick in pairs)


def _form(
    key: str,
    author: int,
    hand: Hand,
    title: str,
    day: date,
    received: date,
    facility: str,
    rows: tuple[Row, ...],
    skew: float,
) -> Letter:
    page = PageSpec(
        hand=hand, paper=Paper.WHITE, rows=rows, skew=skew, wear=frozenset({Wear.FOLDED})
    )
    return Letter(
        key=key,
        author=author,
        kind=ItemKind.FORM,
        file_kind=FileKind.PDF,
        language=Language.ENGLISH,
        title=title,
        pages=(page,),
        written=day,
        received=received,
        facility=facility,
    )


CONSENT_DENISE = _form(
    "consent-denise",
    1,
    Hand(Script.KALAM, 48, 60, slant=0.05),
    "Consent form: reports, website and lawmakers, with her first name",
    date(2023, 5, 2),
    date(2023, 5, 12),
    "CCWF",
    _consent(
        (True, True, True, False),
        (True, False, False),
        (
            "you leave out any part of the sentence about the man who died",
            "Denise",
            "May 2, 2023",
            "Denise",
        ),
    ),
    -0.4,
)

CONSENT_SAMUEL = _form(
    "consent-samuel",
    3,
    Hand(Script.CAVEAT, 58, 60, ink=(24, 24, 30)),
    "Consent form: reports only, with no name",
    date(2025, 11, 5),
    date(2025, 11, 16),
    "SATF",
    _consent(
        (True, False, False, False),
        (False, True, False),
        ("it is for anything but a report", "Samuel", "Nov. 5, 2025", "Samuel"),
    ),
    0.5,
)

REQUEST = Letter(
    key="request-slip",
    author=6,
    kind=ItemKind.FORM,
    file_kind=FileKind.JPEG,
    language=Language.ENGLISH,
    title="A request for a doctor, photographed by a friend",
    written=date(2025, 3, 6),
    received=date(2025, 6, 1),
    facility="CCWF",
    pages=(
        PageSpec(
            hand=Hand(Script.CAVEAT, 60, 62, ink=(20, 60, 120), slant=0.04),
            paper=Paper.WHITE,
            wear=frozenset({Wear.PHOTOGRAPHED, Wear.FOLDED}),
            skew=-1.0,
            rows=(
                Row(RowKind.TITLE, "REQUEST FOR HEALTH CARE"),
                Row(
                    RowKind.PRINT, "Fill in all lines. Place in the box. One problem on each form."
                ),
                Row(RowKind.FIELD, "Name:", "Lucille"),
                Row(RowKind.FIELD, "Housing:", "C yard"),
                Row(RowKind.FIELD, "Date:", "March 6, 2025"),
                Row(RowKind.HEADING, "Type of request"),
                Row(RowKind.TICKED, "Medical"),
                Row(RowKind.OPEN, "Dental"),
                Row(RowKind.OPEN, "Mental health"),
                Row(RowKind.TICKED, "Asked before. How many times?"),
                Row(RowKind.FIELD, "Times:", "this is the 6th"),
                Row(RowKind.HEADING, "Describe the problem"),
                Row(
                    RowKind.FIELD,
                    "Problem:",
                    "The lump is still there. It was found in the fall. I was told I would "
                    "be called. I have not been called. I am not angry I am only asking you "
                    "please to look at it again.",
                ),
                Row(RowKind.FIELD, "Signed:", "Lucille"),
                Row(RowKind.HEADING, "For staff only"),
                Row(RowKind.FIELD, "Received:", ""),
                Row(RowKind.FIELD, "Seen:", ""),
            ),
        ),
    ),
)

FORMS = (CONSENT_DENISE, CONSENT_SAMUEL, REQUEST)
