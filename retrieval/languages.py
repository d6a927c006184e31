"""Turns a question in Spanish, Portuguese or Haitian Creole into English search words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from retrieval.analyzer import stem_in
from retrieval.phrases import Match, PhraseBook

ENGLISH = "en"

_OWN_LETTERS = {"es": frozenset("ñ¿¡"), "pt": frozenset("ãõçâêô"), "ht": frozenset("èòà")}
_LEAST_SHARE = 0.4


class Translator:
    """Recognises the language of a question and replaces its phrases by their English meaning."""

    def __init__(
        self, translations: Mapping[str, str], stop_words: Mapping[str, Sequence[str]]
    ) -> None:
        """Take phrase tables (as JSON text) and stop words by language, as compiled."""
        self._translations = translations
        self._books: dict[str, PhraseBook[list[str]]] = {}
        self._stop_words = {language: frozenset(words) for language, words in stop_words.items()}

    def language(
        self,
        question: Sequence[str],
        english: Mapping[str, int],
        spelled: str,
        before: str = ENGLISH,
    ) -> str:
        """Return the language of a question given as folded words.

        Function words decide; known phrases that are not English words (``english`` maps those)
        count too, so that two words without any grammar are recognised. Letters that only one of
        the languages writes, in ``spelled``, tell close ones apart; so does the language that the
        conversation was in ``before``.
        """
        best, most = ENGLISH, float(sum(word in self._stop_words[ENGLISH] for word in question))
        foreign = [word for word in question if word not in english]
        for language in self._translations:
            own = self._stop_words[language] - self._stop_words[ENGLISH]
            said = sum(word in own for word in question)
            letters = not _OWN_LETTERS[language].isdisjoint(spelled)
            if not (said or letters or len(foreign) > len(question) / 2):
                continue
            translated = sum(match.end - match.start for match in self._find(foreign, language))
            score = said + translated + 0.5 * letters + 0.5 * (language == before)
            if score > most and score >= _LEAST_SHARE * len(question):
                best, most = language, score
        return best

    def to_english(self, question: Sequence[str], language: str) -> list[str]:
        """Return the English words for a question's phrases, unknown words kept as they are."""
        if language == ENGLISH:
            return list(question)
        english: list[str] = []
        position = 0
        for match in self._find(question, language):
            english += self._kept(question[position : match.start], language)
            english += match.meaning
            position = match.end
        return english + self._kept(question[position:], language)

    def _find(self, words: Sequence[str], language: str) -> list[Match[list[str]]]:
        if language not in self._books:
            self._books[language] = PhraseBook(json.loads(self._translations[language]))
        return self._books[language].find([stem_in(word, language) for word in words])

    def _kept(self, run: Sequence[str], language: str) -> list[str]:
        return [word for word in run if word not in self._stop_words[language]]
