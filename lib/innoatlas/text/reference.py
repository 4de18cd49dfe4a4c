"""Tables of conf/reference, which people review: one dataclass a table, one field a column.

A table is text in UTF-8: a first line `# ...` that says what it is, a header, then one row a line, cells parted by tabs, sorted. The types of
the fields are the rules: a `Literal` is a closed list, a tuple is written with `|` between its parts, a bool as yes or no, an int in digits, and
a name that ends in `_code` or `_codes` has the form of a code. A table that breaks them is refused with the file, the line and what was expected.
"""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

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
    "field_number": re.compile(r"[1-9][0-9]*"),
}
_ANY_TEXT = re.compile(r".+")


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
    if type_ is int:
        return int(_text(name, cell))
    return cell == "yes" if type_ is bool else _text(name, cell)


def _text(name: str, cell: str) -> str:
    form = _FORMS.get(name, _ANY_TEXT)
    if not form.fullmatch(cell):
        raise ValueError("some text" if form is _ANY_TEXT else f"the form {form.pattern}")
    return cell
