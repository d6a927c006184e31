"""Notices what looks like one student's data in what somebody types.

It only warns, so that a person looks again before their words are saved. It knows no names: it
goes by capital letters beside a grade or an age, and by the words around numbers and dates. A name
in small letters, a name alone or a description that gives a child away passes unnoticed.
"""

from __future__ import annotations

import re
import unicodedata

from conversations.assessment.words.folding import word_set
from conversations.assessment.words.school import (
    ADULTS,
    GROUPS,
    NAMES_IN_S,
    ONE_CHILD,
    OPENERS,
    SCHOOL_WORDS,
)

_GRADED, _AGED = "a student's name with a grade", "a student's name with an age"
_NAMED, _NUMBERED, _BORN = "a student's name", "a student's ID number", "a birth date"

_NEAR = 80
"""How far from a grade a name is looked for."""

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_GAP = re.compile(r"[\s,(:–—-]{0,4}")
_GAP_AFTER_INITIAL = re.compile(r"\.?[\s,(:–—-]{0,4}")
_GAP_IN_A_NAME = re.compile(r"\.?[^\S\n]{1,2}")
_TO_A_NAME = re.compile(r"[\s,:(–—-]{1,3}(?:(?:named|called|is|llamad[oa]|chamad[oa])\s{1,2})?")

_ORDINAL = (
    r"(?:\d{1,2}\s?(?:st|nd|rd|th|er|ro|do|to|mo|vo|no|y[eè]m|[ºª°])"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|primero?|segundo|tercero?|cuarto|quinto|sexto|s[eé]ptimo|octavo|noveno|d[eé]cimo"
    r"|primeir[oa]|segunda|terceir[oa]|quart[oa]|quinta|sexta|s[eé]tim[oa]|oitav[oa]|non[oa])"
)
_GRADE = re.compile(
    rf"\b(?:{_ORDINAL}[\s-]{{0,2}}(?:(?P<one>grader)|grade|grado|gr|s[eé]rie|ano|ane)\b"
    r"|(?:grade|grado|gr\.?|klas)\s{0,2}#?\s?(?:\d{1,2}|K)\b|kindergarten\b|pre-k\b)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\baged?\s{1,2}(?P<of>\d{1,2})\b"
    r"|\b(?P<years>\d{1,2})[\s-](?:(?P<one>years?[\s-]old)|a[ñn]os|an\b)",
    re.IGNORECASE,
)
_OLDEST = 22
_CALLED = re.compile(
    r"\b(?:my student|mi estudiante|(?:meu|minha) alun[oa]|elèv ki rele"
    r"|(?:student|newcomer|child|kid|boy|girl|pupil|son|daughter|brother|sister|estudiante|alumn[oa]"
    r"|niñ[oa]|alun[oa])(?=,?\s(?:named|called|llamad|chamad)))",
    re.IGNORECASE,
)

_LINKS = word_set(
    "is are was in a an the my our her his who now currently just also of de del do da en em no na",
    "nan está esta es é started starts entered entering finished finishing repeating attends el la",
    "newcomer student girl boy child kid pupil ell ml slife",
)
"""Words that may stand between a name and its grade."""

_PARTICLES = word_set("de da do dos das del la van von al el bin")
_NO_NAME = ADULTS | OPENERS | SCHOOL_WORDS
_NOUN = re.compile(r"...ing$|tions?$|.....ments?$|ness$|ities$|[^d]ers$|..ally$|ology$")

_PLACED = word_set("from at in near by using use via en desde em na no through during")
"""Words that make a place or a thing of the name after them ("from Lawrence")."""

_NOT_OF_PERSONS = word_set(
    "zoom meeting webinar grant course event vendor form ticket project tax employee staff",
    "educator meet conference section district school org license mtel room",
)
_IS = r"(?:[\s:#.=()-]|\b(?:number|num|no|is|es|é)\b){0,6}"
_STUDENT_ID = re.compile(
    rf"\b(?:(?:sasid|lasid|ssid)s?\b{_IS}[a-z]{{0,2}}\d{{3,}}"
    r"|(?:student|pupil|scholar|lunch)(?:'s)?[\s-]{0,2}(?:id|i\.d|identification|number|no|num|pin|#)"
    rf"{_IS}[a-z]{{0,2}}\d{{4,}})",
    re.IGNORECASE,
)
_SOME_ID = re.compile(rf"\bid\b{_IS}\d{{4,}}", re.IGNORECASE)
_TEN_DIGITS = re.compile(r"(?<![\w.,/$€=&+-])\d{10}(?![\w/-]|[.,]\d)")
_SOCIAL_SECURITY = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_PHONE = re.compile(r"\b(?:phone|tel|cell|call|text|fax|mobile|whatsapp|tel[eé]fono|telefone)\b")

