"""What the edition says in sentences, each with its figures, and what could not be told."""

from typing import Any

from innoatlas.atlas.findings.telling import LEAD, findings_of, grid_of
from innoatlas.atlas.given import Given


def facts(given: Given) -> dict[str, Any]:
    """The findings, and how their figures are written."""
    return {"findings": findings_of(given.tables), "lead": LEAD, "grid_of": grid_of}
