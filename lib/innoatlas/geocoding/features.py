"""What speaks for a candidate and what against it: each feature is a function whose sentence is its meaning.

A feature is a small whole number per candidate; its weight stands in conf/reference/weights.tsv with the reason. The score
is the sum of feature times weight, in tenths, so it is the same whole number on every machine.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding import features_of_kind as kind
from innoatlas.geocoding import features_of_place as place
from innoatlas.geocoding import features_of_position as position
from innoatlas.geocoding.case import Case

Feature = Callable[[Case], NDArray[Any]]

#: Of any candidate.
OF_ANY: tuple[Feature, ...] = (
    kind.name,
    kind.postcode,
    kind.organisation,
    kind.one_edit,
    kind.two_edits,
    kind.cut_name,
    kind.edits_in_short_name,
    kind.edits_in_long_name,
    kind.letters_dropped,
    kind.inhabitants_of_misspelt,
    kind.country_given,
    kind.country_last,
    kind.country_written,
    kind.country_hinted,
    kind.country_second,
    kind.country_against,
    kind.region_hinted,
    kind.region_agrees,
    kind.region_agrees_strongly,
    kind.region_against,
    kind.district_agrees,
    kind.is_its_region,
    kind.is_its_district,
    kind.is_another_region,
    kind.is_region_with_a_place_before,
    kind.is_region_in_organisation,
    kind.is_country,
    kind.is_the_country_read,
    position.whole_segment,
    position.ends_segment,
    position.begins_segment,
    position.last_named,
    position.segments_after,
    position.whole_and_last,
    position.city_field,
    position.city_field_whole,
    position.postcode_field,
    position.organisation_field,
    position.in_organisation_words,
    position.in_unit_words,
    position.in_street,
    position.after_number,
    position.after_of,
    position.beside_organisation_word,
    place.inhabitants,
    place.inhabitants_unknown,
    place.inhabitants_without_country,
    place.namesakes_before,
    place.outgrows_namesakes,
    place.namesakes,
    place.alternate_name,
    place.derived_name,
    place.short_name,
    place.long_name,
    place.several_words,
    place.rarely_a_place,
    place.is_organisation_word,
    place.inside_longer_name,
    place.inside_organisation,
)

#: Of organisations' names alone: zero for every other candidate, so a batch without any passes them over.
OF_ORGANISATIONS: tuple[Feature, ...] = (
    place.organisation_words,
    place.organisation_one_word,
    place.organisation_acronym,
    place.organisation_alternate,
    place.organisation_leaves_words,
    place.organisation_whole,
    place.organisation_kind_named,
    place.organisation_information,
    place.organisation_unit,
    place.organisation_without_country,
    place.umbrella,
)

FEATURES: tuple[Feature, ...] = (*OF_ANY, *OF_ORGANISATIONS)


def compare(case: Case, out: NDArray[np.int8]) -> None:
    """All features of all candidates into `out`, zeros of shape (candidates, features)."""
    for column, feature in enumerate(FEATURES if case.is_organisation.any() else OF_ANY):
        out[:, column] = feature(case)
