"""Given names: read from names as sources write them, and looked up in a dictionary."""

from pathlib import Path

import pyarrow as pa
import pytest
from builders import rows
from pyspark.sql import DataFrame, SparkSession

from innoatlas.errors import SettingsError, SourceError
from innoatlas.frames import frame_of
from innoatlas.people.given_names import dictionary, genders_of_names, given_names
from innoatlas.sources.delimited import read_delimited
from jobs import cluster_women

NAMES = """name,code,gender,wgt
Andrea,IT,M,0.98
Andrea,IT,F,0.02
andrea,,f,0.95
Kim,,f,0.6
Kim,,m,0.4
José,ES,m,1
Maria José,ES,f,
Yuki,JP,?,1
Yuki,,f,0.99
Anna,,f,
"""


def written(folder: Path, text: str) -> str:
    file = folder / "names.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def read(spark: SparkSession, file: str) -> DataFrame:
    table = read_delimited(spark, [file], required=("name", "gender"), optional=("country_code", "code", "probability", "wgt"))
    return dictionary(table, 0.9, file)


@pytest.fixture(scope="module")
def known(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> DataFrame:
    return read(spark, written(tmp_path_factory.mktemp("names"), NAMES)).cache()


def test_a_dictionary_of_wipos_layout_is_one_row_per_name_and_country_open_where_it_is_not_sure(known: DataFrame) -> None:
    assert rows(known) == [
        ("andrea", "", "f"),
        ("andrea", "IT", "m"),
        ("anna", "", "f"),
        ("jose", "ES", "m"),
        ("kim", "", None),
        ("mariajose", "ES", "f"),
        ("yuki", "", "f"),
        ("yuki", "JP", None),
    ]


def test_a_countrys_own_row_beats_one_for_any_and_what_it_leaves_open_stays_open(spark: SparkSession, known: DataFrame) -> None:
    names = [
        ("Andrea Rossi", "IT"),
        ("Andrea Meier", "DE"),
        ("MEIER, ANDREA", ""),
        ("Yuki Mori", "JP"),
        ("Yuki Mori", "US"),
        ("Maria José García", "ES"),
        ("José María García", "ES"),
        ("Xaver Anna Huber", "AT"),
        ("Kim Lee", "US"),
        ("A. Rossi", "IT"),
    ]
    asked = frame_of(spark, [*names, *names], "person_name string, economy_code string")
    assert rows(genders_of_names(asked, known)) == sorted(
        [
            ("Andrea Meier", "DE", "f"),
            ("Andrea Rossi", "IT", "m"),
            ("José María García", "ES", "m"),
            ("MEIER, ANDREA", "", "f"),
            ("Maria José García", "ES", "f"),
            ("Xaver Anna Huber", "AT", "f"),
            ("Yuki Mori", "US", "f"),
        ],
        key=repr,
    )


def test_the_given_name_stands_before_the_last_word_or_after_a_comma() -> None:
    read_from = {
        "Ana Silva": ["ana"],
        "SILVA, ANA": ["ana"],
        "Silva, Ana P., Dr.": ["ana"],
        "Jean-Luc Blanc": ["jeanluc"],
        "Ana": [],
        "A. B. Silva": [],
        "": [],
    }
    assert given_names(pa.array(list(read_from))) == list(read_from.values())
    assert given_names(pa.array(["Ana Maria Silva"])) == [["anamaria", "ana", "maria"]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,code\nAnna,IT\n", "expected the columns \\['name', 'gender'\\], \\['gender'\\] are missing"),
        ("name,gender\nAnna,female\n", "expected rows with a name, a gender f, m or \\?.*found 1 other rows, for example .*female"),
        ("name,gender,probability\nAnna,f,often\nAnna,f,1.5\n", "found 2 other rows, for example .*1.5"),
        ("name,gender\n,f\n", "found 1 other rows"),
        ("name,gender\nAnna,f,0.9,IT\n", "found 1 other rows, for example Anna,f,0.9,IT"),
    ],
)
def test_a_dictionary_that_is_none_is_refused_with_its_file_and_an_example(spark: SparkSession, tmp_path: Path, text: str, said: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(SourceError, match=f"{file}: .*{said}"):
        read(spark, file)


def test_settings_out_of_range_are_refused(spark: SparkSession) -> None:
    nothing = frame_of(spark, [], "x int")
    for wrong in (cluster_women.Settings("names.csv", 0.5, 1), cluster_women.Settings("names.csv", 0.9, 0)):
        with pytest.raises(SettingsError, match="cluster_women: expected min_probability above"):
            cluster_women.cluster_women(nothing, nothing, nothing, nothing, nothing, settings=wrong, spark=spark)
