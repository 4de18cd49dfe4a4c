"""Which addresses to ask for, in which order, in which words."""

from collections.abc import Mapping

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.flags import Flag
from innoatlas.tables import ADDRESS_FIELDS, LOCATED

_FIELDS = tuple(column.name for column in ADDRESS_FIELDS)

#: Fields in the order in which an address is written out.
_WRITTEN = ("address_text", "organisation", "city", "postcode", "region", "country")


def unlocated(addresses: DataFrame, geocodes: DataFrame) -> DataFrame:
    """address_id and fields of the addresses without a point, those with most listings first, ties to the smaller id.

    What says that there is no affiliation, or holds no letter, is not worth a request.
    """
    silent = F.array_contains("flags", Flag.NULL_AFFILIATION.label)
    wanted = geocodes.where(~F.col("precision").isin(*LOCATED) & ~silent).select("address_id")
    found = addresses.join(wanted, "address_id").where(F.concat_ws(" ", *_FIELDS).rlike(r"\p{L}"))
    return found.orderBy(F.desc("listings_count"), "address_id").select("address_id", *_FIELDS)


def written_out(fields: Mapping[str, str | None]) -> str:
    """The fields of an address as one text, parted by commas, without a field that already stands between two of them.

    >>> written_out({"address_text": "Dept Phys, Lyon , France", "city": "lyon", "country": "FR"})
    'Dept Phys, Lyon , France, FR'
    """
    text = ""
    for name in _WRITTEN:
        field = fields.get(name)
        if field and field.casefold() not in {segment.strip() for segment in text.casefold().split(",")}:
            text = f"{text}, {field}" if text else field
    return text