_MONTH = (
    r"(?:jan(?:uary|eiro|vye)?|feb(?:ruary|rero)?|fev(?:ereiro|riye)?|mar(?:ch|zo|ço)?|apr(?:il)?"
    r"|abr(?:il)?|avril|may(?:o)?|maio|june?|jun(?:io|ho)|jen|july?|jul(?:io|ho)|jiyè|aug(?:ust)?"
    r"|agosto|sept?(?:ember|iembre|anm)?|setembro|oct(?:ober|ubre)?|outubro|oktòb|nov(?:ember"
    r"|iembre|embro|anm)?|dec(?:ember)?|dic(?:iembre)?|dez(?:embro)?|desanm|enero)"
)
_DATE = (
    r"(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"
    rf"|{_MONTH}\.?\s{{1,2}}\d{{1,2}}(?:st|nd|rd|th)?\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th|º)?[\s-](?:of\s|de\s)?{_MONTH}\b)"
)
_THEN = (
    r"(?:[\s:,=#-]|\([^)\n]{0,15}\)|\b(?:on|is|was|the|el|em|le|dia|día|es|é)\b"
    r"|\b(?:in|en|nan)\s[^\W\d_]{2,20}){0,10}"
)
_BIRTH = re.compile(
    rf"\b(?:born|nacid[oa]|naci[oó]|nascid[oa]|nasceu|fèt){_THEN}{_DATE}"
    r"|\b(?:birth\s?da(?:y|te)|b-?day|date of birth|d\.?o\.?b|(?:fecha de )?nacimiento|cumpleaños"
    rf"|nascimento|aniversário|nesans)\b\.?{_THEN}(?:{_DATE}|\d{{1,2}}/\d{{1,2}}\b)",
    re.IGNORECASE,
)


def student_data(text: str) -> str | None:
    """Return what in a text looks like a student's data, to complete "This looks like …"."""
    text = unicodedata.normalize("NFC", text).replace("’", "'")
    if _BIRTH.search(text):
        return _BORN
    if _has_id(text):
        return _NUMBERED
    if any(_is_about_one(text, grade) for grade in _GRADE.finditer(text)):
        return _GRADED
    if any(_is_about_one(text, age) for age in _AGE.finditer(text) if _is_childs(age)):
        return _AGED
    if any(_name_after(text, called.end()) for called in _CALLED.finditer(text)):
        return _NAMED
    return None


def _has_id(text: str) -> bool:
    if _STUDENT_ID.search(text) or _SOCIAL_SECURITY.search(text):
        return True
    if any(
        _word_before(text, some.start()) not in _NOT_OF_PERSONS for some in _SOME_ID.finditer(text)
    ):
        return True
    # Ten digits in a row are a state's student number; a phone is most often written with dashes.
    return any(
        not _PHONE.search(text[max(0, digits.start() - _NEAR // 4) : digits.start()].casefold())
        for digits in _TEN_DIGITS.finditer(text)
    )


def _word_before(text: str, place: int) -> str:
    words = _WORD.findall(text[max(0, place - _NEAR) : place])
    return words[-1].casefold() if words else ""


def _is_childs(age: re.Match[str]) -> bool:
    return int(age["of"] or age["years"]) <= _OLDEST


def _is_about_one(text: str, said: re.Match[str]) -> bool:
    """Tell whether a grade or an age is that of one child, who is named."""
    following = _WORD.match(text, said.end() + (text[said.end() : said.end() + 1] in (" ", "-")))
    after = following[0].casefold() if following else ""
    if said["one"] and _name_after(text, said.end()):
        return True
    if following and after in ONE_CHILD:
        return _name_after(text, following.end()) or _name_before(text, said.start(), linked=True)
    return after not in ADULTS | GROUPS and _name_before(text, said.start(), linked=False)


def _name_after(text: str, place: int) -> bool:
    gap = _TO_A_NAME.match(text, place)
    word = _WORD.match(text, gap.end()) if gap else None
    return bool(word and _is_name([word[0]]))


def _name_before(text: str, place: int, linked: bool) -> bool:
    """Tell whether a name leads to a place; ``linked`` if only by a word such as "is" or "in"."""
    words = _words_up_to(text, place)
    end, links = place, 0
    while words:
        word = words.pop()
        initial = len(word[0]) == 1 and word[0].isupper()
        gap = _GAP_AFTER_INITIAL if initial else _GAP
        if not gap.fullmatch(text, word.end(), end):
            return False
        if word[0].casefold() in _LINKS:
            links += 1
        elif not initial:
            return bool(links or not linked) and _is_person(text, word, words)
        end = word.start()
    return False


def _words_up_to(text: str, place: int) -> list[re.Match[str]]:
    start = max(0, place - _NEAR)
    words = list(_WORD.finditer(text, start, place))
    # The first may be the end of a longer one.
    return words[1:] if start and words and words[0].start() == start else words


def _is_person(text: str, last: re.Match[str], earlier: list[re.Match[str]]) -> bool:
    """Tell whether the words up to ``last`` are a child's name: no adult's, no place's."""
    name, start = [last[0]], last.start()
    before = ""
    for word in reversed(earlier):
        if not _GAP_IN_A_NAME.fullmatch(text, word.end(), start):
            break
        before = word[0].casefold()
        if before not in _PARTICLES:
            if before in OPENERS or not _is_capital(word[0]):
                break
            name.insert(0, word[0])
        start, before = word.start(), ""
    return before not in ADULTS | _PLACED and _is_name(name)


def _is_name(words: list[str]) -> bool:
    if any(word.casefold().split("-")[0] in _NO_NAME for word in words):
        return False
    if not _is_capital(words[-1]) or words[-1].endswith("'s"):
        return False
    return not _is_noun(words[0].casefold())


def _is_capital(word: str) -> bool:
    """Tell whether a word is written as a name: a capital, no acronym; not all scripts have any."""
    return not (word[0].islower() or word.isupper())


def _is_noun(word: str) -> bool:
    plural = word.endswith("s") and not word.endswith(("is", "us", "as", "os"))
    return (plural and word not in NAMES_IN_S) or bool(_NOUN.search(word))
