"""Staged rows looked at before readers see them: nulls, checks, keys, fates, and a digest that no order or partitioning changes."""

import hashlib
from dataclasses import dataclass
from functools import reduce

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
    """Look at every row once for its checks and its key; ContractError lists everything that is broken, with numbers and an example."""
    kept = kept_rows(staged)
    sums = kept.agg(F.count(F.lit(1)).alias("rows"), *_digest_sums(table), _broken(table).alias("broken"), _different_keys(table).alias("keys")).first()
    fates = _fates(staged) if FATE_COLUMN.name in staged.columns else None
    assert sums is not None, "an aggregate without groups has one row"
    wrong = _breaches(kept, table) if sums["broken"] else []
    wrong += _repeated_keys(kept, table) if sums["keys"] < sums["rows"] else []
    wrong += _unknown_fates(fates or {})
    if wrong:
        raise ContractError(f"{table.name}: expected the rules of its contract to hold, found broken: {'; '.join(wrong)}. Nothing was published.")
    words = f"{','.join(table.column_names)}:{sums['rows']}:{sums['high'] * 2**32 + sums['low']}"
    counts = None if fates is None else {outcome: fates.get(outcome, 0) for outcome in OUTCOMES}
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


def _broken(table: Table) -> Column:
    """Rows that break any rule. One number, for most tables break none: what each rule found is asked only then."""
    kept = reduce(Column.__and__, _rules(table).values(), F.lit(True))
    return F.count(F.when(~kept, 1))


def _breaches(kept: DataFrame, table: Table) -> list[str]:
    """Of each broken rule the number of rows and one of them."""
    rules, key = _rules(table), F.to_json(F.struct(*table.key))
    numbers = [F.count(F.when(~rule, 1)).alias(f"n{i}") for i, rule in enumerate(rules.values())]
    examples = [F.min(F.when(~rule, key)).alias(f"x{i}") for i, rule in enumerate(rules.values())]
    found = kept.agg(*numbers, *examples).first()
    assert found is not None, "an aggregate without groups has one row"
    return [f"{rule}: {found[f'n{i}']:,} rows, for example {found[f'x{i}']}" for i, rule in enumerate(rules) if found[f"n{i}"]]


def _digest_sums(table: Table) -> list[Column]:
    """Sum of a 64-bit hash of each row, as sums of its halves, which are exact in 64 bits up to two billion rows.

    xxhash64 passes over nulls, so where they are is hashed too; nested values are hashed as JSON.
    """
    parts: list[Column] = []
    for column in table.columns:
        nested = "<" in column.type
        parts.append(F.to_json(column.name, {"ignoreNullFields": "false"}) if nested else F.col(column.name))
        parts.append(F.col(column.name).isNull())
    row = F.xxhash64(*parts)
    halves = {"high": F.shiftright(row, 32), "low": row.bitwiseAND(F.lit(2**32 - 1))}
    return [F.coalesce(F.sum(half), F.lit(0)).alias(name) for name, half in halves.items()]


def _different_keys(table: Table) -> Column:
    """How many hashes the keys have: as many as rows, unless a key is repeated or, once in ten thousand tables of fifty million rows, two hash alike."""
    return F.count_distinct(F.xxhash64(*table.key))


def _repeated_keys(kept: DataFrame, table: Table) -> list[str]:
    """How many keys come more than once, and one of them."""
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
