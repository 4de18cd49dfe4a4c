"""Names of countries that no gazetteer holds: codes that stand in a field of their own only, and countries that are no more.

`JPX` is Japan in a country field of US patents and a word elsewhere. `USSR` is one of fifteen countries of today, and the text's place decides
which: so a name of several countries is each of them, the likeliest first.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from innoatlas.geocoding.knowledge import Knowledge
from innoatlas.text.arrays import Ints
from innoatlas.text.fold import compact

#: Kinds of such names: where they count, in a country field only, or at the end of a text too.
IN_FIELD, IN_TEXT = range(2)


@dataclass(frozen=True)
class CountryNames:
    """One entry per name and country."""

    folded: pa.Array
    country_code: tuple[str, ...]
    kind: NDArray[np.uint8]  #: IN_FIELD or IN_TEXT
    rank: Ints  #: 0 for the likeliest country of the name, then 1, 2, …


def country_names(knowledge: Knowledge) -> CountryNames:
    """Those of the tables country_spellings, where they are of a field only, and historic_countries."""
    rows = [(row.spelling, row.country_code, IN_FIELD, 0) for row in knowledge.country_spellings if row.scope == "field"]
    for row in knowledge.historic_countries:
        rows += [(row.spelling, code, IN_FIELD if row.scope == "field" else IN_TEXT, rank) for rank, code in enumerate(row.country_codes)]
    names, codes, kinds, ranks = zip(*rows, strict=True)
    return CountryNames(compact(pa.array(names)), codes, np.array(kinds, np.uint8), np.array(ranks, np.int64))
