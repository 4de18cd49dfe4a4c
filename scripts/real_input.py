"""Bring collections of real documents to the neutral contract, so that the same jobs run on them.

    python scripts/real_input.py --data ../shared/data --home build/real
    innoatlas run --conf real --edition 9999

A collection that is absent is skipped and named. Nothing that is read or written here is part of the project.
"""

import argparse
import csv
import gzip
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

REPOSITORY = Path(__file__).resolve().parent.parent

#: Papers of `author_points_bulk` have no year; the edition of all years takes any.
YEAR_OF_UNDATED = 2000

#: Columns of the neutral contract that the collections fill.
_DOCUMENT = pa.schema([("document_id", pa.string()), ("kind", pa.string()), ("year", pa.int32())])
_TEXTS = ("person_id", "person_name", "organisation_id", "address_text", "organisation", "city", "region", "postcode", "country")
_LISTING = pa.schema([("document_id", pa.string()), ("person_position", pa.int32()), *((name, pa.string()) for name in _TEXTS)])


@dataclass(frozen=True)
class Document:
    """One document; each person is the list of their addresses, each address its fields by name."""

    document_id: str
    kind: str
    year: int
    persons: list[list[dict[str, str]]] = field(default_factory=list)


def bibliographies(folder: Path) -> Iterator[Document]:
    """`wos_scopus_bulk`: papers as three databases export them."""
    for line in (folder / "docs.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        yield Document(f"{record['source']}/{record['record']}", "paper", record["year"], _authors(record["addresses"], record["n_authors"]))


def _authors(addresses: list[dict[str, object]], authors_count: int) -> list[list[dict[str, str]]]:
    """Where authors are linked to addresses, each author, those without an address included; else each distinct address as one person."""
    linked: dict[str, list[dict[str, str]]] = {}
    for one in addresses:
        authors = one["authors"]
        for author in authors if isinstance(authors, list) else []:
            linked.setdefault(str(author), []).append({"address_text": str(one["address"]), "person_name": str(author)})
    if not linked:
        return [[{"address_text": text}] for text in dict.fromkeys(str(one["address"]) for one in addresses)]
    return [*linked.values(), *([] for _ in range(authors_count - len(linked)))]


def patents(folder: Path) -> Iterator[Document]:
    """`us_patent_parties`: inventors of US patents by town, region and country; assignees are left out."""
    found: dict[str, Document] = {}
    with (folder / "dev.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            document = found.setdefault(row["publication"], Document(row["publication"], "patent", int(row["pub_date"][:4])))
            if row["role"] == "inventor":
                document.persons.append([{"city": row["city"], "region": row["state"], "postcode": row["postcode"], "country": row["country"]}])
    return iter(found.values())


def papers_by_organisation(folder: Path) -> Iterator[Document]:
    """`author_points_bulk`: papers by GRID id. An id is placed where the ROR subset names the town of its organisation; else it gives no address."""
    organisations = _organisations_by_grid(folder.parent / "reference" / "ror")
    papers: dict[str, dict[str, list[dict[str, str]]]] = {}
    with gzip.open(folder / "paper_author_org.tsv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            addresses = papers.setdefault(row["paper_id"], {}).setdefault(row["author_id"], [])
            addresses += [{**organisations[row["grid_id"]], "person_id": row["author_id"]}] if row["grid_id"] in organisations else []
    for paper, authors in papers.items():
        yield Document(paper, "paper", YEAR_OF_UNDATED, list(authors.values()))


def _organisations_by_grid(folder: Path) -> dict[str, dict[str, str]]:
    """Organisation, its ROR id, town and country by GRID id, from both schemas of ROR; empty where the files are absent."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(folder.glob("*.json.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as opened:
            for record in json.load(opened):
                found |= dict.fromkeys(_grid_ids(record["external_ids"]), _organisation(record))
    return found


def _grid_ids(external: object) -> list[str]:
    """GRID ids from a list of {type, all} (schema 2) or a mapping by type (schema 1), whose `all` may be one text."""
    entries = external if isinstance(external, list) else [{"type": name, **one} for name, one in external.items()] if isinstance(external, dict) else []
    ids = [entry["all"] for entry in entries if entry["type"].lower() == "grid"]
    return [grid for one in ids for grid in ([one] if isinstance(one, str) else one)]


def _organisation(record: dict[str, object]) -> dict[str, str]:
    if "names" in record:
        place = record["locations"][0]["geonames_details"]  # type: ignore[index]
        name = next(one["value"] for one in record["names"] if "ror_display" in one["types"])  # type: ignore[attr-defined]
        town, country = place["name"], place["country_code"]
    else:
        name, town, country = record["name"], record["addresses"][0]["city"], record["country"]["country_code"]  # type: ignore[index]
    return {"organisation_id": str(record["id"]).rpartition("/")[2], "organisation": str(name), "city": town or "", "country": country}


COLLECTIONS: dict[str, Callable[[Path], Iterator[Document]]] = {
    "wos_scopus_bulk": bibliographies,
    "us_patent_parties": patents,
    "author_points_bulk": papers_by_organisation,
}


def write(documents: Iterable[Document], folder: Path) -> tuple[int, int]:
    """Write the two flat tables of the neutral contract; returns the number of documents and of listings."""
    documents = list(documents)
    listings = [
        {"document_id": document.document_id, "person_position": position, **address}
        for document in documents
        for position, addresses in enumerate(document.persons, start=1)
        for address in addresses or [{}]
    ]
    folder.mkdir(parents=True, exist_ok=True)
    rows = [{"document_id": one.document_id, "kind": one.kind, "year": one.year} for one in documents]
    pq.write_table(pa.Table.from_pylist(rows, _DOCUMENT), folder / "documents.parquet")
    pq.write_table(pa.Table.from_pylist(listings, _LISTING), folder / "listings.parquet")
    return len(rows), len(listings)


def main() -> int:
    """Bring every collection that is there; 2 when none is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared" / "data", help="folder of the collections (default ../shared/data)")
    parser.add_argument("--home", type=Path, default=REPOSITORY / "build" / "real", help="folder to write (default build/real)")
    given = parser.parse_args()
    done = 0
    for name, reader in COLLECTIONS.items():
        if not (given.data / name).is_dir():
            print(f"SKIPPED {name}: {given.data / name} is absent", file=sys.stderr)
            continue
        documents, listings = write(reader(given.data / name), given.home / name)
        print(f"{name}: {documents:,} documents, {listings:,} listings -> {given.home / name}")
        done += 1
    return 0 if done else 2


if __name__ == "__main__":
    sys.exit(main())
