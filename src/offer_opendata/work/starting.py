"""`new` and `template`: a publication folder to begin with, and the template workbook."""

from collections.abc import Mapping
from pathlib import Path

from offer_opendata.errors import OfferError
from offer_opendata.schema import load_schema


def started(folder: Path, council: str, answers: Mapping[str, str]) -> str:
    """Make a publication folder from five answers; return what there is to say."""
    from offer_opendata.starter import answers_of, starter_files

    if folder.exists() and any(folder.iterdir()):
        raise OfferError(f'"{folder}" exists and is not empty; choose a new name')
    schema = load_schema()
    given = answers_of(council, answers, schema)
    for name, content in starter_files(given, schema).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        if file.suffix == ".sh":
            file.chmod(0o755)
    return (
        f"{folder} is ready, for {given.name} ({given.code}).\n"
        f"Next: fill in {folder / 'sources' / 'local-offer.xlsx'}, then in that folder: "
        "offer-opendata check"
    )


def write_template(file: Path) -> str:
    """Write the template workbook to a new file; return what there is to say."""
    from offer_opendata.render.workbook import template_workbook

    if file.suffix.lower() != ".xlsx":
        raise OfferError(f'"{file}" should end in .xlsx')
    if file.exists():
        raise OfferError(f'"{file}" exists already; choose another name')
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(template_workbook(load_schema()))
    return f"The template is {file}. Its first sheet says how to fill it in."
