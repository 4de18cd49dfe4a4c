"""Staged rows looked at before readers see them: nulls, checks, keys, fates, and a digest that no order or partitioning changes."""

import hashlib
from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from innoatlas.contract import Table
from innoatlas.errors import ContractError
from innoatlas.tables import FATE_COLUMN

#: What may become of a record that is not kept.
OUTCOMES = ("refused", "merged", "out_of_scope")


@dataclass(frozen=True)
class Audit:
    """What was found in rows that keep their contract."""

    rows_in: int  #: rows staged, whatever their fate
    rows: int  #: rows kept
    fates: dict[str, int] | None  #: rows of each outcome; null when the job gives no fates
    digest: str  #: of the kept rows, whatever their order


def audit(staged: DataFrame, table: Table) -> Audit:
    """Look at every row once for its checks and once for its key; ContractError lists everything that is broken, with numbers and an example."""
    kept = kept_rows(staged)
    has_fates = FATE_COLUMN.name in staged.columns
    rules = _rules(table)
    sums = kept.agg(F.count(F.lit(1)).alias("rows"), _digest_sum(table).alias("digest"), *_broken(table, rules)).first()
    fates = _fates(staged) if has_fates else None
    assert sums is not None, "an aggregate without groups has one row"
    wrong = [f"{rule}: {sums[f'n{i}']:,} rows, for example {sums[f'x{i}']}" for i, rule in enumerate(rules) if sums[f"n{i}"]]
    wrong += _repeated_keys(kept, table) + _unknown_fates(fates or {})
    if wrong:
        raise ContractError(f"{table.name}: expected the rules of its contract to hold, found broken: {'; '.join(wrong)}. Nothing was published.")
    words = f"{','.join(table.column_names)}:{sums['rows']}:{sums['digest']}"
    counts = {outcome: (fates or {}).get(outcome, 0) for outcome in OUTCOMES} if has_fates else None
    return Audit(sums["rows"] + sum((counts or {}).values()), sums["rows"], counts, hashlib.sha256(words.encode()).hexdigest()[:16])


def kept_rows(staged: DataFrame) -> DataFrame:
    """The rows without a fate, without that column."""
    if FATE_COLUMN.name not in staged.columns:
        return staged
    return staged.where(F.col(FATE_COLUMN.name).isNull()).drop(FATE_COLUMN.name)


def _rules(table: Table) -> dict[str, Column]:
    """By sentence: when a row keeps the rule. A check that is null counts as broken."""
    filled = {f"{column.name} is null": F.col(column.name).isNotNull() for column in table.columns if not column.nullable}
    return filled | {f"check {name} ({check})": F.coalesce(F.expr(check), F.lit(False)) for name, check in table.checks.items()}


def _broken(table: Table, rules: dict[str, Column]) -> list[Column]:
    key = F.to_json(F.struct(*table.key))
    numbers = [F.count(F.when(~rule, 1)).alias(f"n{i}") for i, rule in enumerate(rules.values())]
    return numbers + [F.min(F.when(~rule, key)).alias(f"x{i}") for i, rule in enumerate(rules.values())]


def _digest_sum(table: Table) -> Column:
    """Sum of a 64-bit hash of each row. xxhash64 passes over nulls, so where they are is hashed too; nested values are hashed as JSON."""
    parts: list[Column] = []
    for column in table.columns:
        nested = "<" in column.type
        parts.append(F.to_json(column.name, {"ignoreNullFields": "false"}) if nested else F.col(column.name))
        parts.append(F.col(column.name).isNull())
    return F.coalesce(F.sum(F.xxhash64(*parts).cast("decimal(20,0)")), F.lit(0).cast("decimal(30,0)"))


def _repeated_keys(kept: DataFrame, table: Table) -> list[str]:
    repeated = kept.groupBy(*table.key).count().where("count > 1")
    found = repeated.agg(F.count(F.lit(1)).alias("keys"), F.min(F.to_json(F.struct(*table.key))).alias("example")).first()
    return [f"key ({', '.join(table.key)}): {found['keys']:,} come more than once, for example {found['example']}"] if found and found["keys"] else []


def _fates(staged: DataFrame) -> dict[str, int]:
    fate = F.col(FATE_COLUMN.name)
    whole = fate["source"].isNotNull() & fate["reason"].isNotNull() & ((fate["outcome"] != "refused") | fate["record"].isNotNull())
    outcome = F.when(F.coalesce(whole, F.lit(False)), fate["outcome"]).otherwise(F.lit("a fate without outcome, source, record or reason"))
    counted = staged.where(fate.isNotNull()).groupBy(outcome.alias("outcome")).count().collect()
    return {row["outcome"]: row["count"] for row in counted}


def _unknown_fates(fates: dict[str, int]) -> list[str]:
    return [f"fate {name!r}: {count:,} rows, expected one of {', '.join(OUTCOMES)}" for name, count in sorted(fates.items()) if name not in OUTCOMES]
