"""What a gazetteer holds, economy by economy, and what changed between two versions of it."""

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from innoatlas.geo.sphere import distance_sql

#: km; points of a place that are nearer than this are the same point, set again.
MOVED_KM = 1.0

#: Places named as examples of each change.
_EXAMPLES = 3

#: Columns of places that are compared or told.
_TOLD = ("place_name", "precision", "country_code", "lat", "lon", "population")

#: Columns of `holdings` with the precisions that they count.
_COUNTED = {"towns": ("city",), "postal_codes": ("postcode",), "organisations": ("organisation",), "regions": ("admin1", "admin2")}


def holdings(places: DataFrame, place_names: DataFrame) -> DataFrame:
    """One row per economy, in the order of codes: places of each kind, all names, and the inhabitants of the country (null when not known)."""
    counts = [F.count(F.when(F.col("precision").isin(*kinds), 1)).alias(name) for name, kinds in _COUNTED.items()]
    population = F.sum(F.when(F.col("precision") == "country", F.col("population"))).alias("population")
    held = places.groupBy(F.col("country_code").alias("economy_code")).agg(*counts, population)
    names = place_names.groupBy(F.col("country_code").alias("economy_code")).agg(F.count("*").alias("names"))
    columns = ["economy_code", *_COUNTED, "names", "population"]
    return held.join(names, "economy_code", "left").fillna(0, ["names"]).select(*columns).orderBy("economy_code")


def changes(before: DataFrame, after: DataFrame) -> DataFrame:
    """One row per economy, precision and kind of change, with examples: the places of most inhabitants, then of the first ids.

    added and removed: the id is in one version only. moved: by more than MOVED_KM. renamed: another main name. A place may be moved and renamed.
    """
    old, new = (frame.select(F.col("place_id"), F.struct(*_TOLD).alias(name)) for frame, name in ((before, "old"), (after, "new")))
    both = old.join(new, "place_id", "full")
    away = F.expr(distance_sql("old.lat", "old.lon", "new.lat", "new.lon"))
    tests: dict[str, tuple[Column, Column]] = {
        "added": (F.col("old").isNull(), F.format_string("%s", F.col("new.place_name"))),
        "removed": (F.col("new").isNull(), F.format_string("%s", F.col("old.place_name"))),
        "moved": (away > MOVED_KM, F.format_string("%s, %.1f km", F.col("new.place_name"), away)),
        "renamed": (F.col("old.place_name") != F.col("new.place_name"), F.format_string("%s, was %s", F.col("new.place_name"), F.col("old.place_name"))),
    }
    found = [F.when(test, F.struct(F.lit(change).alias("change"), words.alias("words"))) for change, (test, words) in tests.items()]
    place = F.coalesce("new", "old")
    largest_first = Window.partitionBy("place.country_code", "place.precision", "found.change").orderBy(F.desc_nulls_last("place.population"), "place_id")
    rows = both.select("place_id", place.alias("place"), F.explode(F.array_compact(F.array(*found))).alias("found"))
    told = rows.select(
        F.col("place.country_code").alias("economy_code"),
        F.col("place.precision").alias("precision"),
        F.col("found.change").alias("change"),
        F.concat("found.words", F.lit(" ("), "place_id", F.lit(")")).alias("example"),
        F.row_number().over(largest_first).alias("position"),
    )
    examples = F.array_sort(F.collect_list(F.when(F.col("position") <= _EXAMPLES, F.struct("position", "example"))))
    counted = told.groupBy("economy_code", "precision", "change").agg(F.count("*").alias("places"), examples.alias("examples"))
    return counted.select("economy_code", "precision", "change", "places", F.array_join("examples.example", "; ").alias("examples")).orderBy(
        "economy_code", "precision", "change"
    )
