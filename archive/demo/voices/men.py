"""Letters written by hand by men at MCSP and SATF. Every person and event in them is invented."""

from datetime import date

from archive.demo.pages import FileKind, Hand, Letter, PageSpec, Paper, Script, Wear
from archive.domain.items import ItemKind, Language

WIRY = Hand(Script.REENIE, 70, 56, ink=(30, 30, 36), slant=0.06, wobble=3.0)
FLOWING = Hand(Script.APPLE, 46, 48, ink=(24, 34, 84), wobble=2.5, pitch=92)
PENCIL = Hand(Script.CAVEAT, 58, 60, ink=(70, 70, 74), slant=-0.06, pressure=0.8)
POET = Hand(Script.CAVEAT, 70, 46, ink=(36, 36, 40), slant=0.1, pitch=92)
UPRIGHT = Hand(Script.KALAM, 56, 52, ink=(28, 28, 34), slant=-0.1, wobble=1.5)

SICK_CALL = Letter(
    key="sick-call",
    author=2,
    kind=ItemKind.LETTER,
    file_kind=FileKind.PDF,
    language=Language.ENGLISH,
    title="Eleven months for a scan",
    written=date(2024, 8, 2),
    postmarked=date(2024, 8, 5),
    received=date(2024, 8, 12),
    facility="MCSP",
    pages=(
        PageSpec(
            hand=WIRY,
            paper=Paper.LEGAL_PAD,
            wear=frozenset({Wear.FOLDED}),
            skew=-1.1,
            paragraphs=(
                ">August 2, 2024",
                "|To whoever opens this,",
                "I am sixty-seven years old and I have been inside for thirty-eight of them. I"
                " want to set down how a sick call goes, because a friend told me that you keep"
                " these.",
                "You fill in the slip on a Monday. If the box is emptied on Tuesday you may be"
                " seen the week after. I wrote: blood, and pain on the left side, and I cannot"
                " keep food down. The nurse was kind. She wrote it again in better words and"
                " sent it up.",
                "The scan was asked for in September. The van was cancelled in November, and in"
                " January, because there were not two officers to ride in it. In March they"
                " found my paper under another man's paper. I had the scan in August. That is"
                " _eleven months.",
                "By then what was the size of a pea was the size of a plum.",
                "I do not say anybody meant it. I say that nobody had it on their desk.",
            ),
        ),
        PageSpec(
            hand=WIRY,
            paper=Paper.LEGAL_PAD,
            wear=frozenset({Wear.FOLDED, Wear.SHADOW}),
            skew=-0.8,
            paragraphs=(
                "My cellmate pushes my chair. He is fifty-nine and his knees are gone, so we"
                " are quite a sight, two old men and one good pair of legs between us, and"
                " those are not very good.",
                "There are nine chairs on this yard now. When I came there were none. Nobody"
                " built this place for men to grow old in. The bunks are high and the ~ramp"
                " line for pills is outside, in the sun, in the rain.",
                "I have made my peace with dying. I would have liked to do it with a window. I"
                " would have liked my sister to be told before and not after.",
                "If somebody in an office reads this: put the paper on top. That is all. Just"
                " put the next man's paper on top.",
                "|",
                "|Respectfully,",
                ">Walter",
            ),
        ),
    ),
)

VIGIL = Letter(
    key="vigil",
    author=5,
    kind=ItemKind.LETTER,
    file_kind=FileKind.PDF,
    language=Language.ENGLISH,
    title="Sitting with the dying",
    written=date(2025, 1, 29),
    postmarked=date(2025, 2, 1),
    received=date(2025, 2, 9),
    facility="MCSP",
    pages=(
        PageSpec(
            hand=FLOWING,
            paper=Paper.PLAIN,
            wear=frozenset({Wear.FOLDED, Wear.COFFEE}),
            skew=0.8,
            paragraphs=(
                ">January 29, 2025",
                "|Dear reader,",
                "For six years I have had a job that pays nothing and that I would not trade. I"
                " sit with men who are dying. We take shifts of four hours, day and night, so"
                " that no one in our infirmary goes alone.",
                "They trained us for ten weeks. How to turn a man. How to wet his lips. The"
                " chaplain told us that the hearing goes last, so we are to keep talking, and"
                " to be careful what we say.",
                "The first was a man who had not spoken to me in fifteen years on the same"
                " yard. He asked me to read the baseball scores. I read them every day. On the"
                " last day there was no game, and I made one up for him. He won.",
            ),
        ),
        PageSpec(
            hand=FLOWING,
            paper=Paper.PLAIN,
            wear=frozenset({Wear.FOLDED, Wear.SPECKS}),
            skew=-0.5,
            paragraphs=(
                "I took a life when I was twenty-two. I cannot hand it back. But I have held"
                " thirty-one hands, and each time I think: somebody should have been able to"
                " hold his.",
                "You will ask if we are afraid. We are all sentenced to die here. In this room"
                " nobody has to pretend otherwise, and it makes men gentle.",
                "When it is over we fold a quilt over him that the sewing shop made, and we"
                " stand along the corridor, both sides, officers too. It lasts perhaps one"
                " minute. It is the only time I have seen everyone here stand for one of us.",
                "|",
                "|Yours in hope,",
                ">Raymond",
            ),
        ),
    ),
)

