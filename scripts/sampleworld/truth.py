"""What the sample world knows and the pipeline must find: one row per person and address, kept apart from what the pipeline reads."""

from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from .dirt import Text
from .listings import Listing

_SCHEMA = pa.schema(
    [
        ("document_id", pa.string()),
        ("kind", pa.string()),
        ("year", pa.int32()),
        ("person_position", pa.int32()),
        ("address_position", pa.int32()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("country_code", pa.string()),
        ("place_name", pa.string()),
        ("cluster", pa.string()),
        ("locatable", pa.bool_()),
        ("style", pa.string()),
        ("dirt", pa.list_(pa.string())),
    ]
)


@dataclass
class Truth:
    """Collects the listings of all documents; `cluster` is null for towns outside the published ones."""

    rows: list[tuple[object, ...]] = field(default_factory=list)

    def add(self, document_id: str, kind: str, year: int, listing: Listing, cluster: str | None) -> None:
        """One row per address; a person without any has one row, at address position 0."""
        document = (document_id, kind, year)
        if not listing.texts:
            self._row(document, listing, 0, Text("", "none", ("no_address",), locatable=False), cluster)
        for position, text in enumerate(listing.texts, start=1):
            self._row(document, listing, position, text, cluster)

    def write(self, path: Path) -> int:
        """Write the rows as Parquet; returns their number."""
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = zip(*self.rows, strict=True)
        table = pa.table([pa.array(column, field.type) for column, field in zip(columns, _SCHEMA, strict=True)], schema=_SCHEMA)
        pq.write_table(table, path, compression="zstd")
        return len(self.rows)

    def _row(self, document: tuple[str, str, int], listing: Listing, address_position: int, text: Text, cluster: str | None) -> None:
        town = listing.town
        place = (town.lat, town.lon, town.country_code, town.name, cluster)
        self.rows.append((*document, listing.position, address_position, *place, text.locatable, text.style, list(text.dirt)))
