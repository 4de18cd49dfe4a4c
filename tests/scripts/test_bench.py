import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from innoatlas.tables import CONTRIBUTORS, PLACE_NAMES, PLACES
from innoatlas.text.fold import compact
from scripts.benchmark.addresses import FIELD_NAMES, STYLES, draw_block, write_addresses
from scripts.benchmark.clock import Stage, in_own_process, own_peak_mb, timed
from scripts.benchmark.clusters import time_clustering, write_points
from scripts.benchmark.listings import write_listings
from scripts.benchmark.memory import Watch
from scripts.benchmark.peer import time_peer
from scripts.benchmark.report import affiliation_size, between_marks, floor_ratio
from scripts.benchmark.towns import Towns, read_towns, without_marks

ROOT = Path(__file__).resolve().parents[2]

#: (id, name, country, region, lat, lon, inhabitants, postcodes, native name)
TOWNS = [
    ("1", "Tokyo", "JP", "JP.40", 35.6895, 139.6917, 8_336_599, ("113-0033", "100-0001"), "東京"),
    ("2", "Lyon", "FR", "FR.84", 45.7485, 4.8467, 472_317, ("69001", "69007"), None),
    ("3", "Springfield", "US", "US.IL", 39.8017, -89.6437, 116_565, ("62701",), None),
    ("4", "Zürich", "CH", "CH.ZH", 47.3667, 8.55, 341_730, ("8001", "8092"), None),
    ("5", "Novosibirsk", "RU", "RU.53", 55.0415, 82.9346, 1_419_007, ("630090",), "Новосибирск"),
    ("6", "Houston", "US", "US.TX", 29.7633, -95.3633, 2_296_224, ("77030", "77001"), None),
]
COUNTRIES = {"JP": ("Japan", "日本"), "FR": ("France", None), "US": ("United States", None), "CH": ("Switzerland", None), "RU": ("Russia", "Россия")}
TYPES = {"string": pa.string(), "double": pa.float64(), "bigint": pa.int64()}


def place(place_id: str, name: str, precision: str, country: str, **more: object) -> dict[str, object]:
    return {"place_id": place_id, "place_name": name, "precision": precision, "country_code": country, "lat": 0.0, "lon": 0.0, "cell": 0} | more


