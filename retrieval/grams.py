"""Words and word pairs of questions, and how much each speaks for a covered question.

Naive Bayes over the typical questions of the items against those of the out-of-scope topics
(M. E. Maron, "Automatic Indexing: An Experimental Inquiry", 1961).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from retrieval.analyzer import stem

_SMOOTHING = 0.5
_LEAST_SEEN = 2


def word_grams(words: Sequence[str]) -> list[str]:
    """Return the stemmed words of a question and its word pairs, with its start and end.

    Function words stay: "how many", "when is" and "write me" tell what sort of thing is asked.
    """
    stems = ["#" if word.isdigit() else stem(word) for word in words]
    return stems + [f"{one} {two}" for one, two in zip(["^", *stems], [*stems, "$"], strict=True)]


def log_odds(inside: Iterable[Sequence[str]], outside: Iterable[Sequence[str]]) -> dict[str, float]:
    """Return for each word and pair the log odds of a covered question saying it."""
    covered = [set(word_grams(question)) for question in inside]
    uncovered = [set(word_grams(question)) for question in outside]
    seen_in = Counter(gram for grams in covered for gram in grams)
    seen_out = Counter(gram for grams in uncovered for gram in grams)
    return {
        gram: round(
            math.log((seen_in[gram] + _SMOOTHING) / (len(covered) + 2 * _SMOOTHING))
            - math.log((seen_out[gram] + _SMOOTHING) / (len(uncovered) + 2 * _SMOOTHING)),
            3,
        )
        for gram in sorted({*seen_in, *seen_out})
        if seen_in[gram] + seen_out[gram] >= _LEAST_SEEN
    }
