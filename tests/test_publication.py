"""`offer.toml`: what a publication folder says of itself; every mistake is one line."""

from pathlib import Path

import pytest

from offer_opendata.errors import OfferError
from offer_opendata.publication import Publication, load_publication, mapping_file
from texts import SCHEMA

OFFER = """\
schema = 1
[publisher]
name = "Wrenshire County Council"
code = "E10999901"
[package]
title = "Wrenshire SEND Local Offer"
[[source]]
file = "sources/offer.xlsx"
mapping = "template"
"""


def load(folder: Path, text: str = OFFER) -> Publication:
    (folder / "offer.toml").write_text(text, encoding="utf-8")
    return load_publication(folder, SCHEMA)


def mistake(folder: Path, text: str) -> str:
    with pytest.raises(OfferError) as found:
        load(folder, text)
    assert "\n" not in str(found.value)
    return str(found.value)


def test_the_least_that_must_be_said(tmp_path: Path) -> None:
    it = load(tmp_path)
    assert (it.title, it.description, it.licence) == (
        "Wrenshire SEND Local Offer",
        "",
        "OGL-UK-3.0",
    )
    assert (it.publisher.code, it.publisher.previous, it.publisher.homepage) == (
        "E10999901",
        (),
        "",
    )
    assert (it.postcodes, it.withhold) == (None, False)
    assert it.sources[0].files == (tmp_path / "sources/offer.xlsx",)
    assert it.sources[0].shown == ("sources/offer.xlsx",)
    assert it.package == tmp_path / "datapackage"
    assert it.build == tmp_path / "build"
    assert it.kept_ids == tmp_path / "answers" / "ids.csv"


def test_everything_that_may_be_said(tmp_path: Path) -> None:
    text = OFFER.replace(
        'code = "E10999901"',
        """code = "E10999901"
previous = ["E10000023"]
homepage = "https://www.wrenshire.example.org/"
contact_role = "Local Offer officer"
email = "offer@wrenshire.example.org"
phone = "01632 960100" """,
    ).replace(
        "[[source]]",
        """description = "All of it."
licence = "CC-BY-4.0"
folder = "public"
[policy]
errors = "withhold"
[postcodes]
file = "postcodes.csv"
mapping = "mappings/postcodes.toml"
attribution = "Contains data."
[[source]]""",
    )
    it = load(tmp_path, text)
    assert it.publisher.previous == ("E10000023",)
    assert it.publisher.phone == "01632 960100"
    assert (it.description, it.licence, it.withhold) == ("All of it.", "CC-BY-4.0", True)
    assert it.package == tmp_path / "public"
    assert it.postcodes is not None
    assert it.postcodes.file == tmp_path / "postcodes.csv"
    assert (it.postcodes.shown, it.postcodes.attribution) == ("postcodes.csv", "Contains data.")


def test_names_that_somebody_looked_at(tmp_path: Path) -> None:
    assert load(tmp_path).not_people == ()
    named = OFFER + '[policy]\nnot_people = ["Mrs Crumble", "Rosie Bear"]\n'
    assert load(tmp_path, named).not_people == ("Mrs Crumble", "Rosie Bear")


@pytest.mark.parametrize("word", ["", "My son", "the", "A"])
def test_what_is_no_name_is_no_exception(tmp_path: Path, word: str) -> None:
    said = mistake(tmp_path, OFFER + f'[policy]\nnot_people = ["{word}"]\n')
    assert "policy.not_people" in said
    assert said.endswith("Write the name as it stands in the comment, with its capital letter.")


def test_errors_may_be_told_to_stop(tmp_path: Path) -> None:
    assert not load(tmp_path, OFFER + '[policy]\nerrors = "stop"\n').withhold


