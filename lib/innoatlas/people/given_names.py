"""A dictionary of given names, and which gender it attributes to a person's name. The layout is that of the World Gender-Name Dictionary of WIPO.

A dictionary row says what a given name is in one country, or in any. A name may have several rows for a country, each with its probability: those that
are likely enough decide, and only where they agree. What a country's own rows leave open, the rows for any country do not settle.
"""

from collections.abc import Iterable, Iterator

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.errors import SourceError
from innoatlas.text.fold import compact, fold

#: The columns of a dictionary, and those that it may lack: country and probability also under the names that WIPO's files give them.
REQUIRED, OPTIONAL = ("name", "gender"), ("country_code", "code", "probability", "wgt")

WOMAN, MAN, OPEN = "f", "m", "?"

#: Where a row holds for any country.
_ANY = ""


def dictionary(rows: DataFrame, min_probability: float, file: str) -> DataFrame:
    """folded_name, country_code (empty: any) and gender (f, m; null where it is open), one row per name and country.

    `rows`: text columns REQUIRED and OPTIONAL, and `ragged_row`, as a table of `file`. SourceError for a row that is none: a gender other than f, m or ?,
    a probability that is not from 0 to 1, no name, more or fewer fields than the header.
    """
    probability = F.coalesce("probability", "wgt")
    read = rows.select(
        "name",
        F.upper(F.coalesce("country_code", "code", F.lit(_ANY))).alias("country_code"),
        F.lower("gender").alias("gender"),
        F.when(probability.isNull(), 1.0).otherwise(F.expr("try_cast(coalesce(probability, wgt) as double)")).alias("probability"),
        F.coalesce("ragged_row", F.to_json(F.struct(*REQUIRED, *OPTIONAL))).alias("record"),
        F.col("ragged_row").isNull().alias("is_whole"),
    )
    good = F.col("is_whole") & F.col("name").isNotNull() & F.col("gender").isin(WOMAN, MAN, OPEN) & F.col("probability").between(0, 1)
    bad = ~F.coalesce(good, F.lit(False))
    (wrong, example) = read.agg(F.count(F.when(bad, 1)), F.min(F.when(bad, F.col("record")))).collect()[0]
    if wrong:
        raise SourceError(
            f"{file}: expected rows with a name, a gender {WOMAN}, {MAN} or {OPEN}, and a probability from 0 to 1 or none, "
            f"found {wrong:,} other rows, for example {example}. Correct the file, or names in conf."
        )
    folded = read.select("name", "country_code", "gender", "probability").mapInArrow(
        _fold_batches, "folded_name string, country_code string, gender string, probability double"
    )
    sure = F.collect_set(F.when((F.col("gender") != OPEN) & (F.col("probability") >= min_probability), F.col("gender")))
    return folded.groupBy("folded_name", "country_code").agg(F.when(F.size(sure) == 1, sure[0]).alias("gender"))


def genders_of_names(names: DataFrame, known: DataFrame) -> DataFrame:
    """person_name, economy_code and gender (f or m) of the pairs of `names` (person_name; economy_code, '' when not known) that have one in `dictionary`.

    A country's own row beats one for any. Of the parts of a given name (`given_names`) the first that has a gender tells.
    """
    parts = names.where("person_name is not null").distinct().mapInArrow(_part_batches, "person_name string, economy_code string, parts array<string>")
    each = parts.select("person_name", "economy_code", F.posexplode("parts").alias("position", "folded_name"))
    looked_up = each.withColumn("country_code", F.explode(F.array_distinct(F.array("economy_code", F.lit(_ANY))))).join(known, ["folded_name", "country_code"])
    own_first = F.min(F.struct((F.col("country_code") == _ANY).alias("is_any"), "gender"))["gender"].alias("gender")
    told = looked_up.groupBy("person_name", "economy_code", "position").agg(own_first).where("gender is not null")
    return told.groupBy("person_name", "economy_code").agg(F.min(F.struct("position", "gender"))["gender"].alias("gender"))


def given_names(names: pa.Array) -> list[list[str]]:
    """The given name of each person whole, then its words, folded; initials left out. Before the last word, or after a comma where there is one.

    >>> given_names(pa.array(["Marie Skłodowska Curie", "SMITH, John A., Jr.", "Müller, Hans-Peter", "J. Olsen", "Plato"]))
    [['mariesklodowska', 'marie', 'sklodowska'], ['john'], ['hanspeter'], [], []]
    """
    words = [_given_words(name) for name in fold(names).to_pylist()]
    texts = [[" ".join(given), *given] if len(given) > 1 else given for given in words]
    flat = iter(compact(pa.array([text for parts in texts for text in parts], pa.string())).to_pylist())
    return [[next(flat) for _ in parts] for parts in texts]


def _given_words(name: str) -> list[str]:
    _, comma, behind = name.partition(",")
    given = behind.partition(",")[0] if comma else name.strip().rpartition(" ")[0]
    return [word for word in given.split() if len(word.strip(".")) > 1]


def _fold_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield pa.RecordBatch.from_arrays(
            [compact(batch["name"]), *(batch[name] for name in ("country_code", "gender", "probability"))],
            ["folded_name", "country_code", "gender", "probability"],
        )


def _part_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        parts = pa.array(given_names(batch["person_name"]), pa.list_(pa.string()))
        yield pa.RecordBatch.from_arrays([batch["person_name"], batch["economy_code"], parts], ["person_name", "economy_code", "parts"])
