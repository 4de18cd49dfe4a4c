"""Small tables that the driver holds, as DataFrames."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import StructType


def frame_of(spark: SparkSession, rows: Sequence[Sequence[Any]] | Sequence[Mapping[str, Any]], ddl: str) -> DataFrame:
    """Rows, each by the names of its columns or in their order; `ddl` is the schema in Spark's words.

    They go by Arrow and lie in the plan itself: Spark pickles rows that are given to it, and every task that reads them waits for a Python worker.
    Raises ArrowInvalid or ArrowTypeError for a value that is not of its column's type, ValueError for a null in a column that has none.
    """
    schema = StructType.fromDDL(ddl)
    assert isinstance(schema, StructType), "columns with their types are a row"
    arrow = to_arrow_schema(schema)
    named = [row if isinstance(row, Mapping) else dict(zip(arrow.names, row, strict=True)) for row in rows]
    return spark.createDataFrame(pa.Table.from_pylist(named, schema=arrow), schema)
