"""Letters that were typed. Every person and every event in them is invented."""

from datetime import date

from archive.demo.pages import FileKind, Hand, Letter, Ornament, PageSpec, Paper, Script, Wear
from archive.domain.items import ItemKind, Language

MACHINE = Hand(Script.TYPEWRITER, 43, 60, ink=(34, 32, 36), wobble=0.6, pitch=74)
PORTABLE = Hand(Script.PORTABLE, 38, 58, ink=(26, 26, 30), wobble=0.5, pitch=66)
OFFICE = Hand(Script.TYPEWRITER, 40, 58, ink=(46, 46, 60), wobble=0.8, pitch=72)

HEARING = Letter(
    key="hearing",
    author=3,
    kind=ItemKind.TESTIMONY,
    file_kind=FileKind.PDF,
    language=Language.ENGLISH,
    title="The hearing I will never have",
    written=date(2025, 9, 17),
    postmarked=date(2025, 9, 20),
    received=date(2025, 9, 28),
    facility="SATF",
    pages=(
        PageSpec(
            hand=MACHINE,
            paper=Paper.WHITE,
            wear=frozenset({Wear.FOLDED}),
            skew=0.3,
            paragraphs=(
                "^THE HEARING I WILL NEVER HAVE",
                "^Testimony, September 17, 2025",
                "|",
                "My name is Samuel. I am forty-six years old. I have been in prison since I was"
                " twenty. My sentence is life without the possibility of parole, which means"
                " that no board will ever call me into a room and ask who I am now. I have"
                " decided to hold the hearing here, on paper. You may sit where the"
                " commissioners would sit.",
                "The first question at a hearing is always about the crime. I will answer it. I"
                " was with two older men when a robbery became a murder. I did not hold the"
                " gun. I held the car. For ten years I thought that the difference between a"
                " gun and a car was the most important thing in the world. Then I met a mother"
                " in a victim awareness class, and she told us about setting a place at the"
                " table every Sunday, and I understood that to her there was no difference at"
                " all.",
                "He was twenty-six. He was on his way home. I am responsible for the chair that"
                " is empty. I do not ask anyone to forgive me for it, and I do not ask for it"
                " to be made smaller than it is.",
                "The second question is about my childhood. I used to refuse it, because it"
                " sounded like an excuse.",
            ),
        ),
        PageSpec(
            hand=MACHINE,
            paper=Paper.WHITE,
            wear=frozenset({Wear.FOLDED, Wear.SPECKS}),
            skew=-0.4,
            paragraphs=(
                ">2 of 3",
                "|",
                "Now I give it as directions, the way you would tell somebody which road floods."
                " My father left when I was six. My brother raised me and was shot when I was"
                " thirteen. Nobody in my house said a word about it. I went to school the next"
                " morning with his jacket on, and no teacher asked me whose it was.",
                "If one grown person had asked me about that jacket, I believe that I would have"
                " told them everything.",
                "The third question is what I have done with my time. I have worked in the"
                " kitchen, the library and the hospital laundry. I earned a high school diploma"
                " and, when they finally let men with my sentence enroll, two associate degrees."
                " I have been free of write-ups for nineteen years. I started a group called"
                " The Jacket. We meet on Thursdays. Every man says one thing that nobody asked"
                " him when he was a boy, and then another man asks him.",
                "I have watched four of those young men go home. They had numbers at the end of"
                " their sentences. I shook their hands at the gate, and I meant it, and then I"
                " went back to my bunk and lay with my face to the wall. Both of those are true."
                " A board would want to know both.",
            ),
        ),
        PageSpec(
            hand=MACHINE,
            paper=Paper.WHITE,
            wear=frozenset({Wear.FOLDED}),
            skew=0.2,
            paragraphs=(
                ">3 of 3",
                "|",
                "The fourth question is about plans. Men practice this one for years. Where will"
                " you live, who will hire you, what will you do on a bad day. I practice it too,"
                " even though nobody is going to ask me. I would live with my aunt, who has kept"
                " a room. I would wash dishes. On a bad day I would call one of the four.",
                "My mother died in April. I was allowed a telephone call of fifteen minutes. The"
                " chaplain stayed in the room and turned his chair around so that I could cry"
                " without being seen. I put that kindness into the record of this hearing as"
                " well.",
                "The last question is whether there is anything I wish to add. Only this. A"
                " sentence with no end was given to a person of twenty, and it is being served"
                " by a person of forty-six who has never met him. I do not say that I deserve to"
                " go home. I say that somebody should have to look at me before they decide that"
                " I never will.",
                "That concludes the hearing. Thank you for sitting where they would have sat.",
                "|",
                "|Samuel",
            ),
        ),
    ),
)

