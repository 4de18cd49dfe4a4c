"""Fetch Delta's jars once: `python scripts/jars.py FOLDER`. Later sessions start from the folder, with no network.

Spark's own resolver (Ivy) gets them from Maven Central with everything that they name; most of that is part of Spark, and six jars suffice.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from innoatlas.runtime.logs import exit_code_of
from innoatlas.runtime.machine import java_version

#: Files as Ivy names them, without the organisation, of the version that goes with the pinned pyspark; their SHA-256.
JARS = {
    "delta-kernel-api-4.4.0.jar": "ee9b5a14ac3b7efdff4d61a58478fe8eb0e5a3fbca43889dca7290795fe79a11",
    "delta-kernel-defaults-4.4.0.jar": "225c975199e4718b38ee5b7e6da7f19e9585024262b2cec2656b32151a856b0b",
    "delta-kernel-unitycatalog-4.4.0.jar": "cea22dfb4ac562b3cd27bf652697750e8336009d73fb06631363aaaad5345ffa",
    "delta-spark_4.1_2.13-4.4.0.jar": "75a9400986853c061f5109f012547de2545a5759e5e752e5ef633dabe16a4f10",
    "delta-storage-4.4.0.jar": "c46735481fa8e326b0957be02b4420cbcab4b325bb08009b7f2045a95133f1cc",
    "unitycatalog-client-0.6.0.jar": "48257499a86b801a3e2372cec55ac226ca1c1c7eabe5c118e7302f29a1fdbc19",
}

#: Resolves in a JVM of its own: what Ivy says goes to a log, and Spark's jars to a folder that is thrown away.
_RESOLVE = """
import sys
from delta import configure_spark_with_delta_pip
from pyspark.sql import SparkSession
builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.jars.ivy", sys.argv[1])
configure_spark_with_delta_pip(builder).getOrCreate().stop()
"""


def absent(folder: Path) -> list[str]:
    """The jars that `folder` lacks; SystemExit when the bytes of one are not those that are pinned."""
    for name, sha256 in JARS.items():
        if (folder / name).exists() and (found := hashlib.sha256((folder / name).read_bytes()).hexdigest()) != sha256:
            sys.exit(f"{folder / name}: expected SHA-256 {sha256}, found {found}. Remove the file and run this again.")
    return [name for name in JARS if not (folder / name).exists()]


def fetch(folder: Path) -> None:
    """Resolve what is absent and copy it into `folder`; SystemExit says what to do where Maven Central cannot be reached."""
    if missing := absent(folder):
        java_version()
        print(f"{folder}: fetching {', '.join(missing)}")
        with tempfile.TemporaryDirectory() as scratch:
            done = subprocess.run([sys.executable, "-c", _RESOLVE, scratch], capture_output=True, text=True, check=False)
            resolved = {jar.name.partition("_")[2]: jar for jar in (Path(scratch) / "jars").glob("*.jar")}
            if lacking := [name for name in missing if name not in resolved]:
                last = (done.stderr.strip().splitlines() or ["nothing"])[-1]
                sys.exit(
                    f"Delta's jars: expected {', '.join(lacking)} from Maven Central, found: {last} "
                    f"Connect the machine to Maven Central, or copy the jars into {folder}, and run `make jars` again."
                )
            folder.mkdir(parents=True, exist_ok=True)
            for name in missing:
                shutil.copy(resolved[name], folder / name)
        absent(folder)
    print(f"{folder}: {len(JARS)} jars in place, their SHA-256 as pinned")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"{__doc__}\nExpected one folder, found {sys.argv[1:]}.")
    sys.exit(exit_code_of(lambda: fetch(Path(sys.argv[1]))))
