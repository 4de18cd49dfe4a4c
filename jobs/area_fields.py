"""document_areas + document_fields + world_fields -> area_fields: what each site and region is strong in against the world."""

from pyspark.sql import DataFrame

from innoatlas.fields.areas import fields_of_areas
from innoatlas.runtime.runner import run


def area_fields(document_areas: DataFrame, document_fields: DataFrame, world_fields: DataFrame) -> DataFrame:
    """Compare each area's fields with the world's."""
    return fields_of_areas(document_areas, document_fields, world_fields)


if __name__ == "__main__":
    run(area_fields)
