"""Where the persons of documents are: contributors, the coordinates that their addresses have or take, and the economies."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.geo.sphere import point_id_sql

_LISTING = ("document_id", "person_position", "address_position")


def listings_of_persons(contributors: DataFrame, geocodes: DataFrame, inferred_places: DataFrame) -> DataFrame:
    """Columns of _LISTING, kind, periods, person_id, person_name, point_id and economy_code of each listing; the last four null where not known.

    A listing that takes a place from a neighbour is there twice, with its own point and with that one.
    """
    point = F.expr(f"if(lat is null, null, {point_id_sql()})").alias("point_id")
    economy = F.col("country_code").alias("economy_code")
    persons = contributors.select(*_LISTING, "address_id", "kind", "periods", "person_id", "person_name")
    own = persons.join(geocodes.select("address_id", point, economy), "address_id", "left")
    taken = persons.join(inferred_places.select(*_LISTING, point, economy), [*_LISTING])
    return own.unionByName(taken).drop("address_id")
