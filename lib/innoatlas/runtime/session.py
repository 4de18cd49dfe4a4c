"""One Spark session for a whole run: on this machine, in a local cluster, or wherever spark-submit says. Only this module builds one."""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pyspark
from pyspark import SparkConf, SparkContext
from pyspark.sql import SparkSession

import innoatlas
from innoatlas.errors import SettingsError
from innoatlas.runtime.machine import check_packages, delta_jars, java_version

_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension"
_CATALOG = "org.apache.spark.sql.delta.catalog.DeltaCatalog"


@dataclass(frozen=True)
class SessionSettings:
    """The section `session`."""

    master: str  #: where Spark runs when neither the command nor spark-submit says so, for example local[*]
    driver_memory: str  #: heap of the driver's JVM, as Java writes sizes
    executor_memory: str  #: heap of each executor, as Java writes sizes
    shuffle_partitions: int  #: partitions after a shuffle
    snapshot_partitions: int  #: partitions in which Delta keeps a table's log
    arrow_batch_rows: int  #: rows of a batch that a Python worker gets
    jars: str  #: folder of Delta's jars


def open_session(settings: SessionSettings, home: Path, *, master: str | None = None, shuffle_partitions: int | None = None) -> SparkSession:
    """The session of the run. `master` and `shuffle_partitions` of the command line win over spark-submit's and conf's.

    Raises SettingsError for a set-up that Spark would only answer with a dead or hanging JVM.
    """
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    if not submitted:
        check_packages()
        java_version()
        os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)  # local-cluster starts its workers from there
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf()
    if master or not conf.contains("spark.master"):
        conf.set("spark.master", master or settings.master)
    if shuffle_partitions:
        conf.set("spark.sql.shuffle.partitions", str(shuffle_partitions))
    _add_delta(conf, Path(settings.jars), submitted)
    for key, value in _values(settings, home, str(conf.get("spark.master"))).items():
        conf.setIfMissing(key, value)
    spark = SparkSession.builder.config(conf=conf).getOrCreate()
    if submitted:  # a JVM that is up already has read its own logging
        spark.sparkContext.setLogLevel("ERROR")
    return spark


def _values(settings: SessionSettings, home: Path, master: str) -> dict[str, str]:
    """Spark's settings of a run; what spark-submit says stands."""
    python_path = os.pathsep.join(str(path) for path in dict.fromkeys((Path(innoatlas.__file__).parents[1], Path(innoatlas.__file__).parents[2])))
    here = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower(),
        "spark.driver.host": "localhost",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": str(home / "scratch" / "spark"),
        "spark.executorEnv.PYTHONPATH": python_path,
    }
    return (here if master.startswith("local") else {}) | {
        "spark.app.name": "innoatlas",
        "spark.driver.memory": settings.driver_memory,
        "spark.executor.memory": _executor_memory(master, settings.executor_memory),
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile=file:{Path(__file__).with_name('log4j2.properties')}",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": str(settings.shuffle_partitions),
        "spark.databricks.delta.snapshotPartitions": str(settings.snapshot_partitions),
        # Tables are read by their partitions, the editions: smallest and largest values of each column and file would be counted for nobody.
        "spark.databricks.delta.properties.defaults.dataSkippingNumIndexedCols": "0",
        # What files and shuffles hold is weighed as it is compressed, and ids of documents take many times that room in the table of a broadcast.
        "spark.sql.sources.fileCompressionFactor": "4.0",
        "spark.sql.adaptive.autoBroadcastJoinThreshold": "2m",
        # Listings that are spread by document meet what is known of a document's places, or of its persons, where they lie.
        "spark.sql.requireAllClusterKeysForCoPartition": "false",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(settings.arrow_batch_rows),
        "spark.sql.warehouse.dir": str(home / "scratch" / "warehouse"),
        # Equal strings must hash alike in every worker, and a worker has one core: threads of the linear algebra would fight for it.
        "spark.executorEnv.PYTHONHASHSEED": "0",
        "spark.executorEnv.OMP_NUM_THREADS": "1",
        "spark.executorEnv.OPENBLAS_NUM_THREADS": "1",
    }


def _executor_memory(master: str, usual: str) -> str:
    """That of conf, but in a local cluster all that its master gives a worker: Spark starts no executor that asks for more.

    >>> _executor_memory("local-cluster[2,1,1024]", "2g"), _executor_memory("local[2]", "2g")
    ('1024m', '2g')
    """
    worker = re.fullmatch(r"local-cluster\[\s*\d+\s*,\s*\d+\s*,\s*(\d+)\s*\]", master)
    return f"{worker[1]}m" if worker else usual


def _add_delta(conf: SparkConf, jars: Path, submitted: bool) -> None:
    """Extension and catalog, and the jars where Spark does not bring Delta itself."""
    extensions = [name for name in str(conf.get("spark.sql.extensions", "")).split(",") if name]
    conf.set("spark.sql.extensions", ",".join(dict.fromkeys([*extensions, _EXTENSION])))
    conf.set("spark.sql.catalog.spark_catalog", _CATALOG)
    if submitted:
        if not _loadable():
            _load(conf, delta_jars(jars))
    elif not list((Path(pyspark.__file__).parent / "jars").glob("delta-spark_*.jar")):
        given = [jar for jar in str(conf.get("spark.jars", "")).split(",") if jar]
        conf.set("spark.jars", ",".join([*given, *map(str, delta_jars(jars))]))


def _loadable() -> bool:
    """Whether the running JVM has Delta's classes."""
    SparkContext._ensure_initialized()
    jvm = SparkContext._jvm
    try:
        jvm.java.lang.Thread.currentThread().getContextClassLoader().loadClass(_EXTENSION)  # type: ignore[union-attr]
    except Exception:  # py4j wraps ClassNotFoundException
        return False
    return True


def _load(conf: SparkConf, jars: list[Path]) -> None:
    """Give a JVM that spark-submit started without Delta the jars: to its class loader, and by `spark.jars` to the executors."""
    jvm = SparkContext._jvm
    loader = jvm.java.lang.Thread.currentThread().getContextClassLoader()  # type: ignore[union-attr]
    for jar in jars:
        loader.addURL(jvm.java.io.File(str(jar)).toURI().toURL())  # type: ignore[union-attr]
    given = [jar for jar in str(conf.get("spark.jars", "")).split(",") if jar]
    conf.set("spark.jars", ",".join([*given, *map(str, jars)]))
    if not _loadable():
        raise SettingsError(f"Delta: expected its classes in the running Spark, found none. Give spark-submit --jars {','.join(map(str, jars))}.")
