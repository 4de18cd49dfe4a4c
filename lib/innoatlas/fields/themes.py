"""What a theme, which is one or several fields, holds of each document and place."""

from collections.abc import Set

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.fields.documents import part_sql
from innoatlas.tables import DOCUMENT_PLACES


def places_of_theme(document_places: DataFrame, document_fields: DataFrame, fields: Set[tuple[str, str]]) -> DataFrame:
    """The rows of `document_places` whose document has any of `fields` (kind, field code), their units only those fields' part of the document.

    Listings are whole: who is listed on the document is listed in the theme.
    """
    wanted = F.struct("kind", "field_code").isin([F.struct(F.lit(kind), F.lit(code)) for kind, code in sorted(fields)])
    parts = document_fields.where(wanted).select("document_id", "field_position", "fields_divisor")
    divided = document_places.join(parts, "document_id").withColumn("part", F.expr(part_sql("units")))
    # A document counted whole under each of two fields of the theme is still one.
    part = F.least(F.sum("part"), F.min("units")).alias("units")
    others = (F.min(name).alias(name) for name in DOCUMENT_PLACES.column_names if name not in ("document_id", "point_id", "units"))
    return divided.groupBy("document_id", "point_id").agg(part, *others).select(*DOCUMENT_PLACES.column_names)
