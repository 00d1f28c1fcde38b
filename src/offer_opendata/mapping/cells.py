"""One field's cells into a column of text: nulls, value tables, repairs, dates, defaults."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from offer_opendata.mapping.dates import iso_date
from offer_opendata.mapping.reading import Grid
from offer_opendata.mapping.repairs import REPAIRS
from offer_opendata.mapping.spec import NUMBER, Cells
from offer_opendata.schema import Codelist, Field
from offer_opendata.values import canonical

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


def raw_column(cells: Cells, grid: Grid) -> list[str]:
    """Return the text that a field's cells hold in each row, before anything is changed."""
    if cells.value is not None:
        return [cells.value] * len(grid.rows)
    template = cells.template or cells.minted
    if template:
        return filled(template, cells.headings, grid)
    columns = [_cells_of(heading, grid) for heading in cells.columns]
    if len(columns) == 1:
        return list(columns[0])
    return [cells.join.join(filter(None, parts)) for parts in zip(*columns, strict=True)]


def filled(template: str, headings: Sequence[str], grid: Grid) -> list[str]:
    """Return a text with {headings} filled from each row; blank where all its cells are blank."""
    columns = [_cells_of(heading, grid) for heading in headings]
    if not columns:
        return [template] * len(grid.rows)
    for place, heading in enumerate(headings):
        template = template.replace("{" + heading + "}", f"\0{place}\0")
    pieces = template.split("\0")
    texts = []
    for parts in zip(*columns, strict=True):
        whole = "".join(
            parts[int(piece)] if i % 2 else piece for i, piece in enumerate(pieces)
        )
        texts.append(whole.strip() if any(parts) else "")
    return texts


def numbered(texts: Sequence[str]) -> list[str]:
    """Return the texts with {#} counting those that are otherwise the same."""
    counts: dict[str, int] = {}
    result = []
    for text in texts:
        if NUMBER in text:
            counts[text] = counts.get(text, 0) + 1
            text = text.replace(NUMBER, str(counts[text]))
        result.append(text)
    return result


def parts_of(text: str, split: str) -> list[str]:
    """Return the values in one cell, in order, each once."""
    pieces = text.splitlines() if split == LINES else text.split(split)
    return list(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))


def converted(
    texts: Sequence[str], cells: Cells, target: Field, codelist: Codelist | None
) -> Column:
    """Return the canonical values of a column; each distinct text is judged once."""
    judge = _judge(cells, target, codelist)
    verdicts = {text: judge(text) for text in set(texts)}
    values = [verdicts[text].value for text in texts]
    noteworthy = {text: verdict for text, verdict in verdicts.items() if verdict.code}
    if not noteworthy:
        return Column(values)
    noted = [(i, text, noteworthy[text]) for i, text in enumerate(texts) if text in noteworthy]
    return Column(values, noted)


def _judge(
    cells: Cells, target: Field, codelist: Codelist | None
) -> Callable[[str], Verdict]:
    listed = cells.values and {_folded(text): value for text, value in cells.values.items()}

    def judge(text: str) -> Verdict:
        if text in cells.nulls or text in cells.leave_out or not text:
            return Verdict(canonical(cells.default, target, codelist))
        value = text
        if listed:
            value = listed.get(_folded(text), text)
            if _folded(text) not in listed and cells.unlisted != "keep":
                return _unlisted(text, cells, target, codelist)
        dated = iso_date(value, cells.dates) if target.type == "date" else value
        tidy = canonical(dated, target, codelist)
        return _repaired(tidy, cells)

    return judge


def _unlisted(
    text: str, cells: Cells, target: Field, codelist: Codelist | None
) -> Verdict:
    if cells.unlisted == "leave-out":
        return Verdict("", "value-left-out")
    # Where the field itself has rules, its own check says better what is wrong.
    checked = codelist is not None or target.type != "string"
    return Verdict(canonical(text, target, codelist), "" if checked else "value-not-in-table")


def _repaired(value: str, cells: Cells) -> Verdict:
    for name in cells.repair:
        mended = REPAIRS[name](value)
        if mended != value:
            return Verdict(_again(mended, cells, name), "value-repaired", name)
    return Verdict(value)


def _again(value: str, cells: Cells, done: str) -> str:
    for name in cells.repair:
        if name != done:
            value = REPAIRS[name](value)
    return value


def _cells_of(heading: str, grid: Grid) -> Sequence[str]:
    return grid.column(heading) if grid.positions(heading) else [""] * len(grid.rows)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
