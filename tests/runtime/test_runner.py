"""A whole run of small jobs: what it leaves, what a second run does, and what is left when one fails."""

import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from threading import Barrier
from typing import Any

import builders
import pytest
from builders import rows
from pyspark.sql import SparkSession

from innoatlas.errors import ContractError, PipelineError, SettingsError, SourceError
from innoatlas.runtime.graph import chosen, discover
from innoatlas.runtime.runner import Options, refuse_unknown_settings, run_jobs
from innoatlas.runtime.settings import Conf, load_conf
from innoatlas.runtime.store import Store

CONF = """
[run]
home = "build"
jobs_at_once = 2
[session]
master = "local[2]"
driver_memory = "1g"
executor_memory = "1g"
shuffle_partitions = 2
snapshot_partitions = 1
arrow_batch_rows = 1000
jars = "nowhere"
[points]
count = 3
[places]
files = ["a"]
"""

POINTS = '''
    """nothing -> points: as many as the settings say."""
    from dataclasses import dataclass
    from builders import table
    from pyspark.sql import DataFrame, SparkSession

    @dataclass(frozen=True)
    class Settings:
        count: int  #: points

    def points(*, settings: Settings, spark: SparkSession, edition: int) -> DataFrame:
        """Points 1 to count."""
        return table(spark, "points", *({"point_id": i} for i in range(1, settings.count + 1)))
'''

MEMBERS = '''
    """points -> cluster_members: all are noise."""
    from innoatlas.tables import CLUSTER_MEMBERS
    from pyspark.sql import DataFrame
    from pyspark.sql import functions as F

    def cluster_members(points: DataFrame) -> DataFrame:
        """One noise point for each point."""
        return points.select("point_id", "period", F.lit(None).cast("string").alias("cluster_id"), F.lit("noise").alias("role"))
'''

PLACES = '''
    """files -> places: one."""
    from dataclasses import dataclass
    from builders import table
    from pyspark.sql import DataFrame, SparkSession

    @dataclass(frozen=True)
    class Settings:
        files: list[str]

    def inputs_digest(settings: Settings) -> list[str]:
        return [f"{name}@{len(name)}" for name in settings.files]

    def places(*, settings: Settings, spark: SparkSession) -> DataFrame:
        """One place."""
        return table(spark, "places", {})
'''


class World:
    """A folder of conf, a package of jobs, and a home, that tests change between runs."""

    def __init__(self, folder: Path, spark: SparkSession) -> None:
        self.folder, self.spark = folder, spark
        (folder / "conf" / "editions").mkdir(parents=True)
        (folder / "invented_jobs").mkdir()
        (folder / "invented_jobs" / "__init__.py").touch()
        self.conf(CONF)
        for name, source in {"points": POINTS, "cluster_members": MEMBERS, "places": PLACES}.items():
            self.job(name, source)

    def conf(self, base: str) -> None:
        (self.folder / "conf" / "base.toml").write_text(base)
        for name in ("here", "editions/2023", "editions/2024"):
            (self.folder / "conf" / f"{name}.toml").touch()

    def job(self, name: str, source: str) -> None:
        (self.folder / "invented_jobs" / f"{name}.py").write_text(dedent(source))

    def loaded(self, edition: int = 2023) -> Conf:
        return load_conf("here", edition, folder=self.folder / "conf")

    def run(self, edition: int = 2023, *, only: str | None = None, until: str | None = None, force: bool = False) -> dict[str, Any]:
        for name in [name for name in sys.modules if name.startswith("invented_jobs")]:
            del sys.modules[name]
        conf, jobs = self.loaded(edition), discover("invented_jobs")
        refuse_unknown_settings(jobs.values(), conf)
        return {row.table_name: row for row in run_jobs(chosen(jobs, only=only, until=until), conf, Options(force=force))}

    def read(self, name: str, *columns: str, edition: int = 2023) -> list[tuple[Any, ...]]:
        return rows(Store(self.spark, self.folder / "build").read(name, edition), *columns)


