"""A gazetteer built in stretches of countries is the one that is built at once."""

from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innoatlas.gazetteer import inputs
from innoatlas.gazetteer.build import build, write
from innoatlas.gazetteer.stretches import stretches
from tests.gazetteer.small_world import SmallWorld, code, town

CODES = st.lists(st.sampled_from(["AT", "DE", "FR", "US"]), max_size=30)


@given(st.lists(CODES, min_size=1, max_size=3), st.integers(1, 20))
def test_every_row_is_in_the_stretch_of_its_country_and_in_its_order(columns: list[list[str]], most: int) -> None:
    arrays = [pa.array(column, pa.string()) for column in columns]
    whole = stretches(arrays, most)
    assert list(chain.from_iterable(whole.countries(number).to_pylist() for number in range(len(whole)))) == sorted(set(chain(*columns)))
    for column, array in zip(columns, arrays, strict=True):
        of = [whole.countries(number).to_pylist() for number in range(len(whole))]
        assert [rows.tolist() for rows in whole.rows(array)] == [[i for i, name in enumerate(column) if name in countries] for countries in of]
    sizes = [sum(name in whole.countries(number).to_pylist() for name in chain(*columns)) for number in range(len(whole))]
    assert all(size <= most or len(whole.countries(number)) == 1 for number, size in enumerate(sizes))


@pytest.fixture
def world() -> SmallWorld:
    towns = [town(1, "Paris", "FR", 48.86, 2.35, "11", 2_000_000, ("Lutetia",)), town(2, "Köln", "DE", 50.94, 6.96, "07", 1_000_000, ("Cologne",))]
    codes = [
        code("DE", "1", "Buena Vista", 50.0, 7.0), code("DE", "2", "Köln", 50.93, 6.95), code("FR", "3", "Buenavista", 47.0, 2.0),
        code("FR", "4", "Buena Vista", 47.01, 2.0), code("KR", "5", "용인시 수지구", 37.3, 127.1), code("SG", "6", "Tuas Link 4", 1.34, 103.63),
    ]  # fmt: skip
    return SmallWorld(towns=[*towns, town(3, "Singapore", "SG", 1.29, 103.85, "", 5_000_000)], codes=codes, town_regions={1: "1|2", 2: "", 3: ""})


def test_stretches_change_nothing(tmp_path: Path, world: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = world.pack(tmp_path)
    at_once = build(*packed)
    monkeypatch.setattr(inputs, "_MOST_ROWS", 1)
    one_by_one = build(*packed)
    assert (one_by_one.places.to_pylist(), one_by_one.names.to_pylist()) == (at_once.places.to_pylist(), at_once.names.to_pylist())
    [vista] = [row for row in one_by_one.places.to_pylist() if row["place_id"].startswith("postal-place:FR")]
    assert vista["place_name"] == "Buena Vista"  # as frequent as the other spelling, but the file has it earlier


def test_files_hold_what_is_built(tmp_path: Path, world: SmallWorld) -> None:
    packed = world.pack(tmp_path)
    built, files = build(*packed), write(*packed, tmp_path / "written")
    assert (pq.read_table(files.places).equals(built.places), pq.read_table(files.names).equals(built.names)) == (True, True)
    places, names = files.tables()
    assert (places.equals(built.places), pa.Table.from_batches(names).equals(built.names)) == (True, True)
