"""From the tables of conf/reference to what the index holds of them: marks of words, stems, and how codes are looked up."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from innoatlas.geocoding.knowledge import Knowledge
from innoatlas.geocoding.marks import WordMarks
from innoatlas.text.reference import read_table

#: A stem of this letter says nothing about which organisation it is.
_SILENT = "-"


@dataclass(frozen=True)
class ParentEconomy:
    """An economy of its own, and the country that also claims it."""

    economy_code: str
    country_code: str


def word_marks(knowledge: Knowledge) -> WordMarks:
    """Marks and stems of all words that the tables hold."""
    marks: dict[str, list[str]] = defaultdict(list)
    stems: dict[str, str] = {}
    for word in knowledge.organisation_words:
        if word.kind == "particle":
            marks["stop"].append(word.word)
        else:
            marks["unit" if word.kind == "department" else "organisation"].append(word.word)
        stems[word.word] = "" if word.stem == _SILENT else word.stem
    marks["street"] = [word.word for word in knowledge.address_words]
    marks["never"] = [name.name for name in knowledge.not_places if name.weight == "never"]
    marks["rarely"] = [name.name for name in knowledge.not_places if name.weight == "rarely"]
    marks["postal"] = [word.word for word in knowledge.postal_words]
    marks["no_affiliation"] = [phrase.phrase for phrase in knowledge.null_affiliations if phrase.match == "contains"]
    marks["no_affiliation_whole"] = [phrase.phrase for phrase in knowledge.null_affiliations if phrase.match == "whole"]
    marks["umbrella"] = [organisation.name for organisation in knowledge.umbrella_organisations]
    return WordMarks.build(marks, stems)


def code_letters(knowledge: Knowledge) -> dict[str, int]:
    """By country, how many leading letters of a postal code are looked up where it is not all of them; -3: all but the last three."""
    letters = {}
    for shape in knowledge.postcode_shapes:
        if shape.lookup.isdigit():
            letters[shape.country_code] = int(shape.lookup)
        elif shape.lookup == "outward":
            letters[shape.country_code] = -3
    return letters


def parent_economies(reference: Path) -> dict[str, str]:
    """Economy to the country that also claims it, from conf/reference/parent_economies.tsv."""
    return {row.economy_code: row.country_code for row in read_table(reference / "parent_economies.tsv", ParentEconomy)}