@pytest.fixture
def world(tmp_path: Path, spark: SparkSession, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr("innoatlas.runtime.runner.session_of", lambda conf, options: spark)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # sources that change within a second must be read anew
    yield World(tmp_path, spark)
    for name in [name for name in sys.modules if name.startswith("invented_jobs")]:
        del sys.modules[name]


def test_a_run_writes_its_tables_and_one_row_a_job(world: World) -> None:
    done = world.run()
    assert list(done) == ["places", "points", "cluster_members"]
    assert world.read("cluster_members", "point_id", "role") == [(1, "noise"), (2, "noise"), (3, "noise")]
    told = world.read("job_runs", "table_name", "result", "rows_in", "rows_out", "inputs")
    assert told == [("cluster_members", "written", 3, 3, ["points@1"]), ("places", "written", 0, 1, ["a@1"]), ("points", "written", 0, 3, [])]
    assert not (world.folder / "build" / "staging" / "2023").exists()


def results(done: dict[str, Any]) -> dict[str, str]:
    return {name: row.result for name, row in done.items()}


def test_twice_is_once_and_the_second_time_nothing_is_computed_unless_by_force(world: World) -> None:
    first, second, forced = world.run(), world.run(), world.run(force=True)
    assert results(first) == results(forced) == dict.fromkeys(first, "written")
    assert results(second) == dict.fromkeys(first, "reused")
    for name in ("digest", "rows_in", "rows_out"):
        assert {table: getattr(row, name) for table, row in first.items()} == {table: getattr(row, name) for table, row in second.items()}
    assert [row.digest for row in first.values()] == [row.digest for row in forced.values()]
    assert second["points"].output_version == first["points"].output_version
    assert len(world.read("points", "point_id")) == 3


def test_a_table_is_made_anew_when_what_it_depends_on_changes(world: World) -> None:
    def result() -> str:
        return str(world.run(only="places")["places"].result)

    assert [result(), result()] == ["written", "reused"]
    world.conf(CONF.replace('files = ["a"]', 'files = ["b"]'))
    assert result() == "written", "its settings have changed"
    world.job("places", PLACES.replace("@{len(name)}", "@{len(name) + 1}"))
    assert result() == "written", "its input files have changed"
    world.job("places", PLACES.replace("@{len(name)}", "@{len(name) + 1}") + "\n    # another reading of the same files\n")
    assert [result(), result()] == ["written", "reused"], "its code has changed, and then not"


def test_what_follows_is_made_anew_when_the_rows_it_reads_are_others(world: World) -> None:
    world.run()
    world.job("points", POINTS + "\n    # other words, the same rows\n")
    assert results(world.run()) == {"places": "reused", "points": "written", "cluster_members": "reused"}
    world.conf(CONF.replace("count = 3", "count = 4"))
    assert results(world.run()) == {"places": "reused", "points": "written", "cluster_members": "written"}


def test_another_edition_is_no_reason_to_compute_one_anew(world: World) -> None:
    world.run(2023)
    assert results(world.run(2024)) == {"places": "reused", "points": "written", "cluster_members": "written"}
    assert set(results(world.run(2023)).values()) == {"reused"}


def test_a_run_after_one_that_failed_takes_up_where_it_ended(world: World) -> None:
    world.job("cluster_members", failing(MEMBERS, "1 / 0"))
    with pytest.raises(ZeroDivisionError):
        world.run()
    world.job("cluster_members", MEMBERS)
    assert results(world.run()) == {"places": "reused", "points": "reused", "cluster_members": "written"}


@pytest.mark.parametrize("told", ["        return None", None], ids=["its job cannot tell what the files hold", "its job does not look at its files"])
def test_a_table_of_files_that_nobody_has_looked_at_is_made_anew(world: World, told: str | None) -> None:
    world.conf(CONF.replace('files = ["a"]', 'files = ["s3://bucket/a"]'))
    head, _, tail = PLACES.partition("    def inputs_digest(settings: Settings) -> list[str]:\n")
    _, _, rest = tail.partition("\n")
    world.job("places", f"{head}    def inputs_digest(settings: Settings) -> None:\n{told}\n{rest}" if told else head + rest)
    assert [world.run(only="places")["places"].result for _ in range(2)] == ["written", "written"]


def test_a_job_that_reads_files_of_another_is_run_again_when_those_may_have_changed(world: World) -> None:
    world.job(
        "cluster_members", MEMBERS.replace("from pyspark.sql import functions as F", 'from pyspark.sql import functions as F\n\n    FILES_OF = ("points",)')
    )
    world.run()
    assert set(results(world.run()).values()) == {"reused"}
    world.job("points", POINTS.replace("Points 1 to count.", "The same points by other code."))
    assert results(world.run()) == {"places": "reused", "points": "written", "cluster_members": "written"}
    unseen = "    def inputs_digest(settings: Settings) -> None:\n        return None\n\n    def points"
    world.job("points", POINTS.replace("    def points", unseen))
    assert [results(world.run())["cluster_members"] for _ in range(2)] == ["written", "written"], "nobody can tell what the points were made from"


LASTING = '''
    """points -> cluster_members: those of last edition again, else one."""
    from builders import table
    from pyspark.sql import DataFrame

    def cluster_members(points: DataFrame, last_cluster_members: DataFrame | None) -> DataFrame:
        """What last edition had, with its points counted on."""
        if last_cluster_members is None:
            return table(points.sparkSession, "cluster_members", {"point_id": 1})
        return last_cluster_members.selectExpr("point_id + 10 as point_id", "period", "cluster_id", "role")
'''


def test_a_job_may_read_a_table_as_last_edition_left_it_and_is_told_where_there_is_none(world: World) -> None:
    world.job("cluster_members", LASTING)
    world.run(2024)
    assert world.read("cluster_members", "point_id", edition=2024) == [(1,)], "2023 was not run"
    world.run(2023)
    again = world.run(2024)
    assert world.read("cluster_members", "point_id", edition=2024) == [(11,)]
    assert world.read("cluster_members", "point_id", edition=2023) == [(1,)]
    assert world.run(2024)["cluster_members"].result == "reused"
    assert [told.split("@")[0] + told[told.find(" of ") :] for told in again["cluster_members"].inputs if " of " in told] == ["cluster_members of 2023"]


def failing(source: str, line: str) -> str:
    return source.replace("        return ", f"        {line}\n        return ")


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (POINTS.replace('{"point_id": i}', '{"point_id": i, "units": -i}'), ContractError),
        (failing(POINTS, 'from innoatlas.errors import SourceError; raise SourceError("a.gz: expected gzip, found half of it.")'), SourceError),
        (failing(POINTS, "1 / 0"), ZeroDivisionError),
    ],
    ids=["check", "our error", "bug"],
)
def test_a_run_that_fails_publishes_nothing_and_leaves_a_row_that_says_so(world: World, source: str, error: type[Exception]) -> None:
    world.run(only="points")
    world.job("points", source)
    with pytest.raises(error) as caught:
        world.run(until="cluster_members")
    assert len(world.read("points", "point_id")) == 3
    assert not (world.folder / "build" / "tables" / "cluster_members").exists(), "a job after the one that failed was run"
    failed = [row for row in world.read("job_runs", "table_name", "result", "message") if row[1] == "failed"]
    assert failed == [("points", "failed", str(caught.value).partition("\n")[0])]


