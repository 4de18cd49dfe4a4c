"""Runs jobs: conf -> settings -> tables read by name -> the function -> conform, audit, publish -> one row of job_runs."""

import argparse
import hashlib
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from innoatlas.errors import SettingsError
from innoatlas.runtime import logs
from innoatlas.runtime.audit import Audit
from innoatlas.runtime.code import code_version, libraries, reach_digest, reference_digest
from innoatlas.runtime.commits import Commit, Writer
from innoatlas.runtime.graph import LAST, Job, job_of
from innoatlas.runtime.manifest import JobRun, Run, begin, timestamp
from innoatlas.runtime.session import SessionSettings, open_session
from innoatlas.runtime.settings import Conf, RunSettings, load_conf, names_files
from innoatlas.runtime.spark_errors import translated
from innoatlas.runtime.store import Store
from innoatlas.tables import TABLES

#: Sections of conf that belong to the runtime itself.
SECTIONS: dict[str, type] = {"run": RunSettings, "session": SessionSettings}

#: Sections that no run reads: the command that asks online services types its own.
_OTHER_SECTIONS = ("online",)


@dataclass(frozen=True)
class Options:
    """What the command line adds to conf."""

    force: bool = False  #: compute every table even when nothing that it depends on has changed
    master: str | None = None
    partitions: int | None = None  #: of a shuffle


_AS_CONF_SAYS = Options()


@dataclass
class Runner:
    """One run in one session."""

    conf: Conf
    store: Store
    run: Run
    settings: Mapping[str, Any]  #: by job
    force: bool = False
    say: Callable[[JobRun], None] = logs.say_job
    rows: list[JobRun] = field(default_factory=list)  #: for job_runs, in the order in which the jobs ended

    def job(self, job: Job) -> JobRun:
        """Run one job, or find that its table may stand; there is a row for job_runs in either case, and when it fails."""
        started, clock = datetime.now(UTC), time.monotonic()
        row = JobRun(self.run.run_id, job.name, timestamp(started), code_version(), self.conf.digest(job.name), [])
        try:
            with translated(job.name):
                row = self._result(job, row)
        except BaseException as error:
            self.rows.append(replace(row, seconds=round(time.monotonic() - clock, 3), message=str(error).partition("\n")[0][:1000]))
            raise
        row = replace(row, seconds=round(time.monotonic() - clock, 3))
        self.say(row)
        self.rows.append(row)
        return row

    def jobs(self, jobs: Sequence[Job], at_once: int) -> list[JobRun]:
        """Run each job after those that it reads, `at_once` side by side; none begins after one has failed. Rows in the order of the jobs."""
        by_name = {job.name: job for job in jobs}
        order = TopologicalSorter({job.name: [name for name in job.inputs if name in by_name] for job in jobs})
        order.prepare()
        waiting: list[str] = []
        running: dict[Future[JobRun], str] = {}
        with ThreadPoolExecutor(at_once) as pool:
            while order.is_active():
                waiting = sorted([*waiting, *order.get_ready()], key=list(by_name).index)
                for name in waiting[: at_once - len(running)]:
                    running[pool.submit(self.job, by_name[name])] = name
                waiting = [name for name in waiting if name not in running.values()]
                for ended in wait(running, return_when=FIRST_COMPLETED).done:
                    ended.result()
                    order.done(running.pop(ended))
        told = {row.table_name: row for row in self.rows}
        return [told[job.name] for job in jobs]

    def _result(self, job: Job, row: JobRun) -> JobRun:
        table, settings = TABLES[job.name], self.settings.get(job.name)
        files = job.inputs_digest(settings) if job.inputs_digest else None if names_files(settings) else []
        last = self._last(job)
        told = [f"{name}@{commit.version} of {self.run.edition - 1}" for name, commit in last.items() if commit]
        row = replace(row, inputs=[*(f"{name}@{self.store.version(name)}" for name in job.inputs), *told, *(files or [])])
        beside = [(made.made_from if made else None) or "" for made in (self.store.newest(name, self.run.edition) for name in job.files_of)]
        made_from = "" if files is None or "" in beside else self._made_from(job, row.conf_digest, last, [*files, *beside])
        if made_from and not self.force and (commit := self.store.newest(job.name, self.run.edition)) and commit.made_from == made_from:
            assert commit.found, "a commit that tells what it was made from tells what it holds"
            return row.ended("reused", commit.found, self.store.version(job.name), self._rows_in(job, commit.found))
        staged = self.store.stage(self.frame(job), table, self.run.edition, self.run.run_id)
        found = self.store.audit(staged, table)
        version = self.store.publish(staged, found, table, self.run.edition, Writer(self.run.run_id, self.run.number, made_from))
        return row.ended("written", found, version, self._rows_in(job, found))

    def _last(self, job: Job) -> dict[str, Commit | None]:
        """The commit of last edition for each of its tables that the job reads, or None where it was not run in this home."""
        return {name: self.store.newest(name, self.run.edition - 1) for name in job.last_inputs}

    def _made_from(self, job: Job, conf_digest: str, last: Mapping[str, Commit | None], files: list[str]) -> str:
        """Digest of everything that the rows of a job depend on."""
        tables = [f"{name}@{self.store.digest(name, self.run.edition)}" for name in job.inputs]
        tables += [f"{LAST}{name}@{commit.digest or commit.version}" for name, commit in last.items() if commit]
        reviewed = [reference_digest(self.conf.reference)] if "reference" in job.injected else []
        edition = str(self.run.edition) if TABLES[job.name].by_edition else ""
        words = [reach_digest(job.file), libraries(), edition, conf_digest, *tables, *files, *reviewed]
        return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]

    def frame(self, job: Job) -> DataFrame:
        """What the job makes of its tables as they stand, before anything is computed."""
        last = self._last(job)
        offered = {
            "settings": self.settings.get(job.name),
            "spark": self.store.spark,
            "edition": self.run.edition,
            "home": self.conf.home,
            "reference": self.conf.reference,
            "digests": {name: self.store.digest(name) for name in job.inputs if not TABLES[name].by_edition} if "digests" in job.injected else {},
        }
        inputs: dict[str, DataFrame | None] = {name: self.store.read(name, self.run.edition) for name in job.inputs}
        inputs |= {f"{LAST}{name}": self.store.read(name, self.run.edition - 1) if commit else None for name, commit in last.items()}
        frame: DataFrame = job.function(**inputs, **{word: offered[word] for word in job.injected})
        return frame

    def _rows_in(self, job: Job, found: Audit) -> int | None:
        """Raw records when the job tells their fates, else rows of its input tables that this run has written; null when it has not."""
        if found.fates is not None:
            return found.rows_in
        rows = {row.table_name: row.rows_out for row in self.rows}
        counts = [rows.get(name) for name in job.inputs]
        return None if None in counts else sum(count or 0 for count in counts)


