"""What a Delta commit of ours says about itself: who wrote it, what it was made from, and what was found in its rows."""

import json
from dataclasses import dataclass

from pyspark.sql import Row

from innoatlas.runtime.audit import Audit


@dataclass(frozen=True)
class Commit:
    """One Delta commit of a table."""

    version: int
    made_from: str | None  #: digest of what the rows were made from, as the job that wrote them gave it
    rows: int | None  #: rows that it wrote, or null when the commit does not say
    run_id: str | None  #: the run that wrote it
    edition: int | None  #: the edition that this run was of
    found: Audit | None  #: what the audit of its rows found; null when the commit does not say

    @classmethod
    def of(cls, history: Row) -> "Commit":
        """From a row of Delta's history: version, userMetadata, operationMetrics."""
        told, rows = json.loads(history["userMetadata"] or "{}"), history["operationMetrics"].get("numOutputRows")
        found = Audit(**told["found"]) if told.get("found") else None
        return cls(history["version"], told.get("made_from"), int(rows) if rows else None, told.get("run_id"), told.get("edition"), found)

    @property
    def digest(self) -> str | None:
        """Of the rows themselves, whatever their order; null when the commit does not say."""
        return self.found.digest if self.found else None


@dataclass(frozen=True)
class Writer:
    """Who publishes: every commit carries it, and the same run never writes a slice twice."""

    run_id: str
    run_number: int  #: grows from run to run: milliseconds since 1970, UTC
    made_from: str = ""  #: digest of everything that the rows depend on; empty when nobody can tell
