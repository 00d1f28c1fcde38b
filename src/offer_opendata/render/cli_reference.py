"""The page of the documentation that shows every command's own help."""

from collections.abc import Mapping

PATH = "docs/reference/commands.md"


def render_cli_reference(helps: Mapping[str, str]) -> str:
    """Return the page from each command's help text, by what one types to see it."""
    parts = [
        "# Commands\n",
        "Written from the program's own help by `make render`. Exit codes: 0 fine, 1 problems in "
        "the data, 2 could not run.\n",
    ]
    for command, text in helps.items():
        parts.append(f"## `{command}`\n\n```text\n{text.rstrip()}\n```\n")
    return "\n".join(parts)
