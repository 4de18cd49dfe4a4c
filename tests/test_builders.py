"""The builders' defaults are rows that the store would publish."""

import pytest
from builders import rows, table
from pyspark.sql import SparkSession

from innoatlas.runtime.audit import audit
from innoatlas.runtime.conform import conform
from innoatlas.tables import TABLES


@pytest.mark.parametrize("name", TABLES)
def test_a_default_row_keeps_its_contract(spark: SparkSession, name: str) -> None:
    assert audit(conform(table(spark, name, {}), TABLES[name]), TABLES[name]).rows == 1


def test_a_key_that_is_no_column_is_a_mistake(spark: SparkSession) -> None:
    with pytest.raises(KeyError, match="wieght"):
        table(spark, "points", {"wieght": 1})


def test_rows_come_in_one_order(spark: SparkSession) -> None:
    frame = table(spark, "points", {"point_id": 2}, {"point_id": 1})
    assert rows(frame, "point_id", "kind") == [(1, "paper"), (2, "paper")]
