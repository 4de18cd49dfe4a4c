"""What kind of candidate it is, and what countries and regions say of it. Each function is a feature; its sentence is its meaning."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding.areas import BELIEVED
from innoatlas.geocoding.candidates import CUT
from innoatlas.geocoding.case import Case
from innoatlas.geocoding.features_of_place import inhabitants
from innoatlas.geocoding.marks import ORGANISATION


def name(case: Case) -> NDArray[Any]:
    """It is a town's name, to the letter."""
    return case.is_name


def postcode(case: Case) -> NDArray[Any]:
    """It is a postal code."""
    return case.is_postcode


def organisation(case: Case) -> NDArray[Any]:
    """It is an organisation's name."""
    return case.is_organisation


def one_edit(case: Case) -> NDArray[Any]:
    """It is a town's name but for one edit."""
    return case.candidates.distance == 1


def two_edits(case: Case) -> NDArray[Any]:
    """It is a town's name but for two edits."""
    return case.candidates.distance == 2


def cut_name(case: Case) -> NDArray[Any]:
    """It is the beginning of a town's name."""
    return case.candidates.distance == CUT


def edits_in_short_name(case: Case) -> NDArray[Any]:
    """It is misspelt, and has fewer than seven letters."""
    return case.is_fuzzy & (case.letters < 7)


def edits_in_long_name(case: Case) -> NDArray[Any]:
    """It is misspelt, and has ten letters or more."""
    return case.is_fuzzy & (case.letters >= 10)


def letters_dropped(case: Case) -> NDArray[Any]:
    """It is misspelt only by letters left out, as where a register lost its accented ones: "GTEBORG"."""
    return case.is_fuzzy & (case.candidates.missing == case.candidates.distance)


def inhabitants_of_misspelt(case: Case) -> NDArray[Any]:
    """It is misspelt; the digits of its inhabitants once more, for large towns are misspelt more often."""
    return np.asarray(inhabitants(case)) * case.is_fuzzy


def country_given(case: Case) -> NDArray[Any]:
    """Its country is given as a field of its own."""
    return case.country_strength == 9


def country_last(case: Case) -> NDArray[Any]:
    """Its country is the end of the text."""
    return (case.country_strength == 7) | (case.country_strength == 8)


def country_written(case: Case) -> NDArray[Any]:
    """Its country is a segment, or the end of one, elsewhere."""
    return (case.country_strength >= BELIEVED) & (case.country_strength <= 6)


def country_hinted(case: Case) -> NDArray[Any]:
    """A region or a passing word hints at its country."""
    return (case.country_strength > 0) & (case.country_strength < BELIEVED)


def country_second(case: Case) -> NDArray[Any]:
    """Another country is written more strongly."""
    return (case.country_strength > 0) & (case.country_strength < case.best_strength)


def country_against(case: Case) -> NDArray[Any]:
    """Other countries are hinted at, and not its own."""
    return (case.best_strength > 0) & (case.country_strength == 0)


def region_agrees(case: Case) -> NDArray[Any]:
    """Its region is written elsewhere in the address."""
    return case.first_level.agrees


def region_hinted(case: Case) -> NDArray[Any]:
    """Its region stands somewhere in the address, were it within an organisation's name."""
    return case.first_level_weak.agrees


def region_agrees_strongly(case: Case) -> NDArray[Any]:
    """Its region is a segment of its own, or given."""
    return case.first_level_strong.agrees


def region_against(case: Case) -> NDArray[Any]:
    """Other regions of its country are written as segments, and not its own."""
    return case.first_level_strong.against


def district_agrees(case: Case) -> NDArray[Any]:
    """Its second-level region is written elsewhere in the address."""
    return case.second_level.agrees


def is_its_region(case: Case) -> NDArray[Any]:
    """The words are also the name of its own region."""
    return case.is_town & (case.first_level.is_its_name | case.first_level_strong.is_its_name)


def is_its_district(case: Case) -> NDArray[Any]:
    """The words are also the name of its own second-level region."""
    return case.is_town & case.second_level.is_its_name


def is_another_region(case: Case) -> NDArray[Any]:
    """The words are also the name of another region of its country."""
    return case.is_town & case.first_level.is_another_name & ~case.first_level.is_its_name


def is_region_with_a_place_before(case: Case) -> NDArray[Any]:
    """The words are also a region's name, and segments before them speak of places or streets: "Albany, New York"."""
    before = case.reading.segment_first[case.first] > case.reading.first_word[case.row]
    return before & case.is_town & (case.first_level.is_its_name | case.first_level.is_another_name) & case.whole


def is_region_in_organisation(case: Case) -> NDArray[Any]:
    """The words are also a region's name, and part of a segment that speaks of an organisation: "University of Oregon"."""
    named = case.first_level_weak.is_its_name | case.first_level_weak.is_another_name
    return case.is_town & named & ~case.whole & case.segment_marked(ORGANISATION)


def is_country(case: Case) -> NDArray[Any]:
    """The words are also a country's name."""
    return case.is_town & case.is_country_name


def is_the_country_read(case: Case) -> NDArray[Any]:
    """The words are the end of the text by which its country is known: "Cali, Colombia" is not the town of Colombia."""
    return case.is_town & case.is_country_read