def gazetteer_rows() -> list[dict[str, object]]:
    rows = [place(f"country:{code}", name, "country", code) for code, (name, _) in COUNTRIES.items()]
    for number, name, country, region, lat, lon, inhabitants, codes, _ in TOWNS:
        at = {"lat": lat, "lon": lon, "admin1_code": region}
        rows.append(place(f"geonames:{number}", name, "city", country, population=inhabitants, **at))
        rows.append(place(f"admin1:{region}", f"Region {region[-2:]}", "admin1", country, **at))
        rows += [place(f"postal:{country}:{code}", code, "postcode", country, town_id=f"geonames:{number}", **at) for code in codes]
    return rows


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six towns as the two tables that the benchmark draws from."""
    folder, rows = tmp_path_factory.mktemp("gazetteer"), gazetteer_rows()
    kinds = {"postcode": "code"}
    names = [(row["country_code"], row["place_name"], row["place_id"], kinds.get(str(row["precision"]), "main")) for row in rows]
    names += [(country, native, f"geonames:{number}", "alternate") for number, _, country, *_, native in TOWNS if native]
    names += [(code, native, f"country:{code}", "alternate") for code, (_, native) in COUNTRIES.items() if native]
    columns = dict(zip(("country_code", "name", "place_id", "name_kind"), zip(*names, strict=True), strict=True))
    columns["folded_name"] = compact(pa.array(columns["name"])).to_pylist()
    pq.write_table(pa.table({c.name: pa.array([row.get(c.name) for row in rows], TYPES[c.type]) for c in PLACES.columns}), folder / "places.parquet")
    pq.write_table(pa.table({c.name: list(columns[c.name]) for c in PLACE_NAMES.columns}), folder / "place_names.parquet")
    return folder


@pytest.fixture(scope="module")
def towns(gazetteer: Path) -> Towns:
    return read_towns(gazetteer / "places.parquet", gazetteer / "place_names.parquet")


@pytest.fixture(scope="module")
def drawn(towns: Towns, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawn")
    write_addresses(towns, 3000, folder)
    return folder


def test_towns_know_how_their_addresses_are_written(towns: Towns) -> None:
    assert towns.name.to_pylist() == ["Tokyo", "Houston", "Novosibirsk", "Lyon", "Zürich", "Springfield"]
    assert towns.plain.to_pylist()[4] == "Zurich"
    assert towns.native.to_pylist()[:3] == ["東京", None, "Новосибирск"]
    assert towns.native_country.to_pylist()[:3] == ["日本", None, "Россия"]
    assert towns.state.to_pylist() == [None, "TX", None, None, None, "IL"]
    assert set(towns.postcodes.pick(np.zeros(50, np.int64), np.random.default_rng(1)).to_pylist()) == {"113-0033", "100-0001"}
    assert towns.organisations.pick(np.zeros(2, np.int64), np.random.default_rng(1)).to_pylist() == [None, None]


def test_larger_towns_are_drawn_more_often(towns: Towns) -> None:
    counts = np.bincount(towns.draw(6000, np.random.default_rng(0)), minlength=6)
    assert counts[0] > counts[-1] > 0
    states = pc.equal(towns.country, "US").to_numpy(zero_copy_only=False)
    assert set(towns.draw(100, np.random.default_rng(0), states).tolist()) == {1, 5}


def test_marks_are_left_out_and_other_letters_stay() -> None:
    assert without_marks(pa.array(["São Paulo", "Łódź", "東京"])).to_pylist() == ["Sao Paulo", "Łodz", "東京"]


def test_as_many_addresses_as_asked_for_and_no_two_alike(drawn: Path) -> None:
    fields = pq.read_table(drawn).select(FIELD_NAMES)
    assert fields.num_rows == fields.group_by(list(FIELD_NAMES)).aggregate([]).num_rows == 3000


def test_the_same_number_gives_the_same_addresses(towns: Towns, drawn: Path, tmp_path: Path) -> None:
    write_addresses(towns, 3000, tmp_path)
    assert pq.read_table(tmp_path).equals(pq.read_table(drawn))


def test_every_style_is_drawn_and_tells_its_town_or_none(drawn: Path) -> None:
    rows = pq.read_table(drawn).to_pylist()
    assert {row["style"] for row in rows} == set(STYLES)
    for row in rows:
        assert (row["true_lat"] is not None) == STYLES[row["style"]].tells_town
        assert any(row[name] for name in FIELD_NAMES)


@pytest.mark.parametrize(
    ("style", "pattern"),
    [
        ("full_in_the_states", r", \S+, (IL|TX)( \d{5})?(, Region (IL|TX))?, (USA|United States|U\.S\.A\.)$"),
        ("web_of_science", r"^[^,]+, (Dept|Sch|Fac|Inst|Lab|Div|Grad Sch|Ctr|Coll|Res Grp|Key Lab|Unit) [^,]+, "),
        ("street_upper_case", r"^[^\p{Ll}]+$"),
        ("native", r"(, 日本|, Россия)$"),
        ("several", r"^[^;]+; [^;]+$"),
        ("with_mail", r"\w\.\w+@(mail\.)?example\."),
    ],
)
def test_a_style_is_written_as_its_source_writes(towns: Towns, style: str, pattern: str) -> None:
    block = draw_block(towns, 4000, np.random.default_rng(7))
    texts = block.filter(pc.equal(block["style"], style))["address_text"]
    strange = texts.filter(pc.invert(pc.match_substring_regex(texts, pattern))).to_pylist()
    assert len(texts) > 50
    assert strange == []


def test_some_towns_are_misspelt(towns: Towns) -> None:
    written = draw_block(towns, 20_000, np.random.default_rng(3))["written_city"].drop_null()
    right = pa.array([*towns.name.to_pylist(), *towns.plain.to_pylist()])
    share = 1 - pc.mean(pc.cast(pc.is_in(written, right), pa.float64())).as_py()
    assert 0.02 < share < 0.085


def test_affiliations_are_as_long_as_real_ones(drawn: Path) -> None:
    size, words = affiliation_size(drawn)
    assert 70 < size < 110
    assert 9 < words < 15


def test_listings_have_the_columns_of_contributors_and_five_to_a_document(tmp_path: Path) -> None:
    count = write_listings(np.arange(100, 200), 2000, tmp_path)
    table = pq.read_table(tmp_path)
    assert tuple(table.column_names) == CONTRIBUTORS.column_names
    assert table.num_rows == count
    assert 4.5 < count / 2000 < 5.5
    assert table.group_by(["document_id", "person_position"]).aggregate([]).num_rows == count
    assert pc.min_max(table["address_id"]).as_py() == {"min": 100, "max": 199}


def test_clustering_is_timed_and_finds_the_towns(gazetteer: Path, tmp_path: Path) -> None:
    write_points(gazetteer / "places.parquet", 3000, tmp_path / "points.parquet")
    stage, clusters, peak = time_clustering(tmp_path / "points.parquet")
    assert (stage.rows, stage.cores, clusters) == (3000, 1, 6)
    assert peak > 10


def test_the_peer_finds_towns_that_are_given_to_it(drawn: Path, gazetteer: Path) -> None:
    peer = time_peer(drawn, gazetteer / "places.parquet", 40)
    assert peer.rows == 40
    assert peer.right_share > 0.9


def test_a_stage_counts_rows_a_second_a_core() -> None:
    assert Stage(1000, 5.0, 2, 8.0).rate == 100.0
    assert floor_ratio({"floor": Stage(100, 1.0, 2, 1.0), "geocode": Stage(100, 4.0, 2, 4.0)}) == 4.0
    assert timed(3, 1, lambda: sum(range(10))).seconds > 0


def test_a_process_of_its_own_has_memory_of_its_own() -> None:
    assert 5 < in_own_process(own_peak_mb) < own_peak_mb() + 100


def test_memory_of_this_process_is_seen() -> None:
    with Watch(0.01) as watch:
        watch.sample()
    assert watch.peaks.total_mb > 10
    assert watch.peaks.driver_jvm_mb >= 0


def test_results_replace_what_lay_between_the_marks_and_nothing_else() -> None:
    page = (ROOT / "docs" / "performance.md").read_text()
    once = between_marks(page, r"| floor | \1 |")
    assert r"| floor | \1 |" in once
    assert between_marks(once, "second") == between_marks(page, "second")
    assert once.startswith(page[: page.index("## Results")])


def test_a_page_without_the_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="end of results"):
        between_marks("# Performance", "")


def test_a_small_run_reports_every_stage(gazetteer: Path, tmp_path: Path) -> None:
    options = {"--rows": 1500, "--cores": 1, "--home": tmp_path / "bench", "--gazetteer": gazetteer, "--curve": 500}
    words = [sys.executable, str(ROOT / "scripts" / "bench.py"), *(str(word) for option in options.items() for word in option)]
    ended = subprocess.run(words, capture_output=True, text=True, timeout=500, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
    report = json.loads((tmp_path / "bench.json").read_text())
    assert list(report["stages"]) == ["floor", "normalise", "geocode", "exact", "fuzzy", "choose", "join back", "count", "cluster", "whole"]
    assert all(stage["rows_per_second_per_core"] > 0 for stage in report["stages"].values())
    assert report["cores"] == 1
    assert report["floor_ratio"] > 1
    assert report["peak_mb"] > report["memory"]["worker_private_mb"] > 0
    assert report["answers"]["located_share"] > 0.5
    assert report["answers"]["right_share_of_located"] > 0.9
    assert report["steps"]["per_address"]["candidates"] > 0
    assert abs(sum(report["steps"]["share_of_time"].values()) - 1) < 0.05
    assert report["peer"]["rows_per_second"] > 0
    assert [(size["rows"], list(size["stages"])) for size in report["curve"]] == [(500, ["normalise", "floor", "geocode"])]
    assert "times the floor" in ended.stdout
