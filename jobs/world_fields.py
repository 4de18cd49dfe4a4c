"""field_counts -> world_fields: how the world's documents divide into fields, those that map to none included."""

from pathlib import Path

from pyspark.sql import DataFrame

from innoatlas.fields.clusters import fields_of_world
from innoatlas.fields.concordance import read_field_names
from innoatlas.runtime.runner import run


def world_fields(field_counts: DataFrame, *, reference: Path) -> DataFrame:
    """Sum fields over all clusters and what lies in none."""
    return fields_of_world(field_counts, read_field_names(reference))


if __name__ == "__main__":
    run(world_fields)
