"""The code keeps its shape: short functions and modules, stages that import only what is above."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[1] / "src" / "offer_opendata"
MODULES = sorted(SRC.rglob("*.py"))
# A program of its own that ships in every package, and has to be one file.
ALONE = SRC / "verifier.py"
PROGRAMS = {ALONE, SRC / "intake" / "child.py"}
LONGEST_FUNCTION, LONGEST_MODULE, MOST_PARAMETERS = 32, 250, 5

# A stage may import what stands before it, and nothing after it.
FLOORS = (
    ("errors", "canonical_json", "verifier"),
    ("folders",),
    ("intake",),
    ("issues",),
    ("schema", "toml_file", "stage_issues"),
    ("tables", "values"),
    ("canonical_csv",),
    ("mapping", "source_files"),
    ("publication",),
    ("derive", "visibility", "withhold", "checks", "descriptor"),
    ("answers", "geography", "signing"),
    ("draft", "package"),
    ("history",),
    ("publish",),
    ("database", "feeds", "report", "referee"),
    ("diff",),
    ("timeline",),
    ("site",),
    ("render",),
    ("starter",),
    ("release", "unchanged"),
    ("asking", "standing"),
    ("work",),
    ("golden", "example"),
    ("generate",),
    ("cli",),
    ("__main__", "__init__"),
)
FLOOR = {name: i for i, names in enumerate(FLOORS) for name in names}


def name_of(path: Path) -> str:
    return path.relative_to(SRC).with_suffix("").parts[0]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(path)))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_there_is_something_to_watch() -> None:
    assert len(MODULES) > 60


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_modules_and_functions_stay_short(path: Path) -> None:
    assert path == ALONE or path.read_text(encoding="utf-8").count("\n") <= LONGEST_MODULE
    for each in functions(path):
        # Commands take one parameter for each option; their body is what counts.
        lines = (each.end_lineno or 0) - each.body[0].lineno + 1
        assert lines <= LONGEST_FUNCTION, f"{each.name} has {lines} lines"
        arguments = each.args.posonlyargs + each.args.args
        if name_of(path) != "cli":
            assert len(arguments) <= MOST_PARAMETERS, each.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_public_things_have_a_docstring(path: Path) -> None:
    module = tree(path)
    assert ast.get_docstring(module) or not module.body
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


def test_only_the_command_line_knows_click_prints_or_exits() -> None:
    for path in MODULES:
        if name_of(path) == "cli":
            continue
        assert "click" not in set(imported(path)), path
        called = {ast.unparse(node.func) for node in nodes(path) if isinstance(node, ast.Call)}
        assert not called & {"print", "sys.exit", "exit", "quit"} or path in PROGRAMS, path


def test_nothing_below_the_command_line_reads_the_clock() -> None:
    clocks = ("date.today", "datetime.now", "time.time", "datetime.utcnow")
    for path in MODULES:
        if name_of(path) != "cli":
            calls = [ast.unparse(node.func) for node in nodes(path) if isinstance(node, ast.Call)]
            assert not [call for call in calls if call.endswith(clocks)], path


def test_a_stage_imports_only_what_stands_above_it() -> None:
    for path in MODULES:
        for module in imported(path):
            parts = module.split(".")
            if parts[0] != "offer_opendata" or len(parts) == 1:
                continue
            here, there = name_of(path), parts[1]
            assert here == there or FLOOR[there] < FLOOR[here], f"{path} imports {module}"


def test_nothing_is_evaluated_and_no_shell_is_started() -> None:
    for path in MODULES:
        for node in nodes(path):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in {"eval", "exec", "os.system"}, path
                assert not any(each.arg == "shell" for each in node.keywords), path
        assert not {"pickle", "marshal", "shelve"} & set(imported(path)), path


def test_no_handler_catches_everything() -> None:
    for path in MODULES:
        for node in nodes(path):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, path
                assert ast.unparse(node.type) not in {"Exception", "BaseException"}, path
