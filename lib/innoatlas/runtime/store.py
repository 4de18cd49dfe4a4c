"""Tables under one folder: read at a pinned version; written by staging, audit and one Delta commit. Only this module reads or writes tables."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import Any

from delta.tables import DeltaTable
from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F

from innoatlas.contract import Table
from innoatlas.errors import ContractError, MissingTableError, SettingsError, TryAgainError
from innoatlas.frames import frame_of
from innoatlas.runtime import delta
from innoatlas.runtime.audit import Audit, audit, kept_rows
from innoatlas.runtime.commits import Commit, Writer
from innoatlas.runtime.conform import conform
from innoatlas.runtime.spark_errors import translated
from innoatlas.tables import FATE_COLUMN, JOB_RUNS, QUARANTINE, TABLES

#: A raw record is kept in quarantine up to so many characters.
RECORD_LENGTH = 4000

#: The version at which a table is created, still without rows.
_CREATION = 0

#: Commits among which a run looks for its own: more than other writers make in the moment between.
_LOOK_BACK = 20


class Store:
    """The tables of one home. Versions are pinned at a table's first use, so a whole run sees one state of what it does not write itself."""

    def __init__(self, spark: SparkSession, home: Path) -> None:
        self.spark, self.home = spark, home
        self._pinned: dict[str, Commit] = {}
        self._commits: dict[tuple[str, int | None], Commit] = {}  #: the newest of each table and edition, once asked for
        self._written: set[tuple[str, int]] = set()
        self._told: set[tuple[str, int]] | None = None  #: table and edition of what job_runs says was written
        self._compared: set[str] = set()
        self._quarantine = Lock()  # jobs that run side by side share this table alone

    def folder(self, name: str) -> Path:
        """Where a table lies."""
        return self.home / "tables" / name

    def exists(self, name: str) -> bool:
        """Whether any run has written the table."""
        return delta.exists(self.spark, self.folder(name))

    def version(self, name: str) -> int:
        """The pinned Delta version; MissingTableError when there is no such table yet."""
        return self._pin(name).version

    def digest(self, name: str, edition: int | None = None) -> str:
        """Of the rows of the edition (all rows of a table without editions); MissingTableError when no commit tells it."""
        if (commit := self.newest(name, edition)) and commit.digest:
            return commit.digest
        raise MissingTableError(f"{name}: expected a table whose commit tells its digest, found none. Run the job {name} again: innoatlas run --only {name}.")

    def newest(self, name: str, edition: int | None) -> Commit | None:
        """The newest commit of a run of the edition (of any run, for a table without editions), or None when there is none."""
        key = (name, edition if TABLES[name].by_edition else None)
        if key not in self._commits and (found := self._newest(*key)):
            self._commits[key] = found
        return self._commits.get(key)

    def _newest(self, name: str, edition: int | None) -> Commit | None:
        if not self.exists(name):
            return None
        told = F.get_json_object("userMetadata", "$.edition")
        with translated(name):
            history = DeltaTable.forPath(self.spark, str(self.folder(name))).history().select("version", "userMetadata", "operationMetrics")
            row = history.where(told.isNotNull() if edition is None else told == str(edition)).orderBy(F.desc("version")).first()
        return Commit.of(row) if row else None

    def _pin(self, name: str) -> Commit:
        if name not in self._pinned:
            commit = self.last_commit(name)
            if commit is None or commit.version == _CREATION:
                raise MissingTableError(f"{name}: expected a table at {self.folder(name)}, found none. Run the job {name} first: innoatlas run --until {name}.")
            self._compare(TABLES[name])
            self._pinned[name] = commit
        return self._pinned[name]

    def read(self, name: str, edition: int) -> DataFrame:
        """The table's rows of the edition without that column, at the pinned version; MissingTableError when no run has written them."""
        frame = self.spark.read.format("delta").option("versionAsOf", self.version(name)).load(str(self.folder(name)))
        if not TABLES[name].by_edition:
            return frame
        rows = frame.where(F.col(delta.EDITION.name) == edition).drop(delta.EDITION.name)
        if (name, edition) not in self._written and not self._ever_written(name, edition) and rows.isEmpty():
            raise MissingTableError(f"{name}: expected rows of edition {edition}, found none. Run its job: innoatlas run --edition {edition} --until {name}.")
        return rows

    def commit(self, name: str) -> Commit:
        """The commit of the pinned version; MissingTableError when there is no such table yet."""
        return self._pin(name)

    def read_version(self, name: str, version: int) -> DataFrame:
        """A table without editions as it was at a Delta version; SettingsError lists the versions that hold rows when this is none."""
        last = self.version(name)
        if not _CREATION < version <= last:
            known = "1" if last == 1 else f"1 to {last}"
            raise SettingsError(f"{name}: expected one of its versions {known}, found {version}. Choose one of these.")
        with translated(name):
            return self.spark.read.format("delta").option("versionAsOf", version).load(str(self.folder(name)))

    def last_commit(self, name: str) -> Commit | None:
        """The newest commit, or None when the table does not exist."""
        if not self.exists(name):
            return None
        with translated(name):
            row = DeltaTable.forPath(self.spark, str(self.folder(name))).history(1).select("version", "userMetadata", "operationMetrics").first()
        assert row is not None, "a Delta table has a history"
        return Commit.of(row)

    def stage(self, frame: DataFrame, table: Table, edition: int, run_id: str) -> DataFrame:
        """Compute the job's frame once, into Parquet that no reader of tables sees, and read it back."""
        folder = self._staging(edition) / run_id / table.name
        with translated(table.name):
            conform(frame, table).write.mode("overwrite").parquet(str(folder))
            return self.spark.read.schema(_staged_schema(frame, table)).parquet(str(folder))

    def audit(self, staged: DataFrame, table: Table) -> Audit:
        """What the staged rows hold; ContractError when they break the contract."""
        with translated(table.name):
            return audit(staged, table)

    def publish(self, staged: DataFrame, found: Audit, table: Table, edition: int, writer: Writer) -> int:
        """Replace the edition's rows (all rows of a table without editions), and what the job refused; the version of the new commit.

        Refused rows go first: a failure between the two commits leaves the table itself as it was, and the next run mends quarantine.
        """
        if found.fates is not None:
            with self._quarantine:
                self._replace(_refused(staged, table), QUARANTINE, edition, writer, part=table.name)
        commit = self._replace(kept_rows(staged), table, edition, writer, found=found)
        if commit.rows is not None and commit.rows != found.rows:
            raise ContractError(f"{table.name}: expected to publish {found.rows:,} rows, found {commit.rows:,} published. Run the job again.")
        self._pinned[table.name] = self._commits[(table.name, edition if table.by_edition else None)] = commit
        self._written.add((table.name, edition))
        return commit.version

    def append_runs(self, rows: list[dict[str, Any]], edition: int) -> None:
        """Add rows to job_runs, in one commit."""
        self._ensure(JOB_RUNS)
        frame = frame_of(self.spark, rows, JOB_RUNS.ddl).withColumn(delta.EDITION.name, F.lit(edition))
        with translated(JOB_RUNS.name):
            frame.coalesce(1).write.format("delta").mode("append").save(str(self.folder(JOB_RUNS.name)))

    def remove_staging(self, edition: int) -> None:
        """Remove what this run staged, and what runs of the edition that were killed left behind."""
        shutil.rmtree(self._staging(edition), ignore_errors=True)

    def _staging(self, edition: int) -> Path:
        return self.home / "staging" / str(edition)

    def _ensure(self, table: Table) -> None:
        if self.exists(table.name):
            self._compare(table)
        else:
            with translated(table.name):
                delta.create(self.spark, table, self.folder(table.name))

    def _compare(self, table: Table) -> None:
        if table.name not in self._compared:
            delta.compare(self.spark, table, self.folder(table.name))
            self._compared.add(table.name)

    def _replace(self, rows: DataFrame, table: Table, edition: int, writer: Writer, part: str = "", found: Audit | None = None) -> Commit:
        """One commit that replaces a slice; TryAgainError when another writer was faster, or a later run has written the slice already."""
        self._ensure(table)
        told = {"run_id": writer.run_id, "made_from": writer.made_from, "edition": edition, "part": part, "found": found and asdict(found)}
        metadata = json.dumps(told)
        options = {"txnAppId": f"innoatlas/{table.name}/{edition}/{part}", "txnVersion": str(writer.run_number), "userMetadata": metadata}
        if table.by_edition:
            rows = rows.withColumn(delta.EDITION.name, F.lit(edition))
            options["replaceWhere"] = f"{delta.EDITION.name} = {edition}" + (f" and table_name = '{part}'" if part else "")
        with translated(table.name):
            rows.write.format("delta").mode("overwrite").options(**options).save(str(self.folder(table.name)))
            return self._own_commit(table, metadata)

    def _own_commit(self, table: Table, metadata: str) -> Commit:
        """The commit with this metadata: Delta passes over a transaction that it has seen, or that is older than one it has seen, in silence."""
        history = DeltaTable.forPath(self.spark, str(self.folder(table.name))).history(_LOOK_BACK).select("version", "userMetadata", "operationMetrics")
        own = next((commit for commit in history.collect() if commit["userMetadata"] == metadata), None)
        if own is None:
            raise TryAgainError(f"{table.name}: expected this run's commit, found that a later run has written the same rows. Run the same command again.")
        return Commit.of(own)

    def _ever_written(self, name: str, edition: int) -> bool:
        """Whether job_runs tells that the edition's rows were written, be they none; asked once, for all tables."""
        if self._told is None:
            self._told = self._editions_written()
        return (name, edition) in self._told

    def _editions_written(self) -> set[tuple[str, int]]:
        if not self.exists(JOB_RUNS.name):
            return set()
        runs = self.spark.read.format("delta").load(str(self.folder(JOB_RUNS.name))).where("result = 'written'")
        return {(row["table_name"], row[delta.EDITION.name]) for row in runs.select("table_name", delta.EDITION.name).distinct().collect()}


def _staged_schema(frame: DataFrame, table: Table) -> str:
    fate = f", {FATE_COLUMN.name} {FATE_COLUMN.type}" if FATE_COLUMN.name in frame.columns else ""
    return ", ".join(f"{column.name} {column.type}" for column in table.columns) + fate


def _refused(staged: DataFrame, table: Table) -> DataFrame:
    """Rows of quarantine. Records that are alike to the letter are numbered, so that each has an id of its own."""
    fate = F.col(FATE_COLUMN.name)
    told = ["source", "file", "record", "reason"]
    refused = staged.where(fate["outcome"] == "refused").select(F.lit(table.name).alias("table_name"), *(fate[name].alias(name) for name in told))
    refused = refused.withColumn("record", F.substring("record", 1, RECORD_LENGTH))
    numbered = refused.withColumn("alike", F.row_number().over(Window.partitionBy(*told).orderBy("record")))
    parts = [F.coalesce(F.concat(F.lit("="), F.col(name).cast("string")), F.lit("-")) for name in ("table_name", *told, "alike")]
    return numbered.withColumn("record_id", F.sha2(F.concat_ws("\n", *parts), 256)).select(*QUARANTINE.column_names)
