"""journals -> online_answers: what online services were asked and what they answered, frozen, and how precisely each answer is known."""

import hashlib
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

from innoatlas.fallback.answers import answers_table
from innoatlas.fallback.journal import JournalSettings as Settings
from innoatlas.fallback.journal import journals
from innoatlas.runtime.runner import run


def online_answers(*, settings: Settings, spark: SparkSession, reference: Path) -> DataFrame:
    """Read what `innoatlas online` has written; nobody is asked anything."""
    return spark.createDataFrame(answers_table(Path(settings.journal), reference))


def inputs_digest(settings: Settings) -> list[str]:
    """A digest of each journal's content."""
    return [f"{path.name}:{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}" for path in journals(Path(settings.journal))]


if __name__ == "__main__":
    run(online_answers)
