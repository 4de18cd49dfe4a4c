"""Which tables the atlas is made of, and what each must hold."""

from collections.abc import Mapping

import pyarrow as pa

from innoatlas import tables
from innoatlas.errors import ContractError

#: Totals of `documents` in the edition's own window; summed by the caller, for the table itself is as long as the snapshots.
#: One row per source and kind: source (string), kind (string), documents_count (bigint), first_year and last_year of publication (int).
DOCUMENT_TOTALS = ("source", "kind", "documents_count", "first_year", "last_year")

#: Columns of `places` that give points and economies their names.
PLACE_COLUMNS = ("place_id", "place_name", "precision", "country_code")

#: Columns of the reviewed groups of economies, conf/reference/economy_groups.tsv.
GROUP_COLUMNS = ("economy_code", "economy_name", "un_region", "income_group")

#: Columns that each table must have. All but those above are whole tables of the contract; more columns do no harm.
NEEDED: Mapping[str, tuple[str, ...]] = {
    **{
        table.name: table.column_names
        for table in (
            tables.RANKINGS,
            tables.BRIDGE_RANKINGS,
            tables.CLUSTERS,
            tables.CLUSTER_COUNTS,
            tables.CLUSTER_MEMBERS,
            tables.CLUSTER_LINKS,
            tables.CLUSTER_COLLABORATION,
            tables.CLUSTER_PARTNERS,
            tables.COUNT_GROWTH,
            tables.CLUSTER_GROWTH,
            tables.CLUSTER_LINEAGE,
            tables.CLUSTER_INTENSITY,
            tables.COUNT_INTENSITY,
            tables.POINTS,
            tables.CELLS,
            tables.COVERAGE,
            tables.ECONOMIES,
            tables.JOB_RUNS,
            tables.RANK_INTERVALS,
            tables.RANK_SENSITIVITY,
            tables.STABILITY,
            tables.WORLD_FIELDS,
            tables.CLUSTER_FIELDS,
            tables.CLUSTER_ORGANISATIONS,
            tables.AREA_COUNTS,
            tables.AREA_FIELDS,
            tables.AREA_ORGANISATIONS,
            tables.AREA_WOMEN,
            tables.AREA_CANDIDATES,
            tables.PARTNER_CANDIDATES,
            tables.CLUSTER_CONCENTRATION,
            tables.CLUSTER_DIVERSITY,
            tables.CLUSTER_DOMAINS,
            tables.ACADEMIA_INDUSTRY_LINKS,
            tables.CLUSTER_WOMEN,
            tables.CLUSTER_MOBILITY,
            tables.LIST_RANKINGS,
        )
    },
    "areas": tuple(name for name in tables.AREAS.column_names if name != "point_ids"),
    "document_totals": DOCUMENT_TOTALS,
    "places": PLACE_COLUMNS,
    "economy_groups": GROUP_COLUMNS,
}

#: Of the organisations of a cluster only the largest are drawn and exported.
MOST_ORGANISATIONS = 10

#: What of a table is wanted, as a condition of SQL; every row of the others.
WANTED = {
    "rank_sensitivity": "period = 'current'",
    "world_fields": "period = 'current'",
    "cluster_fields": "period = 'current'",
    "cluster_organisations": f"period = 'current' and organisation_rank <= {MOST_ORGANISATIONS}",
}


def check(given: Mapping[str, pa.Table]) -> None:
    """Refuse tables that are absent or lack columns: ContractError lists every discrepancy. Empty tables are welcome."""
    wrong = [f"{name}: no such table was given" for name in NEEDED if name not in given]
    missing = {name: [column for column in NEEDED[name] if column not in given[name].column_names] for name in NEEDED if name in given}
    wrong += [f"{name}: lacks {', '.join(columns)}; it has {', '.join(given[name].column_names)}" for name, columns in missing.items() if columns]
    if wrong:
        raise ContractError(
            "the atlas cannot be drawn: " + "; ".join(sorted(wrong)) + ". Run the line up to rankings, coverage and economies, then draw again."
        )


def of_period(table: pa.Table, period: str) -> pa.Table:
    """Rows of one period."""
    return table.filter(pa.compute.equal(table["period"], period))