PETITION = Letter(
    key="petition-copy",
    author=3,
    kind=ItemKind.LETTER,
    file_kind=FileKind.TIFF,
    language=Language.ENGLISH,
    title="A copy of the letter sent with the commutation request",
    written=date(2026, 1, 8),
    postmarked=date(2026, 1, 10),
    received=date(2026, 1, 22),
    facility="SATF",
    pages=(
        PageSpec(
            hand=PORTABLE,
            paper=Paper.WHITE,
            wear=frozenset({Wear.COPIED}),
            skew=-0.6,
            paragraphs=(
                ">January 8, 2026",
                "|",
                "|To the Office of the Governor",
                "|Attention: Commutations",
                "|",
                "I respectfully ask that my sentence be changed from life without parole to a"
                " term of twenty-five years to life. I do not ask to be released. I ask to be"
                " allowed to appear before the board and to be told, by people who have looked"
                " at me, yes or no.",
                "I understand that requests like mine can wait for years. I understand that the"
                " family of the man who died will be told of this letter. If they do not wish"
                " for it to be read, I would rather that it were put aside than that it should"
                " hurt them again.",
                "I enclose certificates, a letter from my work supervisor, and the names of"
                " three people who would give me a place to live.",
                "A measure may come before the voters that would let a board look at sentences"
                " like mine after twenty-five years. I have learned not to count on it. I"
                " have also learned to fill in the form.",
                "|",
                "|Respectfully submitted,",
                "|Samuel",
            ),
        ),
        PageSpec(
            hand=PORTABLE,
            paper=Paper.WHITE,
            wear=frozenset({Wear.COPIED, Wear.SPECKS}),
            skew=0.9,
            paragraphs=(
                "^ENCLOSED WITH THIS LETTER",
                "|",
                "|Associate degree, sociology, 2016",
                "|Associate degree, business, 2019",
                "|Certificate, hospital laundry and sanitation",
                "|Certificate, victim awareness, 52 weeks",
                "|Certificate, peer mentor, 120 hours",
                "|Letter from my supervisor in the library",
                "|Letter from the Thursday group, with 14 names",
                "|Photograph of my mother and me, 2003",
                "|",
                "|Please return the photograph if you can.",
            ),
        ),
    ),
)

COUNSEL = Letter(
    key="legal-mail",
    author=7,
    kind=ItemKind.LETTER,
    file_kind=FileKind.PDF,
    language=Language.ENGLISH,
    title="Mail to counsel, sent to us by mistake",
    written=date(2024, 5, 8),
    postmarked=date(2024, 5, 9),
    received=date(2024, 5, 18),
    facility="SATF",
    is_legal_mail=True,
    pages=(
        PageSpec(
            hand=OFFICE,
            paper=Paper.PLAIN,
            ornament=Ornament.POSTMARK,
            skew=0.6,
            paragraphs=(
                "|SATF",
                "|",
                "|",
                "^The attorney for my habeas case",
                "^Post Office Box",
                "^California",
            ),
        ),
        PageSpec(
            hand=OFFICE,
            paper=Paper.WHITE,
            wear=frozenset({Wear.FOLDED}),
            ornament=Ornament.LEGAL_STAMP,
            skew=-0.3,
            paragraphs=(
                "|May 8, 2024",
                "|",
                "|Re: my habeas petition",
                "|",
                "Dear counselor: You asked me to write down what I remember about the second"
                " interview, and to send it only to you.",
                "They began at four in the afternoon and I signed at ten in the morning. I was"
                " seventeen. I asked for my grandmother twice. It is on the tape the first time."
                " The second time the tape was being changed.",
                "I have not told this to anyone but you. Please do not file it until we have"
                " spoken on the telephone.",
                "|",
                "|Yours truly,",
                "|Anthony",
            ),
        ),
    ),
)

TYPED = (HEARING, PETITION, COUNSEL)
