"""PCT applications as PATSTAT Global's CSV files: tls201, 206, 207, 209, 211 and 226 in parts, header, doubled quotes, CRLF."""

import csv
from pathlib import Path

from .dirt import Text
from .listings import Listing
from .names import townless_organisation

COLUMNS = {
    "tls201_appln": (
        "appln_id", "appln_auth", "appln_nr", "appln_kind", "appln_filing_date", "appln_filing_year", "appln_nr_epodoc", "appln_nr_original", "ipr_type",
        "receiving_office", "internat_appln_id", "int_phase", "reg_phase", "nat_phase", "earliest_filing_date", "earliest_filing_year", "earliest_filing_id",
        "earliest_publn_date", "earliest_publn_year", "earliest_pat_publn_id", "granted", "docdb_family_id", "inpadoc_family_id", "docdb_family_size",
        "nb_citing_docdb_fam", "nb_applicants", "nb_inventors",
    ),
    "tls206_person": (
        "person_id", "person_name", "person_name_orig_lg", "person_address", "person_ctry_code", "nuts", "nuts_level", "doc_std_name_id", "doc_std_name",
        "psn_id", "psn_name", "psn_level", "psn_sector", "han_id", "han_name", "han_harmonized",
    ),
    "tls207_pers_appln": ("person_id", "appln_id", "applt_seq_nr", "invt_seq_nr"),
    "tls209_appln_ipc": ("appln_id", "ipc_class_symbol", "ipc_class_level", "ipc_version", "ipc_value", "ipc_position", "ipc_gener_auth"),
    "tls211_pat_publn": (
        "pat_publn_id", "publn_auth", "publn_nr", "publn_nr_original", "publn_kind", "appln_id", "publn_date", "publn_lg", "publn_first_grant", "publn_claims",
    ),
    "tls226_person_orig": (
        "person_orig_id", "person_id", "source", "source_version", "name_freeform", "person_name_orig_lg", "last_name", "first_name", "middle_name",
        "address_freeform", "address_1", "address_2", "address_3", "address_4", "address_5", "street", "city", "zip_code", "state", "person_ctry_code",
        "residence_ctry_code", "role",
    ),
}  # fmt: skip

_IPC = ("H04L   9/00", "G06F  17/30", "A61K  31/00", "H01L  21/02", "G06N   3/08", "C07D 401/12", "B60L  50/60", "H01M  10/05", "G01N  33/50", "H04W  72/04")
_JUNK_COUNTRIES = ("--", "..", "@@", ":W", "75", "")
_PARTS = 2


def application_id(document: int) -> int:
    """appln_id of a document of the sample world."""
    return 500_000_000 + document * 3


