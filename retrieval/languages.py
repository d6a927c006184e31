"""Turns a question in Spanish, Portuguese or Haitian Creole into English search words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from retrieval.analyzer import stem_in
from retrieval.phrases import PhraseBook

ENGLISH = "en"

_OWN_LETTERS = {"es": frozenset("ñ¿¡"), "pt": frozenset("ãõçâêô"), "ht": frozenset("èòà")}


class Translator:
    """Recognises the language of a question and replaces its phrases by their English meaning."""

    def __init__(
        self, translations: Mapping[str, Any], stop_words: Mapping[str, Sequence[str]]
    ) -> None:
        """Take phrase tables and stop words by language, as compiled."""
        self._books: dict[str, PhraseBook[Sequence[str]]] = {
            language: PhraseBook(entries) for language, entries in translations.items()
        }
        self._stop_words = {language: frozenset(words) for language, words in stop_words.items()}

    def language(
        self, question: Sequence[str], english: Mapping[str, int], spelled: str = ""
    ) -> str:
        """Return the language of a question given as folded words.

        Function words decide; known phrases that are not English words (``english`` maps those)
        count too, so that two words without any grammar are recognised. Letters that only one of
        the languages writes, in ``spelled``, tell close ones apart.
        """
        best, most = ENGLISH, float(sum(word in self._stop_words[ENGLISH] for word in question))
        if not question:
            return ENGLISH
        foreign = [word for word in question if word not in english]
        for language, book in self._books.items():
            stems = [stem_in(word, language) for word in foreign]
            said = sum(
                word in self._stop_words[language] and word not in self._stop_words[ENGLISH]
                for word in question
            )
            score: float = said + sum(match.end - match.start for match in book.find(stems))
            score += 0.5 * bool(_OWN_LETTERS[language].intersection(spelled))
            if score > most and score >= 0.4 * len(question):
                best, most = language, score
        return best

    def to_english(self, question: Sequence[str], language: str) -> list[str]:
        """Return the English words for a question's phrases, unknown words kept as they are."""
        if language == ENGLISH:
            return list(question)
        stems = [stem_in(word, language) for word in question]
        english: list[str] = []
        position = 0
        for match in self._books[language].find(stems):
            english += self._kept(question[position : match.start], language)
            english += match.meaning
            position = match.end
        return english + self._kept(question[position:], language)

    def _kept(self, run: Sequence[str], language: str) -> list[str]:
        return [word for word in run if word not in self._stop_words[language]]
