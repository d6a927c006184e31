"""What days, weeks and months are called, in four languages, folded: patterns and their values."""

from __future__ import annotations

from conversations.assessment.words.folding import word_set
from conversations.planning.school_year import Season, Vacation

WEEKDAYS = {
    name: day
    for day, names in enumerate(
        (
            "monday mon lunes segunda-feira segunda lendi",
            "tuesday tues tue martes terca-feira terca madi",
            "wednesday weds wed miercoles quarta-feira quarta mekredi",
            "thursday thurs thur thu jueves quinta-feira quinta jedi",
            "friday fri viernes sexta-feira sexta vandredi",
            "saturday sat sabado samdi",
            "sunday sun domingo dimanch",
        )
    )
    for name in names.split()
}
SHORT_WEEKDAYS = word_set(
    "mon tues tue weds wed thurs thur thu fri sat sun segunda terca quarta quinta sexta",
)
"""Names that are also words, or too short to be sure of."""

MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "january jan enero janeiro janvye",
            "february feb febrero fevereiro fevriye",
            "march mar marzo marco mas",
            "april apr abril avril",
            "may mayo maio me",
            "june jun junio junho jen",
            "july jul julio julho jiye",
            "august aug agosto out",
            "september sept sep septiembre setembro septanm",
            "october oct octubre outubro oktob",
            "november nov noviembre novembro novanm",
            "december dec diciembre dezembro desanm",
        ),
        1,
    )
    for name in names.split()
}
AMBIGUOUS_MONTHS = word_set("march mar mas may me jen out marco")
"""Months that are other words too: "12 may come", "14 out of 20"."""

UNITS = {
    **dict.fromkeys(("school day", "dia de clase", "dia escolar", "dia letivo"), "school_day"),
    **dict.fromkeys(("dias de clase", "dias escolares", "dias letivos", "jou lekol"), "school_day"),
    **dict.fromkeys(("day", "dia", "dias", "jou"), "day"),
    **dict.fromkeys(("week", "semana", "semanas", "semen"), "week"),
    **dict.fromkeys(("month", "mes", "meses", "mwa"), "month"),
    "year": "year",
}

NUMBERS = {
    word: value
    for words in (
        "one two three four five six seven eight nine ten eleven twelve",
        "a couple",
        "an",
        "un dos tres cuatro cinco seis siete ocho nueve diez",
        "um dois tres quatro cinco seis sete oito nove dez",
        "uma duas",
        "una",
        "yon de twa kat senk sis set uit nef dis",
    )
    for value, word in enumerate(words.split(), 1)
}

ORDINALS = {
    **dict.fromkeys(("first", "1st"), 1),
    **dict.fromkeys(("second", "2nd"), 2),
    **dict.fromkeys(("third", "3rd"), 3),
    **dict.fromkeys(("fourth", "4th"), 4),
    "last": -1,
}

TODAY = {
    **dict.fromkeys(("today", "tonight", "eod", "hoy", "hoje", "jodi a"), 0),
    **dict.fromkeys(("end of day", "end of the day", "end of today"), 0),
    **dict.fromkeys(("tomorrow", "tmrw", "tomorow", "manana", "amanha", "demen"), 1),
    **dict.fromkeys(("day after tomorrow", "pasado manana", "depois de amanha", "apre demen"), 2),
    **dict.fromkeys(("yesterday", "ayer", "ontem", "ye"), -1),
}

HOLIDAYS = {
    r"new year'?s'? eve": "new year's eve",
    r"new years?(?:'s?)?(?: day)?": "new year",
    r"(?:mlk|martin luther king|dr king)(?:,? jr\.?)?(?:'s)?(?: day)?": "martin luther king",
    r"(?:presidents?(?:'s?)?|washington'?s) (?:day|birthday)": "presidents",
    r"patriots?(?:'s?)? day": "patriots",
    r"memorial day": "memorial",
    r"juneteenth": "juneteenth",
    r"independence day|(?:the )?(?:fourth|4th) of july": "independence",
    r"labou?r day": "labor",
    r"(?:indigenous peoples?(?:'s?)?|columbus) day": "indigenous",
    r"veterans?(?:'s?)? day": "veterans",
    r"thanksgiving(?: day)?|accion de gracias|acao de gracas": "thanksgiving",
    r"christmas eve|nochebuena": "christmas eve",
    r"christmas(?: day)?|xmas|navidad|natal|nwel": "christmas",
    r"halloween": "halloween",
    r"valentines?(?:'s?)? day": "valentine",
    r"good friday": "good friday",
    r"easter(?: sunday)?|pascua|pascoa": "easter",
}

_OFF = r"(?:break|vacation|vac|recess|holidays?)(?: week)?"
VACATIONS: dict[str, Vacation] = {
    rf"(?:the )?(?:winter|christmas|holiday|december) {_OFF}|the holidays": "winter",
    rf"(?:the )?(?:february|feb|mid-?winter) {_OFF}|presidents?'?s?'? week": "february",
    rf"(?:the )?(?:april|spring) {_OFF}": "april",
}

SEASONS: dict[str, Season] = {
    "spring": "spring",
    "summer": "summer",
    "fall": "fall",
    "autumn": "fall",
    "winter": "winter",
}
