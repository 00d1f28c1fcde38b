"""One field's cells into a column of text: nulls, value tables, repairs, dates, defaults."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from offer_opendata.mapping.dates import iso_date
from offer_opendata.mapping.form import NUMBER, Cells
from offer_opendata.mapping.grid import Grid
from offer_opendata.mapping.repairs import REPAIRS
from offer_opendata.schema import Codelist, Field
from offer_opendata.values import canonical, rewriting

LINES = "lines"


@dataclass(frozen=True)
class Verdict:
    """What becomes of one distinct text: its value, and the issue that it gives, if any."""

    value: str
    code: str = ""
    repair: str = ""


@dataclass(frozen=True)
class Column:
    """A field's values, one for each row, and the rows whose text gave an issue."""

    values: list[str]
    noted: list[tuple[int, str, Verdict]] = field(default_factory=list)


def raw_column(cells: Cells, grid: Grid) -> Sequence[str]:
    """Return the text that a field's cells hold in each row, before anything is changed."""
    if cells.value is not None:
        return [cells.value] * len(grid.rows)
    template = cells.template or cells.minted
    if template:
        return filled(template, cells.headings, grid)
    columns = [grid.column(heading) for heading in cells.columns]
    if len(columns) == 1:
        return columns[0]
    return [cells.join.join(filter(None, parts)) for parts in zip(*columns, strict=True)]


def filled(template: str, headings: Sequence[str], grid: Grid) -> list[str]:
    """Return a text with {headings} filled from each row; blank where all its cells are blank."""
    columns = [grid.column(heading) for heading in headings]
    if not columns:
        return [template] * len(grid.rows)
    for place, heading in enumerate(headings):
        template = template.replace("{" + heading + "}", f"\0{place}\0")
    first, *pieces = template.split("\0")
    texts = [first] * len(grid.rows)
    for i, piece in enumerate(pieces):
        part = [piece] * len(texts) if i % 2 else columns[int(piece)]
        texts = [before + after for before, after in zip(texts, part, strict=True)]
    said = columns[0] if len(columns) == 1 else list(map(any, zip(*columns, strict=True)))
    return [text.strip() if there else "" for text, there in zip(texts, said, strict=True)]


def numbered(texts: Sequence[str]) -> list[str]:
    """Return the texts with {#} counting those that are otherwise the same."""
    counts: dict[str, int] = {}
    result = []
    for text in texts:
        if NUMBER in text:
            counts[text] = counts.get(text, 0) + 1
        result.append(text.replace(NUMBER, str(counts.get(text))))
    return result


def parts_of(text: str, split: str) -> list[str]:
    """Return the values in one cell, in order; a blank between two separators counts."""
    pieces = text.splitlines() if split == LINES else text.split(split)
    return [piece.strip() for piece in pieces]


def converted(
    texts: Sequence[str], cells: Cells, target: Field, codelist: Codelist | None
) -> Column:
    """Return the canonical values of a column; each distinct text is judged once."""
    if _is_plain(cells, target):
        rewrite = rewriting(target, codelist)
        if rewrite is None:
            return Column(list(texts))
        written = {text: rewrite(text) if text else "" for text in set(texts)}
        return Column(list(map(written.__getitem__, texts)))
    judge = _judge(cells, target, codelist)
    verdicts = {text: judge(text) for text in set(texts)}
    values = {text: verdict.value for text, verdict in verdicts.items()}
    noteworthy = {text: verdict for text, verdict in verdicts.items() if verdict.code}
    noted = (
        [(i, text, noteworthy[text]) for i, text in enumerate(texts) if text in noteworthy]
        if noteworthy
        else []
    )
    return Column(list(map(values.__getitem__, texts)), noted)


def _is_plain(cells: Cells, target: Field) -> bool:
    """Whether a field's trimmed cells need nothing but their canonical form."""
    asked = (cells.values, cells.nulls, cells.leave_out, cells.repair, cells.default)
    dated = cells.dates if target.type == "date" else ()
    return cells.value is None and not any(asked) and not dated


def _judge(cells: Cells, target: Field, codelist: Codelist | None) -> Callable[[str], Verdict]:
    listed = {_folded(text): value for text, value in (cells.values or {}).items()}
    default = Verdict(canonical(cells.default, target, codelist))

    def judge(text: str) -> Verdict:
        if not text or text in cells.nulls:
            return default
        if text in cells.leave_out:
            return Verdict("")
        if listed and _folded(text) not in listed and cells.unlisted != "keep":
            return _unlisted(text, cells, target, codelist)
        value = listed.get(_folded(text), text) if listed else text
        dated = iso_date(value, cells.dates) if target.type == "date" else value
        return _repaired(canonical(dated, target, codelist), cells, target, codelist)

    return judge


def _unlisted(text: str, cells: Cells, target: Field, codelist: Codelist | None) -> Verdict:
    if cells.unlisted == "leave-out":
        return Verdict("", "value-left-out")
    value = canonical(text, target, codelist)
    # What the field's own check will refuse, it says better: with the code that was meant.
    refused = codelist is not None and codelist.codes and value not in codelist.codes
    refused = refused or (target.type == "boolean" and value not in ("true", "false"))
    return Verdict(value, "" if refused else "value-not-in-table")


def _repaired(value: str, cells: Cells, target: Field, codelist: Codelist | None) -> Verdict:
    mended, done = value, []
    for name in cells.repair:
        before, mended = mended, REPAIRS[name](mended)
        if mended != before:
            done.append(name)
    if not done:
        return Verdict(value)
    return Verdict(canonical(mended, target, codelist), "value-repaired", ", ".join(done))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
