"""The Delta table that a contract describes: its creation, and the comparison of one that exists. Used by `store` alone."""

from pathlib import Path

from delta.tables import DeltaTable
from pyspark.sql import SparkSession

from innoatlas.contract import INT, Column, Table
from innoatlas.errors import ContractError

#: The release year, by which tables that grow with it are partitioned.
EDITION = Column("edition", INT, "Release year that the row belongs to.")

_CONSTRAINT = "delta.constraints."
_PARTITIONS = "# Partition Information"


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
    stored = DeltaTable.forPath(spark, str(folder)).toDF().schema.fields
    found = {field.name: f"{field.dataType.simpleString()}{'' if field.nullable else ' not null'}" for field in stored}
    expected = {column.name: f"{column.type}{'' if column.nullable else ' not null'}" for column in stored_columns(table)}
    wrong = _differences("column", expected, found)
    properties = {row["key"]: row["value"] for row in spark.sql(f"SHOW TBLPROPERTIES {_quoted(folder)}").collect()}
    checks = {name.removeprefix(_CONSTRAINT): check for name, check in properties.items() if name.startswith(_CONSTRAINT)}
    wrong += _differences("check", {name.lower(): check for name, check in table.checks.items()}, checks)
    if (partitioning := _partitioning(spark, folder)) != ([EDITION.name] if table.by_edition else []):
        wrong.append(f"it is partitioned by {partitioning}")
    if wrong:
        raise ContractError(f"{table.name}: expected the table of its contract at {folder}, found that {'; '.join(wrong)}. Move the folder away and run again.")


def _partitioning(spark: SparkSession, folder: Path) -> list[str]:
    """Names of the partition columns. DESCRIBE lists them below a heading of two lines; Delta's own `detail` would count all files first."""
    lines = [row["col_name"] for row in spark.sql(f"DESCRIBE TABLE {_quoted(folder)}").collect()]
    return lines[lines.index(_PARTITIONS) + 2 :] if _PARTITIONS in lines else []


def _quoted(folder: Path) -> str:
    return "delta.`" + str(folder).replace("`", "``") + "`"


def _differences(what: str, expected: dict[str, str], found: dict[str, str]) -> list[str]:
    wrong = [f"{what} {name} is missing" for name in expected if name not in found]
    wrong += [f"{what} {name} is not in the contract" for name in found if name not in expected]
    return wrong + [f"{what} {name} is {found[name]!r}, not {expected[name]!r}" for name in expected if name in found and found[name] != expected[name]]
