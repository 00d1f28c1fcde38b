"""HTML put together from pieces, so that a text can only ever become text."""

import html
from dataclasses import dataclass

from offer_opendata.report.words import visible


@dataclass(frozen=True)
class Html:
    """Finished HTML; every other text is escaped when it becomes part of one."""

    text: str


def tag(name: str, /, *children: "str | Html", **attributes: str) -> Html:
    """Return an element with its children; `class_` and `for_` stand for those attributes.

    An attribute with an empty value is written without one, as in `<details open>`.
    """
    said = "".join(map(_attribute, attributes.items()))
    return Html(f"<{name}{said}>{joined(*children).text}</{name}>")


def void(name: str, /, **attributes: str) -> Html:
    """Return an element that has no content, such as `meta`."""
    return Html(f"<{name}{''.join(map(_attribute, attributes.items()))}>")


def joined(*children: "str | Html") -> Html:
    """Return the children one after another."""
    return Html("".join(map(_escaped, children)))


def _escaped(child: "str | Html") -> str:
    return child.text if isinstance(child, Html) else html.escape(visible(child))


def _attribute(attribute: tuple[str, str]) -> str:
    name, value = attribute
    name = name.rstrip("_").replace("_", "-")
    return f' {name}="{html.escape(value)}"' if value else f" {name}"
