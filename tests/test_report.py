"""The report: the same value in four forms, whatever stands in the cells."""

import csv
import datetime
import io
import json
import re
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from offer_opendata.issues import Issue, Severity
from offer_opendata.mapping import apply
from offer_opendata.report import FORMS, render
from offer_opendata.report.causes import causes
from offer_opendata.report.csv_form import BYTE_ORDER_MARK, COLUMNS, harmless
from offer_opendata.report.markup import tag
from offer_opendata.report.rules import Rule, all_rules, rule_of
from offer_opendata.report.summary import (
    FileRead,
    Made,
    Report,
    SheetRead,
    in_short,
    next_step,
    report_of,
)
from offer_opendata.report.words import visible
from offer_opendata.schema import load_schema
from offer_opendata.tables import Source, table_of

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "schema/report.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA)
DAY = datetime.date(2026, 11, 23)
HOSTILE = '</style><script>alert("1")</script><img src=x onerror=alert(1)>&amp;\x1b[2J\u202e'


def issue(row=27, value="x@@y", severity="error", **given):
    """Return an issue of an e-mail address in column P."""
    stated = {
        "code": "not-an-email-address",
        "file": "returns.xlsx",
        "sheet": "Data Capture",
        "column": "P",
        "resource": "services",
        "id": f"TH-{row}",
        "field": "email",
        "message": f'"{value}" is not an e-mail address: it has two @ signs.',
        "fix": "Keep one.",
    }
    return Issue(severity, row=row, value=value, **{**stated, **given})


def report(*issues, **given):
    """Return a report of a publication with these issues."""
    stated = {
        "publisher": "Wrenshire County Council",
        "title": "Wrenshire SEND Local Offer",
        "released_on": DAY,
        "tool_version": "0.1.0",
        "stops": any(each.severity == "error" for each in issues),
        "files": (FileRead("returns.xlsx", (SheetRead("Data Capture", 34, 4),), 99),),
        "made": (Made("services", "Services", 1034),),
        "rules": {
            "not-an-email-address": Rule(
                "not-an-email-address", "error", "An address has one `@`.", is_check=True
            ),
            "not-a-date": Rule("not-a-date", "error", "A date is a day.", is_check=True),
            "value-repaired": Rule("value-repaired", "repaired", "A repair is told."),
        },
        "titles": {("services", "email"): "E-mail address"},
    }
    return Report(issues=tuple(issues), **{**stated, **given})


# --- text


def test_text_of_a_clean_publication():
    assert render(report(), "text") == (
        "Wrenshire SEND Local Offer, checked as at 23 November 2026\n"
        "\n"
        "  returns.xlsx: 1 sheet, 34 rows, 99 records\n"
        "Records: Services 1,034\n"
        "\n"
        "0 errors, 0 warnings, 0 repairs in 1 file. 2 checks passed.\n"
        "Nothing stops a release.\n"
        "Next: offer-opendata preview\n"
    )


def test_text_groups_by_cause_and_says_where_and_what_to_do():
    found = [issue(row, f"a{row}@@b") for row in (27, 30, 31, 40, 41)]
    found += [
        issue(None, column="AB", code="private-column", field="", resource="", id="", message="M.")
    ]
    text = render(report(*found), "text")
    assert text.partition("1,034\n\n")[2] == (
        "ERROR  1 column (private-column)\n"
        "  returns.xlsx › Data Capture!AB: M.\n"
        "    Fix: Keep one.\n"
        "\n"
        "ERROR  E-mail address: 5 cells (not-an-email-address)\n"
        '  returns.xlsx › Data Capture!P27: "a27@@b" is not an e-mail address: it has two\n'
        "    @ signs.\n"
        '  returns.xlsx › Data Capture!P30: "a30@@b" is not an e-mail address: it has two\n'
        "    @ signs.\n"
        '  returns.xlsx › Data Capture!P31: "a31@@b" is not an e-mail address: it has two\n'
        "    @ signs.\n"
        "  and 2 more\n"
        "    Fix: Keep one.\n"
        "\n"
        "6 errors, 0 warnings, 0 repairs in 1 file. 1 check passed.\n"
        "Nothing is released until the errors are corrected in the spreadsheets.\n"
        "Next: offer-opendata check\n"
    )


