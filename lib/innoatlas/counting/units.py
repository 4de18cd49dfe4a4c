"""A document's UNIT divided among its persons and their places, in whole numbers, so that nothing is lost to rounding.

With n persons, and k distinct coordinates of a person, each (person, coordinate) is due UNIT / (n * k). Every share first gets the whole part of
its due; what is then missing to the document's total goes, one unit each, to the shares with the largest remainders (Hamilton's method), ties to the
smaller person position, then to the smaller point id. The result depends on the set of (document, person, coordinate) only, never on the order of rows.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from innoatlas.tables import UNIT

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Shares:
    """One entry per distinct (document, person, coordinate), ordered by these three. All arrays have the same length."""

    row: Integers  #: index of one row that lists it
    units: Integers  #: what it is worth; UNIT is a whole document


def share_units(document: Integers, person: Integers, point: Integers, divisor: Integers | None = None) -> Shares:
    """Divide each document among the located (person, coordinate) pairs listed for it.

    `document` (rows,) holds codes from 0; `person` the positions from 1; `point` the point ids. `divisor` (documents,) is the number of persons each
    document is divided by: every person listed, so that the shares of those without a place are lost; None divides by the located persons alone.
    Then a document's units sum to exactly UNIT, else to the whole part of UNIT * located / divisor. Remainders are compared as doubles, which
    tell any two fractions apart while persons times coordinates stay below 2 ** 26.

    >>> share_units(np.array([0, 0, 0]), np.array([1, 2, 2]), np.array([7, 7, 9])).units / UNIT
    array([0.5 , 0.25, 0.25])
    """
    rows = np.lexsort((point, person, document))
    same_person = _same_as_before(document[rows], person[rows])
    rows = rows[~(same_person & _same_as_before(point[rows]))]
    document, person = document[rows], person[rows]
    first_of_person = ~_same_as_before(document, person)
    places = _run_lengths(first_of_person)
    persons = np.bincount(document, weights=first_of_person, minlength=0 if divisor is None else len(divisor)).astype(np.int64)
    due = (persons if divisor is None else divisor)[document] * places
    units = UNIT // due
    total = np.full(len(persons), UNIT) if divisor is None else UNIT * persons // divisor
    _give_remainders(units, document, (UNIT % due) / due, total)
    return Shares(rows, units)


def _give_remainders(units: Integers, document: Integers, remainder: NDArray[np.float64], total: Integers) -> None:
    """Add one unit to the largest remainders of each document until it sums to its total; entries come in the order that settles ties."""
    missing = total - np.bincount(document, weights=units, minlength=len(total)).astype(np.int64)
    open_entries = np.flatnonzero(missing[document] > 0)
    ranked = open_entries[np.lexsort((-remainder[open_entries], document[open_entries]))]
    begins = ~_same_as_before(document[ranked])
    place_in_document = np.arange(len(ranked)) - np.maximum.accumulate(np.where(begins, np.arange(len(ranked)), 0))
    units[ranked[place_in_document < missing[document[ranked]]]] += 1


def _same_as_before(*columns: Integers) -> NDArray[np.bool_]:
    """True where an entry equals the one before it in every column."""
    same = np.ones(len(columns[0]), dtype=np.bool_)
    same[:1] = False
    for column in columns:
        same[1:] &= column[1:] == column[:-1]
    return same


def _run_lengths(begins: NDArray[np.bool_]) -> Integers:
    """For each entry the length of the run that it lies in; runs begin where `begins` is true."""
    run = np.cumsum(begins) - 1
    return np.asarray(np.bincount(run)[run])