class TestFiles:
    def files(self, folder: Path, *names: str) -> list[str]:
        text = OFFER.replace('file = "sources/offer.xlsx"', f"files = {list(names)}")
        (source,) = load(folder, text).sources
        assert len(source.files) == len(source.shown)
        return list(source.shown)

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        for name in ("b.xlsx", "a.xlsx", "~$a.xlsx", "c.csv", "deep/d.xlsx"):
            (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "in" / name).touch()
        (tmp_path / "in" / "folder.xlsx").mkdir()

    def test_a_star_stands_for_any_letters_but_not_for_lock_files_and_folders(
        self, tmp_path: Path
    ) -> None:
        assert self.files(tmp_path, "in/*.xlsx") == ["in/a.xlsx", "in/b.xlsx"]
        assert self.files(tmp_path, "in/*", "x.csv") == [
            "in/a.xlsx",
            "in/b.xlsx",
            "in/c.csv",
            "x.csv",
        ]

    def test_a_file_named_twice_is_read_once(self, tmp_path: Path) -> None:
        assert self.files(tmp_path, "in/c.csv", "in/*.csv") == ["in/c.csv"]

    def test_paths_may_lead_anywhere(self, tmp_path: Path) -> None:
        inner = tmp_path / "offer"
        inner.mkdir()
        assert self.files(inner, "../in/*.csv") == ["c.csv"]
        assert self.files(inner, f"{tmp_path}/in/*.csv") == ["c.csv"]

    def test_no_such_file(self, tmp_path: Path) -> None:
        text = OFFER.replace("sources/offer.xlsx", "in/*.ods")
        assert mistake(tmp_path, text) == (
            'offer.toml line 7: source: no file is called "in/*.ods"; check the name and the folder'
        )


def test_a_mapping_is_ours_or_theirs(tmp_path: Path) -> None:
    it = load(tmp_path)
    path, shown = mapping_file(it, "template")
    assert path.is_file()
    assert shown == "the template's mapping"
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "x.toml").touch()
    assert mapping_file(it, "mappings/x.toml") == (tmp_path / "mappings/x.toml", "mappings/x.toml")


def test_no_settings_at_all(tmp_path: Path) -> None:
    with pytest.raises(OfferError) as found:
        load_publication(tmp_path, SCHEMA)
    assert str(found.value) == (
        f'there is no offer.toml in "{tmp_path}"; go to your publication folder, or make one with: '
        "offer-opendata new DIR"
    )


MISTAKES = [
    ("E10999901", "E07000008",
     'line 4: publisher.code: "E07000008" is a district, and districts have no Local Offer; write '
     "the code of the county council"),
    ("E10999901", "E99999999",
     'line 4: publisher.code: "E99999999" is not the GSS code of an English council with the SEND '
     "duty; look yours up with: offer-opendata new"),
    ("E10999901", "W06000001",
     'line 4: publisher.code: "W06000001" does not fit here. Write nine characters: E and eight '
     "digits, such as E10000008."),
    ('file = "sources/offer.xlsx"', 'file = "sources/new.xlsx"\nfiles = ["b"]',
     "line 7: source: One source: a file, or files that belong together, and the mapping that "
     "reads "
     "them. Give file or files, not both."),
    ("[[source]]", "[[sources]]",
     'line 7: "sources" is not a key here; did you mean "source"?'),
    ("[package]", 'homepage = "www.wrenshire.example.org"\n[package]',
     'line 5: publisher.homepage: "www.wrenshire.example.org" does not fit here. Web address of '
     'the '
     "Local Offer, starting with https://."),
    ("[package]", 'email = "offer at wrenshire"\n[package]',
     'line 5: publisher.email: "offer at wrenshire" does not fit here. A shared mailbox, such as '
     "localoffer@ and the council's domain."),
    ("[package]", "phone = 1632960100\n[package]",
     "line 5: publisher.phone: 1632960100 should be text in quotation marks"),
    ("[package]", 'previous = "E10000023"\n[package]',
     'line 5: publisher.previous: "E10000023" should be a list in square brackets'),
    ("sources/offer", "sources\\\\offer",
     'line 8: source.file: "sources\\offer.xlsx" does not fit here. Write folders with / between '
     "them."),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "message"), MISTAKES)
def test_mistakes(right: str, wrong: str, message: str, tmp_path: Path) -> None:
    assert mistake(tmp_path, OFFER.replace(right, wrong, 1)) == f"offer.toml {message}"