def run_jobs(jobs: Sequence[Job], conf: Conf, options: Options) -> list[JobRun]:
    """Run jobs in one session, those that do not read one another side by side; none begins after one has failed.

    The rows of job_runs are one commit at the end, whatever the end: a commit a job would cost seconds each.
    """
    settings = typed_settings(jobs, conf)
    at_once = conf.typed(SECTIONS)["run"].jobs_at_once
    if at_once < 1:
        raise SettingsError(f"run.jobs_at_once: expected 1 or more, found {at_once}. Correct conf.")
    spark = session_of(conf, options)
    store = Store(spark, conf.home)
    what = f"{code_version()} {conf.environment} {conf.edition} {' '.join(f'{job.name}={conf.digest(job.name)}' for job in jobs)}"
    runner = Runner(conf, store, begin(conf.edition, what, datetime.now(UTC)), settings, options.force)
    store.remove_staging(conf.edition)
    try:
        rows = runner.jobs(jobs, at_once)
    except BaseException:
        with suppress(Exception):  # what went wrong first is what must be seen
            store.append_runs([row.row() for row in runner.rows], conf.edition)
        raise
    store.append_runs([row.row() for row in rows], conf.edition)
    store.remove_staging(conf.edition)
    return rows


def typed_settings(jobs: Sequence[Job], conf: Conf) -> dict[str, Any]:
    """Settings of the jobs by name; SettingsError lists everything that is wrong with any of them."""
    return conf.typed(SECTIONS | {job.name: job.settings for job in jobs if job.settings})


def refuse_unknown_settings(jobs: Iterable[Job], conf: Conf) -> None:
    """SettingsError when conf has a section that neither the runtime nor any of all the jobs reads."""
    conf.refuse_other_sections({*SECTIONS, *_OTHER_SECTIONS, *(job.name for job in jobs if job.settings)})


def session_of(conf: Conf, options: Options = _AS_CONF_SAYS) -> SparkSession:
    """The session that conf and the command line ask for."""
    (conf.home / "scratch").mkdir(parents=True, exist_ok=True)
    return open_session(conf.typed(SECTIONS)["session"], conf.home, master=options.master, shuffle_partitions=options.partitions)


def run(function: Callable[..., DataFrame]) -> None:
    """Run one job from its own file, by `python` or by spark-submit: `jobs/NAME.py --edition YEAR --conf ENVIRONMENT`. Ends the process."""
    parser = argparse.ArgumentParser(description=(sys.modules[function.__module__].__doc__ or "").strip())
    parser.add_argument("--edition", type=int, required=True, help="release year, for example 2023")
    parser.add_argument("--conf", required=True, help="environment: a file of conf without its ending, for example sample")
    parser.add_argument("--home", type=Path, help="folder that holds everything a run writes; else that of conf")
    parser.add_argument("--conf-dir", type=Path, help="folder of conf; else the one beside the package")
    parser.add_argument("--force", action="store_true", help="compute the table even when nothing that it depends on has changed")
    given = parser.parse_args()

    def action() -> None:
        conf = load_conf(given.conf, given.edition, folder=given.conf_dir, home=given.home)
        run_jobs([job_of(function)], conf, Options(force=given.force))

    sys.exit(logs.exit_code_of(action))
