"""Which addresses to ask for, in which order, in which words."""

from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from innoatlas.flags import Flag
from innoatlas.tables import LOCATED

#: Fields in the order in which an address is written out.
_WRITTEN = ("address_text", "organisation", "city", "postcode", "region", "country")


def unlocated(addresses: DataFrame, geocodes: DataFrame) -> DataFrame:
    """address_id and the text to ask of the addresses without a point, those with most listings first, ties to the smaller id.

    What says that there is no affiliation, or holds no letter, is not worth a request.
    """
    silent = F.array_contains("flags", Flag.NULL_AFFILIATION.label)
    wanted = geocodes.where(~F.col("precision").isin(*LOCATED) & ~silent).select("address_id")
    texts = addresses.join(wanted, "address_id").select("address_id", "listings_count", _written_out().alias("asked"))
    return texts.where(F.col("asked").rlike(r"\p{L}")).orderBy(F.desc("listings_count"), "address_id").select("address_id", "asked")


def _written_out() -> Column:
    """The fields joined by commas, without a field that already stands between two commas."""
    return reduce(_with_field, _WRITTEN, F.lit(""))


def _with_field(text: Column, name: str) -> Column:
    field = F.col(name)
    stands = F.array_contains(F.split(F.lower(text), r"\s*,\s*"), F.lower(field))
    return F.when(field.isNull() | stands, text).when(text == "", field).otherwise(F.concat(text, F.lit(", "), field))
