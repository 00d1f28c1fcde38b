"""The report for a terminal: about a screen or two, 80 columns wide."""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from offer_opendata.checks.words import spoken
from offer_opendata.issues import Issue, Severity
from offer_opendata.report.causes import Cause, causes
from offer_opendata.report.summary import CHECK, FileRead, Report, in_short, next_step
from offer_opendata.report.words import counted, visible

WIDTH = 80
LINES = 60
PLACES = 3
FILES = 8
BRIEF = 8
WORDS: Mapping[Severity, str] = {"error": "ERROR", "warning": "WARNING", "repaired": "REPAIRED"}
_COLOURS = {"ERROR": "1;31", "WARNING": "1;33", "REPAIRED": "1;32"}
_WORD = re.compile(rf"^(?:{'|'.join(_COLOURS)})(?= )", re.MULTILINE)


def render_text(report: Report) -> str:
    """Return the report as plain text of about 60 lines, however many problems there are."""
    head, tail = list(_head(report)), list(_tail(report))
    body = _body(
        causes(report.issues, report.titles, report.headings), LINES - len(head) - len(tail)
    )
    return "\n".join([*head, *body, *tail]) + "\n"


def painted(text: str) -> str:
    """Return a text report with the words for error, warning and repaired in colour."""
    return _WORD.sub(lambda word: f"\x1b[{_COLOURS[word[0]]}m{word[0]}\x1b[0m", text)


def _head(report: Report) -> Iterator[str]:
    yield from _wrapped(f"{visible(report.title)}, checked as at {spoken(report.released_on)}")
    yield ""
    for file in report.files[:FILES]:
        yield from _wrapped(_file(file), "  ")
    if len(report.files) > FILES:
        yield f"  and {len(report.files) - FILES:,} more"
    if report.made:
        made = ", ".join(f"{each.title} {each.records:,}" for each in report.made)
        yield from _wrapped(f"Records: {made}")
    if report.files or report.made:
        yield ""


def _file(file: FileRead) -> str:
    counts = (
        counted(len({sheet.sheet for sheet in file.sheets}), "sheet"),
        counted(file.rows, "row"),
        counted(file.records, "record"),
    )
    return f"{visible(file.file)}: {', '.join(counts)}"


def _body(found: Sequence[Cause], room: int) -> Iterator[str]:
    blocks = [[*_heading(cause), *_explained(cause), ""] for cause in found]
    whole = _fitting(list(map(len, blocks)), room)
    yield from chain.from_iterable(blocks[:whole])
    for cause in found[whole : whole + BRIEF]:
        yield from _heading(cause)
    if whole < len(found):
        yield from _more(found[whole + BRIEF :])


def _heading(cause: Cause) -> Iterator[str]:
    about = f"{visible(cause.title)}: {cause.places}" if cause.title else cause.places
    yield from _wrapped(f"{WORDS[cause.severity]}  {about} ({visible(cause.code)})")


def _explained(cause: Cause) -> Iterator[str]:
    issues, left = cause.issues[:PLACES], len(cause.issues) - PLACES
    rest = f" and {left:,} more" if left > 0 else ""
    if cause.alike and len(issues) > 1:
        yield from _wrapped(visible(issues[0].message), "  ")
        yield from _wrapped(f"At {_places(issues)}{rest}", "  ")
    else:
        for issue in issues:
            yield from _wrapped(f"{_place(issue)}: {visible(issue.message)}", "  ")
            yield from _fix("" if cause.fix else issue.fix)
        yield from _wrapped(rest.strip(), "  ")
    yield from _fix(cause.fix)


def _fix(fix: str) -> Iterator[str]:
    if fix:
        yield from _wrapped(f"Fix: {visible(fix)}", "    ")


def _place(issue: Issue) -> str:
    return visible(issue.place or issue.id) or "the whole publication"


def _places(issues: Sequence[Issue]) -> str:
    said, sheet = list[str](), ("", "")
    for issue in issues:
        same = (issue.file, issue.sheet) == sheet and issue.cell
        said.append(issue.cell if same else _place(issue))
        sheet = (issue.file, issue.sheet)
    return ", ".join(said)


def _fitting(lengths: Sequence[int], room: int) -> int:
    """Return how many blocks fit whole, if the next few are named below them; at least one."""
    for whole in range(len(lengths), 1, -1):
        left = len(lengths) - whole
        below = min(left, BRIEF) + 4 if left else 0
        if sum(lengths[:whole]) + below <= room:
            return whole
    return 1


def _more(left: Sequence[Cause]) -> Iterator[str]:
    if left:
        places = sum(len(cause.issues) for cause in left)
        yield f"And {counted(len(left), 'more kind')}, in {counted(places, 'place')}."
    yield ""
    yield f"To see every place: {CHECK} --format html > problems.html"
    yield ""


def _tail(report: Report) -> Iterator[str]:
    yield from _wrapped(in_short(report))
    if report.says_next:
        advice, command = next_step(report)
        yield from _wrapped(advice)
        yield f"Next: {command}"


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  " if indent else "",
        break_on_hyphens=False,
    )
