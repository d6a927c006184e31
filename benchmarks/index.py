"""Puts this index beside rank-bm25, bm25s and tantivy: build time, query time, memory.

    python -m benchmarks.index            # 300, 10,000 and 100,000 passages
    python -m benchmarks.index --short    # 300 and 10,000, fewer queries (what CI runs)

Passages are drawn from the corpus's own sentences and questions, queries are its typical
questions; all engines get the same terms from the same analyzer, so that only the index is
compared. Every engine and size runs in a process of its own, because memory is the process's peak.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context

from content.loader import load
from retrieval.analyzer import Analyzer
from retrieval.bm25 import Index, weigh

SIZES = (300, 10_000, 100_000)
PASSAGE_WORDS = 40
QUERIES = 200
SLOW_QUERIES = 25
TOP = 10
SEED = 7

Query = Sequence[str]
Search = Callable[[Query], object]


def passages(size: int) -> tuple[list[list[str]], list[list[str]]]:
    """Return ``size`` analyzed passages of real words, and the queries."""
    corpus = load()
    analyzer = Analyzer(corpus.lexicon.stop_words["en"])
    pieces = [
        analyzer.terms(text) for item in corpus.items.values() for text in (item.text, *item.asked)
    ]
    draw = random.Random(SEED)  # noqa: S311 (repeatable passages, not secrets)
    made = []
    for _ in range(size):
        passage: list[str] = []
        while len(passage) < PASSAGE_WORDS:
            passage += draw.choice(pieces)
        made.append(passage[:PASSAGE_WORDS])
    questions = [analyzer.terms(q) for item in corpus.items.values() for q in item.asked]
    return made, draw.sample([q for q in questions if q], QUERIES)


def this_index(documents: list[list[str]]) -> Search:
    index = Index.build(documents)
    return lambda query: index.top(weigh(query), TOP)


def rank_bm25(documents: list[list[str]]) -> Search:
    from rank_bm25 import BM25Okapi

    index = BM25Okapi(documents)
    numbers = list(range(len(documents)))
    return lambda query: index.get_top_n(list(query), numbers, n=TOP)


def bm25s(documents: list[list[str]]) -> Search:
    import bm25s as library

    index = library.BM25()
    index.index(documents, show_progress=False)
    return lambda query: index.retrieve([list(query)], k=TOP, show_progress=False)


def tantivy(documents: list[list[str]]) -> Search:
    import tantivy as library

    builder = library.SchemaBuilder()
    builder.add_text_field("body", stored=False, tokenizer_name="whitespace")
    index = library.Index(builder.build())
    writer = index.writer(num_threads=1)
    for document in documents:
        writer.add_document(library.Document(body=[" ".join(document)]))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    schema = index.schema

    def search(query: Query) -> object:
        terms = [
            (library.Occur.Should, library.Query.term_query(schema, "body", term)) for term in query
        ]
        return searcher.search(library.Query.boolean_query(terms), TOP)

    return search


ENGINES = {"this index": this_index, "rank-bm25": rank_bm25, "bm25s": bm25s, "tantivy": tantivy}


def measure(engine: str, size: int, most: int) -> tuple[float, float, float, float]:
    """Return build seconds, median and 99th percentile query milliseconds, and added peak MB."""
    documents, queries = passages(size)
    queries = queries[: SLOW_QUERIES if engine == "rank-bm25" and size > SIZES[0] else most]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    search = ENGINES[engine](documents)
    built = time.perf_counter() - started
    for query in queries[:5]:
        search(query)
    times = []
    for query in queries:
        started = time.perf_counter()
        search(query)
        times.append((time.perf_counter() - started) * 1000)
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return built, statistics.median(times), statistics.quantiles(times, n=100)[98], peak


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--short", action="store_true")
    short = parser.parse_args().short
    print(f"{'passages':>9}  {'engine':<11}{'build s':>9}{'median ms':>11}{'p99 ms':>9}{'+MB':>7}")
    for size in SIZES[:2] if short else SIZES:
        for engine in ENGINES:
            with get_context("spawn").Pool(1) as pool:
                row = pool.apply(measure, (engine, size, 50 if short else QUERIES))
            built, median, slow, memory = row
            print(
                f"{size:>9}  {engine:<11}{built:>9.2f}{median:>11.3f}{slow:>9.3f}{memory:>7.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
