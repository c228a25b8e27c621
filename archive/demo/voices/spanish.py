"""Letters in Spanish. Every person and every event in them is invented."""

from datetime import date

from archive.demo.pages import FileKind, Hand, Letter, PageSpec, Paper, Script, Wear
from archive.domain.items import ItemKind, Language

CAREFUL = Hand(Script.KALAM, 56, 52, ink=(26, 28, 40), slant=0.02, wobble=1.5, pitch=84)

MOTHER = Letter(
    key="mi-madre",
    author=4,
    kind=ItemKind.LETTER,
    file_kind=FileKind.PDF,
    language=Language.SPANISH,
    title="La llamada (the call about my mother)",
    written=date(2023, 11, 2),
    postmarked=date(2023, 11, 4),
    received=date(2023, 11, 15),
    facility="MCSP",
    pages=(
        PageSpec(
            hand=CAREFUL,
            wear=frozenset({Wear.FOLDED}),
            skew=-0.5,
            paragraphs=(
                ">2 de noviembre de 2023",
                "|",
                "|Estimados amigos:",
                "Hoy es el Día de los Muertos y por eso les escribo. Mi madre murió en febrero,"
                " en su pueblo, a los ochenta y un años. Yo llevaba veintisiete sin abrazarla.",
                "Me avisaron un martes, por la ventanilla, con la comida. El oficial dijo: lo"
                " siento, y me dio un papel con un número de teléfono. Esa noche no pude llamar"
                " porque no era mi día.",
                "Ella nunca entendió la sentencia. Cada año me preguntaba cuándo salía, y cada"
                " año yo le decía: pronto, mamá. No fue para engañarla. Fue para que pudiera"
                " dormir.",
                "Me mandaba en las cartas una hoja del limón que sembramos cuando yo nací. La"
                " revisaban, la olían, y a veces me la dejaban. Tengo once hojas. Ya no huelen"
                " a nada, pero yo sé de qué árbol son.",
            ),
        ),
        PageSpec(
            hand=CAREFUL,
            wear=frozenset({Wear.FOLDED, Wear.SHADOW}),
            skew=0.7,
            paragraphs=(
                "Aquí hicimos un altar en una caja de zapatos. Cada quien puso un nombre. Un"
                " compañero que no habla español puso el nombre de su hija. Nadie dijo nada, y"
                " todos rezamos también por ella.",
                "Yo cometí un delito grave cuando tenía veintiún años y acepto mi culpa. Lo que"
                " no sabía es que la condena también era para mi madre, y que ella la iba a"
                " cumplir completa.",
                "Si publican esta carta, no pongan el nombre de mi pueblo. Pero pongan lo del"
                " limón. Quiero que alguien afuera sepa que hay un árbol que me está esperando.",
                "|",
                "|Con respeto,",
                ">Tomás",
            ),
        ),
    ),
)

FAITH = Letter(
    key="la-fe",
    author=4,
    kind=ItemKind.LETTER,
    file_kind=FileKind.PNG,
    language=Language.SPANISH,
    title="La fe (on faith)",
    written=date(2024, 4, 17),
    postmarked=date(2024, 4, 19),
    received=date(2024, 4, 28),
    facility="MCSP",
    pages=(
        PageSpec(
            hand=CAREFUL,
            paper=Paper.PLAIN,
            wear=frozenset({Wear.SPECKS}),
            skew=0.4,
            paragraphs=(
                ">17 de abril de 2024",
                "|",
                "|Hermanos:",
                "Me preguntan si todavía creo en Dios. Les contesto con lo que pasó esta semana.",
                "En la capilla somos catorce. No hay piano. Un señor de setenta años, que casi"
                " no oye, marca el ritmo con la mano en la banca, y con eso cantamos. El"
                " domingo él no llegó. Estaba en la enfermería. Cantamos de todos modos, y"
                " cuando se acabó la canción seguimos marcando el ritmo con la mano, bien"
                " fuerte, para que lo oyera.",
                "La enfermería está del otro lado del patio. Nos dijeron después que él movía"
                " los dedos.",
                "Yo no sé si un gobernador va a leer mi petición. No sé si la ley va a cambiar."
                " Pero sé que alguien, del otro lado de una pared, está oyendo. Eso es para mí"
                " la fe.",
                "|",
                "|Que Dios los bendiga,",
                ">Tomás",
            ),
        ),
    ),
)

SPANISH = (MOTHER, FAITH)
