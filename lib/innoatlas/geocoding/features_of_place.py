"""What the place is, and by which name it was found. Each function is a feature; its sentence is its meaning."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding import marks
from innoatlas.geocoding.areas import BELIEVED
from innoatlas.geocoding.case import Case
from innoatlas.geocoding.index import ACRONYM, ALTERNATE, DERIVED
from innoatlas.geocoding.reading import IN_CITY


def inhabitants(case: Case) -> NDArray[Any]:
    """Decimal digits of the number of inhabitants beyond two, 0 to 6."""
    return case.digits * ~case.is_postcode


def inhabitants_unknown(case: Case) -> NDArray[Any]:
    """Nobody knows how many live there."""
    return (case.inhabitants == 0) & case.is_town


def inhabitants_without_country(case: Case) -> NDArray[Any]:
    """The same digits once more where no country is believed."""
    return np.asarray(inhabitants(case)) * (case.best_strength < BELIEVED)


def namesakes_before(case: Case) -> NDArray[Any]:
    """How many places of its name have more inhabitants, at most three; in its region alone where the address writes that."""
    return np.minimum(np.where(case.first_level_strong.agrees, case.rank_in_region, case.candidates.rank), 3) * ~case.is_postcode


def outgrows_namesakes(case: Case) -> NDArray[Any]:
    """How many times as many inhabitants as the next place of its name, in doublings, at most four."""
    return case.doublings_over_namesakes * case.is_town


def namesakes(case: Case) -> NDArray[Any]:
    """An organisation that shares its name with others."""
    return case.is_organisation & (case.candidates.namesakes > 1)


def alternate_name(case: Case) -> NDArray[Any]:
    """Found by an alternate name."""
    return case.is_town & (case.candidates.kind == ALTERNATE)


def derived_name(case: Case) -> NDArray[Any]:
    """Found by a name that a rule made from another."""
    return case.candidates.kind == DERIVED


def short_name(case: Case) -> NDArray[Any]:
    """Found by four letters or fewer."""
    return (case.letters <= 4) & ~case.is_postcode


def long_name(case: Case) -> NDArray[Any]:
    """Found by nine letters or more."""
    return (case.letters >= 9) & ~case.is_postcode


def several_words(case: Case) -> NDArray[Any]:
    """A town's name of two words or more."""
    return case.is_town & (case.candidates.size > 1)


def rarely_a_place(case: Case) -> NDArray[Any]:
    """The words are far more often something else, a discipline, a person, a common noun, and do not stand in the field for the town."""
    return case.is_town & (case.field != IN_CITY) & ((case.name_marks & (marks.RARELY | marks.NEVER)) != 0)


def is_organisation_word(case: Case) -> NDArray[Any]:
    """The town's name is a word of organisations, units or streets, or holds one while it is no segment of its own: "University of Texas"."""
    alone = (case.candidates.size == 1) & ((case.reading.marks[case.first] & (marks.ORGANISATION | marks.UNIT | marks.STREET)) != 0)
    part = (case.candidates.size > 1) & ~case.whole & case.window_marked(marks.ORGANISATION)
    return case.is_town & (alone | part)


def inside_longer_name(case: Case) -> NDArray[Any]:
    """Part of a longer name of a town: "York" in "New York"."""
    return case.inside_longer_name


def inside_organisation(case: Case) -> NDArray[Any]:
    """Part of the name of a known organisation."""
    return case.inside_organisation


def organisation_words(case: Case) -> NDArray[Any]:
    """How many telling words the organisation's name has, at most five."""
    return np.minimum(case.reading.tells(case.first, case.end), 5) * case.is_organisation


def organisation_one_word(case: Case) -> NDArray[Any]:
    """The organisation's name is a single word."""
    return case.is_organisation & (case.candidates.size == 1)


def organisation_acronym(case: Case) -> NDArray[Any]:
    """The organisation is found by its acronym."""
    return case.is_organisation & (case.candidates.kind == ACRONYM)


def organisation_alternate(case: Case) -> NDArray[Any]:
    """The organisation is found by an alternate name."""
    return case.is_organisation & (case.candidates.kind == ALTERNATE)


def organisation_leaves_words(case: Case) -> NDArray[Any]:
    """How much the words tell that its segment holds beside the organisation's name, 0 to 5: "Hubei University" in "Hubei University of Arts"."""
    return np.minimum(case.information_beside // 4, 5) * case.is_organisation


def organisation_whole(case: Case) -> NDArray[Any]:
    """The organisation's name is a segment of its own."""
    return case.is_organisation & case.whole


def organisation_kind_named(case: Case) -> NDArray[Any]:
    """The organisation's name says what it is: a university, a hospital, a company."""
    return case.is_organisation & case.window_marked(marks.ORGANISATION)


def organisation_information(case: Case) -> NDArray[Any]:
    """How much the organisation's words tell, rare words more than common ones, 0 to 8."""
    return np.minimum(case.information // 3, 8) * case.is_organisation


def organisation_unit(case: Case) -> NDArray[Any]:
    """The organisation's name speaks of a department or another unit."""
    return case.is_organisation & case.window_marked(marks.UNIT)


def organisation_without_country(case: Case) -> NDArray[Any]:
    """The organisation alone would decide the country."""
    return case.is_organisation & (case.best_strength < BELIEVED)


def umbrella(case: Case) -> NDArray[Any]:
    """The organisation has many sites."""
    return case.is_organisation & ((case.name_marks & marks.UMBRELLA) != 0)
