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
    yield session
    session.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The whole line first: it takes longest, and other files run beside it."""
    items.sort(key=lambda item: item.path.name != "test_pipeline.py")
