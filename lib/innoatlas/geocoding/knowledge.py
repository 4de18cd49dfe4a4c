"""What people know about writing addresses, read from the tables in conf/reference: one class a table, one field a column.

A table is text in UTF-8: a first line `# ...` that says what it is, a header, then one row a line, cells parted by tabs, sorted. The types of
the fields are the rules: a `Literal` is a closed list, a tuple is written with `|` between its parts, a bool as yes or no, and a name that
ends in `_code` or `_codes` has the form of a code. A table that breaks them is refused with the file, the line and what was expected.
"""

import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from innoatlas.errors import SettingsError

Row = TypeVar("Row")

#: What a cell must look like, by the name of its column; other texts need only be there.
_FORMS = {
    "country_code": re.compile(r"[A-Z]{2}|\*"),
    "country_codes": re.compile(r"[A-Z]{2}"),
    "admin1_code": re.compile(r"[A-Z]{2}\.[A-Z0-9]+"),
    "admin2_code": re.compile(r"([A-Z]{2}\.[A-Z0-9]+\.[A-Z0-9]+)?"),
    "shapes": re.compile(r"[9Aa-z. -]+"),
    "lookup": re.compile(r"all|none|outward|[1-9]"),
    "note": re.compile(r".*"),
}
_ANY_TEXT = re.compile(r".+")
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
class OrganisationWord:
    """A word that shows that a segment is an organisation or a part of one. `weak`: also in names of towns and streets.

    Words of one stem are one word when names of organisations are compared; the stem - says nothing about which organisation it is.
    """

    word: str
    kind: Literal["university", "institute", "department", "hospital", "company", "government", "school", "museum", "laboratory", "association", "particle"]
    strength: Literal["strong", "weak"]
    stem: str


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


def read_table(path: Path, row: type[Row]) -> tuple[Row, ...]:
    """The rows of one table as instances of the dataclass `row`, whose fields are the columns. SettingsError with file and line."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise SettingsError(f"{path}: the table cannot be read ({error.strerror}); it belongs in the folder of reference tables.") from error
    columns = _columns(path, row, lines)
    numbered = list(enumerate(lines[2:], start=3))
    if numbered and not numbered[-1][1]:
        numbered.pop()  # what follows the last line end
    rows, seen = [], dict[str, int]()
    for number, line in numbered:
        if (first := seen.setdefault(line, number)) != number:
            raise SettingsError(f"{path}:{number}: the same row stands in line {first}; remove one.")
        rows.append(_row(path, number, line, row, columns))
    if not rows:
        raise SettingsError(f"{path}: the table has no row; expected at least one after the header.")
    return tuple(rows)


def _columns(path: Path, row: type[Any], lines: list[str]) -> dict[str, object]:
    """Names and types of the columns, after the two first lines have been found to be a comment and the header."""
    if not lines[0].startswith("# "):
        raise SettingsError(f"{path}:1: expected a comment `# ...` that says what the table is and where it comes from, found {lines[0]!r}.")
    columns = {field.name: get_type_hints(row)[field.name] for field in fields(row)}
    found = lines[1].split("\t") if len(lines) > 1 else []
    if found != list(columns):
        raise SettingsError(f"{path}:2: expected the header {list(columns)}, found {found}; cells are parted by tabs.")
    return columns


def _row(path: Path, number: int, line: str, row: type[Row], columns: dict[str, object]) -> Row:
    cells = line.split("\t")
    if len(cells) != len(columns):
        raise SettingsError(f"{path}:{number}: expected {len(columns)} cells parted by tabs, found {len(cells)}: {line!r}.")
    values = {}
    for (name, type_), cell in zip(columns.items(), cells, strict=True):
        try:
            values[name] = _value(name, type_, cell)
        except ValueError as error:
            raise SettingsError(f"{path}:{number}: column {name}: expected {error}, found {cell!r}.") from None
    return row(**values)


def _value(name: str, type_: object, cell: str) -> object:
    """A cell as its column's type. ValueError whose text is what was expected."""
    if cell != cell.strip():
        raise ValueError("no space around the cell")
    if get_origin(type_) is tuple:
        return tuple(_text(name, part) for part in cell.split("|"))
    choices = ("yes", "no") if type_ is bool else get_args(type_)
    if choices and cell not in choices:
        raise ValueError("one of " + ", ".join(map(str, choices)))
    return cell == "yes" if type_ is bool else _text(name, cell)


def _text(name: str, cell: str) -> str:
    form = _FORMS.get(name, _ANY_TEXT)
    if not form.fullmatch(cell):
        raise ValueError("some text" if form is _ANY_TEXT else f"the form {form.pattern}")
    return cell
