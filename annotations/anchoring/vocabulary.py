"""The words by which a change is told: numbers, parts of dates, negations.

English first, and the commonest of a few other languages.
What is missing here makes a change mere `wording`; it is shown to a person all the same.
"""


def _words(text: str) -> list[str]:
    return text.split()


MONTHS = {
    spelling: month
    for month, spellings in enumerate(
        (
            "january jan januar janvier enero",
            "february feb februar février febrero",
            "march mar märz mars marzo",
            "april apr avril abril",
            "may mai mayo",
            "june jun juni juin junio",
            "july jul juli juillet julio",
            "august aug août agosto",
            "september sep sept septembre septiembre",
            "october oct oktober octobre octubre",
            "november nov novembre noviembre",
            "december dec dezember décembre diciembre",
        ),
        start=1,
    )
    for spelling in spellings.split()
}

WEEKDAYS = {
    spelling: weekday
    for weekday, spellings in enumerate(
        (
            "monday mon montag lundi lunes",
            "tuesday tue tues dienstag mardi martes",
            "wednesday wed mittwoch mercredi miércoles",
            "thursday thu thur thurs donnerstag jeudi jueves",
            "friday fri freitag vendredi viernes",
            "saturday sat samstag sonnabend samedi sábado",
            "sunday sun sonntag dimanche domingo",
        )
    )
    for spelling in spellings.split()
}

# Words that are a date whatever stands beside them.
RELATIVE_DAYS = frozenset(
    _words("today yesterday tomorrow tonight heute gestern morgen hier demain hoy ayer mañana")
)

# A number in letters and in digits is the same number.
_SMALL_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_QUANTITIES = (
    "half quarter dozen hundred hundreds thousand thousands million millions billion billions trillion first "
    "second third fourth fifth double twice triple"
)
NUMBER_WORDS = {
    **{word: str(number) for number, word in enumerate(_words(_SMALL_NUMBERS))},
    **{word: str(number) for number, word in zip(range(30, 100, 10), _words(_TENS), strict=True)},
    **{word: word for word in _words(_QUANTITIES)},
}

NEGATIONS = frozenset(
    _words(
        "not no nor never none nobody nothing nowhere neither cannot without hardly barely "
        "nicht kein keine keinen keiner keinem nie niemals niemand nichts ohne "
        "ne pas jamais aucun aucune sans nunca jamás nadie ningún ninguna sin не ні нет никогда ніколи без"
    )
)
# "isn't", cut into isn ' t.
NEGATED_VERBS = frozenset(
    _words(
        "ain aren can couldn didn doesn don hadn hasn haven isn mightn mustn needn shan shouldn wasn weren won "
        "wouldn"
    )
)
NEGATIVE_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")

# Words that are written with a capital only because a sentence begins.
SENTENCE_OPENERS = frozenset(
    _words(
        "a about after again all along already also although among an and another any are as asked at because before "
        "behind both but by can could despite did do does during each earlier even every few finally first for from "
        "given had has have having he her here his how however i if in indeed instead into is it its last later like "
        "many may meanwhile more moreover most much my nearly never next no none nor not now of on once one only or "
        "other others our over perhaps rather several shall she should since so some soon still such than that the "
        "their then there therefore these they this those though through thus to today two under unlike until upon "
        "was we were what when where whether which while who whose why will with within without would yes yet "
        "yesterday you your"
    )
)
