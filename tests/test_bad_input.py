"""Bad input: one line that says what and what to do, exit 2, no traceback, nothing written."""

import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from offer_opendata.cli import main
from publications import CLUBS, MAPPING, OFFER, make_publication, tree

Spoil = Callable[[Path], None]
ANSWERS = ["--council", "Wrenshire", "--homepage", "https://example.org"]
ANSWERS += ["--role", "officer", "--email", "offer@example.org", "--phone", "01632 960100"]


def write(name: str, content: bytes | str) -> Spoil:
    def spoil(folder: Path) -> None:
        raw = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(raw)

    return spoil


def workbook(content: bytes) -> Spoil:
    def spoil(folder: Path) -> None:
        offer = OFFER.replace("sources/clubs.csv", "sources/clubs.xlsx")
        (folder / "offer.toml").write_text(offer)
        (folder / "sources" / "clubs.xlsx").write_bytes(content)

    return spoil


def remove(name: str) -> Spoil:
    return lambda folder: (folder / name).unlink()


def rename(name: str, new: str) -> Spoil:
    def spoil(folder: Path) -> None:
        (folder / name).rename(folder / new)

    return spoil


def a_zip(name: str) -> bytes:
    import io

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, "<x/>")
    return held.getvalue()


CASES: dict[str, tuple[Spoil, str]] = {
    "no offer.toml": (remove("offer.toml"), "there is no offer.toml"),
    "offer.toml empty": (write("offer.toml", ""), "offer.toml line 1"),
    "curly quotes": (
        write("offer.toml", OFFER.replace('"Wrenshire SEND Local Offer"', "“Wrenshire”")),
        "offer.toml line 12: curly quotation marks",
    ),
    "backslashes": (
        write("offer.toml", OFFER.replace("sources/clubs.csv", "sources\\clubs.csv")),
        "offer.toml line 15: a backslash",
    ),
    "unknown key": (
        write("offer.toml", OFFER.replace("homepage", "hompage")),
        'did you mean "homepage"?',
    ),
    "unknown council": (
        write("offer.toml", OFFER.replace("E10999901", "E10999990")),
        "offer.toml line 5: publisher.code",
    ),
    "a district": (
        write("offer.toml", OFFER.replace("E10999901", "E07000041")),
        "is a district",
    ),
    "missing source": (remove("sources/clubs.csv"), "sources/clubs.csv"),
    "empty source": (write("sources/clubs.csv", ""), "sources/clubs.csv"),
    "source of another name": (
        rename("sources/clubs.csv", "sources/Club.csv"),
        'sources/clubs.csv is not there; did you mean "Club.csv"?',
    ),
    "source in another folder": (
        write("offer.toml", OFFER.replace("sources/clubs.csv", "../far/clubs.csv")),
        "far/clubs.csv is not there; check its name and folder",
    ),
    "offer.toml as Notepad saves it": (
        rename("offer.toml", "offer.toml.txt"),
        "are called offer.toml.txt; rename to offer.toml",
    ),
    "a slip in the name of the mapping": (
        write("offer.toml", OFFER.replace("mappings/clubs.toml", "mappings/club.toml")),
        'mappings/club.toml does not exist; did you mean "mappings/clubs.toml"?',
    ),
    "a slip in template": (
        write("offer.toml", OFFER.replace("mappings/clubs.toml", "Templat")),
        'Templat does not exist; did you mean "template"?',
    ),
    "missing mapping": (remove("mappings/clubs.toml"), "mappings/clubs.toml does not exist"),
    "broken mapping": (
        write("mappings/clubs.toml", MAPPING.replace('name = "Club"', "name = Club")),
        "mappings/clubs.toml line 16",
    ),
    "unknown column": (
        write("mappings/clubs.toml", MAPPING.replace('"About"', '"Abuot"')),
        'did you mean "About"?',
    ),
    "unknown field": (
        write("mappings/clubs.toml", MAPPING.replace("minimum_age", "minimum_aeg")),
        'did you mean "minimum_age"?',
    ),
    "unknown resource": (
        write("mappings/clubs.toml", MAPPING.replace('"assurances"', '"assurance"')),
        '"assurance" is not a resource',
    ),
    "unclosed quote": (
        write(
            "sources/clubs.csv",
            CLUBS.replace('"Judo in', '""Judo in').replace('corner."', "corner."),
        ),
        "sources/clubs.csv",
    ),
    "a picture": (
        write("sources/clubs.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
        "clubs.csv",
    ),
    "not a workbook": (workbook(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"), "clubs.xlsx"),
    "a web page": (workbook(b"<html><table><tr><td>1</td></tr></table></html>"), "clubs.xlsx"),
    "a text document": (workbook(a_zip("word/document.xml")), "clubs.xlsx"),
    "a zip": (workbook(a_zip("readme.txt")), "clubs.xlsx"),
    "an empty workbook": (workbook(b""), "clubs.xlsx"),
    "half a workbook": (workbook(a_zip("xl/workbook.xml")[:60]), "clubs.xlsx"),
}


@pytest.mark.parametrize("name", CASES)
def test_one_line_exit_2_nothing_written(tmp_path: Path, name: str) -> None:
    spoil, words = CASES[name]
    command = ("check", "preview", "release")[len(name) % 3]
    folder = make_publication(tmp_path / "wrenshire")
    spoil(folder)
    before = tree(folder)
    result = CliRunner().invoke(main, [command, str(folder), "--date", "2026-11-02"])
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    assert words in result.output
    assert result.output.startswith("Error: ")
    assert result.output.count("\n") == 1
    assert tree(folder) == before


def test_an_unknown_sheet_names_the_one_that_was_meant(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    folder = make_publication(tmp_path / "wrenshire")
    book = xlsxwriter.Workbook(folder / "sources" / "clubs.xlsx")
    book.add_worksheet("Clubs 2026").write_row(0, 0, ["Ref", "Club"])
    book.close()
    offer = OFFER.replace("sources/clubs.csv", "sources/clubs.xlsx")
    mapping = MAPPING.replace("headings = 1", 'sheet = "Clubs 2025"')
    make_publication(folder, {"offer.toml": offer, "mappings/clubs.toml": mapping})
    result = CliRunner().invoke(main, ["check", str(folder)])
    assert result.exit_code == 2
    assert 'has no sheet "Clubs 2025"; did you mean "Clubs 2026"?' in result.output


def test_a_lock_file_is_not_a_source(tmp_path: Path) -> None:
    folder = make_publication(tmp_path / "wrenshire")
    (folder / "sources" / "~$clubs.csv").write_bytes(b"\x05Jo" + bytes(160))
    offer = OFFER.replace('file = "sources/clubs.csv"', 'files = ["sources/*.csv"]')
    make_publication(folder, {"offer.toml": offer})
    assert CliRunner().invoke(main, ["check", str(folder), "--date", "2026-11-02"]).exit_code == 0
    named = OFFER.replace("sources/clubs.csv", "sources/~$clubs.csv")
    make_publication(folder, {"offer.toml": named})
    result = CliRunner().invoke(main, ["check", str(folder)])
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert "the mark that one is open" in result.output


def test_what_is_open_in_a_spreadsheet_is_said_also_where_nothing_is_new(tmp_path: Path) -> None:
    folder = make_publication(tmp_path / "wrenshire")
    day = ("--date", "2026-11-02")
    said = "open in a spreadsheet program: what is not saved there is not read."
    first = CliRunner().invoke(main, ["release", str(folder), *day])
    assert first.exit_code == 0
    assert said not in first.output
    (folder / "sources" / ".~lock.clubs.csv#").touch()
    for command in ("check", "preview", "release"):
        result = CliRunner().invoke(main, [command, str(folder), *day])
        assert result.exit_code == 0
        assert result.stderr.splitlines() == [f"sources/clubs.csv is {said}"]
    assert "othing" in result.stdout
    (folder / "answers" / "said.csv").write_text("resource,row_id,reason\n", encoding="utf-8")
    (folder / "answers" / "~$said.csv").touch()
    result = CliRunner().invoke(main, ["check", str(folder), *day])
    assert f"sources/clubs.csv and answers/said.csv are {said}" in result.stderr


def test_a_source_that_may_not_be_read(tmp_path: Path) -> None:
    folder = make_publication(tmp_path / "wrenshire")
    file = folder / "sources" / "clubs.csv"
    file.chmod(0)
    try:
        file.read_bytes()
    except PermissionError:
        pass
    else:
        file.chmod(stat.S_IRUSR | stat.S_IWUSR)
        pytest.skip("whoever runs this may read every file (root)")
    result = CliRunner().invoke(main, ["check", str(folder)])
    assert result.exit_code == 2
    assert result.output.count("\n") == 1


def test_a_file_where_a_folder_belongs(tmp_path: Path) -> None:
    folder = make_publication(tmp_path / "wrenshire")
    (folder / "build").write_text("mine")
    result = CliRunner().invoke(main, ["check", str(folder)])
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert "File exists" in result.output
    assert (folder / "build").read_text() == "mine"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            PermissionError(13, "Permission denied", "x"),
            '"x" cannot be used (Permission denied)',
        ),
        (
            OSError(28, "No space left on device"),
            "the work stopped (No space left on device); make",
        ),
        (OSError(30, "Read-only file system", "x"), "work in a copy of the folder elsewhere"),
    ],
)
@pytest.mark.parametrize("command", ["check", "preview", "new", "template"])
def test_a_place_that_may_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, error: OSError, said: str
) -> None:
    folder = make_publication(tmp_path / "wrenshire")
    given = {
        "new": [str(tmp_path / "other"), *ANSWERS],
        "template": [str(tmp_path / "a" / "t.xlsx")],
    }

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "mkdir", refuse)
    result = CliRunner().invoke(main, [command, *given.get(command, [str(folder)])])
    assert result.exit_code == 2, result.exception
    assert result.output.count("\n") == 1
    # A publication has words of its own for what was not written: see publish/trouble.py.
    assert (said if command in given else error.strerror or "") in result.output


def test_an_error_of_the_system_that_may_be_a_bug_keeps_its_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise FileNotFoundError(2, "No such file or directory", "x")

    monkeypatch.setattr(Path, "mkdir", fail)
    result = CliRunner().invoke(main, ["template", str(tmp_path / "a" / "t.xlsx")])
    assert isinstance(result.exception, FileNotFoundError)


def test_a_file_in_place_of_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_publication(tmp_path / "wrenshire")
    result = CliRunner().invoke(main, ["check", str(folder / "offer.toml")])
    assert result.exit_code == 2
    assert 'offer.toml" is a file; name the publication folder' in result.output
    result = CliRunner().invoke(main, ["check", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert f'there is no folder "{tmp_path / "nowhere"}"; check its name' in result.output
    monkeypatch.chdir(tmp_path)
    assert "no offer.toml in this folder" in CliRunner().invoke(main, ["check"]).output