class PatstatWriter:
    """Collects rows of the six tables; a person is one spelling of name, address and country, as in PATSTAT."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in COLUMNS}
        self._persons: dict[tuple[object, ...], int] = {}

    def application(self, document: int, year: int, persons: list[Listing], country_words: list[str]) -> None:
        """One published PCT application with one applicant and its inventors; `country_words` are the inventors' countries in words."""
        appln_id, number = (application_id(document), persons[0].number if persons else document)
        filed, publn_id = year - 1, 600_000_000 + document * 5
        self._file(appln_id, "WO", "W", filed, year, publn_id, 0, len(persons), office=persons[0].town.country_code if persons else "IB")
        published = f"{year}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        publn_nr = f"{year}{100_000 + document % 900_000:06d}"
        self.rows["tls211_pat_publn"].append((publn_id, "WO", publn_nr, f"WO{publn_nr}", "A1" if number % 4 else "A2", appln_id, published, "en", "N", 0))
        for position, symbol in enumerate(dict.fromkeys(_symbols(number, persons)), start=1):
            self.rows["tls209_appln_ipc"].append((appln_id, symbol, "A", "2006-01-01", "I", "F" if position == 1 else "L", "EP"))
        if persons:
            applicant = townless_organisation(persons[0].town.country_code, number % 40).upper()
            sector = "COMPANY" if number % 2 == 0 else "HOSPITAL" if applicant.endswith("HOSPITAL") else "UNKNOWN"
            self._link(self._person(applicant, "", persons[0].town.country_code, None, sector=sector), appln_id, 1, 0)
        for listing, words in zip(persons, country_words, strict=True):
            self._link(self._inventor(listing, words), appln_id, 0, listing.position)

    def national_entry(self, document: int, year: int, office: str, persons: list[Listing]) -> None:
        """The same invention's entry into a national phase, which must not be counted again; its inventors have no address."""
        appln_id = application_id(document) + 1
        self._file(appln_id, office, "A", year - 1, year + 1, 600_000_001 + document * 5, application_id(document), len(persons), office=office)
        self.rows["tls211_pat_publn"].append(
            (600_000_001 + document * 5, office, f"{3_000_000 + document}", "", "A1", appln_id, f"{year + 1}-06-15", "en", "N", 0)
        )
        for listing in persons:
            self._link(self._person(_name(listing), "", listing.town.country_code, None), appln_id, 0, listing.position)

    def write(self, folder: Path) -> int:
        """Write every table in parts as PATSTAT's bulk files come; returns the number of rows."""
        folder.mkdir(parents=True, exist_ok=True)
        for table, rows in self.rows.items():
            size = -(-len(rows) // _PARTS)
            for part in range(_PARTS):
                with (folder / f"{table}_part{part + 1:02d}.csv").open("w", encoding="utf-8", newline="") as file:
                    writer = csv.writer(file, lineterminator="\r\n")
                    writer.writerow(COLUMNS[table])
                    writer.writerows(rows[part * size : (part + 1) * size])
        return sum(map(len, self.rows.values()))

    def _file(
        self, appln_id: int, authority: str, kind: str, filed: int, published: int, publn_id: int, international: int, inventors: int, *, office: str
    ) -> None:
        national = international > 0
        phases = ("Y", "N", "Y") if national else ("Y", "N", "N")
        number = f"{appln_id % 1_000_000:06d}"
        dates = (f"{filed}-03-15", filed)
        self.rows["tls201_appln"].append(
            (
                appln_id, authority, number, kind, *dates, f"{filed}{authority}{number}", f"PCT/{office}{filed}/{number}", "PI", "" if national else office,
                international, *phases, f"{filed - 1}-03-15", filed - 1, appln_id, f"{published}-01-15", published, publn_id, "N",
                (international or appln_id) % 10**8, (international or appln_id) % 10**8, 1, 0, 1, inventors,
            )
        )  # fmt: skip

    def _inventor(self, listing: Listing, country_words: str) -> int:
        """The person_id of a listing: the address stands in tls206, or only in tls226, whole, in lines or in fields."""
        text = listing.texts[0] if listing.texts else None
        code = listing.town.country_code
        if text is None or text.style == "country_only":
            return self._person(_name(listing), "", code if text else "", None)
        way, address = listing.number % 100, text.text
        if way < 3 and text.locatable:
            # A junk or blank code: then the country stands in words behind the address.
            return self._person(_name(listing), f"{address}, {country_words}", _JUNK_COUNTRIES[listing.number // 100 % 6], None)
        if way < 18 and text.locatable:
            return self._person(_name(listing), "", code, text, form=listing.number // 100 % 3)
        return self._person(_name(listing), address, code, None)

    def _person(self, name: str, address: str, country: str, original: Text | None, *, form: int = 0, sector: str = "INDIVIDUAL") -> int:
        key = (name, address, country, original and original.text, form)
        if key not in self._persons:
            person_id = self._persons[key] = 30_000_000 + len(self._persons)
            person_rest = ("", 9 if not address else 4, person_id, name.upper(), person_id, name.upper(), 0, sector, 0, "", 0)
            self.rows["tls206_person"].append((person_id, name, "", address, country, *person_rest))
            if original is not None or person_id % 9 == 0:
                self._original(person_id, name, address, country, original, form)
        return self._persons[key]

    def _original(self, person_id: int, name: str, address: str, country: str, original: Text | None, form: int) -> None:
        """tls226: a first row without any address beside the one that has it, for the reader to choose."""
        last, _, first = name.partition(", ")
        head = (person_id, "DOCDB", "EXCHANGE", name, "", last, first, "")
        blank = [""] * 10
        if original is not None:
            self.rows["tls226_person_orig"].append((900_000_000 + person_id * 2, *head, *blank, country, "", "INVENTOR"))
        fields = [address, *[""] * 9]
        if original is not None and form == 0:
            fields = [original.text, *[""] * 9]
        elif original is not None and form == 1:
            lines = original.text.split(", ", 4)
            fields = ["", *lines, *[""] * (9 - len(lines))]
        elif original is not None:
            parts = original.parts
            fields = [*[""] * 6, parts["street"], parts["city"], parts["zip_code"], parts["state"]]
        self.rows["tls226_person_orig"].append((900_000_001 + person_id * 2, *head, *fields, country, "", "INVENTOR"))

    def _link(self, person_id: int, appln_id: int, applicant: int, inventor: int) -> None:
        self.rows["tls207_pers_appln"].append((person_id, appln_id, applicant, inventor))


def _symbols(number: int, persons: list[Listing]) -> tuple[str, str]:
    """Two symbols, which may be one; of every other application the first is what its town is strong in."""
    strength = persons[0].town.number if persons and number % 2 else number
    return _IPC[strength % 10], _IPC[number // 10 % 10]


def _name(listing: Listing) -> str:
    name = f"{listing.family_name}, {listing.given_name}"
    return name.upper() if listing.number % 3 == 0 else name
