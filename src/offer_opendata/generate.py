"""Every generated file of the project, written again: for its developers, by `make render`."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from offer_opendata.example import WRITTEN, release_example
from offer_opendata.golden import issue_examples
from offer_opendata.package import read_descriptor
from offer_opendata.render import render_all
from offer_opendata.render.cli_reference import PATH, render_cli_reference
from offer_opendata.render.issue_pages import render_issue_pages
from offer_opendata.render.metadata import render_datasette, render_metadata
from offer_opendata.schema import load_schema


def generate(root: Path, helps: Mapping[str, str]) -> Iterator[str]:
    """Write what is rendered from the schema, and the example's releases; yield each path.

    The example is released with fixed days and fixed salts, so that the same sources give
    the same bytes.
    """
    for path, text in generated_texts(root, helps).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        yield path
    yield from released_example(root)


def generated_texts(root: Path, helps: Mapping[str, str]) -> dict[str, str]:
    """Return every text that follows from schema, golden cases and commands' help, by its path."""
    return {
        **render_all(load_schema()),
        **render_issue_pages(issue_examples(root / "tests" / "cases")),
        PATH: render_cli_reference(helps),
    }


def released_example(root: Path) -> Iterator[str]:
    """Release the example afresh, and write the Datasette files of its package at the root."""
    package, example = root / "datapackage", root / "example"
    with TemporaryDirectory() as place:
        for step in release_example(example, Path(place)):
            yield f"datapackage: release of {step.day}"
        shutil.rmtree(package, ignore_errors=True)
        shutil.move(Path(place) / package.name, package)
        for name in WRITTEN:
            if (made := Path(place) / example.name / name).is_file():
                shutil.copyfile(made, example / name)
    descriptor, schema = read_descriptor(package), load_schema()
    for name, text in (
        ("metadata.yml", render_metadata(descriptor, schema)),
        ("datasette.yml", render_datasette(descriptor, schema)),
    ):
        (root / name).write_text(text, encoding="utf-8", newline="\n")
        yield name
