"""Whose documents an edition counts: conf/reference/source_licences.tsv -> a sentence for each source."""

import csv
from collections.abc import Mapping
from pathlib import Path


def attributions(formats: Mapping[str, str], reference: Path) -> list[str]:
    """A sentence for each source, by name. `formats`: the format of each source in conf; one that the file lacks is said to have no licence on record."""
    with (reference / "source_licences.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        known = {row["format"]: f"{row['name']}, {row['licence']}" for row in rows}
    return [f"Documents of {name}: {known.get(formats[name], 'no licence on record')}." for name in sorted(formats)]
