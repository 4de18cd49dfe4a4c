"""The organisation of each distinct address: its own field, else the segment of the text that names one."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.organisations.names import Vocabulary, folded_words, harmonise
from innoatlas.tables import ADDRESS_ORGANISATIONS

#: Which segment of an address names the organisation rather than a part of it; a higher one is preferred, of equal ones the first.
_WORTH = {"university": 4, "hospital": 3, "government": 3, "company": 3, "institute": 3, "association": 2, "museum": 2, "school": 1, "laboratory": 1}

_SEGMENTS = r"\s*[,;|()\[\]\n]+\s*"

#: Before the id of a registered organisation, as in `places`; before the key of one that is known by its name.
REGISTERED, BY_NAME = "ror:", "name:"


def organisations_of_addresses(addresses: DataFrame, geocodes: DataFrame, vocabulary: Vocabulary) -> DataFrame:
    """Columns of `address_organisations`: addresses that name one, under the registered id where the geocode is an organisation, else by their key."""
    registered = geocodes.where(F.col("place_id").startswith(REGISTERED)).select("address_id", "place_id", "place_name")
    given = addresses.select("address_id", "address_text", "organisation").join(registered, "address_id", "left")
    return given.mapInArrow(partial(_name_batches, vocabulary), ADDRESS_ORGANISATIONS.ddl)


def _name_batches(vocabulary: Vocabulary, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        if not batch.num_rows:
            continue
        named = pc.coalesce(batch["place_name"], batch["organisation"], organisations_in(batch["address_text"], vocabulary))
        told = harmonise(named, vocabulary)
        by_name = pc.if_else(pc.equal(told.key, ""), None, pc.binary_join_element_wise(BY_NAME, told.key, ""))
        made = [batch["address_id"], pc.coalesce(batch["place_id"], by_name), named, told.kind]
        yield pa.RecordBatch.from_arrays(made, list(ADDRESS_ORGANISATIONS.column_names)).filter(pc.is_valid(made[1]))


def organisations_in(texts: pa.Array, vocabulary: Vocabulary) -> pa.Array:
    """The segment of each text that names its organisation, as it is written; null where none does.

    >>> from innoatlas.text.organisation_words import OrganisationWord
    >>> words = Vocabulary.build([OrganisationWord("univ", "university", "strong", "univ"), OrganisationWord("dept", "department", "strong", "dept")], [])
    >>> organisations_in(pa.array(["Dept Phys, Univ Tokyo, Tokyo 113, Japan", "Tokyo, Japan", None]), words).to_pylist()
    ['Univ Tokyo', None, None]
    """
    parts = pc.split_pattern_regex(pc.fill_null(texts, ""), _SEGMENTS)
    row = pc.list_parent_indices(parts).to_numpy()
    segments = pc.list_flatten(parts).dictionary_encode()
    worth = np.array([_worth(words, vocabulary) for words in folded_words(segments.dictionary)], dtype=np.int64)
    of_segment = worth[segments.indices.to_numpy()]
    order = np.lexsort((np.arange(len(row)), -of_segment, row))
    first = order[np.unique(row[order], return_index=True)[1]]
    chosen = first[of_segment[first] > 0]
    found = np.full(len(texts), -1)
    found[row[chosen]] = chosen
    return segments.dictionary.take(segments.indices.take(pa.array(found, mask=found < 0)))


def _worth(words: list[str], vocabulary: Vocabulary) -> int:
    said = max((_WORTH.get(kind, 0) for kind in vocabulary.word_kinds(words)), default=0)
    form = len(words) > 1 and words[-1] in vocabulary.legal_forms and len(words[-1]) > 2
    return max(said, _WORTH["company"]) if form else said
