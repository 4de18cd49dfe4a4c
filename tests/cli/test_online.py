"""`innoatlas online` from the tables to the journal, and from there to the point of an address, against a service on this machine."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import table
from online_server import NOMINATIM_LYON, Fake, Said, served
from pyspark.sql import SparkSession
from typer.testing import CliRunner, Result

from innoatlas.cli import app
from innoatlas.errors import PipelineError, SettingsError, TryAgainError
from innoatlas.fallback.journal import read
from innoatlas.runtime.commits import Writer
from innoatlas.runtime.runner import Options, run_jobs
from innoatlas.runtime.settings import find_conf, load_conf
from innoatlas.runtime.store import Store
from innoatlas.tables import TABLES
from jobs.online_answers import online_answers

#: address id -> text, listings, precision, flags: most listings first is 3, 1, 4, 2.
ADDRESSES = {1: ("first", 40, "none", []), 2: ("last", 1, "country", []), 3: ("top", 90, "none", []), 4: ("third", 8, "none", []),
             5: ("located", 99, "city", []), 6: ("retired", 98, "none", ["null_affiliation"])}  # fmt: skip

HERE = """
[online]
user_agent = "innoatlas-test/1 (tests@example.org)"
domain = "{domain}"
scheme = "http"
min_delay_seconds = 0.0
error_wait_seconds = 0.0
budget = {budget}
failures_in_a_row = 2
"""


@pytest.fixture(scope="module")
def tables(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose store holds addresses and geocodes."""
    home = tmp_path_factory.mktemp("home")
    store = Store(spark, home)
    given = {
        "addresses": [{"address_id": key, "address_text": text, "listings_count": count} for key, (text, count, _, _) in ADDRESSES.items()],
        "geocodes": [
            {"address_id": key, "precision": precision, "flags": flags}
            | (dict.fromkeys(("place_id", "lat", "lon", "score", "margin")) if precision == "none" else {})
            for key, (_, _, precision, flags) in ADDRESSES.items()
        ],
    }
    for name, rows in given.items():
        staged = store.stage(table(spark, name, *rows), TABLES[name], 2023, "given")
        store.publish(staged, store.audit(staged, TABLES[name]), TABLES[name], 2023, Writer("given", 1))
    return home


class World:
    """A service, a home, and conf that names both."""

    def __init__(self, fake: Fake, tables: Path, folder: Path) -> None:
        self.fake, self.home, self.conf = fake, folder / "home", folder / "conf"
        shutil.copytree(tables, self.home)
        shutil.copytree(find_conf(), self.conf)
        self.allow(100)

    def allow(self, budget: int) -> None:
        (self.conf / "here.toml").write_text(HERE.format(domain=self.fake.domain, budget=budget))

    @property
    def journal(self) -> Path:
        return self.home / "online" / "nominatim.jsonl"

    def ask(self, limit: int = 10, environment: str = "here") -> Result:
        arguments = ["online", "--edition", "2023", "--limit", str(limit), "--conf", environment, "--home", str(self.home), "--conf-dir", str(self.conf)]
        return CliRunner().invoke(app, arguments)


@pytest.fixture
def world(spark: SparkSession, tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr("innoatlas.runtime.runner.session_of", lambda *_: spark)
    with served() as fake:
        yield World(fake, tables, tmp_path)


def refused(result: Result, kind: type[PipelineError]) -> str:
    assert isinstance(result.exception, kind), result.output
    assert "\n" not in str(result.exception)
    return str(result.exception)


def test_the_most_frequent_are_asked_first_and_nobody_twice(world: World) -> None:
    world.fake.says["top"] = [Said.json(NOMINATIM_LYON)]
    first = world.ask(limit=2)
    assert first.exit_code == 0, first.output
    assert world.fake.asked == ["top", "first"]
    assert "nominatim: 2 addresses answered, 1 of them found" in first.output
    world.ask()
    assert world.fake.asked == ["top", "first", "third", "last"]
    world.ask()
    assert world.fake.asked == ["top", "first", "third", "last"]
    kept = [(a.address_id, a.asked, a.lat is not None, a.licence[-8:]) for a in read(world.journal)]
    assert kept == [(3, "top", True, "ODbL 1.0"), (1, "first", False, "ODbL 1.0"), (4, "third", False, "ODbL 1.0"), (2, "last", False, "ODbL 1.0")]


def test_after_a_kill_the_torn_line_is_asked_again_and_nothing_else(world: World) -> None:
    world.ask()
    world.journal.write_bytes(world.journal.read_bytes()[:-5])
    world.fake.asked.clear()
    assert world.ask().exit_code == 0
    assert world.fake.asked == ["last"]
    assert sorted(answer.address_id for answer in read(world.journal)) == [1, 2, 3, 4]


def test_what_was_answered_before_the_service_broke_down_is_kept(world: World) -> None:
    world.fake.says["first"] = world.fake.says["third"] = [Said("oops", 500)]
    said = refused(world.ask(), TryAgainError)
    assert "to 2 addresses in a row" in said
    assert [answer.asked for answer in read(world.journal)] == ["top"]
    world.fake.says.clear()
    assert world.ask().exit_code == 0
    assert [answer.asked for answer in read(world.journal)] == ["top", "first", "third", "last"]


def test_one_address_without_an_answer_is_told_and_asked_again_next_time(world: World) -> None:
    world.fake.says["first"] = [Said("<html>", 200)]
    assert "found none for 1 (the last:" in refused(world.ask(), TryAgainError)
    assert [answer.asked for answer in read(world.journal)] == ["top", "third", "last"]


def test_the_budget_is_one_of_the_day_not_of_the_command(world: World) -> None:
    world.allow(3)
    assert world.ask(limit=2).exit_code == 0
    second = world.ask()
    assert "1 addresses answered, 0 of them found; the budget of 3 requests a day is spent" in second.output
    assert world.fake.asked == ["top", "first", "third"]


def test_without_a_user_agent_nobody_is_asked_and_nothing_is_written(world: World) -> None:
    said = refused(world.ask(environment="sample"), SettingsError)
    assert "user_agent is empty" in said
    assert world.fake.asked == []
    assert not world.journal.exists()


def test_a_run_reads_the_frozen_answers_and_asks_nobody(world: World, spark: SparkSession) -> None:
    world.fake.says["top"] = [Said.json(NOMINATIM_LYON)]
    world.ask()
    asked = list(world.fake.asked)
    from innoatlas.runtime.graph import job_of

    conf = load_conf("here", 2023, folder=world.conf, home=world.home)
    first, second = (run_jobs([job_of(online_answers)], conf, Options())[0] for _ in range(2))
    assert (first.result, first.rows_out, second.result, second.digest) == ("written", 4, "reused", first.digest)
    assert world.fake.asked == asked
    row = Store(spark, world.home).read("online_answers", 2023).where("address_id = 3").collect()[0]
    assert (row.found, row.place_id, row.precision) == (True, "online:nominatim:45.75781,4.83201", "city")
