"""`diff`: releases, packages and files, as text, JSON and HTML."""

import json
import re
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from offer_opendata.canonical_json import sha256
from offer_opendata.cli import main
from offer_opendata.diff.prose import NEW, OLD, SAME, Piece, pieces
from offer_opendata.package import DESCRIPTOR
from released import make_released
from texts import CELLS

RULES = json.loads(
    (Path(__file__).parents[1] / "schema" / "diff.schema.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    return make_released(tmp_path_factory.mktemp("released"))


def run(*arguments: str | Path) -> tuple[int, str]:
    """Return the exit code of `diff` and what it writes."""
    done = CliRunner().invoke(main, ["diff", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


def document(*arguments: str | Path) -> dict:
    """Return what `diff` writes as JSON, held against its published schema."""
    _, said = run(*arguments, "--format", "json")
    found = json.loads(said)
    Draft202012Validator(RULES, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(found)
    return found


def file(path: Path, text: str) -> Path:
    path.write_bytes(text.encode("utf-8"))
    return path


def test_two_releases_with_the_reasons_given(folder) -> None:
    code, said = run("2026-11-02", "2026-11-23", "--dir", folder)
    assert code == 1
    assert said.startswith(
        "Release 1 of 2 November 2026 -> Release 3 of 23 November 2026\n"
        "Records: 3 added, 4 removed, 1 changed.\n\n"
        "Services: 1 added, 1 removed, 1 changed\n"
        "  Removed: Judo (CLUB-1)\n"
        "      Reason: funding ended. The hall was sold. Decision dec-7 (release 2).\n"
    )
    assert "Description: Swimming, [-one helper-]{+two helpers+} for [-two-]{+three+} child" in said
    assert (
        "      E-mail address: [-swim@example.org-] {+pool@example.org+}\n"
        "        Reason: update from the provider (release 3).\n"
        "      Youngest age: [-8-] {+6+}\n"
        "        No reason was given (release 3).\n"
    ) in said
    assert "  Added: Chess, Autistic spectrum disorder (CLUB-3, sen_need, ASD)\n" in said


def test_two_names_of_one_release_are_said_to_be_that(folder) -> None:
    assert run("3", "2026-12-01", "--dir", folder) == (
        0,
        "Release 3 of 23 November 2026: both are one and the same release, "
        "so there is no difference.\n",
    )
    code, page = run("2026-11-23", "3", "--dir", folder, "--format", "html")
    assert code == 0
    assert "Both are one and the same release, so there is no difference." in page
    assert document("3", "2026-12-01", "--dir", folder)["tables"] == []
    package = folder / "datapackage"
    assert run(package, package)[1].endswith("\nThere is no difference.\n")


def test_backwards_gives_no_reasons(folder) -> None:
    found = document("3", "1", "--dir", folder)
    assert found["totals"] == {"added": 4, "removed": 3, "changed": 1}
    assert "reason" not in json.dumps(found)


def test_the_json_has_every_value_word_and_reason(folder) -> None:
    found = document("1", "3", "--dir", folder / "datapackage")
    assert found["before"] == {
        "kind": "release",
        "title": "Release 1 of 2 November 2026",
        "number": 1,
        "release": "2026-11-02",
        "date": "2026-11-02",
    }
    services, terms, checks = found["tables"]
    judo, swimming, chess = services["records"]
    assert (services["key"], services["columns"]) == (["id"], [])
    assert judo["values"]["email"] == "judo@example.org"
    assert (judo["reason"], judo["decision_id"]) == ("funding-ended", "dec-7")
    assert [each["field"] for each in swimming["changes"]] == [
        "description",
        "email",
        "minimum_age",
    ]
    words = swimming["changes"][0]["words"]
    for sides, key in (({"same", "old"}, "before"), ({"same", "new"}, "after")):
        text = "".join(each["text"] for each in words if each["kind"] in sides)
        assert text == swimming["changes"][0][key]
    assert chess["action"] == "added"
    assert [each["action"] for each in terms["records"]] == ["removed", "removed", "added"]
    assert len(checks["records"]) == 2


def test_a_release_and_a_package(folder) -> None:
    whole = document("1", folder / "datapackage", "--dir", folder)
    assert whole["totals"] == {"added": 3, "removed": 4, "changed": 1}
    assert whole["after"] == {"kind": "package", "title": "Wrenshire SEND Local Offer, 2026-11-23"}
    assert run(folder / "datapackage", folder / "datapackage")[0] == 0


def test_files_with_a_key_of_two_columns(tmp_path) -> None:
    old = file(
        tmp_path / "a.csv", "id,day,said\r\n1,Mon,One two three four\r\n1,Tue,x\r\n2,Mon,\r\n"
    )
    new = file(
        tmp_path / "b.tsv", "id\tday\tsaid\tmore\n1\tMon\tOne two new four\t\n2\tMon\t\tM\n3\tSun\n"
    )
    code, said = run(old, new, "--key", "id", "--key", "day")
    assert (code, said) == (
        1,
        "a.csv -> b.tsv\n"
        "Records: 1 added, 1 removed, 2 changed. 1 column came, went or got another name.\n\n"
        "table: 1 added, 1 removed, 2 changed\n"
        "  The column more was added with 1 value.\n"
        "  Changed: 1, Mon\n"
        "      said: One two [-three-]{+new+} four\n"
        "  Removed: 1, Tue\n"
        "      said: x\n"
        "  Added: 3, Sun\n",
    )
    found = document(old, new, "--key", "id", "--key", "day")
    assert found["tables"][0]["columns"] == [
        {"name": "more", "title": "more", "action": "added", "values": 1}
    ]
    assert found["tables"][0]["records"][2]["changes"][0]["after"] == "M"


@pytest.mark.parametrize(
    ("before", "after", "keys", "said"),
    [
        ("id\n1\n", "id\n1\n", [], "say which column tells the rows apart"),
        ("id\n1\n", "id\n1\n", ["no"], 'a.csv has no column "no"; it has: id'),
        ("id,x\n1,a\n\n1,b\n", "id\n1\n", ["id"], 'rows 2 and 4 of a.csv have the same key "1"'),
        ("id,x\n,a\n", "id\n1\n", ["id"], "row 2 of a.csv has nothing in its key"),
        ("id,id\n1,2\n", "id\n1\n", ["id"], 'a.csv has the heading "id" twice'),
        ("id,\n1,2\n", "id\n1\n", ["id"], "a.csv has a column without a heading"),
        ("id,x\n1,2,3\n", "id\n1\n", ["id"], "row 2 of a.csv has more cells than there are"),
        ("", "id\n1\n", ["id"], "a.csv"),
    ],
)
def test_files_that_cannot_be_compared_are_refused(before, after, keys, said, tmp_path) -> None:
    one, other = file(tmp_path / "a.csv", before), file(tmp_path / "b.csv", after)
    code, output = run(one, other, *(f"--key={key}" for key in keys))
    assert (code, said in output) == (2, True), output


def test_names_that_are_nothing_or_do_not_fit_are_refused(folder, tmp_path) -> None:
    one = file(tmp_path / "a.csv", "id\n1\n")
    assert run("no-such", one, "--key", "id")[0] == 2
    assert "a file is compared with a file" in run(one, folder / "datapackage", "--key", "id")[1]
    assert "there is no release" in run("1", "9", "--dir", folder)[1]
    assert run("1", "2", "--dir", tmp_path)[0] == 2


def packaged(folder: Path, content: object) -> Path:
    folder.mkdir()
    file(folder / DESCRIPTOR, content if isinstance(content, str) else json.dumps(content))
    return folder


TABLE = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "id"}], "primaryKey": "id"}}


@pytest.mark.parametrize(
    "path", ["../secret.csv", "/etc/passwd", "https://example.org/t.csv", "t\0.csv", "link.csv"]
)
def test_a_neighbours_package_leads_nowhere(path: str, tmp_path) -> None:
    file(tmp_path / "secret.csv", "id\nsecret\n")
    theirs = packaged(tmp_path / "theirs", {"resources": [{**TABLE, "path": path}]})
    (theirs / "link.csv").symlink_to(tmp_path / "secret.csv")
    code, said = run(theirs, theirs)
    assert (code, "secret\n" in said) == (2, False)
    assert "which is not inside it" in said


LEFT_OUT = [
    {},
    {"fields": [{"name": "id"}]},
    {"fields": [{"name": "id"}], "primaryKey": []},
    {"fields": [{"name": "id"}], "primaryKey": ["no"]},
    {"fields": [{"name": "id"}, {"name": "id"}], "primaryKey": "id"},
    {"fields": [{"name": 1}], "primaryKey": "id"},
    {"fields": 1, "primaryKey": "id"},
    {"fields": ["id"], "primaryKey": {"id": 1}},
]


@pytest.mark.parametrize("schema", LEFT_OUT)
def test_a_table_without_fields_and_key_is_left_out_and_named(schema, tmp_path) -> None:
    theirs = packaged(tmp_path / "theirs", {"resources": [{**TABLE, "schema": schema}]})
    code, said = run(theirs, theirs)
    assert code == 0
    assert "Not compared: t: its descriptor states no fields and key to compare by." in said


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 9)
    | st.sampled_from(["", "id", "t.csv", "\0", "é"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "path", "schema", "fields", "primaryKey", "title", "hash"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=3), JSON)
