"""What must be on a machine before a JVM starts there: Java, a matching pair of pyspark and Delta, pandas below 3, Delta's jars.

Spark itself answers a wrong set-up with JAVA_GATEWAY_EXITED or a hang; each check here is one sentence with what to install.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from innoatlas.errors import SettingsError

#: Delta breaks on Spark's patch releases, so only exact pairs are known to work: pyspark -> delta-spark.
PAIRS = {"4.1.1": "4.4.0"}

#: What Spark 4.1 asks for.
JAVA_AT_LEAST = 17

#: pyspark 4.1 does not know pandas 3.
PANDAS_BELOW = 3

#: Jars by the beginnings of their names; what else Delta names is part of Spark already.
JARS = ("delta-spark_", "delta-storage-", "delta-kernel-api-", "delta-kernel-defaults-", "delta-kernel-unitycatalog-", "unitycatalog-client-")

_VERSION = re.compile(r'version "(\d+)(?:\.(\d+))?')


def java_version() -> int:
    """Major version of the Java that Spark would start; SettingsError when there is none or it is too old.

    Java 8 and before call themselves 1.8.
    """
    home = os.environ.get("JAVA_HOME")
    java = Path(home) / "bin" / "java" if home else shutil.which("java")
    hint = f"Install it (Debian: apt-get install openjdk-{JAVA_AT_LEAST}-jre-headless) or point JAVA_HOME to it."
    if java is None or not Path(java).exists():
        raise SettingsError(f"Java: expected version {JAVA_AT_LEAST} or later, found none{f' at JAVA_HOME={home}' if home else ''}. {hint}")
    answer = subprocess.run([str(java), "-version"], capture_output=True, text=True, check=False)
    found = _VERSION.search(answer.stderr + answer.stdout)
    major = int(found[2] if found[1] == "1" and found[2] else found[1]) if found else 0
    if major < JAVA_AT_LEAST:
        said = f"version {major}" if major else f"an answer that names no version ({(answer.stderr or answer.stdout).strip()[:80]!r})"
        raise SettingsError(f"Java: expected version {JAVA_AT_LEAST} or later, found {said} at {java}. {hint}")
    return major


def check_packages(installed: Callable[[str], str] = version) -> str:
    """The versions of pyspark, delta-spark and pandas in a sentence; SettingsError when they do not go together."""
    found = {}
    for name in ("pyspark", "delta-spark", "pandas"):
        try:
            found[name] = installed(name)
        except PackageNotFoundError:
            raise SettingsError(f"{name}: expected to be installed, found nothing. Run `make setup`, or pip install -r requirements.lock.") from None
    spark, delta, pandas = found.values()
    if PAIRS.get(spark) != delta:
        pairs = ", ".join(f"pyspark {one} with delta-spark {other}" for one, other in PAIRS.items())
        raise SettingsError(f"Delta: expected {pairs}, found pyspark {spark} with delta-spark {delta}. Run `make setup`, or pip install -r requirements.lock.")
    if int(pandas.split(".")[0]) >= PANDAS_BELOW:
        raise SettingsError(f"pandas: expected a version below {PANDAS_BELOW}, found {pandas}. Run `make setup`, or pip install -r requirements.lock.")
    return f"pyspark {spark}, delta-spark {delta}, pandas {pandas}"


def size() -> str:
    """Cores and memory of this machine, in a sentence."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{os.cpu_count()} cores, {memory / 2**30:.0f} GB"


def delta_jars(folder: Path) -> list[Path]:
    """The jars in `folder`, sorted by name; SettingsError names those that are absent."""
    found = sorted(folder.glob("*.jar"))
    if absent := [start for start in JARS if not any(jar.name.startswith(start) for jar in found)]:
        names = ", ".join(f"{start}*.jar" for start in absent)
        raise SettingsError(f"Delta's jars: expected {names} in {folder}, found none. Run `make jars` where Maven Central can be reached.")
    return [jar for jar in found if jar.name.startswith(JARS)]