def meeting(source: str) -> str:
    return source.replace("        return table", "        import builders; builders.MEETING.wait()\n        return table")


def test_jobs_that_do_not_read_one_another_run_side_by_side(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builders, "MEETING", Barrier(2, timeout=60), raising=False)
    world.job("points", meeting(POINTS))
    world.job("places", meeting(PLACES))
    assert list(world.run()) == ["places", "points", "cluster_members"], "each waited for the other to have begun"


def test_a_job_beside_one_that_fails_is_told_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builders, "MEETING", Barrier(2, timeout=60), raising=False)
    world.job("points", failing(meeting(POINTS), "1 / 0"))
    world.job("places", meeting(PLACES))
    with pytest.raises(ZeroDivisionError):
        world.run()
    assert world.read("job_runs", "table_name", "result") == [("places", "written"), ("points", "failed")]


def test_a_job_is_told_what_the_tables_without_editions_hold_that_it_reads(world: World) -> None:
    digest = world.run(only="places")["places"].digest
    asking = '''
    """places -> place_names: none, but what it was told."""
    from innoatlas.errors import SourceError
    from collections.abc import Mapping
    from pyspark.sql import DataFrame

    def place_names(places: DataFrame, *, digests: Mapping[str, str]) -> DataFrame:
        """None."""
        raise SourceError(f"told {dict(digests)}")
    '''
    world.job("place_names", asking)
    with pytest.raises(SourceError) as caught:
        world.run(only="place_names")
    assert str(caught.value) == f"told {{'places': '{digest}'}}"


