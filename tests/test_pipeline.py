"""The whole line on a world that fits a page: from raw rows to a ranking that was worked out by hand, and the same numbers every time."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from builders import rows
from pyspark.sql import DataFrame, SparkSession

from innoatlas.frames import frame_of
from innoatlas.runtime.commits import Writer
from innoatlas.runtime.graph import discover
from innoatlas.runtime.manifest import JobRun, begin
from innoatlas.runtime.runner import Options, Runner, run_jobs, typed_settings
from innoatlas.runtime.settings import Conf, load_conf
from innoatlas.runtime.store import Store
from innoatlas.tables import TABLES, UNIT
from tests.geocoding.small_world import REFERENCE, marks, tables

pytestmark = pytest.mark.timeout(1800)  # every job twice; a machine that does other work takes longer than one test may

#: The gazetteer is given: its jobs read packages that are not here.
GAZETTEER = ("places", "place_names")

#: Of the edition 2023: patents of 2018 to 2022 and papers of 2017 to 2021 count now, those of a year earlier counted before.
DOCUMENTS = (
    ("P1", "patent", 2020),  # both windows
    ("P2", "patent", 2022),  # the current window only
    ("P3", "patent", 2021),
    ("P4", "patent", 2020),
    ("P5", "patent", 2016),  # too old
    ("W1", "paper", 2018),
    ("W2", "paper", 2019),
    ("W3", "paper", 2021),  # the current window only
    ("W4", "paper", 2018),  # nobody can be placed
)

#: document, person, address; None for a person without one.
LISTINGS = (
    ("P1", 1, "MIT, Cambridge, MA 02139 USA"),
    ("P1", 2, "Boston, MA"),
    ("P2", 1, "Boston, Massachusetts, USA"),
    ("P2", 2, "5-1 Marunouchi, Chiyoda-ku, Tokyo, JP"),
    ("P3", 1, "Tokyo, Japan"),
    ("P3", 2, "東京, 日本"),
    ("P4", 1, "F-69001 LYON, FR"),
    ("P4", 2, "Oslo, Norway"),
    ("P5", 1, "Lyon, France"),
    ("W1", 1, "Universit&eacute; de Lyon, Lyon, France"),
    ("W1", 2, "Dept Phys, Lyon, France"),
    ("W1", 3, "Lyon, France"),
    ("W2", 1, "Independent Researcher, Boston, MA"),
    ("W2", 2, None),  # her share goes to the first
    ("W2", 3, "Nowhere, France"),  # and his
    ("W3", 1, "Univ Tokyo, Tokyo, Japan"),  # half of her is in Boston
    ("W3", 1, "Boston, MA, USA"),
    ("W3", 2, "Tokyo, Japan"),
    ("W4", 1, "California, USA"),
    ("ghost", 1, "Lyon, France"),  # of no document
)

#: With 4 patents and 3 papers placed now, 3 and 2 before; a cluster is 3 listings within 15 km, so Tokyo is new and Oslo noise.
#: period, rank, name, economies, score, rank before
RANKINGS = [
    ("current", 1, "Boston–Cambridge, MA", "US", 100 * (1.5 / 4 + 1.25 / 3), 1),
    ("current", 2, "Tokyo", "JP", 100 * (1.5 / 4 + 0.75 / 3), None),
    ("current", 3, "Lyon", "FR", 100 * (0.5 / 4 + 1 / 3), 2),
    ("previous", 1, "Boston–Cambridge, MA", "US", 100 * (1 / 3 + 1 / 2), None),
    ("previous", 2, "Lyon", "FR", 100 * (0.5 / 3 + 1 / 2), None),
]

TINY = """
[documents.sources.drawn]
format = "neutral"
documents = "${root}/documents.csv"
listings = "${root}/listings.csv"
[cluster_members]
min_weight = 3
"""


@dataclass(frozen=True)
class Line:
    """The line run once, and each table computed once more in a way that must not matter."""

    store: Store
    first: dict[str, JobRun]
    again: dict[str, str]  #: digest of each table's rows, computed once more

    def read(self, name: str, *columns: str) -> list[tuple[Any, ...]]:
        return rows(self.store.read(name, 2023), *columns)


@pytest.fixture(scope="module")
def line(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Line:
    folder = tmp_path_factory.mktemp("line")
    conf = written_conf(folder)
    write_gazetteer(Store(spark, conf.home))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("innoatlas.runtime.runner.session_of", lambda *_: spark)
        patch.setattr("innoatlas.geocoding.place_index.word_marks", lambda knowledge: marks())
        write_raw(folder, reverse=False)
        first = run(conf)
        write_raw(folder, reverse=True)
        kept = {name: spark.conf.get(name) for name in ("spark.sql.shuffle.partitions", "spark.sql.execution.arrow.maxRecordsPerBatch")}
        for name, value in zip(kept, ("5", "3"), strict=True):
            spark.conf.set(name, value)
        try:
            again = digests(conf, spark)
        finally:
            for name, before in kept.items():
                spark.conf.set(name, before)
    return Line(Store(spark, conf.home), first, again)


def written_conf(folder: Path) -> Conf:
    shutil.copytree(REFERENCE.parent, folder / "conf")
    (folder / "conf" / "tiny.toml").write_text(TINY)
    return load_conf("tiny", 2023, folder=folder / "conf", home=folder / "home")


def write_gazetteer(store: Store) -> None:
    for name, table in zip(GAZETTEER, tables(), strict=True):
        frame = frame_of(store.spark, table.to_pylist(), TABLES[name].ddl)
        staged = store.stage(frame, TABLES[name], 2023, "given")
        store.publish(staged, store.audit(staged, TABLES[name]), TABLES[name], 2023, Writer("given", 1))


def write_raw(folder: Path, *, reverse: bool) -> None:
    step = -1 if reverse else 1
    for name, header, given in (("documents", "document_id,kind,year", DOCUMENTS), ("listings", "document_id,person_position,address_text", LISTINGS)):
        lines = [",".join("" if value is None else f'"{value}"' for value in row) for row in given]
        (folder / f"{name}.csv").write_text("\n".join([header, *lines[::step]]) + "\n", encoding="utf-8")


def run(conf: Conf) -> dict[str, JobRun]:
    jobs = [job for name, job in discover().items() if name not in GAZETTEER]
    return {row.table_name: row for row in run_jobs(jobs, conf, Options())}


class Shuffled(Store):
    """The same tables, whose rows come in other partitions and another order."""

    def read(self, name: str, edition: int) -> DataFrame:
        return super().read(name, edition).repartition(5)


def digests(conf: Conf, spark: SparkSession) -> dict[str, str]:
    """Of the rows of each table, computed from those before it and not published: that a second commit replaces the first is tested elsewhere."""
    jobs = [job for name, job in discover().items() if name not in GAZETTEER]
    run = begin(conf.edition, "again", datetime.now(UTC))
    runner = Runner(conf, Shuffled(spark, conf.home), run, typed_settings(jobs, conf))
    found = {}
    for job in jobs:
        staged = runner.store.stage(runner.frame(job), TABLES[job.name], conf.edition, run.run_id)
        found[job.name] = runner.store.audit(staged, TABLES[job.name]).digest
    return found


# ---------------------------------------------------------------- the numbers


def test_the_ranking_is_the_one_worked_out_by_hand(line: Line) -> None:
    found = line.read("rankings", "period", "rank", "cluster_name", "economy_codes", "score", "previous_rank")
    assert [row[:4] + row[5:] for row in found] == [row[:4] + row[5:] for row in RANKINGS]
    assert [row[4] for row in found] == pytest.approx([row[4] for row in RANKINGS], abs=1e-9)


def test_every_document_counts_once_however_many_share_it(line: Line) -> None:
    units: dict[str, int] = {}
    for document_id, worth in line.read("document_places", "document_id", "units"):
        units[document_id] = units.get(document_id, 0) + worth
    assert units == dict.fromkeys((f"drawn:{name}" for name in ("P1", "P2", "P3", "P4", "W1", "W2", "W3")), UNIT)


def test_a_person_of_two_places_is_halved(line: Line) -> None:
    shares = line.read("document_places", "document_id", "place_id", "units")
    assert [row[1:] for row in shares if row[0] == "drawn:W3"] == [("town:Boston.US.MA", UNIT // 4), ("town:Tokyo.JP.40", UNIT // 4 * 3)]


def test_every_listing_is_accounted_for(line: Line) -> None:
    listed = sum(1 for document, _, _ in LISTINGS if document not in ("P5", "ghost"))
    counts = line.read("coverage", "listings_count", "no_address_count", "city_count", "admin1_count", "country_count", "none_count")
    assert [sum(column) for column in zip(*counts, strict=True)] == [listed, 1, listed - 3, 1, 1, 0]


def test_what_is_not_counted_is_told(line: Line) -> None:
    told = line.first["documents"]
    assert (told.rows_in, told.rows_out, told.rows_refused, told.rows_out_of_scope) == (10, 8, 1, 1)
    (refused,) = line.read("quarantine", "table_name", "source", "reason", "record")
    assert refused[:3] == ("documents", "drawn", "The document_id of the listing is not among the documents.")
    assert "ghost" in refused[3]


def test_every_address_has_one_geocode(line: Line) -> None:
    ids = line.read("geocodes", "address_id")
    assert ids == line.read("addresses", "address_id")
    assert len(ids) == len(set(ids)) > 10


def test_noise_is_kept_as_noise(line: Line) -> None:
    noise = {row[0] for row in line.read("cluster_members", "point_id", "role") if row[1] == "noise"}
    places = {row[1] for row in line.read("points", "point_id", "place_id") if row[0] in noise}
    assert "town:Oslo.NO.12" in places


# ---------------------------------------------------------------- the same numbers again


def test_again_in_other_partitions_and_another_order_of_the_raw_rows_nothing_changes(line: Line) -> None:
    assert line.again == {name: row.digest for name, row in line.first.items()}
    assert all(line.again.values())


def test_a_run_leaves_the_rows_that_it_tells_of(line: Line) -> None:
    assert {name: len(line.read(name)) for name in line.first} == {name: row.rows_out for name, row in line.first.items()}
    assert len(line.read("quarantine")) == 1


def test_every_table_but_the_gazetteer_was_written_by_its_job(line: Line) -> None:
    assert set(line.first) == set(TABLES) - {*GAZETTEER, "quarantine", "job_runs"}
    assert {row.result for row in line.first.values()} == {"written"}
    assert len(line.read("job_runs")) == len(line.first)