HEAT = Letter(
    key="heat",
    author=None,
    kind=ItemKind.LETTER,
    file_kind=FileKind.JPEG,
    language=Language.ENGLISH,
    title="The heat (a scan that is hard to read)",
    postmarked=date(2026, 7, 19),
    received=date(2026, 7, 29),
    facility=None,
    pages=(
        PageSpec(
            hand=PENCIL,
            wear=frozenset({Wear.FADED, Wear.FOLDED}),
            skew=5.2,
            paragraphs=(
                "|To the people who collect letters,",
                "It has been over a hundred and ten for nine days. The cooler on our side broke"
                " on the second. They gave us ice on the fourth, one scoop each, and we put it"
                " in a pillowcase and passed it down the row, oldest first.",
                "An old man two doors from me stopped answering in the afternoon. We beat on the"
                " doors until somebody came. He lived. We beat on the doors for _forty"
                " _minutes.",
                "I am not putting my name because I have to live here. Please keep this anyway.",
                "Somebody should have it written down that we passed the ice.",
            ),
        ),
    ),
)

INVENTORY = Letter(
    key="inventory",
    author=8,
    kind=ItemKind.LETTER,
    file_kind=FileKind.PNG,
    language=Language.ENGLISH,
    title="Inventory (a poem)",
    written=date(2024, 10, 11),
    postmarked=date(2024, 10, 12),
    received=date(2024, 10, 20),
    facility="MCSP",
    pages=(
        PageSpec(
            hand=POET,
            paper=Paper.PLAIN,
            wear=frozenset({Wear.SPECKS}),
            skew=-0.6,
            paragraphs=(
                "^INVENTORY",
                "|",
                "|One cup. One spoon. One photograph",
                "|of a river I can still walk home by.",
                "|One radio, clear, so they can see inside it.",
                "|One man, the same.",
                "|",
                "|One letter that begins My son",
                "|and ends before she could sign it.",
                "|Thirty winters, folded small.",
                "|One name, which I have mended",
                "|so many times that it is mostly thread.",
                "|",
                "|Not listed: the sparrow",
                "|who comes through the broken louver",
                "|and eats from my hand, and goes.",
                "|Officer, write it down. I own",
                "|the moment before it goes.",
                "|",
                ">for my mother, 1941 - 2024",
            ),
        ),
    ),
)

CLASSROOM = Letter(
    key="classroom",
    author=9,
    kind=ItemKind.LETTER,
    file_kind=FileKind.PDF,
    language=Language.ENGLISH,
    title="The back row",
    written=date(2026, 2, 4),
    postmarked=date(2026, 2, 6),
    received=date(2026, 2, 15),
    facility="SATF",
    pages=(
        PageSpec(
            hand=UPRIGHT,
            wear=frozenset({Wear.FOLDED, Wear.SHADOW}),
            skew=0.3,
            paragraphs=(
                ">February 4, 2026",
                "|",
                "|Dear all,",
                "When the college first came to our yard, men with my sentence were put at the"
                " bottom of the list. The thinking was that a degree is for going home. I waited"
                " seven years. I kept the letter that says I was number two hundred and six.",
                "Now I am the one who sits in the back row and helps. Mostly with fractions."
                " Mostly with shame, which looks like anger until you put a pencil in its hand.",
                "There is a young man here, I will call him J., who came at eighteen with a"
                " number of years that he could not pronounce. He told me there was no point. I"
                " said, there is no point to a song either, and you sing all day.",
            ),
        ),
        PageSpec(
            hand=UPRIGHT,
            wear=frozenset({Wear.FOLDED}),
            skew=-0.4,
            paragraphs=(
                "He passed algebra in the fall. He ran across the yard with the paper over his"
                " head and nobody told him to stop running. That has to be written down"
                " somewhere.",
                "I have sent in my request for commutation twice. Each time I hoped for a year,"
                " the way you hope for weather. I do not know if anyone has read it. But thirty"
                " men have learned to read beside me, and two of them read it out loud to me and"
                " told me where the commas go.",
                "So this is my testimony. I was a boy who could not write a sentence, and they"
                " gave me one that has no end. I have been writing my own ever since.",
                "|",
                "|In peace,",
                ">Marcus",
            ),
        ),
    ),
)

MEN = (SICK_CALL, VIGIL, HEAT, INVENTORY, CLASSROOM)