def test_no_descriptor_makes_it_fail(tmp_path_factory, resources, title) -> None:
    theirs = packaged(
        tmp_path_factory.mktemp("any") / "theirs", {"resources": resources, "title": title}
    )
    assert run(theirs, theirs)[0] in (0, 2)


def test_a_broken_history_is_refused_before_anything_is_told(folder, tmp_path) -> None:
    theirs = copytree(folder / "datapackage", tmp_path / "theirs")
    changes = theirs / "history" / "changes.csv"
    changes.write_bytes(changes.read_bytes().replace(b"The hall was sold.", b"Nobody came at all"))
    code, said = run("1", "2", "--dir", theirs)
    assert code == 2
    assert f'the history in "{theirs}" does not hold' in said


def test_the_page_shows_the_words_and_lets_nothing_in(folder, tmp_path) -> None:
    code, page = run("1", "3", "--dir", folder, "--format", "html")
    assert code == 1
    assert '<del><span class="unseen">removed: </span>one helper</del>' in page
    assert "Reason: funding ended. The hall was sold. Decision dec-7 (release 2)." in page
    assert not re.search(r"<script|<img|https?://|url\(", page)
    evil = "<script>alert(1)</script> & <b>\u202e"
    old = file(tmp_path / "a.csv", f'id,"{evil}"\n1,{evil} one two three\n"{evil}",\n')
    new = file(tmp_path / "b.csv", f'id,"{evil}"\n1,{evil} one two four\n')
    _, page = run(old, new, "--key", "id", "--format", "html")
    assert "<script" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;" in page


