"""Papers as OpenAlex's snapshot writes works: gzipped JSON lines under works/updated_date=…, with the fields that formats of the snapshot have."""

import gzip
import json
from pathlib import Path

from .dirt import Text
from .listings import Listing
from .names import townless_organisation

_DATES = ("2024-03-27", "2024-06-30", "2024-09-27", "2025-01-29", "2025-04-02", "2025-06-26")
_FIELDS = (
    ("Medicine", "27"), ("Engineering", "22"), ("Computer Science", "17"), ("Materials Science", "25"), ("Physics and Astronomy", "31"),
    ("Chemistry", "16"), ("Biochemistry, Genetics and Molecular Biology", "13"), ("Environmental Science", "23"),
)  # fmt: skip
_TITLE = ("Dynamics", "Synthesis", "Prediction", "Imaging", "Stability", "Control", "Transport", "Modelling")
_OF = ("thin films", "neural circuits", "porous catalysts", "graph networks", "solid electrolytes", "coastal sediments", "protein folding", "power grids")


def work_id(document: int) -> str:
    """OpenAlex's short id of a document of the sample world."""
    return f"W{4_200_000_000 + document * 7}"


def work(document: int, year: int, persons: list[Listing]) -> dict[str, object]:
    """One work as a JSON object."""
    number = persons[0].number if persons else document
    title = f"{_TITLE[number % 8]} of {_OF[number // 8 % 8]}: a study in {year}"
    # Half of the papers are of the field that their first author's town is strong in.
    field, field_id = _FIELDS[(persons[0].town.number if persons and number % 2 else number // 64) % 8]
    topic = {
        "id": f"https://openalex.org/T{10000 + number % 4000}",
        "display_name": f"{field} research",
        "score": 0.99,
        "field": {"id": f"https://openalex.org/fields/{field_id}", "display_name": field},
        "domain": {"id": "https://openalex.org/domains/3", "display_name": "Physical Sciences"},
    }
    return {
        "id": f"https://openalex.org/{work_id(document)}",
        "doi": f"https://doi.org/10.5555/sample.{document}" if number % 10 else None,
        "title": title,
        "display_name": title,
        "publication_date": f"{year}-{1 + number % 12:02d}-{1 + number % 28:02d}",
        "publication_year": year,
        "language": "en",
        "type": "article",
        "is_retracted": False,
        "is_paratext": False,
        "is_xpac": False,
        "authorships": [_authorship(listing, len(persons)) for listing in persons],
        "primary_topic": topic,
        "topics": [topic],
        "abstract_inverted_index": None,
    }


class WorksWriter:
    """Deals works to the snapshot's files by a digest of their number, so that a rerun writes the same bytes."""

    def __init__(self, folder: Path) -> None:
        self._lines: dict[Path, list[str]] = {}
        self._folder = folder

    def add(self, document: int, record: dict[str, object] | str, *, date: str | None = None) -> None:
        """Put a work, or a raw line, into the file of `date` or of the document."""
        share = document * 2_654_435_761 % 2**32
        chosen = date or _DATES[share % 6]
        part = (share >> 8) % 2 if chosen == _DATES[-1] else 0
        path = self._folder / "works" / f"updated_date={chosen}" / f"part_{part:04d}.gz"
        line = record if isinstance(record, str) else json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        self._lines.setdefault(path, []).append(line)

    def write(self) -> int:
        """Write all files; returns the number of lines."""
        for path, lines in sorted(self._lines.items()):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines).encode(), compresslevel=3, mtime=0))
        return sum(map(len, self._lines.values()))


def _authorship(listing: Listing, count: int) -> dict[str, object]:
    name = f"{listing.given_name} {listing.family_name}"
    # Six in ten strings are linked to an institution, which then gives the country; the others stand for themselves.
    linked = bool(listing.texts) and listing.number % 10 < 6 and listing.texts[0].style != "null_affiliation"
    institutions = [_institution(listing)] if linked else []
    return {
        "author_position": "first" if listing.position == 1 else "last" if listing.position == count else "middle",
        "author": {"id": f"https://openalex.org/A{5_000_000_000 + _person_number(listing)}", "display_name": name, "orcid": None},
        "institutions": institutions,
        "countries": [listing.town.country_code] if linked else [],
        "is_corresponding": listing.position == 1,
        "raw_author_name": name,
        "raw_affiliation_strings": [text.text for text in listing.texts],
        "affiliations": [_affiliation(text, institutions) for text in listing.texts],
    }


def _affiliation(text: Text, institutions: list[dict[str, object]]) -> dict[str, object]:
    return {"raw_affiliation_string": text.text, "institution_ids": [institution["id"] for institution in institutions]}


def _institution(listing: Listing) -> dict[str, object]:
    number = listing.town.number * 4 + listing.number % 4
    url = f"https://openalex.org/I{100_000_000 + number}"
    # The letters that ROR's alphabet leaves out (i, l, o, u) keep these ids apart from real ones.
    return {
        "id": url,
        "display_name": townless_organisation(listing.town.country_code, listing.number % 40),
        "ror": f"https://ror.org/0lio{number % 10**5:05d}",
        "country_code": listing.town.country_code,
        "type": "education",
        "lineage": [url],
    }


def _person_number(listing: Listing) -> int:
    return listing.home.number * 300 + listing.number % 300