def test_text_says_a_shared_message_once():
    blank = [
        issue(row, "", message="The service has no name.", fix="", severity="warning")
        for row in (6, 7, 9, 12)
    ]
    elsewhere = replace(blank[0], file="a.csv", sheet="", column="")
    text = render(report(*blank, elsewhere), "text")
    assert (
        "WARNING  E-mail address: 5 places (not-an-email-address)\n"
        "  The service has no name.\n"
        "  At a.csv › 6, returns.xlsx › Data Capture!P6, P7 and 2 more\n"
        "\n"
    ) in text
    assert "the warnings are worth a look first.\nNext: offer-opendata preview\n" in text


def test_text_gives_each_place_its_own_fix():
    found = [issue(row, fix=f"Write {row}.") for row in (5, 6)]
    text = render(report(*found), "text")
    assert text.count("Fix: ") == 2
    assert "At returns.xlsx › Data Capture!P5, P6\n    Fix" not in text


def test_text_of_an_issue_about_nothing_in_particular():
    bare = Issue("error", "odd", message="Something is odd.")
    assert "  the whole publication: Something is odd.\n" in render(report(bare), "text")


def test_many_problems_stay_on_two_screens():
    found = [
        issue(row, code=f"rule-{kind:02}", field=f"f{kind}", message=f"Wrong in way {kind}.")
        for kind in range(40)
        for row in range(2, 60 - kind)
    ]
    files = tuple(FileRead(f"{number}.xlsx") for number in range(20))
    text = render(report(*found, files=files), "text")
    lines = text.splitlines()
    assert len(lines) <= 62
    assert max(map(len, lines)) <= 80
    assert "  and 12 more" in lines
    assert "ERROR  f0: 58 cells (rule-00)" in lines
    assert re.search(r"^And \d+ more kinds, in \d[\d,]* places\.$", text, re.MULTILINE)
    assert "To see every place: offer-opendata check --format html > problems.html" in lines


def test_causes_left_out_in_full_are_named_in_brief():
    found = [issue(2, code=f"rule-{kind}", message="word " * 90) for kind in range(7)]
    text = render(report(*found), "text")
    assert all(f"(rule-{kind})" in text for kind in range(7))
    assert "more kind" not in text
    assert "To see every place" in text


def test_colour_only_when_asked_and_only_on_the_first_words():
    found = [issue(), issue(severity="warning"), issue(severity="repaired")]
    plain = render(report(*found), "text")
    coloured = render(report(*found), "text", True)
    assert "\x1b" not in plain
    assert "\x1b[1;31mERROR\x1b[0m  E-mail address" in coloured
    assert "\x1b[1;33mWARNING\x1b[0m  " in coloured
    assert "\x1b[1;32mREPAIRED\x1b[0m  " in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b" not in render(report(*found), "json", colour=True)


def test_cells_cannot_steer_the_terminal():
    text = render(report(issue(value="\x1b[2J\u202e\n\tx", message="a\x1b[2Jb\u202ec\nd")), "text")
    assert "a[U+001B][2Jb[U+202E]c d" in text
    assert visible("a\u200db\x00") == "a\u200db[U+0000]"


def test_the_command_that_follows_can_be_left_out():
    text = render(report(says_next=False), "text")
    assert text.endswith("passed.\n")
    assert "Next:" not in render(report(says_next=False), "html")


def test_withheld_errors_do_not_stop():
    assert next_step(report(issue(), stops=False))[0].startswith("A release leaves out")


def test_numbers_in_a_sentence():
    found = [issue(row) for row in range(1, 1201)] + [issue(severity="repaired")]
    assert in_short(report(*found)) == (
        "1,200 errors, 0 warnings, 1 repair in 1 file. 1 check passed."
    )


def test_text_of_an_empty_publication():
    text = render(report(files=(), made=(), rules={}), "text")
    assert text.startswith("Wrenshire SEND Local Offer, checked as at 23 November 2026\n\n0 errors")


# --- causes


