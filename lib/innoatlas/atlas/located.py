"""How much was located, how precisely: coverage -> shares by source and by economy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.tables import INFERRED, LOCATED, PRECISION_KM, STANDINGS

#: Precisions in the order of the contract, fine to none, then listings that took a neighbour's place, then those without any address.
PRECISIONS = (*PRECISION_KM, "inferred", "no_address")

#: How a reader calls each of them.
HEADS = {
    "postcode": "Postcode",
    "city": "Town",
    "organisation": "Organisation",
    "admin2": "County",
    "admin1": "Region",
    "country": "Country",
    "none": "Not placed",
    "inferred": "Inferred",
    "no_address": "No address",
}


@dataclass(frozen=True)
class Located:
    """Listings of one source, economy and year, by how finely they are known."""

    source: str  #: empty when summed over sources
    economy_code: str  #: empty when summed over economies
    year: int | None  #: of publication; null when summed over years
    listings_count: int
    located_count: int
    counts: Mapping[str, int]  #: by precision, `none`, `inferred` and `no_address` included; they sum to listings_count
    mean_score: float | None  #: mean confidence of the located listings, 0 to 1; null when none is located

    @property
    def share(self) -> float | None:
        """Located listings over all, 0 to 1; null without a listing."""
        return self.located_count / self.listings_count if self.listings_count else None

    def part(self, precision: str) -> float:
        """Listings known at one precision over all, 0 to 1; 0 without a listing."""
        return self.counts[precision] / self.listings_count if self.listings_count else 0.0

    @property
    def only_region(self) -> int:
        """Listings whose region or country is known, but no point."""
        return sum(count for name, count in self.counts.items() if name not in (*LOCATED, "none", "inferred", "no_address"))


def by(coverage: pa.Table, *keys: str) -> list[Located]:
    """Coverage summed over all columns but `keys` (of source, economy_code, year), most listings first."""
    weighted = coverage.append_column("score_sum", pc.multiply(pc.fill_null(coverage["mean_score"], 0.0), pc.cast(coverage["located_count"], pa.float64())))
    columns = ("listings_count", "located_count", *(f"{name}_count" for name in STANDINGS), "score_sum")
    sums = pa.TableGroupBy(weighted, list(keys), use_threads=False).aggregate([(column, "sum") for column in columns]).to_pylist()
    rows = [_located(row) for row in sums]
    return sorted(rows, key=lambda row: (-row.listings_count, row.source, row.economy_code, row.year or 0))


def total(rows: Iterable[Located]) -> Located:
    """Everything in one row."""
    rows = list(rows)
    located = sum(row.located_count for row in rows)
    return Located(
        source="",
        economy_code="",
        year=None,
        listings_count=sum(row.listings_count for row in rows),
        located_count=located,
        counts={name: sum(row.counts[name] for row in rows) for name in PRECISIONS},
        mean_score=sum((row.mean_score or 0.0) * row.located_count for row in rows) / located if located else None,
    )


def precisions_of(overall: Located) -> list[str]:
    """The PRECISIONS that there are: listings placed by a neighbour only where the run has any."""
    return [name for name in PRECISIONS if name != "inferred" or overall.counts[name]]


def years(coverage: pa.Table) -> tuple[int, int] | None:
    """First and last year of publication in the coverage; null when it is empty."""
    return (pc.min(coverage["year"]).as_py(), pc.max(coverage["year"]).as_py()) if coverage.num_rows else None


def of_economies(rows: Sequence[Located], codes: Iterable[str]) -> list[Located]:
    """Rows of the given economies, in their order; one that has no listing is left out."""
    by_code = {row.economy_code: row for row in rows}
    return [by_code[code] for code in codes if code in by_code]


def _located(row: Mapping[str, object]) -> Located:
    standing = {name: int(str(row[f"{name}_count_sum"])) for name in STANDINGS}
    counts = standing | {"inferred": sum(standing.pop(name) for name in INFERRED)}
    located = int(str(row["located_count_sum"]))
    return Located(
        source=str(row.get("source", "")),
        economy_code=str(row.get("economy_code", "")),
        year=int(str(row["year"])) if "year" in row else None,
        listings_count=int(str(row["listings_count_sum"])),
        located_count=located,
        counts=counts,
        mean_score=float(str(row["score_sum_sum"])) / located if located else None,
    )
