"""What made which number: one row of job_runs for each job of each run, failed ones included."""

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from innoatlas.runtime.audit import Audit


@dataclass(frozen=True)
class Run:
    """One run of any number of jobs."""

    run_id: str
    number: int  #: grows from run to run: milliseconds since 1970, UTC
    edition: int


def begin(edition: int, what: str, now: datetime) -> Run:
    """A run that begins `now` (UTC); `what` says which jobs, code and conf it runs.

    >>> begin(2023, "places", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    Run(run_id='20260102T030405.000Z-a48fcb71', number=1767323045000, edition=2023)
    """
    moment = now.strftime("%Y%m%dT%H%M%S.") + f"{now.microsecond // 1000:03d}Z"
    return Run(f"{moment}-{hashlib.sha256(what.encode()).hexdigest()[:8]}", int(now.timestamp() * 1000), edition)


@dataclass(frozen=True)
class JobRun:
    """A row of job_runs; the columns are described there."""

    run_id: str
    table_name: str
    started_at: str
    code_version: str
    conf_digest: str
    inputs: list[str]
    seconds: float = 0.0
    result: str = "failed"
    output_version: int | None = None
    rows_in: int | None = None
    rows_out: int | None = None
    rows_refused: int | None = None
    rows_merged: int | None = None
    rows_out_of_scope: int | None = None
    digest: str | None = None
    message: str | None = None

    def ended(self, result: str, found: Audit, version: int, rows_in: int | None) -> "JobRun":
        """With what was published, now (`written`) or by an earlier run (`reused`); a job that gives no fates leaves their counts null."""
        row = replace(self, result=result, output_version=version, rows_in=rows_in, rows_out=found.rows, digest=found.digest)
        if found.fates is None:
            return row
        return replace(row, rows_refused=found.fates["refused"], rows_merged=found.fates["merged"], rows_out_of_scope=found.fates["out_of_scope"])

    def row(self) -> dict[str, Any]:
        """As a row of the table."""
        return asdict(self)


def timestamp(moment: datetime) -> str:
    """UTC, ISO 8601, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
