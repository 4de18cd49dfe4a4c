"""How to read what a service sends: the reviewed tables conf/reference/online_*.tsv, and what they find in one reply.

A path leads into the reply: names and numbers parted by full stops; of several, parted by `|`, the first that holds something known counts.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from innoatlas.geo.sphere import distance_km
from innoatlas.tables import PRECISION_KM
from innoatlas.text.reference import read_table

#: Precisions that an area may have, fine to coarse; an organisation is none.
_AREAS = tuple(name for name in PRECISION_KM if name not in ("organisation", "none"))

_COUNTRY = re.compile(r"[A-Z]{2}")
_SIDES = ("south", "west", "north", "east")

Paths = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class _KindRow:
    kinds: str
    kind: str
    precision: str
    most_km: int


@dataclass(frozen=True)
class _EconomyRow:
    country_code: str
    region: str
    economy_code: str


@dataclass(frozen=True)
class _ServiceRow:
    service: str
    kinds: str
    kind_paths: tuple[str, ...]
    extent_paths: tuple[str, ...]
    extent_sides: str
    country_paths: tuple[str, ...]
    region_paths: tuple[str, ...]
    name_paths: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """What one kind of thing that a service finds is worth."""

    precision: str
    most_km: float  #: half the diagonal of the answer's box; a larger one is only as precise as it is large


@dataclass(frozen=True)
class Service:
    """Where a service's reply says what."""

    kinds: Mapping[str, Kind]
    kind: Paths
    extent: Paths
    sides: tuple[str, ...]  #: of the extent, in the service's order
    country: Paths
    region: Paths
    name: Paths
    economies: Mapping[tuple[str, str], str]  #: country and region -> the economy of its own that the region is


@dataclass(frozen=True)
class Found:
    """What a reply says beside its point."""

    precision: str  #: of PRECISION_KM; `none` when the kind is not known
    country_code: str | None
    name: str | None


def read_services(reference: Path) -> dict[str, Service]:
    """By the service's name in geopy; SettingsError for a table that is not of its shape."""
    kinds: dict[str, dict[str, Kind]] = {}
    for row in read_table(reference / "online_kinds.tsv", _KindRow):
        kinds.setdefault(row.kinds, {})[row.kind] = Kind(row.precision, row.most_km)
    economies = {(row.country_code, row.region): row.economy_code for row in read_table(reference / "online_economies.tsv", _EconomyRow)}
    return {
        row.service: Service(
            kinds[row.kinds],
            _paths(row.kind_paths),
            _paths(row.extent_paths),
            tuple(row.extent_sides.split(",")),
            _paths(row.country_paths),
            _paths(row.region_paths),
            _paths(row.name_paths),
            economies,
        )
        for row in read_table(reference / "online_services.tsv", _ServiceRow)
    }


def found_in(reply: str, service: Service) -> Found:
    """What the service's reply says; nothing when it is no JSON."""
    try:
        content = json.loads(reply)
    except (ValueError, RecursionError):
        return Found("none", None, None)
    kind = next((service.kinds[word] for word in _texts(content, service.kind) if word in service.kinds), None)
    return Found(_precision(content, service, kind), _economy(content, service), next(_texts(content, service.name), None))


def _precision(content: Any, service: Service, kind: Kind | None) -> str:
    if kind is None:
        return "none"
    half = _half_diagonal_km(content, service)
    if half is None or half <= kind.most_km:
        return kind.precision
    coarser = _AREAS[_AREAS.index(kind.precision) :]
    return next((name for name in coarser if half <= PRECISION_KM[name]), coarser[-1])


def _half_diagonal_km(content: Any, service: Service) -> float | None:
    """Of the first box that the reply gives; null when it gives none."""
    for box in _values(content, service.extent):
        try:
            side = dict(zip(service.sides, map(float, box), strict=True))
            return float(distance_km(*(side[name] for name in _SIDES))) / 2
        except (TypeError, ValueError):
            continue
    return None


def _economy(content: Any, service: Service) -> str | None:
    country = next((word.upper() for word in _texts(content, service.country) if _COUNTRY.fullmatch(word.upper())), None)
    own = (service.economies.get((country, region)) for region in _texts(content, service.region)) if country else ()
    return next((economy for economy in own if economy), country)


def _texts(content: Any, paths: Paths) -> Iterator[str]:
    return (value.encode("utf-8", "replace").decode() for value in _values(content, paths) if isinstance(value, str) and value)


def _values(content: Any, paths: Paths) -> Iterator[Any]:
    """What lies at each path that leads somewhere."""
    for path in paths:
        value = content
        for step in path:
            if isinstance(value, dict):
                value = value.get(step)
            else:
                value = value[int(step)] if isinstance(value, list) and step.isdigit() and int(step) < len(value) else None
        if value is not None:
            yield value


def _paths(written: tuple[str, ...]) -> Paths:
    return tuple(tuple(path.split(".")) for path in written)
