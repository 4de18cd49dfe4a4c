"""The gazetteer's towns as addresses write them: plain, native, with postcodes, regions and organisations; drawn by Zipf's law."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.random import Generator
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: The town of rank r by inhabitants is drawn with weight 1 / (r + SHIFT): Zipf-Mandelbrot, the largest town has about one address in a hundred.
SHIFT = 10

#: The script that each country writes beside the Latin one, as a pattern of RE2.
_SCRIPTS = {
    **dict.fromkeys(("JP", "CN", "TW", "HK"), r"^\p{Han}+$"),
    **dict.fromkeys(("RU", "UA", "BG", "BY", "KZ"), r"^\p{Cyrillic}+$"),
    **dict.fromkeys(("IR", "SA", "EG", "IQ", "DZ"), r"^\p{Arabic}+$"),
    "KR": r"^\p{Hangul}+$", "GR": r"^\p{Greek}+$", "IL": r"^\p{Hebrew}+$", "TH": r"^\p{Thai}+$",
}  # fmt: skip


@dataclass(frozen=True)
class Ragged:
    """Some texts for each town."""

    texts: pa.Array
    start: Ints  #: (towns,) position of the town's first text
    count: Ints  #: (towns,) how many it has

    def pick(self, town: Ints, rng: Generator) -> pa.Array:
        """One text for each town asked for, null where it has none."""
        at = self.start[town] + (rng.random(len(town)) * self.count[town]).astype(np.int64)
        return self.texts.take(pa.array(at, mask=self.count[town] == 0))


@dataclass(frozen=True)
class Towns:
    """One entry per town, the largest first."""

    name: pa.Array  #: as the gazetteer writes it
    plain: pa.Array  #: without marks
    native: pa.Array  #: in the country's own script, null when it has none
    country: pa.Array  #: ISO code
    country_name: pa.Array
    native_country: pa.Array  #: null when the country has no script of its own
    region: pa.Array  #: name of the first-level region, null when not known
    state: pa.Array  #: its code where a two-letter code is part of addresses (US), else null
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    postcodes: Ragged
    organisations: Ragged  #: of the gazetteer, none where it has no organisations
    odds: NDArray[np.float64]  #: (towns,) running sum of the weights, ends at 1

    def draw(self, count: int, rng: Generator, among: Bools | None = None) -> Ints:
        """(count,) towns by Zipf's law; `among` (towns,) tells which may be drawn, and is passed over where it tells none."""
        if among is None or not among.any():
            return np.searchsorted(self.odds, rng.random(count)).astype(np.int64)
        inside = np.flatnonzero(among)
        odds = np.cumsum(np.diff(self.odds, prepend=0.0)[inside])
        return inside[np.searchsorted(odds / odds[-1], rng.random(count))]


def read_towns(places_file: Path, names_file: Path) -> Towns:
    """Every town with inhabitants of a gazetteer given as the tables `places` and `place_names` in Parquet."""
    places = pq.read_table(places_file)
    towns = places.filter((pc.field("precision") == "city") & (pc.field("population") > 0))
    towns = towns.sort_by([("population", "descending"), ("place_id", "ascending")]).combine_chunks()
    natives = _native_names(pq.read_table(names_file, columns=["place_id", "country_code", "name"]))
    country = _flat(towns["country_code"])
    country_id = pc.binary_join_element_wise("country:", country, "")
    admin1_code = _flat(towns["admin1_code"])
    weights = 1.0 / (np.arange(towns.num_rows) + 1.0 + SHIFT)
    return Towns(
        name=_flat(towns["place_name"]),
        plain=without_marks(_flat(towns["place_name"])),
        native=_looked_up(_flat(towns["place_id"]), natives, "place_id", "name"),
        country=country,
        country_name=_looked_up(country_id, places, "place_id", "place_name"),
        native_country=_looked_up(country_id, natives, "place_id", "name"),
        region=_looked_up(pc.binary_join_element_wise("admin1:", admin1_code, ""), places, "place_id", "place_name"),
        state=pc.if_else(pc.equal(country, "US"), pc.utf8_slice_codeunits(admin1_code, 3), pa.scalar(None, pa.string())),
        lat=towns["lat"].to_numpy(),
        lon=towns["lon"].to_numpy(),
        postcodes=_of_towns(places.filter(pc.field("precision") == "postcode"), towns),
        organisations=_of_towns(places.filter(pc.field("precision") == "organisation"), towns),
        odds=np.cumsum(weights) / weights.sum(),
    )


def without_marks(texts: pa.Array) -> pa.Array:
    """Letters without their accents.

    >>> without_marks(pa.array(["Zürich"])).to_pylist()
    ['Zurich']
    """
    return pc.replace_substring_regex(pc.utf8_normalize(texts, "NFKD"), r"\p{Mn}", "")


def _native_names(names: pa.Table) -> pa.Table:
    """The first name, by length and letters, of each place in its country's script."""
    names = names.filter(~pc.string_is_ascii(pc.field("name")))
    of_country = {country: names.filter(pc.field("country_code") == country) for country in _SCRIPTS}
    parts = [of_country[country].filter(pc.match_substring_regex(pc.field("name"), script)) for country, script in _SCRIPTS.items()]
    found = pa.concat_tables(parts)
    found = found.append_column("letters", pc.utf8_length(found["name"])).sort_by([("place_id", "ascending"), ("letters", "ascending"), ("name", "ascending")])
    ids = _flat(found["place_id"]).to_numpy(zero_copy_only=False)
    return found.filter(pa.array(np.append(True, ids[1:] != ids[:-1])[: len(ids)]))


def _of_towns(places: pa.Table, towns: pa.Table) -> Ragged:
    """The names of the places that lie in each town."""
    number = pc.index_in(_flat(places["town_id"]), _flat(towns["place_id"]))
    kept = places.append_column("number", number).filter(pc.is_valid(number)).sort_by([("number", "ascending"), ("place_id", "ascending")])
    count = np.bincount(kept["number"].to_numpy(), minlength=towns.num_rows).astype(np.int64)
    return Ragged(_flat(kept["place_name"]), np.cumsum(count) - count, count)


def _looked_up(keys: pa.Array, table: pa.Table, key: str, value: str) -> pa.Array:
    return _flat(table[value]).take(pc.index_in(keys, _flat(table[key])))


def _flat(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks()
