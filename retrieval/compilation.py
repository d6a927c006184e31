"""Compiles a corpus into what the search runs on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from content.loader import Corpus
from content.models import Item, Lexicon
from retrieval.analyzer import Analyzer, fold, stem, stem_in, words
from retrieval.bm25 import Index
from retrieval.glossary import key
from retrieval.grams import log_odds
from retrieval.knowledge import Knowledge
from retrieval.phrases import Table, phrase_table


def compile_corpus(corpus: Corpus, official: Mapping[str, str] | None = None) -> Knowledge:
    """Compile ``corpus``, with the official wording by id as a further field where it is given."""
    lexicon = corpus.lexicon
    analyzer = Analyzer(lexicon.stop_words["en"])
    items = list(corpus.items.values())
    place = {item.id: number for number, item in enumerate(items)}
    asked = sorted((place[item_id], question) for item_id, question in corpus.asked())
    typical: list[list[str]] = [[] for _ in items]
    for number, question in asked:
        typical[number].append(question)
    field_texts = {
        "whole": [
            " ".join((_own_text(item), *item.keywords, *questions))
            for item, questions in zip(items, typical, strict=True)
        ],
        "text": [_own_text(item) for item in items],
        "keywords": [" ".join(item.keywords) for item in items],
        "official": [(official or {}).get(item.id, "") for item in items],
    }
    off_topic = [
        (number, question)
        for number, topic in enumerate(corpus.out_of_scope)
        for question in topic.asked
    ]
    asked_terms = [analyzer.terms(question) for _, question in asked]
    tables = {
        "items": [_shown(item) for item in items],
        "sources": corpus.sources.model_dump(mode="json"),
        "out_of_scope": [
            {"topic": topic.topic, "instead": topic.instead} for topic in corpus.out_of_scope
        ],
        "asked_owners": [number for number, _ in asked],
        "scope_owners": [number for number, _ in off_topic],
        "glossary": _glossary_table(lexicon),
        "stop_words": {
            language: [fold(word) for word in stop_words]
            for language, stop_words in lexicon.stop_words.items()
        },
        "shorthand": {fold(short): words(long) for short, long in lexicon.shorthand.items()},
        "roles": _role_phrases(corpus),
        "expansions": _expansion_phrases(corpus, analyzer),
        "translations": {
            # Kept as text: only a question in that language pays for reading it.
            language: json.dumps(
                phrase_table(
                    ([stem_in(word, language) for word in words(phrase)], words(meaning))
                    for phrase, meaning in entries.items()
                ),
                ensure_ascii=False,
            )
            for language, entries in lexicon.translations.items()
        },
        "log_odds": log_odds(
            [words(question) for _, question in asked],
            [words(question) for _, question in off_topic],
        ),
        "vocabulary": dict(
            Counter(word for text in field_texts["whole"] for word in words(text) if len(word) > 2)
        ),
    }
    field_terms = {
        name: [analyzer.terms(text) for text in texts] for name, texts in field_texts.items()
    }
    scope_terms = asked_terms + [analyzer.terms(question) for _, question in off_topic]
    documents = [*chain.from_iterable(field_terms.values()), *scope_terms]
    vocabulary = {term: row for row, term in enumerate(dict.fromkeys(chain(*documents)))}
    return Knowledge(
        tables=json.loads(json.dumps(tables)),
        fields={name: Index.build(terms, vocabulary) for name, terms in field_terms.items()},
        asked=Index.build(asked_terms, vocabulary),
        scope=Index.build(scope_terms, vocabulary),
    )


def _own_text(item: Item) -> str:
    return " ".join(part for part in (item.title, item.text, item.purpose, item.audience) if part)


def _shown(item: Item) -> dict[str, Any]:
    return item.model_dump(exclude={"keywords", "asked"})


def _role_phrases(corpus: Corpus) -> Table:
    return phrase_table(
        ([stem(word) for word in words(phrase)], (level, sort))
        for level, roles in corpus.lexicon.roles.items()
        for sort, phrases in (("who", roles.who), ("where", roles.where))
        for phrase in phrases
    )


def _glossary_table(lexicon: Lexicon) -> dict[str, Any]:
    """Entries, and which one each form leads to; an entry's own name wins over another's form."""
    entries: list[dict[str, str | None]] = [
        {"short": a.short, "meaning": a.meaning, "explained": a.explained} for a in lexicon.acronyms
    ]
    entries += [
        {"short": t.term, "meaning": None, "explained": t.explained} for t in lexicon.glossary
    ]
    also = [*(a.also for a in lexicon.acronyms), *(t.also for t in lexicon.glossary)]
    forms: dict[str, int] = {}
    for field in ("short", "meaning"):
        for number, entry in enumerate(entries):
            name = entry[field]
            if name:
                forms.setdefault(key(name), number)
    for number, others in enumerate(also):
        for form in others:
            forms.setdefault(key(form), number)
    return {"entries": entries, "forms": forms}


def _expansion_phrases(corpus: Corpus, analyzer: Analyzer) -> dict[str, Table]:
    """Phrase → terms that mean the same here, for acronyms, synonyms and bridges."""
    lexicon = corpus.lexicon
    groups = [(acronym.short, acronym.meaning, *acronym.also) for acronym in lexicon.acronyms]
    return {
        "acronym": _gathered(_substitutes(groups), analyzer),
        "synonym": _gathered(_substitutes(lexicon.synonyms), analyzer),
        "bridge": _gathered(
            (
                (phrase, meaning)
                for bridge in lexicon.bridges
                for phrase in bridge.when
                for meaning in bridge.means
            ),
            analyzer,
        ),
    }


def _substitutes(groups: Iterable[Sequence[str]]) -> Iterable[tuple[str, str]]:
    return ((one, other) for group in groups for one in group for other in group if one != other)


def _gathered(pairs: Iterable[tuple[str, str]], analyzer: Analyzer) -> Table:
    # A phrase may stand in several groups: its meanings are gathered, each once.
    meanings: dict[tuple[str, ...], dict[str, float]] = {}
    for phrase, meaning in pairs:
        key = tuple(stem(word) for word in words(phrase))
        terms = analyzer.terms(meaning)
        shares = meanings.setdefault(key, {})
        for term in terms:
            # A phrase's terms share its weight, so that a long name does not outweigh a word.
            shares[term] = max(shares.get(term, 0.0), round(len(terms) ** -0.5, 3))
    return phrase_table(meanings.items())
