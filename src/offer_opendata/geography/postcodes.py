"""A postcode file read through a mapping: only the postcodes that are asked for."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from offer_opendata.errors import OfferError
from offer_opendata.geography.osgb import latitude_longitude
from offer_opendata.intake.sheet import column_number
from offer_opendata.intake.stream import matching_rows
from offer_opendata.mapping.repairs import latitude, longitude
from offer_opendata.schema import schema_folder
from offer_opendata.toml_file import read_toml

AREAS = ("local_authority", "district", "ward")
_PSEUDO = "99999999"


@dataclass(frozen=True)
class Place:
    """What a postcode file says of one postcode: codes and names of its areas, and its centre."""

    codes: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    latitude: str = ""
    longitude: str = ""


def compact(postcode: str) -> str:
    """Return a postcode in capitals without spaces, as a key."""
    return "".join(postcode.split()).upper()


def read_postcodes(
    file: Path, mapping: tuple[Path, str], wanted: frozenset[str]
) -> dict[str, Place]:
    """Return what a postcode file says of the wanted postcodes, by compact postcode.

    The file may be a CSV file, a folder of them or a zip; `mapping` is the path of the
    mapping and the name it is known by. Raises OfferError where a column is missing.
    """
    columns = _columns(*mapping)
    by = columns["postcode"]
    key: int | str = column_number(by["position"]) if "position" in by else str(by["column"])
    places: dict[str, Place] = {}
    heading: Sequence[str] = ()
    for number, cells in matching_rows([file], key, wanted):
        if number == 1 and isinstance(key, str):
            heading = tuple(cell.strip() for cell in cells)
            _check_headings(columns, heading, mapping[1], file)
            continue
        values = {name: _value(how, heading, cells) for name, how in columns.items()}
        places[compact(values["postcode"])] = _place(values)
    return places


def _columns(path: Path, shown: str) -> dict[str, Mapping[str, Any]]:
    rules = json.loads((schema_folder() / "mapping.schema.json").read_text(encoding="utf-8"))
    content = read_toml(path, shown, rules)
    if "postcodes" not in content:
        raise OfferError(f"{shown}: [postcodes] is missing; it says how a postcode file is read")
    return {
        name: {"column": how} if isinstance(how, str) else how
        for name, how in content["postcodes"].items()
    }


def _check_headings(
    columns: Mapping[str, Mapping[str, Any]], heading: Sequence[str], shown: str, file: Path
) -> None:
    for name, how in columns.items():
        asked = how.get("column") or how.get("pair")
        if asked and asked not in heading:
            known = ", ".join([*heading[:8], "…"] if len(heading) > 8 else heading)
            what = f'"{asked}" is not a column of {file.name}; it has {known}'
            raise OfferError(f"{shown}: postcodes.{name}: {what}")


def _value(how: Mapping[str, Any], heading: Sequence[str], cells: Sequence[str]) -> str:
    if "value" in how:
        return str(how["value"])
    asked = how.get("column") or how.get("pair")
    place = heading.index(asked) if asked else column_number(how["position"])
    return cells[place].strip() if place < len(cells) else ""


def _place(values: Mapping[str, str]) -> Place:
    north, east = _centre(values)
    return Place(
        codes=_codes(values),
        names={area: values.get(f"{area}_name", "") for area in AREAS},
        latitude=north,
        longitude=east,
    )


def _codes(values: Mapping[str, str]) -> dict[str, str]:
    codes = {area: values.get(f"{area}_code", "") for area in AREAS}
    # Where the council is a unitary one, the directories leave the county blank or write a
    # pseudo code for it, and the council stands where districts do.
    county = codes["local_authority"]
    if codes["district"] and (not county or county.endswith(_PSEUDO)):
        codes |= {"local_authority": codes["district"], "district": ""}
    return codes


def _centre(values: Mapping[str, str]) -> tuple[str, str]:
    if "coordinates" in values:
        return latitude(values["coordinates"]), longitude(values["coordinates"])
    if "eastings" in values:
        return _from_grid(values["eastings"], values["northings"])
    return values.get("latitude", ""), values.get("longitude", "")


def _from_grid(eastings: str, northings: str) -> tuple[str, str]:
    try:
        point = (float(eastings), float(northings))
    except ValueError:
        return "", ""
    # A postcode without a known place has zeros in Code-Point Open.
    if point == (0, 0):
        return "", ""
    north, east = latitude_longitude(*point)
    return f"{north:.6f}", f"{east:.6f}"


def area_records(places: Sequence[Place]) -> Iterator[dict[str, str]]:
    """Yield the areas that the places name, each with its kind and the area around it."""
    for place in places:
        around = place.codes["local_authority"]
        for area in AREAS[1:]:
            code = place.codes[area]
            if code and code != place.codes["local_authority"]:
                name = place.names[area] or code
                yield {"code": code, "name": name, "kind": area, "parent_code": around}
                around = code