def test_no_job_at_once_is_refused(world: World) -> None:
    world.conf(CONF.replace("jobs_at_once = 2", "jobs_at_once = 0"))
    with pytest.raises(SettingsError, match=r"run\.jobs_at_once: expected 1 or more, found 0"):
        world.run()


def test_a_run_after_one_that_was_killed_is_as_if_there_had_been_none(world: World) -> None:
    digest = world.run(only="points")["points"].digest
    world.job("points", failing(POINTS, "raise KeyboardInterrupt"))
    with pytest.raises(KeyboardInterrupt):
        world.run(only="points")
    (world.folder / "build" / "staging" / "2023" / "killed" / "points").mkdir(parents=True)
    world.job("points", POINTS)
    assert world.run(only="points")["points"].digest == digest
    assert not (world.folder / "build" / "staging" / "2023").exists()


def test_an_error_of_ours_that_a_worker_raises_comes_back_as_itself(world: World) -> None:
    worker = '''
    """nothing -> points: a worker finds a broken file."""
    from innoatlas.errors import SourceError
    from innoatlas.tables import POINTS
    from pyspark.sql import DataFrame, SparkSession

    def points(*, spark: SparkSession) -> DataFrame:
        """None."""
        def broken(batches):
            raise SourceError("b.gz: expected gzip, found half of it. Copy it again.")
            yield
        return spark.range(3).mapInArrow(broken, POINTS.ddl)
    '''
    world.conf(CONF.replace("[points]\ncount = 3", ""))
    world.job("points", worker)
    with pytest.raises(SourceError, match=r"^b\.gz: expected gzip, found half of it\. Copy it again\.$"):
        world.run(only="points")


def test_an_unknown_key_or_section_is_refused_before_anything_runs(world: World) -> None:
    world.conf(CONF.replace("count = 3", "cuont = 3"))
    with pytest.raises(SettingsError, match=r"points\.count is missing.*points\.cuont is unknown|points\.cuont is unknown.*points\.count is missing"):
        world.run()
    world.conf(CONF + "[point]\nx = 1")
    with pytest.raises(SettingsError, match=r"the sections \['point'\] are unknown"):
        world.run()
    assert not (world.folder / "build" / "tables").exists()


def test_a_job_alone_without_its_inputs_is_told_what_to_run(world: World) -> None:
    with pytest.raises(PipelineError, match="points: expected a table"):
        world.run(only="cluster_members")


def test_editions_stand_side_by_side(world: World) -> None:
    world.run(2023, only="points")
    world.conf(CONF.replace("count = 3", "count = 5"))
    world.run(2024, only="points")
    assert (len(world.read("points")), len(world.read("points", edition=2024))) == (3, 5)