def test_nothing_in_a_cell_steers_a_terminal(tmp_path) -> None:
    old = file(tmp_path / "a.csv", "id,x\n1,a\n")
    new = file(tmp_path / "b.csv", 'id,x\n1,"b\x1b[2J\u202e\n\nrm"\n')
    said = run(old, new, "--key", "id")[1]
    assert "[-a-] {+b[U+001B][2J[U+202E] rm+}" in said


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "one two three",
            "one new three",
            [(SAME, "one "), (OLD, "two"), (NEW, "new"), (SAME, " three")],
        ),
        ("a b c d", "a x y d", [(SAME, "a "), (OLD, "b c"), (NEW, "x y"), (SAME, " d")]),
        (
            "Open Monday.",
            "Open Monday, free.",
            [(SAME, "Open Monday"), (NEW, ", free"), (SAME, ".")],
        ),
        ("", "new", [(NEW, "new")]),
        ("old", "", [(OLD, "old")]),
        ("same", "same", [(SAME, "same")]),
        ("", "", []),
    ],
)
def test_words(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert list(pieces(before, after)) == [Piece(*each) for each in expected]


WORDY = st.lists(st.sampled_from(["one", "two", " ", ",", "\n"]) | CELLS, max_size=12).map("".join)


@given(WORDY, WORDY)
def test_the_pieces_make_up_both_texts(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(each.text for each in found if each.kind != NEW) == before
    assert "".join(each.text for each in found if each.kind != OLD) == after
    assert all(each.text for each in found)
    assert before != after or {each.kind for each in found} <= {SAME}


def test_very_long_texts_are_shown_whole() -> None:
    before, after = "word " * 3000, "other " * 3000
    assert pieces(before, after) == (Piece(OLD, before), Piece(NEW, after))


def test_codes_ids_and_days_are_told_in_words_but_in_json(folder) -> None:
    for form in ("text", "html"):
        _, said = run("1", "3", "--dir", folder, "--format", form)
        plain = " ".join(re.sub(r"<[^>]+>", " ", said).replace(":", " ").split())
        for told in ("Provider Wrenshire Leisure", "Sector Leisure", "Status Active"):
            assert told in plain, (form, told)
        assert "Last checked 1 September 2026" in plain
        assert "leisure" not in plain.replace("leisure@", "")
    table = document("1", "3", "--dir", folder)["tables"][0]
    removed = next(each for each in table["records"] if each["action"] == "removed")
    values = json.dumps(removed)
    for raw in ('"leisure"', '"active"', '"2026-09-01"'):
        assert raw in values


def changed(package: Path, place: Path, edits: dict[str, tuple[str, str]], codes: bool) -> Path:
    """Return a copy with a text of some files replaced; perhaps it states no codes."""
    copytree(package, place)
    descriptor = json.loads((place / DESCRIPTOR).read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        path = place / resource["path"]
        content = path.read_bytes()
        for old, new in (edits[each] for each in edits if each == resource["name"]):
            assert old.encode() in content
            content = content.replace(old.encode(), new.encode(), 1)
        path.write_bytes(content)
        resource |= {"hash": f"sha256:{sha256(content)}", "bytes": len(content)}
        for field in resource["schema"]["fields"] if not codes else ():
            field.get("constraints", {}).pop("enum", None)
    file(place / DESCRIPTOR, json.dumps(descriptor))
    return place


def test_a_code_stands_as_it_is_where_one_side_states_no_codes(folder, tmp_path) -> None:
    ours, edits = folder / "datapackage", {"services": (",active,", ",inactive,")}
    theirs = changed(ours, tmp_path / "theirs", edits, codes=True)
    assert "      Status: [-Active-] {+Inactive+}\n" in run(ours, theirs)[1]
    bare = changed(ours, tmp_path / "bare", edits, codes=False)
    assert "      Status: [-active-] {+inactive+}\n" in run(ours, bare)[1]
    assert "      Status: [-inactive-] {+active+}\n" in run(bare, ours)[1]


def test_two_organisations_of_one_name_are_told_apart_by_their_ids(folder, tmp_path) -> None:
    ours = folder / "datapackage"
    rows = (ours / "data" / "organizations.csv").read_bytes().decode("utf-8")
    heading, row, *_ = rows.splitlines(keepends=True)
    twin = row.replace("leisure", "leisure-2", 1)
    edits = {"organizations": (row, row + twin), "services": (",leisure,", ",leisure-2,")}
    assert heading.startswith("id,name")
    said = run(ours, changed(ours, tmp_path / "theirs", edits, codes=True))[1]
    assert "      Provider: [-leisure-] {+leisure-2+}\n" in said
