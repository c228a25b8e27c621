"""The words with which authors are asked; every answer cites the version that it answers."""

from datetime import date

from sqlalchemy import select

from archive.domain.consent_words import Use
from archive.domain.people import Permission
from archive.services.unit import Unit
from archive.store.models import Notice

STANDARD = {"en": "standard-1-en", "es": "standard-1-es"}
"""The notice that is sent today, by language."""

_ISSUED = date(2026, 1, 1)

_USES_EN = {
    Use.INTERNAL: "Our own staff read it to learn and to plan.",
    Use.COALITION: "We show it to groups that work with us. They may not pass it on.",
    Use.CONVENING: "We read it aloud or show it at a meeting, in a closed room.",
    Use.REPORT: "We print it in a report that anyone can read.",
    Use.WEB: "We put it on our web site.",
    Use.SOCIAL: "We post it on social media.",
    Use.PRESS: "We give it to a reporter.",
    Use.LEGISLATURE: "We give it to lawmakers. It may become a public record.",
    Use.COURT_CLEMENCY: "We give it to a court or to the governor. It may become a public record.",
    Use.FUNDRAISING: "We use it to ask people for money for this work.",
    Use.EXHIBIT_MEDIA: "We show it in an exhibit, a film or a recording.",
    Use.ARCHIVE_DEPOSIT: "We give a copy to a library, to be kept there for the future.",
}
_USES_ES = {
    Use.INTERNAL: "Nuestro equipo lo lee para aprender y para planear.",
    Use.COALITION: "Lo mostramos a grupos que trabajan con nosotros. No pueden pasarlo a otros.",
    Use.CONVENING: "Lo leemos en voz alta o lo mostramos en una reunión a puerta cerrada.",
    Use.REPORT: "Lo imprimimos en un informe que cualquiera puede leer.",
    Use.WEB: "Lo ponemos en nuestro sitio de internet.",
    Use.SOCIAL: "Lo publicamos en redes sociales.",
    Use.PRESS: "Lo damos a un periodista.",
    Use.LEGISLATURE: "Lo damos a legisladores. Puede quedar como documento público.",
    Use.COURT_CLEMENCY: "Lo damos a un juez o al gobernador. Puede quedar como documento público.",
    Use.FUNDRAISING: "Lo usamos para pedir dinero para este trabajo.",
    Use.EXHIBIT_MEDIA: "Lo mostramos en una exposición, una película o una grabación.",
    Use.ARCHIVE_DEPOSIT: "Damos una copia a una biblioteca para que la guarde en el futuro.",
}

_BODY_EN = """\
You wrote to us. Your words are yours. We ask before we use them.

Please tell us yes or no for each way of using your words:

{uses}

A yes to one is not a yes to any other. What you leave blank is a no.

You may say no to all of it. You may change your mind at any time: write "stop" and we stop. \
We cannot call back a report that is already printed, or papers that a court or a lawmaker has. \
We will tell you honestly what we could stop and what we could not.

Nothing happens to you either way. We do not pay for a yes. A no does not change how we treat you, \
whether we write back, or any help that you get from us. We cannot promise any help with your case.

Mail can be opened. People at the prison may read this paper and your answer. People who know you \
may know your words, even without your name. Please think about your safety before you say yes.

How should we name you? You choose: your full name; your first name and the first letter of your \
last name; your first name; your initials; a name that you choose; a made-up name; no name, but a \
few words about you; or no name at all. If you choose nothing, we use no name. We tell where you \
are held, your age, your time, your case, your health or your family only if you say that we may.

Your words may name other people. We hide their names, unless they have said yes as well.

A yes lasts 3 years for uses that the public can see, and 5 years for uses inside our group. \
Then we ask you again. If you do not answer, we stop.

Please sign and date your answer and mail it back. Keep this page.
"""
_BODY_ES = """\
Usted nos escribió. Sus palabras son suyas. Preguntamos antes de usarlas.

Por favor díganos sí o no para cada manera de usar sus palabras:

{uses}

Un sí para una no es un sí para otra. Lo que usted deje en blanco es un no.

Puede decir que no a todo. Puede cambiar de idea en cualquier momento: escriba "alto" y dejamos de \
usarlas. No podemos recoger un informe que ya está impreso, ni papeles que ya tiene un juez o un \
legislador. Le diremos con honestidad qué pudimos detener y qué no.

No le pasa nada, diga lo que diga. No pagamos por un sí. Un no no cambia cómo le tratamos, si le \
escribimos, ni la ayuda que le damos. No podemos prometerle ayuda con su caso.

El correo se puede abrir. La gente de la prisión puede leer esta hoja y su respuesta. Quienes le \
conocen pueden reconocer sus palabras, aunque no lleven su nombre. Piense en su seguridad antes de \
decir que sí.

¿Cómo debemos nombrarle? Usted elige: su nombre completo; su nombre y la primera letra de su \
apellido; su nombre; sus iniciales; un nombre que usted escoja; un nombre inventado; sin nombre, \
pero con unas palabras sobre usted; o sin ningún nombre. Si no elige nada, no ponemos nombre. \
Decimos dónde está, su edad, su condena, su caso, su salud o su familia solo si usted lo permite.

Sus palabras pueden nombrar a otras personas. Ocultamos esos nombres, a menos que ellas también \
hayan dicho que sí.

Un sí dura 3 años para usos que el público puede ver, y 5 años para usos dentro de nuestro grupo. \
Después le preguntamos otra vez. Si no contesta, dejamos de usarlas.

Por favor firme su respuesta, ponga la fecha y envíela por correo. Guarde esta hoja.
"""


def seed_notices(unit: Unit) -> None:
    """Put the standard notice there in both languages; one that is there already stays as it is."""
    unit.require_worker()
    texts = {
        "en": ("May we use your words?", _BODY_EN, _USES_EN),
        "es": ("¿Podemos usar sus palabras?", _BODY_ES, _USES_ES),
    }
    present = set(unit.session.scalars(select(Notice.code)))
    for language, (title, body, uses) in texts.items():
        code = STANDARD[language]
        if code in present:
            continue
        listed = "\n".join(f"- {uses[use]}" for use in Use)
        unit.session.add(
            Notice(
                code=code,
                language=language,
                title=title,
                body=body.format(uses=listed),
                issued_on=_ISSUED,
            )
        )
        unit.audit("notice.issue", f"notice:{code}")
    unit.session.flush()


def all_notices(unit: Unit) -> list[Notice]:
    """Every notice that an answer may cite, by code."""
    unit.require(Permission.READ_CONSENT)
    return list(unit.session.scalars(select(Notice).order_by(Notice.code)))
