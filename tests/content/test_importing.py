"""Published documents are taken in whatever their format, or refused with a sentence."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from fpdf import FPDF

from content import ids
from content.errors import DataFileError, ImportRefusedError
from content.loader import Corpus
from content.official import store
from content.official.extract import LARGEST
from content.official.importing import import_documents, read_documents
from tests.conftest import OFFICIAL
from tests.content.documents import document, write

SOURCES = ("blueprint", "leaders", "coherence", "team", "learning")


def plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text)
    return " ".join(re.findall(r"[a-z0-9]+", folded.casefold()))


@pytest.mark.parametrize("suffix", [".txt", ".html", ".docx", ".pdf"])
def test_all_295_passages_are_matched_in_every_format(
    corpus: Corpus, tmp_path: Path, suffix: str
) -> None:
    paths = [write(document(s, corpus), tmp_path / (s + suffix)) for s in SOURCES]
    report = import_documents(paths, tmp_path / "data")
    assert report.unmatched == ()
    assert set(report.matched) == set(ids.all_ids())
    stored = store.read(tmp_path / "data")
    for item_id in ("blueprint/p3/b2/district/2", "team/competencies/5", "learning/process/3"):
        assert plain(corpus.items[item_id].text) in plain(stored[item_id])
    citation = "coherence/components/data/rubric/1"
    assert stored[citation].endswith("(I-E-1)")


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official text is not on this machine")
def test_the_five_official_texts_match_295_of_295_ids(tmp_path: Path) -> None:
    report = read_documents(sorted(OFFICIAL.glob("*.txt")))
    assert len(report.matched) == 295
    assert report.unmatched == ()


def test_what_is_missing_from_a_document_is_reported(corpus: Corpus, tmp_path: Path) -> None:
    blocks = document("team", corpus)
    kept = [b for b in blocks if not b.text.startswith("Members may include")]
    report = read_documents([write(kept, tmp_path / "team.txt")])
    assert report.unmatched == ("team/members/2",)
    assert report.documents[0].missing == ("Members may include",)


def test_a_second_import_keeps_what_the_first_brought(corpus: Corpus, tmp_path: Path) -> None:
    for source in ("team", "learning"):
        path = write(document(source, corpus), tmp_path / f"{source}.txt")
        import_documents([path], tmp_path / "data")
    assert {ids.source_of(i) for i in store.read(tmp_path / "data")} == {"team", "learning"}


def foreign(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "no text"),
        ("a.txt", b"   \n\t ", "no text"),
        ("a.txt", b"A shopping list: milk, bread.", "none of the published documents"),
        ("a.txt", b"\x00\x01\x02\x03" * 50, "not a text file"),
        ("a.xlsx", b"PK", "not a kind of file"),
        ("a.docx", b"PK\x03\x04 broken", "damaged"),
        ("a.docx", b"", "damaged"),
        ("a.pdf", b"%PDF-1.7 broken", "damaged"),
        ("a.pdf", b"", "damaged"),
        ("a.html", b"<html><body></body></html>", "no text"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_a_sentence(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(ImportRefusedError, match=said):
        import_documents([foreign(tmp_path / name, content)], tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert path.stat().st_size > LARGEST
    with pytest.raises(ImportRefusedError, match="too large"):
        import_documents([path], tmp_path / "data")


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="not there"):
        import_documents([tmp_path / "nowhere.txt"], tmp_path / "data")


def test_one_bad_file_among_good_ones_stores_nothing(corpus: Corpus, tmp_path: Path) -> None:
    good = write(document("team", corpus), tmp_path / "team.txt")
    bad = foreign(tmp_path / "bad.txt", b"milk, bread")
    with pytest.raises(ImportRefusedError):
        import_documents([good, bad], tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_a_damaged_store_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / store.FILE_NAME).write_text("{half", encoding="utf-8")
    with pytest.raises(DataFileError, match="content import again"):
        store.read(tmp_path)


def test_the_store_is_plain_json_by_id(corpus: Corpus, tmp_path: Path) -> None:
    import_documents([write(document("team", corpus), tmp_path / "t.txt")], tmp_path / "data")
    kept = json.loads((tmp_path / "data" / store.FILE_NAME).read_text(encoding="utf-8"))
    assert kept["team/plans/1"].startswith("The District Improvement Plan")


def test_a_pdf_with_a_password_is_refused_with_what_to_do(tmp_path: Path) -> None:
    made = FPDF()
    made.set_encryption("owner", "secret")
    made.add_page()
    made.output(str(tmp_path / "a.pdf"))
    with pytest.raises(ImportRefusedError, match="has a password"):
        import_documents([tmp_path / "a.pdf"], tmp_path / "data")


@pytest.mark.parametrize("piece", ["<a ", "[image: ", "<li ", "· ", "&lt;", "\t1. "])
def test_a_hostile_text_of_a_megabyte_is_read_in_one_pass(tmp_path: Path, piece: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(piece * (2**20 // len(piece)), encoding="utf-8")
    with pytest.raises(ImportRefusedError, match="none of the published documents"):
        read_documents([path])


def test_a_store_of_another_shape_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / store.FILE_NAME).write_text('{"team/role": 5}', encoding="utf-8")
    with pytest.raises(DataFileError, match="damaged"):
        store.read(tmp_path)
