"""Which field a source's own code stands for: the concordance of the IPC, and the names of the fields of science."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from innoatlas.errors import SettingsError
from innoatlas.text.reference import read_table


@dataclass(frozen=True)
class IpcField:
    """One prefix of IPC symbols and the field of technology that it belongs to."""

    prefix: str  #: a subclass `H04L`, or a subclass and a main group of it, `A61K 8`
    field_number: int  #: 1 to 35
    field_name: str
    sector_name: str
    since: str  #: version of the concordance, or of the IPC for what we added


@dataclass(frozen=True)
class ScienceField:
    """A field of science as OpenAlex numbers it."""

    field_code: str
    field_name: str


@dataclass(frozen=True)
class DomainField:
    """A field of science or of technology, and the domain that it is in."""

    kind: Literal["paper", "patent"]
    field_code: str
    field_name: str
    domain_name: str


def technology_code(field_number: int) -> str:
    """The field code of a WIPO field of technology, of two figures.

    >>> technology_code(6)
    '06'
    """
    return f"{field_number:02d}"


def read_concordance(reference: Path) -> dict[str, str]:
    """Prefix of IPC symbols -> field code, from ipc_fields.tsv."""
    return {row.prefix: technology_code(row.field_number) for row in read_table(reference / "ipc_fields.tsv", IpcField)}


def read_field_names(reference: Path) -> dict[tuple[str, str], str]:
    """(kind, field code) -> name: the 35 fields of technology for patents, the fields of OpenAlex for papers."""
    technology = {("patent", technology_code(row.field_number)): row.field_name for row in read_table(reference / "ipc_fields.tsv", IpcField)}
    science = {("paper", row.field_code): row.field_name for row in read_table(reference / "openalex_fields.tsv", ScienceField)}
    return technology | science


def read_domains(reference: Path) -> dict[tuple[str, str], str]:
    """(kind, field code) -> domain, from domains.tsv; SettingsError for a field that there is none of, bears another name, or is in two domains."""
    path, known = reference / "domains.tsv", read_field_names(reference)
    domains: dict[tuple[str, str], str] = {}
    for row in read_table(path, DomainField):
        field = row.kind, row.field_code
        if known.get(field) != row.field_name:
            raise SettingsError(f"{path}: {row.kind} {row.field_code}: expected the name {known.get(field)!r}, found {row.field_name!r}. Correct the row.")
        if field in domains:
            raise SettingsError(f"{path}: {row.kind} {row.field_code}: expected one domain, found {domains[field]!r} and {row.domain_name!r}. Remove a row.")
        domains[field] = row.domain_name
    return domains


def fields_named(known: Mapping[tuple[str, str], str], wanted: Sequence[str], where: str) -> frozenset[tuple[str, str]]:
    """(kind, field code) of the fields called `wanted`, by `read_field_names`.

    SettingsError for a name that no field has; `where` is the part of conf that names them.
    """
    if unknown := sorted(set(wanted) - set(known.values())):
        expected = "; ".join(sorted(set(known.values())))
        raise SettingsError(f"{where}.fields: expected some of these fields: {expected}; found {'; '.join(unknown)}. Correct conf.")
    return frozenset(field for field, name in known.items() if name in wanted)
