"""Parquet of others: read by name, with the fields that are wanted, whatever else it holds."""

from collections.abc import Sequence
from typing import cast

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, StructType

from innoatlas.errors import SourceError


def read_parquet(spark: SparkSession, files: Sequence[str], ddl: str, *, required: Sequence[str]) -> DataFrame:
    """The columns of `ddl`, in its order and types; those absent from the files, and absent fields of nested ones, are null.

    A plain column may be of another type (years are int or bigint, dates text or dates); what does not convert is null.
    Raises SourceError when a required column is absent, or the footer of the first file cannot be read.
    """
    try:
        own = spark.read.parquet(files[0]).schema
    except PySparkException as error:
        reason = str(error).splitlines()[0]
        raise SourceError(f"{files[0]}: expected Parquet, found what cannot be read as such ({reason}). It is truncated or damaged: fetch it again.") from error
    names = {field.name for field in own}
    if missing := [name for name in required if name not in names]:
        raise SourceError(f"{files[0]}: expected the columns {list(required)}, {missing} are missing; found {sorted(names)}. Check the path of the source.")
    wanted = cast(StructType, StructType.fromDDL(ddl)).fields
    stored = StructType([field if field.name not in names or isinstance(field.dataType, ArrayType | StructType) else own[field.name] for field in wanted])
    frame = spark.read.schema(stored).parquet(*files)
    return frame.select(*(F.col(field.name).try_cast(field.dataType).alias(field.name) for field in wanted))