def test_causes_put_errors_first_then_whole_columns_then_the_most_places():
    found = [
        issue(1, severity="repaired", code="r"),
        issue(2, severity="warning", code="w"),
        issue(3, code="few", message="a"),
        *(issue(row, code="many", message="b") for row in (4, 5)),
        issue(None, code="column", message="c"),
    ]
    assert [cause.code for cause in causes(found, {})] == ["column", "many", "few", "w", "r"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('"a" is wrong.', '"b" is wrong.'),
        ('"x@@y" is "1".', '"x@@y" is "22".'),
        ("It has 27 days.", "It has 30 days."),
        ("It means 2 March 2026.", "It means 30 April 1999."),
        ("Name of TH-1 differs.", "Name of TH-2 differs."),
    ],
)
def test_same_cause(one, other):
    assert len(causes([issue(1, message=one), issue(2, message=other)], {})) == 1


def test_a_cause_has_the_heading_of_the_persons_column():
    titles = {("services", "email"): "E-mail address"}
    place = ("returns.xlsx", "Data Capture")
    headings = {
        (*place, "P"): "Mailbox of\n the club",
        (*place, "Q"): "Other",
        (*place, "28"): "Row",
    }

    def title(*issues):
        (cause,) = causes(issues, titles, headings)
        return cause.title

    assert title(issue(27)) == title(issue(27), issue(30)) == "Mailbox of the club"
    assert title(issue(27), issue(27, column="Q")) == "Mailbox of the club, Other"
    assert title(issue(27, column="R")) == "E-mail address"
    assert title(issue(28, column="E")) == "Row"  # the sheet lies on its side
    assert title(issue(None, column="P")) == "E-mail address"
    assert title(issue(None, column="P", field="", resource="", id="")) == ""
    many = {(*place, letter): f"Day {letter}" for letter in "ABCD"}
    (cause,) = causes([issue(27, column=letter) for letter in "ABCD"], titles, many)
    assert cause.title == "E-mail address"
    assert "ERROR  Mailbox of the club: 1 cell" in render(
        report(issue(), headings=headings), "text"
    )


def test_causes_that_would_read_alike_say_their_sheet():
    titles = {("services", "email"): "E-mail address", ("contacts", "email"): "E-mail address"}
    other = {"resource": "contacts", "id": "C1"}
    found = [issue(27), issue(28, sheet="Contacts", **other)]
    said = {cause.title for cause in causes(found, titles)}
    assert said == {"E-mail address in Data Capture", "E-mail address in Contacts"}
    files = [
        issue(27, sheet="", file=f"sources/{name}.csv", resource=name, field="email")
        for name in ("services", "contacts")
    ]
    said = {cause.title for cause in causes(files, titles)}
    assert said == {"E-mail address in services.csv", "E-mail address in contacts.csv"}
    spread = [*found, issue(29, sheet="Elsewhere", **other)]
    assert {cause.title for cause in causes(spread, titles)} == {
        "E-mail address in Data Capture",
        "E-mail address",
    }
    assert {cause.title for cause in causes([found[0], issue(27, code="x")], titles)} == {
        "E-mail address"
    }


def test_value_with_quotation_marks_is_the_same_cause():
    values = ('a "b" c', "d")
    assert len(causes([issue(value=value) for value in values], {})) == 1


@pytest.mark.parametrize("change", [{"field": "url"}, {"code": "c"}, {"message": "Another."}])
def test_different_cause(change):
    assert len(causes([issue(), issue(28, **change)], {})) == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "1 cell"),
        ({"column": ""}, "1 row"),
        ({"row": None}, "1 column"),
        ({"row": None, "column": ""}, "1 sheet"),
        ({"row": None, "column": "", "sheet": ""}, "1 file"),
        ({"row": None, "column": "", "sheet": "", "file": ""}, "1 place"),
    ],
)
def test_places_have_names(given, words):
    assert causes([issue(**given)], {})[0].places == words


# --- JSON


def test_json_schema_is_valid_closed_and_describes_every_key():
    Draft202012Validator.check_schema(SCHEMA)
    objects = [part for part in parts_of(SCHEMA) if "properties" in part]
    assert len(objects) == 7
    for each in objects:
        assert each["additionalProperties"] is False
        assert sorted(each["required"]) == sorted(each["properties"])
        assert all(key["description"].endswith(".") for key in each["properties"].values())


def parts_of(schema):
    nested = schema.values() if isinstance(schema, dict) else schema
    if isinstance(schema, dict | list):
        yield schema
        for each in nested:
            yield from parts_of(each)


def test_json_schema_names_what_the_tool_knows():
    properties = SCHEMA["$defs"]["issue"]["properties"]
    assert tuple(properties["severity"]["enum"]) == get_args(Severity)
    assert tuple(properties) == COLUMNS


