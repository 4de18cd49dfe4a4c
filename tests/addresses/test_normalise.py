"""Normalisation: a table of what each step does, and its laws."""

from functools import reduce

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from innoatlas.addresses.normalise import FIELD_NAMES, NOTHING_WORDS, STEPS, SUSPECT, address_id, normalised

SAME = {
    "Kyoto": "Kyoto",
    "  Kyoto\t 606\r\n-8501 ": "Kyoto 606 -8501",
    "Kyoto\u00a0\u3000Japan": "Kyoto Japan",
    "Ky\u200boto\ufeff\u00ad": "Kyoto",
    "Kyoto\u0000Japan": "Kyoto Japan",
    "Univ Y, Kyoto, Japan.": "Univ Y, Kyoto, Japan",
    "Univ Y, Kyoto, Japan;": "Univ Y, Kyoto, Japan",
    ", , Kyoto": "Kyoto",
    '"Kyoto"': "Kyoto",
    "[Kyoto]": "Kyoto",
    "'Kyoto'": "Kyoto",
    "“Kyoto”.": "Kyoto",
    '(["Kyoto"])': "Kyoto",
    "Kyoto (Japan)": "Kyoto (Japan)",
    "(Univ) of Kyoto (Japan)": "(Univ) of Kyoto (Japan)",
    "'s-Gravenhage": "'s-Gravenhage",
    "Villeneuve d'Ascq": "Villeneuve d'Ascq",
    "KYOTO": "KYOTO",
    "Kyōto": "Kyōto",
    "NA": "NA",
    "": None,
    "  ": None,
    "--": None,
    "...": None,
    "\u200b": None,
    "NULL": None,
    "unknown": None,
    "(Omitted)": None,
    "N/A": None,
}


def normalise(spark: SparkSession, texts: list[str | None]) -> list[str | None]:
    frame = spark.createDataFrame(pa.table({"text": pa.array(texts, pa.string())}))
    return [row.text for row in frame.select(normalised(F.col("text")).alias("text")).collect()]


def test_each_writing_and_what_it_is_compared_as(spark: SparkSession) -> None:
    assert dict(zip(SAME, normalise(spark, list(SAME)), strict=True)) == SAME


def test_null_stays_null(spark: SparkSession) -> None:
    assert normalise(spark, [None]) == [None]


_PIECES = [*"\"“”„«»[](){}<>'‘’,;:.", " ", "\t", "\u200b", "\u00a0", "Kyoto", "é", "漢", "7", "-", *NOTHING_WORDS]
_WRITINGS = st.one_of(st.lists(st.sampled_from(_PIECES), max_size=9).map("".join), st.text(max_size=12))


@settings(max_examples=3, deadline=None)
@given(st.lists(_WRITINGS, min_size=100, max_size=300))
def test_normalising_twice_is_normalising_once(spark: SparkSession, texts: list[str]) -> None:
    frame = spark.createDataFrame(pa.table({"text": texts}))
    once = normalised(F.col("text"))
    assert frame.select("text", once.alias("once"), normalised(once).alias("twice")).where("not (once <=> twice)").collect() == []


@settings(max_examples=3, deadline=None)
@given(st.lists(_WRITINGS, min_size=100, max_size=300))
def test_what_is_not_suspect_is_what_the_steps_would_give(spark: SparkSession, texts: list[str]) -> None:
    frame = spark.createDataFrame(pa.table({"text": [*texts, *map("Ky{}oto".format, texts)]}))
    stepped = reduce(lambda column, step: step(column), STEPS, F.col("text"))
    assert frame.where(~F.col("text").rlike(SUSPECT)).select("text", stepped.alias("stepped")).where("not (text <=> stepped)").collect() == []


def ids(spark: SparkSession, *fields: dict[str, str]) -> list[int | None]:
    frame = spark.createDataFrame(pa.table({name: pa.array([one.get(name) for one in fields], pa.string()) for name in FIELD_NAMES}))
    compared = F.struct(*(normalised(F.col(name)).alias(name) for name in FIELD_NAMES))
    return [row.id for row in frame.select(compared.alias("a")).select(address_id(F.col("a")).alias("id")).collect()]


def test_writings_of_one_address_have_one_id(spark: SparkSession) -> None:
    one, other, third = ids(
        spark, {"city": "Kyoto", "country": "JP"}, {"city": ' "Kyoto" ', "country": "JP", "region": "--"}, {"city": "KYOTO", "country": "JP"}
    )
    assert one == other != third


def test_the_field_that_a_word_stands_in_matters(spark: SparkSession) -> None:
    found = ids(spark, *({name: "Luxembourg"} for name in FIELD_NAMES))
    assert len(set(found)) == len(FIELD_NAMES)


def test_an_address_of_which_every_field_is_null_has_no_id(spark: SparkSession) -> None:
    assert ids(spark, {}, {"address_text": "--", "city": "unknown", "country": "omitted"}) == [None, None]
