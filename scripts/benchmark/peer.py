"""A peer as it is usually written: one address at a time, the most similar town of the country by RapidFuzz, the distance by geopy."""

import time
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from geopy.distance import great_circle
from rapidfuzz import fuzz, process, utils


@dataclass(frozen=True)
class Peer:
    """What the peer did on one core. It is handed town and country as fields of their own, which the engine must find in the text."""

    name: str
    rows: int
    seconds: float
    rows_per_second: float
    right_share: float  #: within 15 km of the town drawn


def time_peer(addresses: Path, places: Path, most_rows: int) -> Peer:
    """The first `most_rows` addresses that tell a town, against every town with inhabitants of their country."""
    asked = pq.read_table(addresses, filters=pc.is_valid(pc.field("true_lat"))).slice(0, most_rows)
    towns = _towns_by_country(places)
    right, start = 0, time.perf_counter()
    for row in asked.to_pylist():
        names, points = towns[row["true_country"]]
        _, _, at = process.extractOne(row["written_city"], names, scorer=fuzz.ratio, processor=utils.default_process)
        right += great_circle(points[at], (row["true_lat"], row["true_lon"])).km <= 15.0
    seconds = time.perf_counter() - start
    return Peer("rapidfuzz.process.extractOne and geopy", asked.num_rows, seconds, asked.num_rows / seconds, right / asked.num_rows)


def _towns_by_country(places: Path) -> dict[str, tuple[list[str], list[tuple[float, float]]]]:
    towns = pq.read_table(places, filters=(pc.field("precision") == "city") & (pc.field("population") > 0)).sort_by(
        [("population", "descending"), ("place_id", "ascending")]
    )
    found = {}
    for country in pc.unique(towns["country_code"]).to_pylist():
        own: pa.Table = towns.filter(pc.field("country_code") == country)
        found[country] = own["place_name"].to_pylist(), list(zip(own["lat"].to_pylist(), own["lon"].to_pylist(), strict=True))
    return found
