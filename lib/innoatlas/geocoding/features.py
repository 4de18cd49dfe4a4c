"""What speaks for a candidate and what against it: each feature is a function whose sentence is its meaning.

A feature is a small whole number per candidate; its weight stands in conf/reference/weights.tsv with the reason. The score
is the sum of feature times weight, in tenths, so it is the same whole number on every machine.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding import marks
from innoatlas.geocoding.areas import BELIEVED
from innoatlas.geocoding.candidates import CUT
from innoatlas.geocoding.case import Case
from innoatlas.geocoding.index import ACRONYM, ALTERNATE, DERIVED
from innoatlas.geocoding.reading import IN_CITY, IN_ORGANISATION, IN_POSTCODE

Feature = Callable[[Case], NDArray[Any]]


# ---------------------------------------------------------------- what kind of candidate


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


# ---------------------------------------------------------------- country


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


# ---------------------------------------------------------------- region


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
    before = case.reading.segment_first[case.first] > np.searchsorted(case.reading.words.row, case.row)
    return before & case.is_town & (case.first_level.is_its_name | case.first_level.is_another_name) & case.whole


def is_country(case: Case) -> NDArray[Any]:
    """The words are also a country's name."""
    return case.is_town & case.is_country_name


def is_the_country_read(case: Case) -> NDArray[Any]:
    """The words are the end of the text by which its country is known: "Cali, Colombia" is not the town of Colombia."""
    return case.is_town & case.is_country_read


# ---------------------------------------------------------------- position


def whole_segment(case: Case) -> NDArray[Any]:
    """It is a segment of its own, beside numbers."""
    return case.whole & ~case.is_postcode


def ends_segment(case: Case) -> NDArray[Any]:
    """It is the end of a longer segment."""
    return ~case.whole & case.reading.ends_segment(case.first, case.candidates.size) & ~case.is_postcode


def begins_segment(case: Case) -> NDArray[Any]:
    """It is the beginning of a longer segment."""
    return ~case.whole & case.reading.begins_segment(case.first) & ~case.is_postcode


def last_named(case: Case) -> NDArray[Any]:
    """No segment after it names anything but country, region or number."""
    return (case.named_segments_after == 0) & ~case.is_postcode


def segments_after(case: Case) -> NDArray[Any]:
    """How many segments that name something follow, at most four."""
    return np.minimum(case.named_segments_after, 4) * ~case.is_postcode


def whole_and_last(case: Case) -> NDArray[Any]:
    """It is a segment of its own and the last that names something."""
    return case.is_town & case.whole & (case.named_segments_after == 0)


def city_field(case: Case) -> NDArray[Any]:
    """It stands in the field for the town."""
    return case.field == IN_CITY


def city_field_whole(case: Case) -> NDArray[Any]:
    """It is all that the field for the town says."""
    return (case.field == IN_CITY) & case.whole


def postcode_field(case: Case) -> NDArray[Any]:
    """It stands in the field for the postal code."""
    return case.field == IN_POSTCODE


def organisation_field(case: Case) -> NDArray[Any]:
    """A town's name in the field for the organisation."""
    return (case.field == IN_ORGANISATION) & case.is_town


def in_organisation_words(case: Case) -> NDArray[Any]:
    """A town's name in a segment that speaks of an organisation."""
    return case.is_town & case.segment_marked(marks.ORGANISATION)


def in_unit_words(case: Case) -> NDArray[Any]:
    """A town's name in a segment that speaks of a department or another unit."""
    return case.is_town & case.segment_marked(marks.UNIT)


def in_street(case: Case) -> NDArray[Any]:
    """A town's name in a segment that speaks of a street or a building."""
    return case.is_town & case.segment_marked(marks.STREET)


def after_of(case: Case) -> NDArray[Any]:
    """A town's name after "of", "de" or a like word: "University of Kiel"."""
    before = np.maximum(case.first - 1, 0)
    same = (case.first > 0) & (case.reading.segment_first[before] == case.reading.segment_first[case.first])
    return case.is_town & same & ((case.reading.marks[before] & marks.STOP) != 0)


def beside_organisation_word(case: Case) -> NDArray[Any]:
    """A town's name right beside the word for an organisation: "Kiel University", "Univ Kiel"."""
    return case.is_town & (_marked_beside(case, -1) | _marked_beside(case, 1))


