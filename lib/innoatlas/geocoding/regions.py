"""What the regions that an address speaks of say about each of its candidates."""

from dataclasses import dataclass

import numpy as np

from innoatlas.text.scan import Bools, Ints


@dataclass(frozen=True)
class RegionPairs:
    """One entry per candidate and region of its country that its address speaks of."""

    candidate: Ints
    strength: Ints
    first_level: Bools
    same: Bools  #: the region holds the place
    known: Bools  #: the place's own region of that level is known
    apart: Bools  #: the region is written in other words


@dataclass(frozen=True)
class Regions:
    """Per candidate, what the regions of one level say."""

    agrees: Bools  #: a region written elsewhere in the address holds the place
    against: Bools  #: regions of its country are written elsewhere, and none holds it
    is_its_name: Bools  #: the window itself is the name of the place's own region
    is_another_name: Bools  #: the window itself is the name of another region of its country


def any_of(positions: Ints, count: int) -> Bools:
    """True at some positions of a column of `count`."""
    out = np.zeros(count, np.bool_)
    out[positions] = True
    return out
