"""CSV and TSV of others: every value is text, columns are found by name, what is ragged is kept apart.

Quotes are doubled within quotes, a backslash is a backslash, and a newline may stand within quotes (so a file is one task).
Nothing is inferred: inference would kill `D800001`, leading zeros and `NA`.
"""

from collections.abc import Mapping, Sequence
from functools import reduce

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.errors import SourceError
from innoatlas.sources.files import find_files

#: The raw row where it has more or fewer fields than its file's header, else null.
RAGGED = "ragged_row"
#: The file that a row comes from.
FILE = "file"


def read_delimited(spark: SparkSession, files: Sequence[str], *, required: Sequence[str], optional: Sequence[str] = (), separator: str = ",") -> DataFrame:
    """The wanted columns as text, blank ones null, then `ragged_row` and `file`; optional columns that a file lacks are null.

    Names are compared without case; parts of one table may order their columns differently.
    Raises SourceError for an empty file and for a missing column.
    """
    options: dict[str, str | bool] = {"header": True, "quote": '"', "escape": '"', "multiLine": True, "sep": separator}
    by_header: dict[tuple[str, ...], list[str]] = {}
    for file in files:
        header = _header(spark, file, options)
        _require(header, required, file)
        by_header.setdefault(header, []).append(file)
    parts = [_read_part(spark, part, header, [*required, *optional], options) for header, part in by_header.items()]
    return reduce(DataFrame.unionByName, parts)


def read_delimited_table(spark: SparkSession, path: str, *, required: Sequence[str], optional: Sequence[str], setting: str) -> DataFrame:
    """`read_delimited` of a file or folder that `setting` of conf names, TSV by the ending of its first file, else CSV. SourceError where there is none."""
    files = find_files(spark, path)
    if not files:
        raise SourceError(f"{path}: expected a table with the columns {list(required)}, found an empty folder. Correct {setting}.")
    separator = "\t" if files[0].removesuffix(".gz").endswith(".tsv") else ","
    return read_delimited(spark, files, required=required, optional=optional, separator=separator)


def _header(spark: SparkSession, file: str, options: Mapping[str, str | bool]) -> tuple[str, ...]:
    """The names in a file's first row, lower case, without a byte order mark and quotes that it hid."""
    return tuple(name.strip('\ufeff" ').lower() for name in spark.read.options(**options).csv(file).columns)


def _require(header: Sequence[str], required: Sequence[str], file: str) -> None:
    if not header:
        raise SourceError(f"{file}: expected a header with the columns {list(required)}, found an empty file. Fetch it again.")
    if missing := [name for name in required if name not in header]:
        raise SourceError(f"{file}: expected the columns {list(required)}, {missing} are missing; found {list(header)}. Is it the file of another table?")


def _read_part(spark: SparkSession, files: list[str], header: Sequence[str], names: Sequence[str], options: Mapping[str, str | bool]) -> DataFrame:
    """Files of one header. Without column pruning, for a pruned parser does not count fields.

    Spark refuses to read raw rows alone, so the first column is always asked for too; a length is never negative.
    """
    schema = ", ".join(f"c{number} string" for number in range(len(header))) + ", raw string"
    rows = spark.read.schema(schema).options(**options, columnNameOfCorruptRecord="raw", columnPruning=False).csv(files)
    ragged = F.expr("coalesce(raw, if(length(c0) < 0, c0, null))")
    held = {name: number for number, name in reversed(list(enumerate(header)))}
    columns = [_text(f"c{held[name]}" if name in held else None).alias(name) for name in names]
    return rows.select(*columns, ragged.alias(RAGGED), F.input_file_name().alias(FILE))


def _text(name: str | None) -> Column:
    """A column without blanks around it, null where nothing is left or where there is none."""
    return F.expr(f"nullif(trim({name}), '')" if name else "cast(null as string)")
