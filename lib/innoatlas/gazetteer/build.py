"""The whole gazetteer: every part that the settings name, joined, placed on the grid, its names folded."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.gazetteer.countries import country_places, packaged_countries, packaged_spellings
from innoatlas.gazetteer.names import distinct, folded
from innoatlas.gazetteer.packages import PACKAGES, digest, wheel
from innoatlas.gazetteer.parts import Part, flat, join_parts
from innoatlas.gazetteer.postal import packaged_postal
from innoatlas.gazetteer.postal_areas import code_areas
from innoatlas.gazetteer.postal_places import named_places, regions_of_rows
from innoatlas.gazetteer.regions import packaged_regions, region_places, with_second_level
from innoatlas.gazetteer.towns import packaged_towns, town_places
from innoatlas.geo.cells import cells_of

_DECIMALS = 5


@dataclass(frozen=True)
class GazetteerSettings:
    """What the gazetteer is made of."""

    packages: str  #: folder of the pinned wheels
    resolution: int  #: H3 resolution of the places' cells, 0 to 15
    namesake_km: float  #: km; two points of one name in a country that are no farther apart are one place
    state_share: float  #: 0 to 1; least share of a state's postal rows that must lie in one region for the state to be that region


class Gazetteer(NamedTuple):
    """`places` and `names` with the columns of the contracts of `places` and `place_names`, each sorted by its key."""

    places: pa.Table
    names: pa.Table


def build(settings: GazetteerSettings, reference: Path) -> Gazetteer:
    """Read every input and make the two tables; SourceError when an input is absent or not as it was."""
    part = join_parts(_parts(settings, reference))
    return Gazetteer(_located(part.places, settings.resolution), distinct(folded(part.names)))


def inputs_digest(settings: GazetteerSettings) -> list[str]:
    """Name, size and SHA-256 of every input file, for the manifest."""
    return [digest(wheel(Path(settings.packages), package)) for package in PACKAGES]


def _parts(settings: GazetteerSettings, reference: Path) -> list[Part]:
    packages = Path(settings.packages)
    towns = with_second_level(packaged_towns(packages, reference), packages, reference)
    town_part = town_places(towns)
    return [
        town_part,
        country_places(packaged_countries(packages, reference), packaged_spellings(packages, reference), towns),
        region_places(packaged_regions(packages, reference), towns, reference),
        *_postal_parts(settings, packaged_postal(packages, reference), towns, town_part),
    ]


def _postal_parts(settings: GazetteerSettings, postal: pa.Table, towns: pa.Table, town_part: Part) -> list[Part]:
    admin1_code = regions_of_rows(postal, towns, settings.state_share)
    named = named_places(postal, town_part, admin1_code, settings.namesake_km)
    return [named.part, code_areas(postal, named.row_place_id, admin1_code)]


def _located(places: pa.Table, resolution: int) -> pa.Table:
    """Coordinates rounded, cells added, rows sorted by id, columns in the contract's order."""
    places = places.take(pc.sort_indices(places, sort_keys=[("place_id", "ascending")])).combine_chunks()
    lat, lon = (np.round(np.asarray(places[name]), _DECIMALS) for name in ("lat", "lon"))
    at = places.schema.get_field_index("lat")
    places = places.set_column(at, "lat", pa.array(lat)).set_column(at + 1, "lon", pa.array(lon))
    return places.add_column(at + 2, "cell", pa.array(cells_of(lat, lon, resolution))).set_column(
        places.schema.get_field_index("radius_km") + 1, "radius_km", flat(pc.round(places["radius_km"], 1))
    )
