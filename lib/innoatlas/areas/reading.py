"""Files of sites and regions -> areas: a CSV of points with a radius, or a GeoJSON of polygons. What is wrong is told with file, row and column."""

import csv
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from innoatlas.errors import SettingsError, SourceError
from innoatlas.geo.polygons import Floats, centre_of, extent_of

#: Columns of a CSV of areas; more do no harm.
CSV_COLUMNS = ("id", "name", "kind", "lat", "lon", "radius_km")

#: Properties of each feature of a GeoJSON of areas.
PROPERTIES = ("id", "name", "kind")

#: Half the way round the Earth in km, rounded up: no circle is larger.
_LARGEST_KM = 20_016.0


@dataclass(frozen=True)
class Area:
    """A circle or polygons, by whoever drew them."""

    layer: str  #: site or region
    given_id: str  #: the file's own id
    name: str
    kind: str
    lat: float  #: of the centre, degrees to 5 decimals; of polygons the centroid of the largest
    lon: float
    radius_km: float | None = None  #: of a circle; null for polygons
    polygons: tuple[tuple[Floats, ...], ...] = ()  #: rings (lat, lon), the outer one first, then its holes; empty for a circle
    outline: str | None = None  #: the polygons as a GeoJSON geometry; null for a circle

    @property
    def area_id(self) -> str:
        """Layer and the file's own id."""
        return f"{self.layer}:{self.given_id}"


def read_areas(path: Path, layer: str) -> list[Area]:
    """The areas of one file, `.csv`, `.geojson` or `.json`, by id. SettingsError for another ending; SourceError for a file that is absent or wrong."""
    readers: dict[str, Callable[[Path, str], Iterator[tuple[str, Area]]]] = {".csv": _of_csv, ".geojson": _of_geojson, ".json": _of_geojson}
    if path.suffix.lower() not in readers:
        raise SettingsError(f"{path}: expected a file that ends in {', '.join(readers)}, found {path.name}. Correct its path in [areas].")
    seen: dict[str, tuple[str, Area]] = {}
    for where, area in readers[path.suffix.lower()](path, layer):
        if area.given_id in seen:
            raise _wrong(path, where, "an id of its own", f"{area.given_id!r}, which {seen[area.given_id][0]} has")
        seen[area.given_id] = where, area
    return [seen[given_id][1] for given_id in sorted(seen)]


def _of_csv(path: Path, layer: str) -> Iterator[tuple[str, Area]]:
    reader = csv.DictReader(_text(path).splitlines(keepends=True))
    if missing := [name for name in CSV_COLUMNS if name not in (reader.fieldnames or ())]:
        raise _wrong(path, "row 1", f"the columns {', '.join(CSV_COLUMNS)}", f"no {', '.join(missing)} among {', '.join(reader.fieldnames or ())}")
    for row in reader:
        where = f"row {reader.line_num}"
        texts = _texts(path, where, row)
        lat, lon = (_number(path, where, name, row[name], -most, most) for name, most in (("lat", 90.0), ("lon", 180.0)))
        radius_km = _number(path, where, "radius_km", row["radius_km"], 0.0, _LARGEST_KM)
        if not radius_km:
            raise _wrong(path, where, "a radius_km above 0", repr(row["radius_km"]))
        yield where, Area(layer, *texts, round(lat, 5), round(lon, 5), radius_km)


def _of_geojson(path: Path, layer: str) -> Iterator[tuple[str, Area]]:
    try:
        given = json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise _wrong(path, f"line {error.lineno}", "GeoJSON", f"text that is no JSON ({error.msg})") from error
    if not isinstance(given, dict) or given.get("type") != "FeatureCollection" or not isinstance(given.get("features"), list):
        found = given.get("type") if isinstance(given, dict) else given
        raise _wrong(path, "the file", "a GeoJSON FeatureCollection with a list of features", repr(found))
    for number, feature in enumerate(given["features"], 1):
        where = f"feature {number}"
        given_properties = feature.get("properties") if isinstance(feature, dict) else None
        texts = _texts(path, where, given_properties if isinstance(given_properties, dict) else {})
        yield where, _drawn(path, f"{where} ({texts[0]})", layer, texts, feature.get("geometry"))


def _drawn(path: Path, where: str, layer: str, texts: tuple[str, str, str], geometry: Any) -> Area:
    kind = geometry.get("type") if isinstance(geometry, dict) else geometry
    if kind not in ("Polygon", "MultiPolygon"):
        raise _wrong(path, where, "a Polygon or MultiPolygon (points with a radius are a CSV)", repr(kind))
    given = geometry.get("coordinates")
    polygons = tuple(_rings(path, where, rings) for rings in _list(path, where, [given] if kind == "Polygon" else given))
    largest = max((polygon[0] for polygon in polygons), key=extent_of)
    lat, lon = (round(degrees, 5) for degrees in centre_of(largest))
    outline = json.dumps({"type": kind, "coordinates": given}, separators=(",", ":"))
    return Area(layer, *texts, lat, lon, None, polygons, outline)


def _rings(path: Path, where: str, given: Any) -> tuple[Floats, ...]:
    return tuple(_ring(path, where, ring) for ring in _list(path, where, given))


def _ring(path: Path, where: str, given: Any) -> Floats:
    positions = [_position(path, where, position) for position in _list(path, where, given)]
    if len(set(positions)) < 3:
        raise _wrong(path, where, "rings of at least 3 different positions", f"one of {len(set(positions))}")
    return np.array(positions[:-1] if positions[0] == positions[-1] else positions)


def _position(path: Path, where: str, given: Any) -> tuple[float, float]:
    """Latitude and longitude of a GeoJSON position, which has longitude first; a height behind them is passed over."""
    if not isinstance(given, list) or len(given) < 2:
        raise _wrong(path, where, "positions [longitude, latitude]", repr(given))
    lon, lat = (_number(path, where, name, value, -most, most) for name, value, most in zip(("longitude", "latitude"), given, (180.0, 90.0), strict=False))
    return lat, lon


def _list(path: Path, where: str, given: Any) -> Iterable[Any]:
    if not isinstance(given, list) or not given:
        raise _wrong(path, where, "lists of rings, a ring a list of positions", repr(given))
    return given


def _texts(path: Path, where: str, row: Mapping[str, Any]) -> tuple[str, str, str]:
    given_id, name, kind = (_said(path, where, name, row.get(name)) for name in PROPERTIES)
    return given_id, name, kind


def _said(path: Path, where: str, name: str, value: Any) -> str:
    text = str(value).strip() if isinstance(value, str | int) else ""
    if not text:
        raise _wrong(path, where, f"some text as {name}", repr(value))
    return text


def _number(path: Path, where: str, name: str, value: Any, low: float, high: float) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not low <= number <= high:
        raise _wrong(path, where, f"a {name} from {low:g} to {high:g}", repr(value))
    return number


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise SourceError(f"{path}: expected a readable file, found none ({error.strerror}). Correct its path in [areas].") from error
    except UnicodeDecodeError as error:
        raise _wrong(path, f"byte {error.start}", "text in UTF-8", "another encoding") from error


def _wrong(path: Path, where: str, expected: str, found: str) -> SourceError:
    return SourceError(f"{path}, {where}: expected {expected}, found {found[:200]}. Correct the file.")
