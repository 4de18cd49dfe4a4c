"""The words that organisations' names are made of, as reviewed: the geocoder and the tables of organisations read the same."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from innoatlas.text.reference import read_table


@dataclass(frozen=True)
class OrganisationWord:
    """A word that shows that a segment is an organisation or a part of one. `weak`: also in names of towns and streets.

    Words of one stem are one word when names of organisations are compared; the stem - says nothing about which organisation it is.
    """

    word: str
    kind: Literal["university", "institute", "department", "hospital", "company", "government", "school", "museum", "laboratory", "association", "particle"]
    strength: Literal["strong", "weak"]
    stem: str


def read_organisation_words(reference: Path) -> tuple[OrganisationWord, ...]:
    """organisation_words.tsv of the folder `reference`; SettingsError for a malformed row."""
    return read_table(reference / "organisation_words.tsv", OrganisationWord)


@dataclass(frozen=True)
class LegalForm:
    """A legal form of companies of one or several words, as a name is folded; `leads`: it stands before a name too."""

    form: str
    leads: bool


def read_legal_forms(reference: Path) -> tuple[LegalForm, ...]:
    """legal_forms.tsv of the folder `reference`; SettingsError for a malformed row."""
    return read_table(reference / "legal_forms.tsv", LegalForm)