def test_json_of_one_issue():
    document = json.loads(render(report(issue()), "json"))
    assert list(VALIDATOR.iter_errors(document)) == []
    assert document["totals"] == {"error": 1, "warning": 0, "repaired": 0, "checks_passed": 1}
    assert document["files"] == [
        {
            "file": "returns.xlsx",
            "records": 99,
            "sheets": [{"sheet": "Data Capture", "rows": 34, "left_out": 4}],
        }
    ]
    assert document["checks"] == [
        {"code": "not-an-email-address", "title": "An address has one `@`.", "passed": False},
        {"code": "not-a-date", "title": "A date is a day.", "passed": True},
    ]
    assert document["issues"] == [
        {
            "severity": "error",
            "code": "not-an-email-address",
            "file": "returns.xlsx",
            "sheet": "Data Capture",
            "row": 27,
            "column": "P",
            "resource": "services",
            "id": "TH-27",
            "field": "email",
            "value": "x@@y",
            "message": '"x@@y" is not an e-mail address: it has two @ signs.',
            "fix": "Keep one.",
            "cell": "P27",
            "place": "returns.xlsx › Data Capture!P27",
        }
    ]


def test_json_is_stable():
    assert render(report(issue()), "json") == render(report(issue()), "json")
    assert render(report(issue()), "json").endswith("\n")


# --- CSV


def rows_of(text):
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


def test_csv_of_two_issues():
    heading, first, second = rows_of(render(report(issue(), issue(None, "=1+1")), "csv"))
    assert tuple(heading) == COLUMNS
    assert first[:9] == [
        "error",
        "not-an-email-address",
        "returns.xlsx",
        "Data Capture",
        "27",
        "P",
        "P27",
        "returns.xlsx › Data Capture!P27",
        "services",
    ]
    assert second[4:7] == ["", "P", "P"]
    assert second[COLUMNS.index("value")] == "'=1+1"


def test_csv_lines_end_as_rfc_4180_says():
    assert render(report(issue()), "csv").count("\r\n") == 2


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", " =1", "\r\n@a", "'a", "＝1"])
def test_what_a_spreadsheet_would_run_is_harmless(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "1-2", "a@b", "“=1”"])
def test_other_text_stays(text):
    assert harmless(text) == text


# --- HTML


class Page(HTMLParser):
    """What a browser makes of a page: its elements, its attributes and its text."""

    EMPTY = ("meta", "input")

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.text, self.attributes = [], [], "", []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes += attrs
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data

    def all(self, name):
        return [value for key, value in self.attributes if key == name]


def test_html_is_one_complete_page():
    found = [issue(), issue(28, severity="warning"), issue(29, severity="repaired", file="")]
    text = render(report(*found, rules=all_rules()), "html")
    page = Page(text)
    assert text.startswith('<!doctype html>\n<html lang="en-GB">')
    assert page.open == []
    assert {"header", "main", "nav", "footer", "h1", "h2", "h3"} <= set(page.elements)
    assert page.elements.count("h1") == page.elements.count("main") == 1
    assert not {"script", "link", "img", "iframe", "base"} & set(page.elements)
    assert page.elements.count("table") == page.elements.count("caption")
    assert page.elements.count("th") == len(page.all("scope"))
    assert "src" not in dict(page.attributes)
    assert "style" not in dict(page.attributes)
    assert "In no file" in page.text


def test_html_links_lead_somewhere():
    found = [issue(), issue(28, severity="warning"), issue(29, file="b.ods", value="z")]
    page = Page(render(report(*found), "html"))
    assert len(page.all("id")) == len(set(page.all("id")))
    for link in page.all("href"):
        assert link.removeprefix("#") in page.all("id")
    for name in page.all("for") + page.all("aria-labelledby"):
        assert name in page.all("id")
    assert "returns.xlsx: 1 error, 1 warning" in page.text
    assert "b.ods: 1 error" in page.text


def test_html_policy_allows_only_its_own_style():
    text = render(report(issue()), "html")
    policy = re.search(r'Policy" content="([^"]*)"', text)[1].replace("&#x27;", "'")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    assert style.isascii()
    assert "url(" not in style
    assert "<" not in style


