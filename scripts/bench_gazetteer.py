"""Measure how a gazetteer of GeoNames' size is built, indexed and opened, on dumps drawn in GeoNames' layout.

    python scripts/bench_gazetteer.py --features 12000000 --home build/bench_gazetteer

GeoNames' allCountries has 13 million features, of which two in five are populated places; `--populated-share 1` draws populated places only.
Dumps, tables and index lie under the home folder and are made anew. docs/performance.md has the figures of such a run.
"""

# ruff: noqa: E402 -- the path and the number of threads are set before what needs them is imported

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY / "lib"), str(REPOSITORY)]

import pyarrow.parquet as pq

from innoatlas.gazetteer.build import GazetteerFiles, write
from innoatlas.gazetteer.countries import packaged_countries
from innoatlas.gazetteer.inputs import GazetteerSettings
from innoatlas.geocoding.index import open_index
from innoatlas.geocoding.place_index import place_index
from innoatlas.runtime.graph import discover
from innoatlas.runtime.runner import Options, run_jobs
from innoatlas.runtime.settings import Conf, load_conf
from scripts.benchmark.clock import in_own_process, said
from scripts.benchmark.dumps import write_dumps
from scripts.benchmark.memory import Watch, cpu_seconds

#: The index is opened so many times, each in a process of its own; the median counts.
OPENINGS = 5


@dataclass(frozen=True)
class Step:
    """What one step took."""

    seconds: float  #: wall clock
    cpu_seconds: float  #: of all its processes
    peak_mb: float  #: sum of the proportional shares (PSS) of all its processes, at most


@dataclass(frozen=True)
class Report:
    """One run."""

    features: int
    places: int
    names: int
    steps: dict[str, Step]
    index_mb: float
    opening_ms: float

    def lines(self) -> list[str]:
        """As a table of a page."""
        head = [
            f"{self.features:,} features; {self.places:,} places, {self.names:,} names; index of {self.index_mb:,.0f} MB, opened in {self.opening_ms:.0f} ms."
        ]
        rows = [f"| {name} | {step.seconds:,.0f} | {step.cpu_seconds:,.0f} | {step.peak_mb:,.0f} |" for name, step in self.steps.items()]
        return [*head, "", "| step | seconds | cpu seconds | MB at most (PSS) |", "|---|---:|---:|---:|", *rows]


def main(arguments: list[str] | None = None) -> Report:
    """Parse the command line, measure, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--features", type=int, default=12_000_000, help="rows of allCountries.txt (default 12,000,000)")
    parser.add_argument("--populated-share", type=float, default=0.4, help="share of them that are populated places (default 0.4, as in GeoNames)")
    parser.add_argument("--jobs", action="store_true", help="run the jobs places and place_names as well: the same build inside Spark, with audit and commit")
    parser.add_argument("--home", type=Path, default=REPOSITORY / "build" / "bench_gazetteer", help="folder for everything (default build/bench_gazetteer)")
    parser.add_argument("--conf", default="sample", help="environment of conf (default sample)")
    parser.add_argument("--edition", type=int, default=2024, help="preset of conf (default 2024)")
    given = parser.parse_args(arguments)
    report = measure(load_conf(given.conf, given.edition, home=given.home.absolute()), given.features, given.populated_share, given.jobs)
    print("\n".join(report.lines()))
    (given.home / "report.json").write_text(json.dumps(asdict(report), indent=2) + "\n")
    return report


def measure(conf: Conf, features: int, populated_share: float, with_jobs: bool) -> Report:
    """Draw the dumps, build the tables, build and open the index."""
    shutil.rmtree(conf.home, ignore_errors=True)
    packages = Path(conf.typed({"places": GazetteerSettings})["places"].packages)
    codes = packaged_countries(packages, conf.reference)["country_code"].to_pylist()
    with said(f"drawing {features:,} features"):
        drawn = in_own_process(write_dumps, features, populated_share, codes, conf.home / "dumps")
    conf = with_dumps(conf, *drawn)
    steps: dict[str, Step] = {}
    with _measured(steps, "build"):
        places, names = in_own_process(build, conf)
    with _measured(steps, "index"):
        folder = in_own_process(index, conf)
    for name in ("places", "place_names") if with_jobs else ():
        with _measured(steps, f"job {name}"):
            run_jobs([discover()[name]], conf, Options(force=True))
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    openings = sorted(in_own_process(opening_ms, folder) for _ in range(OPENINGS))
    return Report(features, places, names, steps, size, openings[len(openings) // 2])


def build(conf: Conf) -> tuple[int, int]:
    """Rows of places and of names of the gazetteer, written as files."""
    files = write(conf.typed({"places": GazetteerSettings})["places"], conf.reference, conf.home / "gazetteer")
    return pq.read_metadata(files.places).num_rows, pq.read_metadata(files.names).num_rows


def index(conf: Conf) -> Path:
    """Folder of the index of these files."""
    return place_index("benchmark", GazetteerFiles(conf.home / "gazetteer").tables, conf.reference, conf.home)


def with_dumps(conf: Conf, features: Path, names: Path) -> Conf:
    """The same settings with the two dumps named."""
    places = {**conf.sections["places"], "geonames_features": [str(features)], "geonames_names": [str(names)]}
    return replace(conf, sections={**conf.sections, "places": places})


def opening_ms(folder: Path) -> float:
    """Milliseconds that `open_index` takes in this process."""
    start = time.perf_counter()
    open_index(folder)
    return (time.perf_counter() - start) * 1000


@contextmanager
def _measured(steps: dict[str, Step], name: str) -> Iterator[None]:
    """Add what happens inside as a Step."""
    cpu, start = cpu_seconds(), time.perf_counter()
    with Watch() as watch:
        yield
    steps[name] = Step(time.perf_counter() - start, cpu_seconds() - cpu, watch.peaks.total_mb)


if __name__ == "__main__":
    main()
