"""Letters written by hand by women at CCWF. Every person and event in them is invented."""

from datetime import date

from archive.demo.pages import FileKind, Hand, Letter, Ornament, PageSpec, Paper, Script, Wear
from archive.domain.items import ItemKind, Language

ROUND = Hand(Script.KALAM, 54, 56, slant=0.05)
QUICK = Hand(Script.CAVEAT, 62, 60, ink=(20, 60, 120), slant=0.04)
CARD = Hand(Script.KALAM, 58, 44, ink=(30, 60, 92), slant=0.05, pitch=84)

NINETEEN = Letter(
    key="nineteen",
    author=1,
    kind=ItemKind.LETTER,
    file_kind=FileKind.PDF,
    language=Language.ENGLISH,
    title="The day I was sentenced",
    written=date(2023, 3, 14),
    postmarked=date(2023, 3, 17),
    received=date(2023, 3, 24),
    facility="CCWF",
    pages=(
        PageSpec(
            hand=ROUND,
            wear=frozenset({Wear.FOLDED, Wear.SPECKS}),
            skew=0.5,
            paragraphs=(
                ">March 14, 2023",
                "|",
                "|Dear friends,",
                "You asked us to write about the day we were sentenced. I have started this"
                " letter four times. It is count time now and the unit is quiet, so I will try"
                " to get to the end of it.",
                "I was nineteen when the judge said the words, and I had to ask my lawyer what"
                " they meant. I thought parole was a thing you had to earn. I did not know there"
                " was a sentence where nobody would ~evr ever ask if you had earned it. He said"
                " it _quietly, like he was sorry for me. He said it means you will die there.",
                "My daughter was eleven weeks old. My mother was holding her in the second row."
                " She was asleep the whole time. I remember thinking, good, she did not hear it.",
                "What I did was wrong and a man is dead because of the people I was with and the"
                " door I opened for them. I say his name every morning. I am not writing to you"
                " to make that smaller.",
                "I am writing because the girl who opened that door has been gone a long time.",
            ),
        ),
        PageSpec(
            hand=ROUND,
            wear=frozenset({Wear.FOLDED, Wear.SHADOW}),
            skew=-0.7,
            paragraphs=(
                ">2",
                "I am forty-three now. I learned to read a contract, to set type, to sit with a"
                " woman in the worst hour of her life and not look away. I was the first in my"
                " family to finish a college class. I did it on the floor by the toilet, because"
                " that is where the light comes in after ten.",
                "My daughter is older than I was. She drives four hours to see me. Last time she"
                " put her hand against mine to see whose fingers were longer. Hers are.",
                "People ask what I would say to a board. There is no board for us. Nobody is"
                " coming to ask who I became, so I tell it to the young ones on my hall"
                " instead, and now I am telling you.",
                "If you use my words, please use all of that sentence about the man who died."
                " Do not cut it off at the part about me.",
                "Thank you for reading in my hand and not only on a screen.",
                "|",
                "|                With respect,",
                ">Denise",
            ),
        ),
    ),
)

HOLIDAY = Letter(
    key="holiday-card",
    author=1,
    kind=ItemKind.CARD,
    file_kind=FileKind.JPEG,
    language=Language.ENGLISH,
    title="A card in December",
    written=date(2024, 12, 6),
    postmarked=date(2024, 12, 8),
    received=date(2024, 12, 19),
    facility="CCWF",
    pages=(
        PageSpec(
            hand=CARD,
            paper=Paper.CARD,
            ornament=Ornament.BRANCH,
            skew=0.9,
            paragraphs=(
                "^Peace to your house",
                "^this winter",
                "|",
                "Six of us drew these cards at one table. The red is from a pencil we wet with"
                " tea. Mine is the branch, because it keeps its berries when everything else has"
                " let go.",
                "I will be a grandmother in the spring. My daughter told me through the glass"
                " and we both forgot there was glass.",
                "Thank you for every envelope this year. You write my name on it. In here that"
                " is not a small thing.",
                "|",
                ">With love, Denise",
            ),
        ),
    ),
)

VISITING = Letter(
    key="visiting-room",
    author=6,
    kind=ItemKind.LETTER,
    file_kind=FileKind.JPEG,
    language=Language.ENGLISH,
    title="Thirty hours with my mother",
    written=date(2025, 5, 21),
    postmarked=date(2025, 5, 23),
    received=date(2025, 6, 1),
    facility="CCWF",
    pages=(
        PageSpec(
            hand=QUICK,
            wear=frozenset({Wear.SPECKS}),
            skew=1.2,
            paragraphs=(
                ">May 21, 2025",
                "|Hello again,",
                "You wanted to know about family visits. For twenty years people with my"
                " sentence could not have them. Then the rule changed, and my mother, who is"
                " seventy-eight, came on two buses with a suitcase of groceries that took the"
                " officers an hour to look through.",
                "It is a small house inside the fence. It has a stove. I had not stood at a"
                " stove since I was twenty-four. I burned the rice and my mother ate all of it"
                " and said it was how my grandmother made it, which is _not true.",
                "At night she slept and I did not. I sat on the floor beside the bed and"
                " listened to her breathe, like you do with a baby. I thought, I can do the"
                " rest of it now if I have to.",
                "In the morning she braided my hair. Her hands shake, so it took a long time."
                " I wore it nine days. When I had to take it out I ~cut kept the ribbon.",
                "I am sending a drawing of the window in that kitchen. It is the first one I"
                " have looked out of that had a curtain.",
                ">Lucille",
            ),
        ),
    ),
)

KITCHEN_WINDOW = Letter(
    key="kitchen-window",
    author=6,
    kind=ItemKind.DRAWING,
    file_kind=FileKind.PNG,
    language=Language.ENGLISH,
    title="The window in the visiting house",
    written=date(2025, 5, 20),
    received=date(2025, 6, 1),
    facility="CCWF",
    pages=(
        PageSpec(
            hand=Hand(Script.CAVEAT, 64, 56, ink=(66, 66, 70), slant=0.04, pitch=84),
            paper=Paper.PLAIN,
            ornament=Ornament.WINDOW,
            skew=-0.4,
            paragraphs=(
                "^What you can see from the kitchen,",
                "^if you stand on the left.",
                "|",
                "^The tree is outside the fence. I moved it closer.",
                "|",
                ">L., May 2025",
            ),
        ),
    ),
)

WOMEN = (NINETEEN, HOLIDAY, VISITING, KITCHEN_WINDOW)
