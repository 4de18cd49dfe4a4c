"""The whole gazetteer: every part that the settings name, joined, placed on the grid, its names folded."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.gazetteer.countries import country_places, packaged_countries, packaged_spellings, without_places
from innoatlas.gazetteer.derived import derived_regions, derived_towns
from innoatlas.gazetteer.dumps import dump_countries, dump_names, dump_postal, dump_region_names, dump_regions, dump_towns
from innoatlas.gazetteer.more_places import reviewed_places
from innoatlas.gazetteer.names import distinct, folded
from innoatlas.gazetteer.organisations import Organisation, organisation_places, ror_organisations
from innoatlas.gazetteer.packages import PACKAGES, digest, wheel
from innoatlas.gazetteer.parts import Part, flat, join_parts
from innoatlas.gazetteer.postal import packaged_postal, without_countries
from innoatlas.gazetteer.postal_areas import code_areas
from innoatlas.gazetteer.postal_places import named_places, regions_of_rows
from innoatlas.gazetteer.regions import packaged_regions, region_places, with_second_level
from innoatlas.gazetteer.towns import more_names, packaged_towns, town_places
from innoatlas.geo.cells import cells_of

_DECIMALS = 5


@dataclass(frozen=True)
class GazetteerSettings:
    """What the gazetteer is made of. Dumps are optional, text or zip; what they hold replaces or joins what the packages hold."""

    packages: str  #: folder of the pinned wheels
    geonames_features: tuple[str, ...]  #: paths of allCountries or citiesN; their towns replace packaged ones of the same id
    geonames_names: tuple[str, ...]  #: paths of alternateNamesV2
    geonames_regions: tuple[str, ...]  #: paths of admin1CodesASCII and admin2Codes
    geonames_countries: tuple[str, ...]  #: paths of countryInfo
    geonames_postal: tuple[str, ...]  #: paths of postal dumps; they replace the packaged codes of the countries that they hold
    ror: tuple[str, ...]  #: paths of ROR dumps (.json, .json.gz, .zip); of an organisation given twice the last is kept
    resolution: int  #: H3 resolution of the places' cells, 0 to 15
    namesake_km: float  #: km; two points of one name in a country that are no farther apart are one place
    state_share: float  #: 0 to 1; least share of a state's postal rows that must lie in one region for the state to be that region


class Gazetteer(NamedTuple):
    """`places` and `names` with the columns of the contracts of `places` and `place_names`, each sorted by its key."""

    places: pa.Table
    names: pa.Table


def build(settings: GazetteerSettings, reference: Path) -> Gazetteer:
    """Read every input and make the two tables; SourceError when an input is absent or not as it was."""
    inputs = _inputs(settings, reference)
    towns, row_place_id, admin1_code = _town_parts(settings, inputs)
    regions = region_places(inputs.regions, inputs.towns, reference)
    town_names, region_names = folded(towns.names), folded(regions.names)
    spellings = without_places(inputs.spellings, inputs.countries, pa.concat_tables([town_names, region_names]), inputs.towns)
    others = join_parts(
        [
            country_places(inputs.countries, spellings, inputs.towns),
            code_areas(inputs.postal, row_place_id, admin1_code),
            organisation_places(inputs.organisations, inputs.towns),
        ]
    )
    names = [town_names, derived_towns(town_names), region_names, derived_regions(region_names), folded(others.names)]
    places = pa.concat_tables([towns.places, regions.places, others.places])
    return Gazetteer(_located(places, settings.resolution), distinct(pa.concat_tables(names)))


def inputs_digest(settings: GazetteerSettings) -> list[str]:
    """Name, size and SHA-256 of every input file, for the manifest."""
    paths = [wheel(Path(settings.packages), package) for package in PACKAGES]
    dumps = (
        settings.geonames_features,
        settings.geonames_names,
        settings.geonames_regions,
        settings.geonames_countries,
        settings.geonames_postal,
        settings.ror,
    )
    return [digest(path) for path in (*paths, *(Path(path) for group in dumps for path in group))]


class _Inputs(NamedTuple):
    """What was read, in the shapes that the modules of its kind describe."""

    towns: pa.Table
    town_names: list[Part]  #: further names of towns, and the towns of the reviewed table
    regions: pa.Table
    countries: pa.Table
    spellings: pa.Table
    postal: pa.Table
    organisations: list[Organisation]


def _inputs(settings: GazetteerSettings, reference: Path) -> _Inputs:
    packages = Path(settings.packages)
    towns = _towns(settings, packages, reference)
    return _Inputs(
        towns=towns,
        town_names=[*_other_names(settings, towns), reviewed_places(reference)],
        regions=_regions(settings, packages, reference),
        countries=pa.concat_tables([packaged_countries(packages, reference), *(dump_countries(Path(path)) for path in settings.geonames_countries)]),
        spellings=packaged_spellings(packages, reference),
        postal=_postal(settings, packages, reference),
        organisations=[organisation for path in settings.ror for organisation in ror_organisations(Path(path))],
    )


def _town_parts(settings: GazetteerSettings, inputs: _Inputs) -> tuple[Part, pa.Array, pa.Array]:
    """Towns and the places that postal files name; and of each postal row the id of its place and the code of its region."""
    towns = join_parts([town_places(inputs.towns), *inputs.town_names])
    admin1_code = regions_of_rows(inputs.postal, inputs.towns, inputs.regions, settings.state_share)
    named = named_places(inputs.postal, towns, admin1_code, settings.namesake_km)
    return join_parts([towns, named.part]), named.row_place_id, admin1_code


def _towns(settings: GazetteerSettings, packages: Path, reference: Path) -> pa.Table:
    towns = with_second_level(packaged_towns(packages, reference), packages, reference)
    for path in settings.geonames_features:
        newer = dump_towns(Path(path))
        towns = pa.concat_tables([towns.filter(pc.invert(pc.is_in(towns["geonames_id"], flat(newer["geonames_id"])))), newer]).combine_chunks()
    return towns


def _regions(settings: GazetteerSettings, packages: Path, reference: Path) -> pa.Table:
    dumps = [dump_region_names(Path(path)) for path in settings.geonames_regions] + [dump_regions(Path(path)) for path in settings.geonames_features]
    return pa.concat_tables([packaged_regions(packages, reference), *dumps]).combine_chunks()


def _other_names(settings: GazetteerSettings, towns: pa.Table) -> list[Part]:
    return [more_names(towns, dump_names(Path(path), flat(towns["geonames_id"]))) for path in settings.geonames_names]


def _postal(settings: GazetteerSettings, packages: Path, reference: Path) -> pa.Table:
    postal = packaged_postal(packages, reference)
    for path in settings.geonames_postal:
        newer = dump_postal(Path(path))
        postal = pa.concat_tables([without_countries(postal, newer), newer])
    return postal.combine_chunks()


def _located(places: pa.Table, resolution: int) -> pa.Table:
    """Coordinates rounded, cells added, rows sorted by id, columns in the contract's order."""
    places = places.take(pc.sort_indices(places, sort_keys=[("place_id", "ascending")])).combine_chunks()
    lat, lon = (np.round(np.asarray(places[name]), _DECIMALS) for name in ("lat", "lon"))
    at = places.schema.get_field_index("lat")
    places = places.set_column(at, "lat", pa.array(lat)).set_column(at + 1, "lon", pa.array(lon))
    return places.add_column(at + 2, "cell", pa.array(cells_of(lat, lon, resolution))).set_column(
        places.schema.get_field_index("radius_km") + 1, "radius_km", flat(pc.round(places["radius_km"], 1))
    )