def _marked_beside(case: Case, step: int) -> NDArray[np.bool_]:
    at = np.clip(np.where(step < 0, case.first - 1, case.end), 0, max(len(case.reading.marks) - 1, 0))
    same = case.reading.segment_first[at] == case.reading.segment_first[case.first]
    return same & (at != case.first) & ((case.reading.marks[at] & marks.ORGANISATION) != 0)


# ---------------------------------------------------------------- the place and its name


def inhabitants(case: Case) -> NDArray[Any]:
    """Decimal digits of the number of inhabitants beyond two, 0 to 6."""
    count = np.maximum(case.inhabitants, 1)
    return np.clip(np.floor(np.log10(count)).astype(np.int64) - 1, 0, 6) * ~case.is_postcode


def inhabitants_unknown(case: Case) -> NDArray[Any]:
    """Nobody knows how many live there."""
    return (case.inhabitants == 0) & case.is_town


def inhabitants_without_country(case: Case) -> NDArray[Any]:
    """The same digits once more where no country is believed."""
    return np.asarray(inhabitants(case)) * (case.best_strength < BELIEVED)


def namesakes_before(case: Case) -> NDArray[Any]:
    """How many places of its name have more inhabitants, at most three."""
    return np.minimum(case.candidates.rank, 3) * ~case.is_postcode


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
    """The words are far more often something else: a discipline, a person, a common noun."""
    hashes = case.reading.words.hash(case.first, case.candidates.size)
    return case.is_town & ((case.index.marks.of(hashes) & (marks.RARELY | marks.NEVER)) != 0)


def is_organisation_word(case: Case) -> NDArray[Any]:
    """All words of the town's name are marked as words of organisations, units or streets."""
    return case.is_town & (case.candidates.size == 1) & ((case.reading.marks[case.first] & (marks.ORGANISATION | marks.UNIT | marks.STREET)) != 0)


def inside_longer_name(case: Case) -> NDArray[Any]:
    """Part of a longer name of a town: "York" in "New York"."""
    return case.inside_longer_name


def inside_organisation(case: Case) -> NDArray[Any]:
    """Part of the name of a known organisation."""
    return case.inside_organisation


# ---------------------------------------------------------------- organisations


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
    hashes = case.reading.words.hash(case.first, case.candidates.size)
    return case.is_organisation & ((case.index.marks.of(hashes) & marks.UMBRELLA) != 0)


FEATURES: tuple[Feature, ...] = (
    name,
    postcode,
    organisation,
    one_edit,
    two_edits,
    cut_name,
    edits_in_short_name,
    edits_in_long_name,
    letters_dropped,
    inhabitants_of_misspelt,
    country_given,
    country_last,
    country_written,
    country_hinted,
    country_second,
    country_against,
    region_hinted,
    region_agrees,
    region_agrees_strongly,
    region_against,
    district_agrees,
    is_its_region,
    is_its_district,
    is_another_region,
    is_region_with_a_place_before,
    is_country,
    is_the_country_read,
    whole_segment,
    ends_segment,
    begins_segment,
    last_named,
    segments_after,
    whole_and_last,
    city_field,
    city_field_whole,
    postcode_field,
    organisation_field,
    in_organisation_words,
    in_unit_words,
    in_street,
    after_of,
    beside_organisation_word,
    inhabitants,
    inhabitants_unknown,
    inhabitants_without_country,
    namesakes_before,
    outgrows_namesakes,
    namesakes,
    alternate_name,
    derived_name,
    short_name,
    long_name,
    several_words,
    rarely_a_place,
    is_organisation_word,
    inside_longer_name,
    inside_organisation,
    organisation_words,
    organisation_one_word,
    organisation_acronym,
    organisation_alternate,
    organisation_whole,
    organisation_kind_named,
    organisation_information,
    organisation_unit,
    organisation_without_country,
    umbrella,
)


def compare(case: Case) -> NDArray[np.int8]:
    """All features of all candidates, shape (candidates, features)."""
    out = np.empty((len(case.candidates), len(FEATURES)), np.int8, order="F")
    for column, feature in enumerate(FEATURES):
        out[:, column] = feature(case)
    return out
