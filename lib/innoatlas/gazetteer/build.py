"""The whole gazetteer: every part that the settings name, joined, placed on the grid, its names folded; one stretch of countries after the other."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from innoatlas.gazetteer.countries import country_places, without_places
from innoatlas.gazetteer.derived import derived_regions, derived_towns
from innoatlas.gazetteer.inputs import GazetteerSettings, Inputs, inputs_by_stretch
from innoatlas.gazetteer.names import COLUMNS, distinct, folded
from innoatlas.gazetteer.parts import PLACE_SCHEMA, Part, flat, join_parts
from innoatlas.gazetteer.postal_areas import code_areas
from innoatlas.gazetteer.postal_places import named_places, regions_of_rows
from innoatlas.gazetteer.regions import region_places
from innoatlas.gazetteer.regions_alone import countries_with_regions_alone, without_names_of_regions
from innoatlas.gazetteer.towns import town_places
from innoatlas.geo.cells import cells_of

_DECIMALS = 5
_UNCELLED = pa.schema([field.with_nullable(True) if field.type == pa.float64() else field for field in PLACE_SCHEMA])
_NAMES = pa.schema([(name, pa.string()) for name in COLUMNS])


class Gazetteer(NamedTuple):
    """`places` and `names` with the columns of the contracts of `places` and `place_names`, each sorted by its key."""

    places: pa.Table
    names: pa.Table


class GazetteerFiles(NamedTuple):
    """The same as two Parquet files of a folder."""

    folder: Path

    @property
    def places(self) -> Path:
        """Of the table `places`."""
        return self.folder / "places.parquet"

    @property
    def names(self) -> Path:
        """Of the table `place_names`."""
        return self.folder / "place_names.parquet"

    def tables(self) -> tuple[pa.Table, Iterator[pa.RecordBatch]]:
        """Places, and names batch after batch."""
        return pq.read_table(self.places), pq.ParquetFile(self.names).iter_batches()


def build(settings: GazetteerSettings, reference: Path) -> Gazetteer:
    """Read every input and make the two tables; SourceError when an input is absent or not as it was."""
    stretches = list(_stretches(settings, reference))
    places = _located([part.places for part in stretches], settings.resolution)
    return Gazetteer(places, pa.concat_tables([part.names for part in stretches]).combine_chunks())


def write(settings: GazetteerSettings, reference: Path, folder: Path) -> GazetteerFiles:
    """What `build` makes as files, in the memory of one stretch of countries and of all places."""
    files = GazetteerFiles(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(files.names, _NAMES) as writer:
        places = []
        for part in _stretches(settings, reference):
            writer.write_table(part.names.cast(_NAMES))
            places.append(part.places)
    pq.write_table(_located(places, settings.resolution), files.places)
    return files


def _stretches(settings: GazetteerSettings, reference: Path) -> Iterator[Gazetteer]:
    """Each stretch of countries: its places, not yet located, and its names."""
    spellings = pa.array([], pa.string())
    for inputs in inputs_by_stretch(settings, reference):
        part, spellings = _stretch(inputs, settings, reference, spellings)
        yield part


def _stretch(inputs: Inputs, settings: GazetteerSettings, reference: Path, spellings: pa.Array) -> tuple[Gazetteer, pa.Array]:
    """One stretch, and the spellings of postal places up to its end."""
    towns = join_parts([town_places(inputs.towns), inputs.town_names])
    towns = Part(towns.places, folded(towns.names))
    admin1_code = regions_of_rows(inputs.postal, inputs.towns, inputs.regions, settings.state_share)
    named = named_places(inputs.postal, towns, admin1_code, settings.namesake_km, spellings)
    areas = code_areas(inputs.postal, named.row_place_id, admin1_code)
    regions = region_places(inputs.regions, inputs.towns, reference)
    town_names, region_names = pa.concat_tables([towns.names, folded(named.part.names)]), folded(regions.names)
    countries = _countries(inputs, pa.concat_tables([town_names, region_names]))
    others = join_parts([countries, areas, inputs.organisations])
    of_towns = _of_towns(pa.concat_tables([town_names, derived_towns(town_names)]), [towns.places, named.part.places], region_names, reference)
    names = [of_towns, region_names, derived_regions(region_names), folded(others.names)]
    places = pa.concat_tables([towns.places, named.part.places, regions.places, others.places])
    return Gazetteer(places, distinct(pa.concat_tables(names))), named.spellings


def _of_towns(names: pa.Table, places: list[pa.Table], region_names: pa.Table, reference: Path) -> pa.Table:
    return without_names_of_regions(names, pa.concat_tables(places), region_names, countries_with_regions_alone(reference))


def _countries(inputs: Inputs, names: pa.Table) -> Part:
    return country_places(inputs.countries, without_places(inputs.spellings, inputs.countries, names, inputs.towns), inputs.towns)


def _located(parts: list[pa.Table], resolution: int) -> pa.Table:
    """Coordinates rounded, cells added, rows sorted by id, columns in the contract's order; the parts are taken out of their list."""
    places = pa.concat_tables([PLACE_SCHEMA.empty_table(), *parts])
    parts.clear()
    order = pc.sort_indices(places, sort_keys=[("place_id", "ascending")])
    columns: dict[str, pa.Array] = {}
    for name in PLACE_SCHEMA.names:  # one after the other: a whole copy of the table beside itself would be twice its memory
        columns[name] = flat(places[name]).take(order)
        places = places.drop_columns([name])
    columns |= {name: pa.array(np.round(np.asarray(columns[name]), _DECIMALS)) for name in ("lat", "lon")}
    columns["radius_km"] = pc.round(columns["radius_km"], 1)
    cell = pa.array(cells_of(columns["lat"], columns["lon"], resolution))
    return pa.table(list(columns.values()), schema=_UNCELLED).add_column(PLACE_SCHEMA.names.index("lon") + 1, "cell", cell)