def test_html_escapes_everything_that_comes_from_outside():
    said = dict.fromkeys(("code", "file", "sheet", "id", "field", "value", "fix"), HOSTILE)
    found = [issue(row, **said, message=f"{HOSTILE}{row}") for row in (1, 2)]
    hostile = report(
        *found,
        publisher=HOSTILE,
        title=HOSTILE,
        tool_version=HOSTILE,
        files=(FileRead(HOSTILE, (SheetRead(HOSTILE, 1),)),),
        made=(Made("services", HOSTILE, 1),),
        rules={"a": Rule("a", "error", HOSTILE, is_check=True)},
    )
    page = Page(render(hostile, "html"))
    assert page.open == []
    assert "script" not in page.elements
    assert "img" not in page.elements
    assert page.text.count(visible(HOSTILE)) > 10


def test_html_puts_what_is_the_same_above_the_table():
    same = [issue(row, "", message="No name.", fix="Write one.") for row in (5, 6)]
    text = render(report(*same), "html")
    assert text.count("No name.") == text.count("Write one.") == 1
    assert "<td>Data Capture!P5 <span" in text
    assert "What it says" not in text


def test_html_shows_values_where_the_message_is_the_same():
    same = [issue(row, f"v{row}", message="Wrong.", fix=f"Write {row}.") for row in (5, 6)]
    text = render(report(*same), "html")
    assert '<td><span class="value">v5</span><span class="fix">Fix: Write 5.</span></td>' in text


def test_html_names_a_place_that_has_no_cell():
    whole = issue(None, column="", sheet="", id="", field="", fix="")
    text = render(report(whole, whole, replace(whole, message="Another.")), "html")
    assert "<b>Where: </b>the file as a whole</p>" in text
    assert "Not an email address</h3>" in text


def test_html_names_rows_and_columns():
    rows = [issue(row, column="", message="M.") for row in (5, 6)]
    columns = [issue(None, column=name, sheet="", message="N.") for name in ("A", "B")]
    text = render(report(*rows, *columns), "html")
    assert '<th scope="row">Data Capture, row 5 <span class="note">record TH-5</span>' in text
    assert '<th scope="row">column B <span' in text


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ('["S1", "sen_need", "Tŷ"]', "record S1, sen_need, Tŷ"),
        ("[x", "record [x"),
        ("[1]", "record 1"),
    ],
)
def test_a_key_of_several_parts_is_no_code(key, said):
    text = render(report(issue(id=key)), "html")
    assert f"Capture!P27, {said}" in text


def test_html_without_the_record_and_rule():
    found = [
        issue(row, id="", code="unheard-of", fix="", message=f'"{row}" is odd.') for row in (1, 2)
    ]
    text = render(report(*found), "html")
    assert '<th scope="row">Data Capture!P1</th><td>&quot;1&quot; is odd.</td>' in text


def test_html_hides_long_tables_until_asked():
    text = render(report(*(issue(row) for row in range(1, 20))), "html")
    assert "<summary>All 19 cells</summary><table><caption>19 cells: E-mail address" in text


def test_html_of_an_empty_publication():
    page = Page(render(report(files=(), made=(), rules={}), "html"))
    assert "fieldset" not in page.elements
    assert "table" not in page.elements
    assert "sheets" not in Page(render(report(files=(FileRead("a.csv"),)), "html")).text.lower()


def test_an_attribute_is_escaped():
    assert tag("a", "<", title='"><b>').text == '<a title="&quot;&gt;&lt;b&gt;">&lt;</a>'


# --- whatever stands in a cell

texts = st.text(max_size=40) | st.sampled_from([HOSTILE, "=1+1", '"', "\r", "\x00", "'", "--"])
issues = st.builds(
    Issue,
    severity=st.sampled_from(get_args(Severity)),
    code=texts,
    file=texts,
    sheet=texts,
    row=st.none() | st.integers(1, 1_048_576),
    column=st.sampled_from(["", "A", "XFD"]),
    resource=texts,
    id=texts,
    field=texts,
    value=texts,
    message=texts,
    fix=texts,
)
each_form = settings(max_examples=25, deadline=None)


@each_form
@given(st.lists(issues, max_size=4))
def test_json_is_valid_and_loses_nothing(found):
    document = json.loads(render(report(*found), "json"))
    assert list(VALIDATOR.iter_errors(document)) == []
    for stated, each in zip(document["issues"], found, strict=True):
        assert stated == {**vars(each), "cell": each.cell, "place": each.place}


