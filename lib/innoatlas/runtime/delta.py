"""The Delta table that a contract describes: its creation, and the comparison of one that exists. Used by `store` alone."""

from pathlib import Path

from delta.tables import DeltaTable
from pyspark.sql import SparkSession

from innoatlas.contract import INT, Column, Table
from innoatlas.errors import ContractError

#: The release year, by which tables that grow with it are partitioned.
EDITION = Column("edition", INT, "Release year that the row belongs to.")

_CONSTRAINT = "delta.constraints."


def stored_columns(table: Table) -> tuple[Column, ...]:
    """The contract's columns, then the edition where the table has one."""
    return (*table.columns, EDITION) if table.by_edition else table.columns


def exists(spark: SparkSession, folder: Path) -> bool:
    """Whether a Delta table lies in `folder`."""
    return DeltaTable.isDeltaTable(spark, str(folder))


def create(spark: SparkSession, table: Table, folder: Path) -> None:
    """An empty table with comments, NOT NULL, the checks as constraints, and its partitioning.

    The DataFrame writer would drop NOT NULL and knows no constraints, so the table is built before its first rows come.
    """
    builder = DeltaTable.createIfNotExists(spark).location(str(folder)).comment(table.grain)
    for column in stored_columns(table):
        builder = builder.addColumn(column.name, column.type, nullable=column.nullable, comment=column.description)
    for name, check in table.checks.items():
        builder = builder.property(_CONSTRAINT + name, check)
    (builder.partitionedBy(EDITION.name) if table.by_edition else builder).execute()


def compare(spark: SparkSession, table: Table, folder: Path) -> None:
    """ContractError lists every way in which the stored table is not what the contract says."""
    stored = DeltaTable.forPath(spark, str(folder))
    detail = stored.detail().select("properties", "partitionColumns").first()
    assert detail is not None, "a table has one row of details"
    found = {field.name: f"{field.dataType.simpleString()}{'' if field.nullable else ' not null'}" for field in stored.toDF().schema.fields}
    expected = {column.name: f"{column.type}{'' if column.nullable else ' not null'}" for column in stored_columns(table)}
    wrong = _differences("column", expected, found)
    checks = {name.removeprefix(_CONSTRAINT): check for name, check in detail["properties"].items() if name.startswith(_CONSTRAINT)}
    wrong += _differences("check", {name.lower(): check for name, check in table.checks.items()}, checks)
    if list(detail["partitionColumns"]) != ([EDITION.name] if table.by_edition else []):
        wrong.append(f"it is partitioned by {list(detail['partitionColumns'])}")
    if wrong:
        raise ContractError(f"{table.name}: expected the table of its contract at {folder}, found that {'; '.join(wrong)}. Move the folder away and run again.")


def _differences(what: str, expected: dict[str, str], found: dict[str, str]) -> list[str]:
    wrong = [f"{what} {name} is missing" for name in expected if name not in found]
    wrong += [f"{what} {name} is not in the contract" for name in found if name not in expected]
    return wrong + [f"{what} {name} is {found[name]!r}, not {expected[name]!r}" for name in expected if name in found and found[name] != expected[name]]
