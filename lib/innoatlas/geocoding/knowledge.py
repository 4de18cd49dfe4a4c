"""What people know about writing addresses, read from the tables in conf/reference: one class a table, one field a column.

How such a table is written, and what is refused, is in `innoatlas.text.reference`.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args, get_type_hints

from innoatlas.text.organisation_words import OrganisationWord
from innoatlas.text.reference import read_table

_INWARD = re.compile(r"[0-9][A-Z]{2}$")
_NOT_CODE = re.compile(r"[^0-9A-Z]+")


@dataclass(frozen=True)
class CountrySpelling:
    """A way to write a country. `country_code` ZZ: not a country by itself, whatever other lists say."""

    spelling: str
    country_code: str
    scope: Literal["any", "field"]  #: in a country field and in text, or in a country field; what other lists say of it in text stands
    note: str


@dataclass(frozen=True)
class HistoricCountry:
    """A country or code that is no more, and the countries of today that it may mean, the likeliest first."""

    spelling: str
    country_codes: tuple[str, ...]
    scope: Literal["any", "field"]  #: in a country field and at the end of a text, or in a country field only
    note: str


@dataclass(frozen=True)
class RegionSpelling:
    """A way to write a first-level region, or a second-level one where `admin2_code` is not empty (GeoNames codes: `US.CA`, `IT.09.MI`)."""

    country_code: str
    admin1_code: str
    admin2_code: str
    spelling: str
    kind: Literal["name", "code", "abbreviation"]


@dataclass(frozen=True)
class PostalWord:
    """A word that stands beside a postal code and names no place; `country_code` * is every country."""

    country_code: str
    word: str


@dataclass(frozen=True)
class NullAffiliation:
    """A phrase that says that there is no affiliation: the whole text, or anywhere in it (`contains`) when it names no town."""

    phrase: str
    match: Literal["whole", "contains"]


@dataclass(frozen=True)
class UmbrellaOrganisation:
    """An organisation of many sites, whose name alone is no place."""

    name: str
    country_code: str
    reason: str


@dataclass(frozen=True)
class AddressWord:
    """A word that shows that a segment is a street, a building or a box. `prefix` and `suffix`: before or after (also glued to) the name."""

    word: str
    position: Literal["prefix", "suffix", "any"]
    country_code: str


@dataclass(frozen=True)
class NotPlace:
    """A name of the gazetteer that in addresses is mostly something else. `never`: not a town by itself; `rarely`: only with agreement."""

    name: str
    weight: Literal["never", "rarely"]
    reason: str


@dataclass(frozen=True)
class PostcodeShape:
    """A way in which a country writes its postal codes: 9 is a digit, A a letter, a lower-case letter itself. `unique`: it implies the country."""

    country_code: str
    shapes: tuple[str, ...]
    #: Which part is looked up: all, none (no table of codes), outward (without the British inward half), or how many leading characters.
    lookup: str
    unique: bool

    @property
    def pattern(self) -> str:
        """A regular expression of the shapes, the longest first, for text in upper case.

        >>> PostcodeShape("LV", ("lv-9999", "lv 9999"), "all", True).pattern
        '(?:LV-[0-9][0-9][0-9][0-9]|LV [0-9][0-9][0-9][0-9])'
        """
        classes = {"9": "[0-9]", "A": "[A-Z]", ".": "[.]"}
        longest_first = sorted(self.shapes, key=len, reverse=True)
        return "(?:" + "|".join("".join(classes.get(mark, mark.upper()) for mark in shape) for shape in longest_first) + ")"

    def key(self, code: str) -> str:
        """The part of a code by which it is looked up, letters and digits alone; apply it to the table's codes and to the text's. Empty: none.

        >>> PostcodeShape("GB", ("A9 9AA",), "outward", True).key("CB2 1TN"), PostcodeShape("CN", ("999999",), "4", False).key("210093")
        ('CB2', '2100')
        """
        letters = _NOT_CODE.sub("", code.upper())
        if self.lookup == "none":
            return ""
        if self.lookup == "outward":
            return _INWARD.sub("", letters)
        return letters if self.lookup == "all" else letters[: int(self.lookup)]


@dataclass(frozen=True)
class Knowledge:
    """Every table of conf/reference that helps to read an address, in the order of its file. A field is named after its file."""

    country_spellings: tuple[CountrySpelling, ...]
    historic_countries: tuple[HistoricCountry, ...]
    region_spellings: tuple[RegionSpelling, ...]
    postal_words: tuple[PostalWord, ...]
    null_affiliations: tuple[NullAffiliation, ...]
    organisation_words: tuple[OrganisationWord, ...]
    umbrella_organisations: tuple[UmbrellaOrganisation, ...]
    address_words: tuple[AddressWord, ...]
    not_places: tuple[NotPlace, ...]
    postcode_shapes: tuple[PostcodeShape, ...]


def read_knowledge(reference: Path) -> Knowledge:
    """Every table of the folder `reference` (conf/reference). SettingsError for a missing table or the first malformed row."""
    tables = get_type_hints(Knowledge)
    return Knowledge(**{name: read_table(reference / f"{name}.tsv", get_args(tables[name])[0]) for name in tables})