@each_form
@given(st.lists(issues, max_size=4))
def test_csv_reads_back(found):
    _, *rows = rows_of(render(report(*found), "csv"))
    for row, each in zip(rows, found, strict=True):
        for name, cell in zip(COLUMNS, row, strict=True):
            value = getattr(each, name)
            assert cell.removeprefix("'") == ("" if value is None else str(value))
            assert not cell.lstrip().startswith(tuple("=+-@"))


@each_form
@given(st.lists(issues, max_size=4))
def test_html_holds_every_text_as_text(found):
    rules = all_rules()
    page = Page(render(report(*found, rules=rules), "html"))
    assert page.open == []
    assert "script" not in page.elements
    assert "img" not in page.elements
    for each in found:
        for text in (each.code, each.message, each.fix):
            assert visible(text) in page.text


@each_form
@given(st.lists(issues, max_size=12))
def test_text_is_narrow_and_plain(found):
    lines = render(report(*found), "text").split("\n")
    assert all(len(line) <= 80 for line in lines)
    assert not [each for each in "".join(lines) if unicodedata.category(each) == "Cc"]


@pytest.mark.parametrize("form", FORMS)
def test_half_characters_of_a_file_name_can_be_written(form):
    text = render(report(issue(file="a\udc80.xlsx")), form)
    assert "a" in text.encode("utf-8").decode("utf-8")


# --- rules and the report of a draft


def test_rule_of_a_docstring():
    check = SimpleNamespace(
        CODE="c",
        SEVERITY="error",
        __doc__="The rule\n  in a sentence.\n\nWhy, at\nlength.\n\nMore.\n\nWrong: `a`,\n  `b`.\n"
        "Right: `c`.\n\nSource: a law.\n",
    )
    assert rule_of(check) == Rule(
        code="c",
        severity="error",
        title="The rule in a sentence.",
        why="Why, at length.\n\nMore.",
        wrong="`a`, `b`.",
        right="`c`.",
        source="a law.",
        is_check=True,
    )
    bare = SimpleNamespace(CODE="c", SEVERITY="error", __doc__=None)
    assert rule_of(bare) == Rule("c", "error", "", is_check=True)


def test_every_rule_has_a_title_and_examples():
    for code, rule in all_rules().items():
        assert rule.code == code
        assert rule.title.endswith("."), code
        assert rule.wrong, code
        assert rule.right, code


def test_report_of_a_draft():
    schema = load_schema()
    resource = schema.resources["organizations"]
    table = table_of(resource, [{"id": "a"}, {"id": "b"}], Source("sources/a.xlsx", "One"))
    empty = table_of(schema.resources["services"], [], Source(""))
    draft = SimpleNamespace(
        tables={"organizations": table, "services": empty},
        issues=(issue(),),
        sheets=(
            apply.SheetRead("sources/a.xlsx", "One", 2, 1, {"A": "Id", "B": "Name"}),
            apply.SheetRead("sources/b.ods", "Upper", 0, 0, {"A": "Id", "B": "Name"}),
            apply.SheetRead("sources/b.ods", "Upper", 0, 0, {"A": "Id", "B": "Town"}),
        ),
        stops=True,
    )
    publication = SimpleNamespace(
        publisher=SimpleNamespace(name="Wrenshire County Council"),
        title="Wrenshire SEND Local Offer",
        sources=(SimpleNamespace(shown=("sources/a.xlsx", "sources/b.ods")),),
    )
    made = report_of(publication, draft, DAY)
    assert made.files == (
        FileRead("sources/a.xlsx", (SheetRead("One", 2, 1),), 2),
        FileRead("sources/b.ods", (SheetRead("Upper", 0), SheetRead("Upper", 0))),
    )
    assert made.made == (Made("organizations", "Organisations", 2),)
    assert made.stops
    assert made.titles[("services", "email")] == "E-mail address"
    assert made.headings["sources/a.xlsx", "One", "B"] == "Name"
    assert made.headings["sources/b.ods", "Upper", "A"] == "Id"
    assert not made.headings["sources/b.ods", "Upper", "B"]
    assert "not-a-date" in {rule.code for rule in made.passed}
    assert not {"not-an-email-address", "value-repaired"} & {rule.code for rule in made.passed}
