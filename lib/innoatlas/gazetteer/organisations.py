"""Organisations of ROR dumps, of both schema versions: found by name, alias, label and acronym; their point is their town's."""

import gzip
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.errors import SourceError
from innoatlas.gazetteer.parts import Part, flat, joined, name_table, place_table

_HINT = "Give a ROR data dump (.json, .json.gz or .zip) in conf."
_PREFIX = "https://ror.org/"
_BRACKET = re.compile(r"\s*\([^)]*\)$")


class Organisation(NamedTuple):
    """One active organisation; latitude and longitude are of its town, geonames_id and town (null when not told) are that town's id and name,
    names are (name, kind) with the main one first.
    """

    ror_id: str
    country_code: str
    geonames_id: int | None
    lat: float
    lon: float
    town: str | None
    names: tuple[tuple[str, str], ...]


def ror_organisations(path: Path) -> list[Organisation]:
    """The active organisations of a dump that have a place, sorted by id; SourceError when the file is no ROR dump."""
    try:
        records = json.loads(_text(path))
        found = [organisation for record in records if (organisation := _read(record)) is not None]
    except (OSError, EOFError, zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise SourceError(f"{path}: expected organisations in ROR's schema 1 or 2, found {error!r}. {_HINT}") from error
    if not found:
        raise SourceError(f"{path}: expected active organisations, found none in {len(records):,} records. {_HINT}")
    return sorted(found, key=lambda organisation: organisation.ror_id)


def organisation_places(organisations: list[Organisation], towns: pa.Table) -> Part:
    """Organisations as places; one given twice counts once, as it is in the last dump. Regions are those of its town, where TOWNS has it."""
    latest = list(dict(sorted({organisation.ror_id: organisation for organisation in organisations}.items())).values())
    place_id = pa.array([f"ror:{organisation.ror_id}" for organisation in latest], pa.string())
    country_code = pa.array([organisation.country_code for organisation in latest], pa.string())
    geonames_id = pa.array([organisation.geonames_id for organisation in latest], pa.int64())
    towns = towns.select(["geonames_id", "admin1_code", "admin2_code"]).filter(pc.is_in(towns["geonames_id"], geonames_id.drop_null()))
    town = pc.index_in(geonames_id, flat(towns["geonames_id"]), skip_nulls=True)
    columns = {
        "place_id": place_id,
        "place_name": pa.array([organisation.names[0][0] for organisation in latest], pa.string()),
        "precision": "organisation",
        "country_code": country_code,
        "admin1_code": flat(towns["admin1_code"]).take(town),
        "admin2_code": flat(towns["admin2_code"]).take(town),
        "lat": pa.array([organisation.lat for organisation in latest], pa.float64()),
        "lon": pa.array([organisation.lon for organisation in latest], pa.float64()),
        "town_id": joined("geonames:", flat(towns["geonames_id"]).take(town)),
    }
    return Part(place_table(columns), _names(latest))


def _names(organisations: list[Organisation]) -> pa.Table:
    rows = [(f"ror:{o.ror_id}", o.country_code, name, kind) for o in organisations for name, kind in (*o.names, *_without_country(o.names))]
    rows += _without_town(organisations)
    tables = []
    for kind in ("main", "alternate", "acronym", "derived"):
        place_id, country_code, name = (pa.array([row[i] for row in rows if row[3] == kind], pa.string()) for i in range(3))
        tables.append(name_table(place_id, country_code, name, kind))
    return pa.concat_tables(tables)


def _without_country(names: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """Companies as they call themselves: the registry adds a bracket, "Xenon Pharmaceuticals (Canada)"."""
    for name, kind in names:
        short = _BRACKET.sub("", name)
        if kind != "acronym" and short and short != name:
            yield short, "alternate"


def _without_town(organisations: list[Organisation]) -> list[tuple[str, str, str, str]]:
    """Names that end in the organisation's town, without it, where that is one organisation's alone: "Johannes Gutenberg University Mainz"."""
    short: dict[str, dict[str, tuple[str, str, str, str]]] = {}
    for o in organisations:
        ending = re.compile(rf"(?i),?(?: at| in| of| de| zu)? {re.escape(o.town)}$") if o.town else None
        for name, kind in o.names if ending else ():
            cut = ending.sub("", name) if ending else name
            if kind != "acronym" and cut != name and len(cut.split()) > 1:
                short.setdefault(cut.lower(), {}).setdefault(o.ror_id, (f"ror:{o.ror_id}", o.country_code, cut, "derived"))
    taken = {name.lower() for o in organisations for name, _ in o.names}
    return [next(iter(bearers.values())) for name, bearers in sorted(short.items()) if len(bearers) == 1 and name not in taken]


def _text(path: Path) -> bytes:
    """A dump's JSON; of a zip that holds both schemas, version 2."""
    if path.suffix != ".zip":
        raw = path.read_bytes()
        return gzip.decompress(raw) if path.suffix == ".gz" else raw
    with zipfile.ZipFile(path) as opened:
        names = sorted((name for name in opened.namelist() if name.endswith(".json")), key=lambda name: ("schema_v2" not in name, name))
        return opened.read(names[0])


def _read(record: dict[str, Any]) -> Organisation | None:
    if record.get("status", "active") != "active":
        return None
    place, names = (_place_2(record), tuple(_names_2(record))) if "names" in record else (_place_1(record), tuple(_names_1(record)))
    if place is None or not names:
        return None
    geonames_id, country_code, lat, lon, town = place
    return Organisation(record["id"].removeprefix(_PREFIX), country_code, geonames_id, lat, lon, town, names)


_Place = tuple[int | None, str, float, float, str | None]


def _place_2(record: dict[str, Any]) -> _Place | None:
    for location in record["locations"]:
        details = location["geonames_details"]
        if details.get("lat") is not None and details.get("lng") is not None and details.get("country_code"):
            return location.get("geonames_id"), details["country_code"], float(details["lat"]), float(details["lng"]), details.get("name")
    return None


def _names_2(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The displayed name, then the others; a name that is only an acronym says so."""
    displayed = [name["value"] for name in record["names"] if "ror_display" in name["types"]]
    yield from ((value, "main") for value in displayed[:1])
    for name in record["names"]:
        yield name["value"], "acronym" if set(name["types"]) == {"acronym"} else "alternate"


def _place_1(record: dict[str, Any]) -> _Place | None:
    for address in record["addresses"]:
        if address.get("lat") is not None and address.get("lng") is not None:
            city = address.get("geonames_city") or {}
            return city.get("id"), record["country"]["country_code"], float(address["lat"]), float(address["lng"]), city.get("city")
    return None


def _names_1(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield record["name"], "main"
    yield from ((label["label"], "alternate") for label in record.get("labels", ()))
    yield from ((alias, "alternate") for alias in record.get("aliases", ()))
    yield from ((acronym, "acronym") for acronym in record.get("acronyms", ()))
