"""The contracts themselves: words, types, and the page that is made from them."""

import re
import sys
from pathlib import Path

import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from innoatlas.contract import INT, Column, Table
from innoatlas.frames import frame_of
from innoatlas.tables import FATE_COLUMN, TABLES

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_table_and_column_has_words_and_no_word_has_two_types(table: Table) -> None:
    assert re.match(r"one row per \w+", table.grain)
    assert all(len(column.description) > 5 and column.description.endswith((".", "`")) for column in table.columns)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", column.name) for column in table.columns)


def test_a_column_name_has_one_type_everywhere() -> None:
    types: dict[str, set[str]] = {}
    for table in TABLES.values():
        for column in table.columns:
            types.setdefault(column.name, set()).add(column.type)
    assert {name: kinds for name, kinds in types.items() if len(kinds) > 1} == {}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_types_and_checks_are_spark_sql(spark: SparkSession, table: Table) -> None:
    frame = frame_of(spark, [], table.ddl)
    assert [field.dataType.simpleString() for field in frame.schema.fields] == [column.type for column in table.columns]
    frame.where(" and ".join(f"({check})" for check in table.checks.values()) or "true").collect()


def test_a_check_never_leaves_open_what_null_means(spark: SparkSession) -> None:
    """A row whose every nullable column is null must be judged: a check that is null counts as broken, in Delta as in the audit."""
    for table in TABLES.values():
        row = spark.range(1).select(*(F.lit(None).cast(column.type).alias(column.name) for column in table.columns if column.nullable))
        judged = [check for check in table.checks.values() if set(re.findall(r"\w+", check)) & set(table.column_names) <= set(row.columns)]
        for check in judged:
            assert row.select(F.expr(check)).first()[0] is not None, f"{table.name}: {check} is null on nulls"


def test_a_column_described_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="described twice"):
        Table("t", "one row per a", ("a",), (Column("a", INT, "A."), Column("a", INT, "A.")))


def test_a_key_that_is_no_column_is_refused() -> None:
    with pytest.raises(ValueError, match="no columns"):
        Table("t", "one row per a", ("b",), (Column("a", INT, "A."),))


def test_fate_is_no_column_of_any_table() -> None:
    assert not [table.name for table in TABLES.values() if FATE_COLUMN.name in table.column_names]


def test_the_page_of_tables_is_fresh() -> None:
    sys.path.insert(0, str(ROOT / "scripts"))
    from table_docs import table_docs

    assert (ROOT / "docs" / "tables.md").read_text("utf-8") == table_docs(), "docs/tables.md is stale: run `make docs`"
