"""Which fields a rule concerns, told from what the schema says of them."""

from offer_opendata.schema import Field


def is_text(field: Field) -> bool:
    """Return whether a field holds text that no code list governs."""
    return field.type == "string" and not field.codelist


def is_written(field: Field) -> bool:
    """Return whether people write freely in a field: no form governs it, only a length."""
    governed = field.checks or "pattern" in field.constraints
    return is_text(field) and not governed and "maxLength" in field.constraints


def or_blank(field: Field) -> str:
    """Return the end of a fix that allows a blank cell, where the field does."""
    return "" if field.required else ", or leave the cell blank"


def has_check(field: Field, name: str) -> bool:
    """Return whether the schema asks for a check of the field's values by name."""
    return name in field.checks
