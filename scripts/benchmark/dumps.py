"""Dumps drawn in the layout of GeoNames' own, of any size and the same in every run: allCountries.txt and alternateNamesV2.txt.

They are drawn to weigh what real ones weigh. Names repeat by Zipf's law, as villages' names do; one place in ten has inhabitants; three in four are
written with ASCII alone; alternate names come in Latin, Cyrillic, Arabic and Han letters, with codes, links and readings between them.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

#: Rows drawn and written at once.
_PART = 500_000
_SEED = 20_240_101

#: First id of a drawn feature: above those that GeoNames has given, so that none replaces a packaged town.
FIRST_ID = 100_000_000

_SYLLABLES = [
    "ba", "be", "bo", "da", "de", "di", "do", "fa", "ga", "go", "ha", "ka", "ke", "ki", "ko", "la", "le", "li", "lo", "ma", "me", "mi", "mo", "na",
    "ne", "ni", "no", "pa", "pe", "po", "ra", "re", "ri", "ro", "sa", "se", "si", "so", "ta", "te", "ti", "to", "va", "ve", "vi", "za", "berg",
    "burg", "dorf", "feld", "ford", "ham", "heim", "hof", "holm", "mont", "nau", "stad", "stein", "ton", "wald", "wick", "ville", "bach", "grad",
    "mar", "san", "sel", "tor", "vil", "wen", "yan", "zhou", "gou", "li",
]  # fmt: skip
_ACCENTED = [
    "á", "é", "í", "ó", "ú", "ä", "ö", "ü", "å", "ø", "ç", "ñ", "ł", "š", "ž", "ã", "ê",
]  # fmt: skip
_CYRILLIC = [
    "ба", "во", "го", "де", "жи", "ка", "ли", "мо", "на", "по", "ре", "со", "та", "ув", "хо", "це", "ча", "ше", "ск", "ово", "ино", "град",
]  # fmt: skip
_ARABIC = [
    "با", "دا", "را", "زا", "سا", "شا", "عا", "فا", "قا", "كا", "لا", "ما", "نا", "ها", "وا", "يا", "ال",
]  # fmt: skip
_HAN = [
    "山", "川", "田", "村", "里", "石", "木", "林", "水", "大", "小", "上", "下", "中", "东", "西", "南", "北", "新", "安", "平", "金", "高", "长",
]  # fmt: skip
#: Languages of alternateNamesV2 with their shares; the last three are no names.
_LANGUAGES = ("", "en", "fr", "de", "ru", "zh", "ar", "es", "link", "wkdt", "post")
_SHARES = (0.3, 0.15, 0.05, 0.05, 0.05, 0.05, 0.05, 0.1, 0.1, 0.07, 0.03)
#: Of the features that are no populated places; two in a thousand of all are regions.
_OTHER_CODES = (("S", "SCH"), ("H", "STM"), ("T", "HLL"), ("L", "LCTY"), ("S", "HTL"), ("V", "FRST"))


def write_dumps(features: int, populated_share: float, country_codes: list[str], folder: Path) -> tuple[Path, Path]:
    """Paths of allCountries.txt with so many features, and of alternateNamesV2.txt with 1.3 rows for each of them."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / "allCountries.txt", folder / "alternateNamesV2.txt"
    words = _vocabulary(max(1000, features // 3))
    _write(paths[0], (_features(start, count, populated_share, country_codes, words) for start, count in _parts(features)))
    _write(paths[1], (_names(start, count, features, words) for start, count in _parts(features * 13 // 10)))
    return paths


def _parts(rows: int) -> Iterator[tuple[int, int]]:
    return ((start, min(_PART, rows - start)) for start in range(0, rows, _PART))


def _write(path: Path, tables: Iterator[pa.Table]) -> None:
    options = pa_csv.WriteOptions(include_header=False, delimiter="\t", quoting_style="none")
    with path.open("wb") as file:
        for table in tables:
            pa_csv.write_csv(table, file, options)


def _vocabulary(size: int) -> pa.Array:
    """Names of two or three syllables, some of two words, one in four with a letter beyond ASCII."""
    random = np.random.default_rng(_SEED)
    syllables = [_drawn(_SYLLABLES, size, random) for _ in range(5)]
    accent = _some(_drawn(_ACCENTED, size, random), random.random(size) < 0.25)
    third = _some(syllables[2], random.random(size) < 0.7)
    second_word = pc.binary_join_element_wise(" ", pc.utf8_title(syllables[3]), syllables[4], "")
    first_word = pc.utf8_capitalize(pc.binary_join_element_wise(*syllables[:2], accent, third, ""))
    return pc.binary_join_element_wise(first_word, _some(second_word, random.random(size) < 0.3), "")


def _drawn(choices: list[str], size: int, random: np.random.Generator) -> pa.Array:
    return pa.array(choices).take(pa.array(random.integers(0, len(choices), size)))


def _some(texts: pa.Array, kept: NDArray[np.bool_]) -> pa.Array:
    return pc.if_else(pa.array(kept), texts, "")


def _zipf(size: int, most: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Numbers below `most`: half of them spread evenly, half by Zipf's law."""
    spread = random.integers(0, most, size)
    crowded = np.minimum((most ** random.random(size)).astype(np.int64), most - 1)
    return np.where(random.random(size) < 0.5, spread, crowded)


def _features(start: int, count: int, populated_share: float, country_codes: list[str], words: pa.Array) -> pa.Table:
    random = np.random.default_rng([_SEED, 1, start])
    name = words.take(pa.array(_zipf(count, len(words), random)))
    country = np.minimum(random.exponential(len(country_codes) / 16, count).astype(np.int64), len(country_codes) - 1)
    kind = np.where(random.random(count) < populated_share, 0, 1 + random.integers(0, len(_OTHER_CODES), count))
    classes, codes = (pa.array(["P" if side == 0 else "PPL", *(pair[side] for pair in _OTHER_CODES)]) for side in range(2))
    inhabitants = np.where((random.random(count) < 0.1) & (kind == 0), (random.pareto(1.1, count) * 500).astype(np.int64) % 20_000_000, 0)
    middle_lat, middle_lon = (country * 37) % 110 - 50, (country * 101) % 300 - 150
    lat, lon = (np.round(middle + random.normal(0, 3, count), 5) for middle in (middle_lat, middle_lon))
    empty = pa.repeat("", count)
    admin1 = pc.utf8_lpad(pc.cast(pa.array(random.integers(1, 30, count)), pa.string()), 2, "0")
    admin2 = _some(pc.utf8_lpad(pc.cast(pa.array(random.integers(1, 60, count)), pa.string()), 3, "0"), random.random(count) < 0.6)
    return pa.table(
        {
            "geonames_id": pa.array(np.arange(start, start + count) + FIRST_ID),
            "name": name,
            "ascii_name": pc.replace_substring_regex(name, r"[^\x00-\x7f]", "a"),
            "names": _alternates(count, words, random),
            "lat": pa.array(lat),
            "lon": pa.array(lon),
            "feature_class": classes.take(pa.array(kind)),
            "feature_code": codes.take(pa.array(kind)),
            "country_code": pa.array(country_codes).take(pa.array(country)),
            "other_countries": empty,
            "admin1": admin1,
            "admin2": admin2,
            "admin3": empty,
            "admin4": empty,
            "population": pa.array(inhabitants),
            "elevation": empty,
            "dem": pa.array(random.integers(0, 3000, count)),
            "timezone": pa.repeat("Europe/Andorra", count),
            "modified": pa.repeat("2024-06-20", count),
        }
    )


def _alternates(count: int, words: pa.Array, random: np.random.Generator) -> pa.Array:
    """Lists with commas: one or two more Latin names for a third of the places, names in other scripts and a code for some."""
    latin = [_some(words.take(pa.array(random.integers(0, len(words), count))), random.random(count) < share) for share in (0.35, 0.12)]
    foreign = [_some(_foreign(count, letters, random), random.random(count) < share) for letters, share in ((_CYRILLIC, 0.12), (_ARABIC, 0.06), (_HAN, 0.1))]
    code = _some(pc.utf8_upper(pc.utf8_slice_codeunits(words.take(pa.array(random.integers(0, len(words), count))), 0, 3)), random.random(count) < 0.02)
    listed = pc.binary_join_element_wise(*latin, *foreign, code, ",")
    return pc.utf8_trim(pc.replace_substring_regex(listed, ",+", ","), ",")


def _foreign(count: int, letters: list[str], random: np.random.Generator) -> pa.Array:
    return pc.utf8_capitalize(pc.binary_join_element_wise(*(_drawn(letters, count, random) for _ in range(3)), ""))


def _names(start: int, count: int, features: int, words: pa.Array) -> pa.Table:
    random = np.random.default_rng([_SEED, 2, start])
    language = random.choice(len(_LANGUAGES), count, p=np.array(_SHARES))
    name = words.take(pa.array(random.integers(0, len(words), count)))
    for number, letters in ((4, _CYRILLIC), (5, _HAN), (6, _ARABIC)):
        name = pc.if_else(pa.array(language == number), _foreign(count, letters, random), name)
    number = pc.cast(pa.array(random.integers(1, 90_000, count)), pa.string())
    for position, prefix in ((8, "https://en.wikipedia.org/wiki/"), (9, "Q"), (10, "")):
        name = pc.if_else(pa.array(language == position), pc.binary_join_element_wise(prefix, number, ""), name)
    empty = pa.repeat("", count)
    columns = [
        pa.array(np.arange(start, start + count)),
        pa.array(random.integers(0, features, count) + FIRST_ID),
        pa.array(_LANGUAGES).take(pa.array(language)),
    ]
    return pa.table([*columns, name, *[empty] * 6], names=[f"column{i}" for i in range(10)])
