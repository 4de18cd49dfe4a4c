"""One Spark session for the whole suite, the same as a run's."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from innoatlas.runtime.session import SessionSettings, open_session
from innoatlas.runtime.settings import load_conf

# Small tables by ever new plans: the optimising compiler would take two fifths of the time and hardly ever pay for it.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")

sys.path.insert(0, str(Path(__file__).resolve().parent))  # tests import `builders` by its name


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Two threads and small heaps; whatever Spark writes lies in a temporary home."""
    home = tmp_path_factory.mktemp("spark")
    settings = load_conf("sample", 2023, home=home).typed({"session": SessionSettings})["session"]
    session = open_session(settings, home, master="local[2]", shuffle_partitions=2)
    # Code that is generated for each plan is used once here; the same expressions are interpreted in less time.
    session.conf.set("spark.sql.codegen.wholeStage", "false")
    session.conf.set("spark.sql.codegen.factoryMode", "NO_CODEGEN")
    yield session
    session.stop()


#: Files that take a minute or more, the longest first.
_LONG = ("test_pipeline.py", "test_runner.py", "test_store.py", "test_online.py", "test_patentsview.py", "test_bench.py", "test_counting_and_ranking.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that no process is left alone with one of them at the end."""
    items.sort(key=lambda item: _LONG.index(item.path.name) if item.path.name in _LONG else len(_LONG))
