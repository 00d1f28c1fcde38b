"""What the tool keeps for itself, damaged: every refusal is a sentence that names the file."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from faults import quick
from offer_opendata import referee
from offer_opendata.asking.used import HEADINGS, used_rows
from offer_opendata.cli import main
from offer_opendata.database.stored import Stored, stored_parts
from offer_opendata.errors import OfferError
from offer_opendata.feeds.following import Following
from offer_opendata.history.rows import Records
from offer_opendata.publication import load_publication
from offer_opendata.schema import load_schema, resource_of
from publications import make_publication

HEADING = ",".join(HEADINGS)
LINKS = resource_of(
    {
        "name": "links",
        "title": "Links",
        "description": "",
        "fields": [{"name": name, "type": "string", "title": name} for name in ("a", "b", "c")],
        "primaryKey": ["a", "b"],
    }
)


def test_two_rows_with_the_same_key_are_named() -> None:
    rows = (("1", "1", ""), ("1", "2", "x"), ("2", "1", ""), ("1", "2", "y"))
    assert Records(LINKS, rows[:3]).by_key["1", "2"] == rows[1]
    with pytest.raises(
        OfferError, match=r"^rows 3 and 5 of links have the same key .*1.*2.*; every"
    ):
        _ = Records(LINKS, rows).by_key


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b"a,b\r\n", "is damaged"),
        (f"{HEADING}\r\n1\r\n".encode(), "is damaged"),
        (f"{HEADING}\r\nx{',' * (len(HEADINGS) - 1)}\r\n".encode(), "is damaged"),
    ],
)
def test_reasons_that_were_used(tmp_path: Path, content: bytes, said: str) -> None:
    publication = load_publication(make_publication(tmp_path), load_schema())
    assert used_rows(publication) == []
    publication.used_reasons.parent.mkdir(exist_ok=True)
    publication.used_reasons.write_bytes(content)
    with pytest.raises(OfferError, match=f'used-reasons.csv" {said}; take it again from a backup'):
        used_rows(publication)
    whole = f"{HEADING}\r\n1{',' * (len(HEADINGS) - 1)}\r\n"
    publication.used_reasons.write_text(whole, encoding="utf-8")
    assert len(used_rows(publication)) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,c,b\r\n1,2,3\r\n", "the heading of history/links.csv is not the one"),
        (b"", "the heading of history/links.csv is not the one"),
        (b"a,b,c\r\n1,2,3\r\n1,2\r\n", "history/links.csv has rows of different lengths"),
        (b"a,b,c\r\n1,2,\xff\r\n", "history/links.csv is not a CSV file in UTF-8"),
    ],
)
def test_a_table_of_history_that_is_read_in_parts(content: bytes, said: str) -> None:
    stored = Stored(LINKS, LINKS.fields, "history/links.csv")
    sound = SimpleNamespace(names=["links"], content=lambda _: b"a,b,c\r\n1,2,3\r\n")
    assert list(stored_parts(sound, stored)) == [[["1", "2", "3"]]]
    assert list(stored_parts(SimpleNamespace(names=[]), stored)) == []
    with pytest.raises(OfferError, match=said):
        list(stored_parts(SimpleNamespace(names=["links"], content=lambda _: content), stored))


def released(folder: Path) -> Result:
    with quick():
        return CliRunner().invoke(main, ["release", str(folder), "--date", "2026-11-02"])


def test_ids_of_which_a_row_is_short(tmp_path: Path) -> None:
    ids = "resource,source_key,id\nservices,Judo\n"
    result = released(make_publication(tmp_path, {"answers/ids.csv": ids}))
    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert "answers/ids.csv has a row without three cells; take it again" in result.output
    assert not (tmp_path / "datapackage").exists()


def test_a_place_is_in_the_feeds_of_its_district() -> None:
    follow = Following(places={"hall": {"E07000001": None}})
    assert list(follow.feeds(("locations", "hall"))) == [("district", "E07000001")]
    assert list(follow.feeds(("locations", "elsewhere"))) == []


@pytest.mark.parametrize(
    ("output", "errors", "said"),
    [
        (b'{"tasks": [{"name": "a", "errors": [{"message": "m"}]}]}', b"e", "a: m"),
        (b'{"tasks": [{"name": "a", "errors": []}]}', b"", '{"tasks"'),
        (b'{"tasks": []}', b"Traceback: \xff", "Traceback: "),
        (b"no JSON", b"", "no JSON"),
        (b"", b"x" * 1000, "x" * 300),
    ],
)
def test_the_first_words_of_a_referee_that_disagrees(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, output: bytes, errors: bytes, said: str
) -> None:
    done = SimpleNamespace(returncode=1, stdout=output, stderr=errors)
    monkeypatch.setattr(referee, "subprocess", SimpleNamespace(run=lambda *_, **__: done))
    with pytest.raises(OfferError, match="nothing was released: frictionless, ") as refused:
        referee.referee_what_is_new(tmp_path, {})
    assert said in str(refused.value)
    assert len(str(refused.value)) < 400
