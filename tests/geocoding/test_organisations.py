"""Names of organisations as bags of words, whole and without one of their words."""

import numpy as np
import pyarrow as pa

from innoatlas.geocoding.organisations import bag_of_rows, bags_without_a_word, word_values
from innoatlas.text.scan import scan
from tests.geocoding.small_world import marks

LONG = "Max Planck Institute of Molecular Cell Biology and Genetics"
SHORT = "Molecular Biology Genetics"
#: Ten names for each word, so that a word tells as little as it does in a registry.
OTHERS = [f"{word} {number}" for word in ["Max", "Planck", "Molecular", "Cell", "Biology", "Genetics"] for number in range(1000, 1010)]
FILLERS = [f"Filler{number}" for number in range(3000)]


def bag(text: str) -> int:
    words = scan(pa.array([text]))
    return int(bag_of_rows(words, word_values(words, marks()))[0])


def without_a_word(*names: str) -> set[tuple[int, int]]:
    words = scan(pa.array([*names, *OTHERS, *FILLERS]))
    of, keys = bags_without_a_word(words, word_values(words, marks()))
    return {(int(i), int(key)) for i, key in zip(of, keys, strict=True) if i < len(names)}


def test_a_long_name_is_known_without_any_one_of_its_words() -> None:
    found = without_a_word(LONG)
    assert (0, bag("Max-Planck-Institute for Cell Biology and Genetics")) in found
    assert (0, bag("Max Planck Inst Molec Biol")) not in found  # two words are missing


def test_a_short_name_is_not_known_by_less() -> None:
    assert without_a_word(SHORT) == set()


def test_the_rarest_word_is_never_left_out() -> None:
    keys = {key for _, key in without_a_word(f"Xenopus {LONG}")}
    assert bag(LONG) not in keys
    assert bag("Xenopus Max Planck Institute of Cell Biology and Genetics") in keys


def test_the_order_of_the_words_does_not_matter() -> None:
    assert bag("Genetics and Biology, Cell Molecular: Institute of Planck Max") == bag(LONG)
    assert np.uint64(bag(LONG)) != np.uint64(bag(SHORT))
