"""What all tests share: where the real files are, and the list of what was skipped."""

import json
import sys
from typing import Any

import pytest
from hypothesis import settings

import near_referee
from offer_opendata import toml_file

# The grammar of a format (iri) that no schema of ours asks for, which takes two seconds to import.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

_certainly_follows = toml_file.certainly_follows
_judged: dict[tuple[str, str], bool] = {}


def judged_once(value: Any, schema: Any) -> bool:
    """Say whether a document follows a schema; hundreds of tests ask it of the same mapping."""
    asked = (json.dumps(value, default=repr), json.dumps(schema))
    if asked not in _judged:
        _judged[asked] = _certainly_follows(value, schema)
    return _judged[asked]


toml_file.certainly_follows = judged_once

# A busy machine is no reason to fail.
settings.register_profile("offer", deadline=None)
settings.load_profile("offer")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `--update-cases` write what the golden cases give now, to be reviewed like code."""
    parser.addoption("--update-cases", action="store_true", help="refresh tests/cases")


@pytest.fixture(autouse=True)
def referee_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let releases that a test makes in this process be validated in it too."""
    monkeypatch.setattr("offer_opendata.referee.subprocess", near_referee.STAND_IN)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name every skipped test with its reason, so that nothing is left out unseen."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("skipped, each with its reason")
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        terminalreporter.write_line(f"{report.nodeid}: {reason.removeprefix('Skipped: ')}")
