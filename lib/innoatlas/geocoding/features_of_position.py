"""Where in the address the words of a candidate stand. Each function is a feature; its sentence is its meaning."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding import marks
from innoatlas.geocoding.case import Case
from innoatlas.geocoding.reading import IN_CITY, IN_ORGANISATION, IN_POSTCODE


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


def after_number(case: Case) -> NDArray[Any]:
    """A town's name right after a number of four digits or more, as after a postal code: "03440 Ibi"."""
    before = np.maximum(case.first - 1, 0)
    same = (case.first > 0) & (case.reading.segment_first[before] == case.reading.segment_first[case.first])
    return case.is_town & same & (case.reading.words.digits[before] >= 4)


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
