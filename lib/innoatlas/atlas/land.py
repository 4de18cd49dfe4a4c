"""Country outlines of the base map: Natural Earth 1:50m (public domain), bundled as TopoJSON, decoded to rings in degrees."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from innoatlas.atlas.plane import unwrap

#: What a map must say of its outlines.
ATTRIBUTION = "Country outlines: Natural Earth 4.1.0, 1:50m (public domain), packaged by world-atlas 2.0.2 (ISC licence)."

#: A closed ring, shape (n, 2): lat, lon in degrees WGS84, first point repeated at the end.
Ring = NDArray[np.float64]

_FILE = "countries-50m.json"


@cache
def outer_rings() -> tuple[Ring, ...]:
    """Outer rings of every country, without holes: a country inside another one has its own ring, which is drawn over it.

    East of the 180th meridian longitudes go on above 180, so that Chukotka stays with Russia.
    """
    topology = json.loads((resources.files("innoatlas.atlas") / "outlines" / _FILE).read_text(encoding="utf-8"))
    return tuple(rings(topology, "countries"))


def rings(topology: Mapping[str, Any], name: str) -> Iterator[Ring]:
    """Outer rings of the polygons of one object of a quantised topology (TopoJSON specification, sections 2.1.3 and 2.2).

    >>> square = {"transform": {"scale": [1, 1], "translate": [10, 50]}, "arcs": [[[0, 0], [1, 0], [0, 1]], [[0, 0], [0, 1], [1, 0]]],
    ...     "objects": {"o": {"geometries": [{"type": "Polygon", "arcs": [[0, -2]]}]}}}
    >>> [ring.tolist() for ring in rings(square, "o")]
    [[[50.0, 10.0], [50.0, 11.0], [51.0, 11.0], [51.0, 10.0], [50.0, 10.0]]]
    """
    arcs = _positions(topology)
    for geometry in topology["objects"][name]["geometries"]:
        polygons = {"Polygon": [geometry["arcs"]], "MultiPolygon": geometry["arcs"]}[geometry["type"]]
        for polygon in polygons:
            yield _around_the_pole(unwrap(_stitch(arcs, polygon[0])))


def _positions(topology: Mapping[str, Any]) -> list[Ring]:
    """Arcs as lat, lon in degrees: steps are summed, then scaled and moved."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    return [(np.cumsum(np.asarray(arc, dtype=np.float64), axis=0) * scale + translate)[:, ::-1] for arc in topology["arcs"]]


def _stitch(arcs: Sequence[Ring], indexes: Sequence[int]) -> Ring:
    """Arcs end to end, each without its first point but the first; ~i is arc i backwards."""
    parts = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in indexes]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _around_the_pole(ring: Ring) -> Ring:
    """Antarctica's coast goes once around the Earth; led down to the pole it encloses the land on a flat map."""
    first, last = ring[0, 1], ring[-1, 1]
    return ring if first == last else np.concatenate([ring, [[-90.0, last], [-90.0, first], ring[0]]])
