"""Measure every stage of the line on addresses that look like real ones: rows a second a core, memory, and a peer, in one run.

    python scripts/bench.py --rows 1000000 --home build/bench

prints tables and writes build/bench.json, beside the home folder; --write puts the results into docs/performance.md. docs/performance.md says how to read them.
"""

# ruff: noqa: E402 -- the path and the number of threads are set before what needs them is imported

import argparse
import os
import shutil
import sys
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"  # before numpy starts: threads of its own would take the cores that are measured

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY / "lib"), str(REPOSITORY)]

from innoatlas.gazetteer.build import GazetteerFiles
from innoatlas.gazetteer.inputs import GazetteerSettings
from innoatlas.geocoding.engine import Thresholds
from innoatlas.geocoding.weights import read_weights
from innoatlas.runtime.code import code_version
from innoatlas.runtime.session import SessionSettings, open_session
from innoatlas.runtime.settings import load_conf
from jobs import document_places, geocodes
from scripts.benchmark.addresses import write_addresses
from scripts.benchmark.clock import Stage, in_own_process, said
from scripts.benchmark.clusters import time_clustering, write_points
from scripts.benchmark.gazetteer import gazetteer_files
from scripts.benchmark.memory import Watch
from scripts.benchmark.peer import time_peer
from scripts.benchmark.report import Report, affiliation_size, publish, today
from scripts.benchmark.stages import Jobs, Line
from scripts.benchmark.steps import PARTS, Steps, time_steps
from scripts.benchmark.towns import read_towns

#: Unmeasured passes that let the JVM compile what is measured, and the addresses of each; runs that are no larger go without.
WARM_UPS, WARM_UP = 2, 50_000

#: The engine's steps are timed on at most so many addresses, the peer on so many.
STEP_ROWS, PEER_ROWS = 200_000, 300

#: Sizes of the curve.
CURVE = (100_000, 1_000_000, 5_000_000)

_SHAPES = {"session": SessionSettings, "places": GazetteerSettings, "geocodes": geocodes.Settings, "document_places": document_places.Settings}


def main(arguments: list[str] | None = None) -> Report:
    """Parse the command line, measure, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="distinct addresses; documents and clustered points are as many (default 1,000,000)")
    parser.add_argument(
        "--home",
        type=Path,
        default=REPOSITORY / "build" / "bench",
        help="folder for everything but the results, which go beside it (default build/bench, build/bench.json)",
    )
    parser.add_argument("--cores", type=int, default=len(os.sched_getaffinity(0)), help="Spark's task slots (default: all cores)")
    parser.add_argument("--gazetteer", type=Path, help="folder with places.parquet and place_names.parquet (default: built as conf says)")
    parser.add_argument("--conf", default="sample", help="environment of conf (default sample)")
    parser.add_argument("--edition", type=int, default=2024, help="preset of conf (default 2024)")
    parser.add_argument(
        "--curve", nargs="*", type=int, metavar="ROWS", help=f"geocoding at other sizes as well (default of the sizes: {' '.join(map(str, CURVE))})"
    )
    parser.add_argument("--write", action="store_true", help="put the results into docs/performance.md")
    parser.add_argument("--note", default="", help="said with the results, for example what else ran on the machine")
    given = parser.parse_args(arguments)
    report = measure(given)
    publish(report, given.home.with_name(f"{given.home.name}.json"), REPOSITORY / "docs" / "performance.md" if given.write else None)
    return report


def measure(given: argparse.Namespace) -> Report:
    """Draw, run every stage, and put together what was found."""
    given.home.mkdir(parents=True, exist_ok=True)
    conf = load_conf(given.conf, given.edition, home=given.home)
    settings = conf.typed(_SHAPES)
    jobs = Jobs(settings["geocodes"], settings["document_places"], conf.reference, conf.home)
    with said("gazetteer"):
        gazetteer = GazetteerFiles(given.gazetteer.absolute()) if given.gazetteer else gazetteer_files(settings["places"], conf.reference, conf.home)
    curve_sizes = [] if given.curve is None else given.curve or CURVE
    sizes = ({"warm": WARM_UP} if given.rows > WARM_UP else {}) | {"full": given.rows} | {f"of_{size}": size for size in curve_sizes}
    folders = {name: conf.home / "data" / name for name in sizes}
    shutil.rmtree(conf.home / "data", ignore_errors=True)
    for name, size in sizes.items():
        with said(f"drawing {size:,} addresses"):
            in_own_process(_draw, gazetteer, size, folders[name] / "drawn")
    spark = open_session(settings["session"], conf.home, master=f"local[{given.cores}]")
    lines = {name: Line(spark, given.cores, gazetteer, jobs, folder) for name, folder in folders.items()}
    for _ in range(WARM_UPS if "warm" in lines else 0):
        lines["warm"].first_stages(WARM_UP)
        lines["warm"].later_stages(WARM_UP)
    with Watch() as watch:
        stages = lines["full"].first_stages(given.rows) | lines["full"].later_stages(given.rows)
    curve = {size: lines[f"of_{size}"].first_stages(size) for size in curve_sizes}
    index = lines["full"].index()
    spark.stop()
    steps = _steps(folders["full"] / "drawn", index, jobs)
    with said("cluster"):
        in_own_process(write_points, gazetteer.places, given.rows, conf.home / "data" / "points.parquet")
        stages["cluster"], clusters, cluster_peak = in_own_process(time_clustering, conf.home / "data" / "points.parquet")
    with said("peer"):
        peer = in_own_process(time_peer, folders["full"] / "drawn", gazetteer.places, PEER_ROWS)
    size = affiliation_size(folders["full"] / "drawn")
    ordered = _in_order(stages | _parts(steps), given.cores)
    return Report(given.cores, ordered, steps, watch.peaks, cluster_peak, clusters, *size, peer, curve, code_version(), given.note, today())


def _draw(gazetteer: GazetteerFiles, rows: int, folder: Path) -> None:
    write_addresses(read_towns(gazetteer.places, gazetteer.names), rows, folder)


def _steps(drawn: Path, index: Path, jobs: Jobs) -> Steps:
    settings = jobs.geocodes
    weights = read_weights(jobs.reference, settings.calibration_slope, settings.calibration_intercept)
    with said("the engine's steps"):
        return in_own_process(time_steps, drawn, STEP_ROWS, index, weights, Thresholds(settings.min_score, settings.min_score_organisation))


def _parts(steps: Steps) -> dict[str, Stage]:
    """Steps of the engine taken together: exact look-up, similar names, choice; cpu time of one process."""
    seconds = {part: sum(steps.seconds.get(step, 0.0) for step in names) for part, names in PARTS.items()}
    return {part: Stage(steps.rows, spent, 1, spent) for part, spent in seconds.items() if spent}


def _in_order(stages: dict[str, Stage], cores: int) -> dict[str, Stage]:
    """In the order of the line, with the whole: each address normalised, geocoded, counted on its documents and clustered, one stage after the other."""
    line = [stages[name] for name in ("normalise", "geocode", "count", "cluster")]
    whole = Stage(stages["geocode"].rows, sum(stage.seconds for stage in line), cores, sum(stage.cpu_seconds for stage in line))
    names = ["floor", "normalise", "geocode", *PARTS, "join back", "count", "cluster"]
    return {name: stages[name] for name in names if name in stages} | {"whole": whole}


if __name__ == "__main__":
    main()
