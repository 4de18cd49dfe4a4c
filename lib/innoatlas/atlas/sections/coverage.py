"""How much was located, how precisely, and what that makes of each economy's numbers."""

from typing import Any

from innoatlas.atlas import located, quality
from innoatlas.atlas.given import Given
from innoatlas.tables import PRECISION_KM


def facts(given: Given) -> dict[str, Any]:
    """Rows by source, by source and economy, and by economy and kind."""
    coverage = given.tables["coverage"]
    return {
        "overall": given.overall,
        "sources": located.by(coverage, "source"),
        "coverage": located.by(coverage, "source", "economy_code"),
        "coverage_years": located.years(coverage),
        "precisions": located.precisions_of(given.overall),
        "heads": located.HEADS,
        "precision_km": PRECISION_KM,
        "qualities": quality.economies_of(given.tables),
        "no_point_share": quality.no_point_share,
        "missing_words": quality.MISSING_WORDS,
    }
