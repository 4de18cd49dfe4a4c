"""Measure what each product costs at the size of a release, beside the geocoding of its addresses, on the sample world taken many times over.

    python scripts/bench_products.py --from build --home build/bench_products --rows 10000000

reads the tables of a run of the sample world (`make run`), repeats its documents, each copy under ids of its own, until `document_places` has
so many rows, and runs the job of every product on them, one after the other. Places, points and clusters stay those of the sample, as a release of the
same world would have them. Prints a table and writes it as JSON beside the home folder; docs/performance.md has the figures of such a run.
"""

# ruff: noqa: E402 -- the path and the number of threads are set before what needs them is imported

import argparse
import json
import os
import shutil
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from math import ceil
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY / "lib"), str(REPOSITORY)]

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from rich.console import Console
from rich.table import Table as Printed

from innoatlas.runtime.graph import Job, discover
from innoatlas.runtime.manifest import begin
from innoatlas.runtime.runner import Runner, session_of, typed_settings
from innoatlas.runtime.settings import load_conf
from innoatlas.runtime.store import Store
from scripts.benchmark.clock import own_peak_mb, said, timed
from scripts.benchmark.memory import Watch

#: Task slots of the session: all cores.
CORES = len(os.sched_getaffinity(0))

#: Tables of documents that are repeated; everything else that they lead to is computed from them.
REPEATED = ("documents", "contributors", "document_places")

#: Jobs that are no products: what comes before the counts, and the places of clusters, which do not grow with the documents.
BEFORE = {
    "documents", "contributors", "addresses", "places", "place_names", "online_answers", "geocodes", "inferred_places", "address_organisations",
    "document_places", "points", "cells", "cluster_members", "clusters", "rankings", "areas", "economies", "coverage",
}  # fmt: skip


@dataclass(frozen=True)
class Cost:
    """What one job took."""

    name: str
    rows_written: int
    seconds: float  #: wall clock
    cpu_seconds: float  #: of all processes
    driver_mb: float  #: most memory that the driver's Python process has held until then
    jvm_mb: float  #: most that the driver's JVM held, resident, during the job


class Repeated(Store):
    """The tables of a finished run, of which some have been made anew in another folder."""

    def __init__(self, spark: SparkSession, home: Path, made: Path) -> None:
        super().__init__(spark, home)
        self.made = made

    def read(self, name: str, edition: int) -> DataFrame:
        """The table made anew where there is one."""
        if (self.made / name).is_dir():
            return self.spark.read.format("delta").load(str(self.made / name))
        return super().read(name, edition)


def main(arguments: list[str] | None = None) -> list[Cost]:
    """Parse the command line, measure, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="source", type=Path, default=REPOSITORY / "build", help="home of a finished run (default build)")
    parser.add_argument("--home", type=Path, default=REPOSITORY / "build" / "bench_products", help="folder of the repeated tables, made anew")
    parser.add_argument("--rows", type=int, default=10_000_000, help="rows of document_places (default 10,000,000)")
    parser.add_argument("--conf", default="sample", help="environment of conf (default sample)")
    parser.add_argument("--edition", type=int, default=2023, help="release year of the run (default 2023)")
    parser.add_argument("--only", nargs="*", metavar="JOB", help="these products alone")
    given = parser.parse_args(arguments)
    costs, geocoding = measure(given)
    given.home.with_name(f"{given.home.name}.json").write_text(json.dumps({"geocoding_seconds": geocoding, "jobs": [asdict(cost) for cost in costs]}, indent=1))
    print_costs(costs, geocoding, given.rows)
    return costs


def measure(given: argparse.Namespace) -> tuple[list[Cost], float]:
    """Cost of each product in the order of the line, and seconds that geocoding the same world's addresses takes, by the rate of one sample world."""
    conf = load_conf(given.conf, given.edition, home=given.source.absolute())
    jobs = discover()
    settings = typed_settings(list(jobs.values()), conf)
    spark = session_of(conf)
    shutil.rmtree(given.home, ignore_errors=True)
    made = given.home.absolute() / "tables"
    store = Repeated(spark, conf.home, made)
    runner = Runner(conf, store, begin(conf.edition, "bench", datetime.now(UTC)), settings)
    copies = ceil(given.rows / store.read("document_places", conf.edition).count())
    geocoding = geocoding_seconds(runner, made.parent / "geocodes", copies)
    repeated = {name: repeat(store.read(name, conf.edition), copies) for name in REPEATED}  # before any is there to be read instead
    for name, frame in repeated.items():
        with said(f"{name}, {copies} times"):
            frame.write.format("delta").save(str(made / name))
    costs = []
    for job in jobs.values():
        if job.name in BEFORE or (given.only and job.name not in given.only):
            continue
        with said(job.name), Watch() as watch:
            stage = timed(given.rows, CORES, partial(_compute, runner, job, made / job.name))
        rows = spark.read.format("delta").load(str(made / job.name)).count()
        costs.append(Cost(job.name, rows, stage.seconds, stage.cpu_seconds, own_peak_mb(), watch.peaks.driver_jvm_mb))
        print(json.dumps(asdict(costs[-1])), flush=True)  # should a later one fail
    spark.stop()
    return costs, geocoding


def _compute(runner: Runner, job: Job, folder: Path) -> None:
    """The job and its write: some jobs compute in the driver's process, before there is anything to write."""
    runner.frame(job).write.format("delta").save(str(folder))


def repeat(frame: DataFrame, copies: int) -> DataFrame:
    """The rows so many times, each copy's documents with ids of their own."""
    numbers = frame.sparkSession.range(copies).select(F.col("id").alias("copy"))
    named = F.concat_ws("~", "document_id", "copy")
    return frame.crossJoin(F.broadcast(numbers)).withColumn("document_id", named).drop("copy")


def geocoding_seconds(runner: Runner, folder: Path, copies: int) -> float:
    """Seconds of the job `geocodes` on the world's addresses, times the copies: each copy of a release's documents brings as many addresses."""
    frame = runner.frame(discover()["geocodes"])
    for _ in range(2):  # the second is no longer cold
        stage = timed(1, CORES, lambda: frame.write.format("delta").mode("overwrite").save(str(folder)))
    return stage.seconds * copies


def print_costs(costs: list[Cost], geocoding: float, rows: int) -> None:
    """A table with the dearest first."""
    table = Printed(title=f"Products at {rows:,} rows of document_places; geocoding the same addresses: {geocoding:,.0f} s")
    for heading in ("job", "rows written", "seconds", "cpu seconds", "of geocoding", "driver MB", "JVM MB"):
        table.add_column(heading, justify="left" if heading == "job" else "right")
    for cost in sorted(costs, key=lambda cost: -cost.seconds):
        numbers = (f"{cost.seconds:.1f}", f"{cost.cpu_seconds:.1f}", f"{cost.seconds / geocoding:.1%}", f"{cost.driver_mb:,.0f}", f"{cost.jvm_mb:,.0f}")
        table.add_row(cost.name, f"{cost.rows_written:,}", *numbers)
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
