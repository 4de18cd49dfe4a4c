"""OpenAlex works, as the snapshot holds them: gz JSON lines, or Parquet.

- The schema is explicit: `abstract_inverted_index` would else become a struct with one field per word (JSON) and is a string in Parquet.
- `manifest.json`, which lies beside the works, is none of them.
- `updated_date` is read from the record, else from its folder's name; of two versions of one work the later stays.
- A paper is a work of the listed types that is neither retracted nor paratext nor of the weaker xpac set.
- An author's addresses are `affiliations[]`, else `raw_affiliation_strings[]`, else `institutions[]` by name, else none.
- `institutions[]` is the union over an author's affiliations, so a string's organisation is known only where it lists exactly one id.
- A line that is not JSON, or where a field has another type, is refused with its file and itself.
"""

from dataclasses import dataclass

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.errors import SourceError
from innoatlas.sources.fates import settle
from innoatlas.sources.files import find_files
from innoatlas.sources.parquet import read_parquet
from innoatlas.sources.persons import NO_APPLICANTS, NO_PERSONS, address, person
from innoatlas.sources.scope import Scope

_AUTHORSHIP = (
    "raw_author_name:string,author:struct<id:string,display_name:string>,countries:array<string>,"
    "affiliations:array<struct<raw_affiliation_string:string,institution_ids:array<string>>>,raw_affiliation_strings:array<string>,"
    "institutions:array<struct<id:string,display_name:string,ror:string,country_code:string>>"
)

#: The fields of a work that are read, of the dozens that it has.
WORK = (
    "id string, publication_year bigint, type string, updated_date string, is_xpac boolean, is_paratext boolean, is_retracted boolean, "
    f"is_authors_truncated boolean, primary_topic struct<field:struct<id:string>>, authorships array<struct<{_AUTHORSHIP}>>"
)

#: Without these it is no file of works.
REQUIRED = ("id", "publication_year", "type", "authorships")

_BROKEN = "_corrupt_record"


@dataclass(frozen=True)
class Settings:
    """`[documents.sources.NAME]` with `format = "openalex"`."""

    path: str  #: folder of works, one format below it: *.gz, *.jsonl or *.json (JSON lines), or *.parquet
    merged_ids: list[str]  #: files `merge_date,id,merge_into_id` (csv, csv.gz) of ids that became another's; empty when none
    types: list[str]  #: types of work that count as papers


def read(spark: SparkSession, settings: Settings, scope: Scope) -> DataFrame:
    """Papers with their fates: the columns of `documents`, then `fate`; one row per work and version in the files.

    Raises SourceError for an absent, empty or mixed folder and for Parquet without the required fields.
    """
    works = _works(spark, settings.path).withColumn("own_id", _last_part("work.id"))
    works = works.withColumn("of_counted_type", F.coalesce(F.col("work.type").isin(*settings.types), F.lit(False)))
    return settle(_with_merges(works, spark, settings.merged_ids).selectExpr(*(f"{sql} as {name}" for name, sql in _RECORD.items())), scope)


def _works(spark: SparkSession, path: str) -> DataFrame:
    """Columns work (the fields of WORK), line (raw, null for Parquet), file, broken (whether it could not be read as a work)."""
    parquet = find_files(spark, path, glob="*.parquet")
    lines = [file for file in find_files(spark, path, glob="*{.gz,.json,.jsonl}") if not file.endswith("/manifest.json")]
    if bool(parquet) == bool(lines):
        found = f"{len(lines)} files of JSON lines and {len(parquet)} of Parquet"
        raise SourceError(f"{path}: expected works either as *.gz, *.jsonl, *.json or as *.parquet, found {found}. Point the source's path at one of them.")
    return _parquet_works(spark, parquet) if parquet else _json_works(spark, lines)


def _json_works(spark: SparkSession, files: list[str]) -> DataFrame:
    """Read as text first, so that what does not parse is still there to be shown. Blank lines are no records."""
    options = {"mode": "PERMISSIVE", "columnNameOfCorruptRecord": _BROKEN}
    lines = spark.read.text(files).where(F.trim("value") != "")
    parsed = lines.select(
        F.from_json("value", f"{WORK}, {_BROKEN} string", options).alias("work"), F.col("value").alias("line"), F.input_file_name().alias("file")
    )
    return parsed.withColumn("broken", F.col(f"work.{_BROKEN}").isNotNull())


def _parquet_works(spark: SparkSession, files: list[str]) -> DataFrame:
    works = read_parquet(spark, files, WORK, required=REQUIRED)
    work = F.struct(*works.columns)
    return works.select(work.alias("work"), F.lit(None).cast("string").alias("line"), F.input_file_name().alias("file"), F.lit(False).alias("broken"))


def _with_merges(works: DataFrame, spark: SparkSession, files: list[str]) -> DataFrame:
    """Adds `merge_into`: the id that a work's own was merged into, or null."""
    if not files:
        return works.withColumn("merge_into", F.lit(None).cast("string"))
    merges = spark.read.options(header=True).csv(files)
    if missing := {"id", "merge_into_id"} - set(merges.columns):
        raise SourceError(f"{files[0]}: merged ids need the columns id and merge_into_id; {sorted(missing)} are missing, found {merges.columns}.")
    merges = merges.groupBy(_last_part("id").alias("own_id")).agg(F.max(_last_part("merge_into_id")).alias("merge_into"))
    return works.join(merges.where("own_id <> merge_into"), "own_id", "left")


def _last_part(address_of_id: str) -> Column:
    """`https://openalex.org/W1` -> `W1`; null stays null."""
    return F.substring_index(address_of_id, "/", -1)


# An authorship is `s` below: one author of one work.

_ONLY_COUNTRY = "if(size(s.countries) = 1, get(s.countries, 0), null)"

#: The institution of a string that lists exactly one id.
_ONLY_INSTITUTION = "get(filter(s.institutions, i -> size(array_distinct(a.institution_ids)) = 1 and i.id = get(a.institution_ids, 0)), 0)"

_LINKED_ADDRESS = address(
    address_text="a.raw_affiliation_string",
    organisation=f"if(coalesce(trim(a.raw_affiliation_string), '') = '', {_ONLY_INSTITUTION}.display_name, null)",
    organisation_id=f"substring_index({_ONLY_INSTITUTION}.ror, '/', -1)",
    country=f"coalesce({_ONLY_INSTITUTION}.country_code, {_ONLY_COUNTRY})",
)
_UNLINKED_ADDRESS = address(address_text="t", country=_ONLY_COUNTRY)
_INSTITUTION_ALONE = address(organisation="i.display_name", organisation_id="substring_index(i.ror, '/', -1)", country="i.country_code")

_LINKED = "filter(s.affiliations, a -> coalesce(trim(a.raw_affiliation_string), '') <> '' or size(a.institution_ids) > 0)"
_UNLINKED = "filter(s.raw_affiliation_strings, t -> trim(t) <> '')"

_ADDRESSES = f"""case
    when size({_LINKED}) > 0 then transform({_LINKED}, a -> {_LINKED_ADDRESS})
    when size({_UNLINKED}) > 0 then transform({_UNLINKED}, t -> {_UNLINKED_ADDRESS})
    else transform(s.institutions, i -> {_INSTITUTION_ALONE})
end"""

_PERSON = person("substring_index(s.author.id, '/', -1)", "coalesce(s.raw_author_name, s.author.display_name)", _ADDRESSES)


_UNREADABLE = "The line is not JSON, or a field of it is not of the type that OpenAlex gives it."

#: Why a work is no paper of ours, or null.
_NOT_COUNTED = """case
    when work.is_xpac then 'The work is of the xpac set, which OpenAlex itself leaves out of its counts.'
    when work.is_paratext then 'The work is paratext: a cover, a table of contents.'
    when work.is_retracted then 'The work is retracted.'
    when not of_counted_type then concat('The work is of type ', coalesce(work.type, 'none'), '.')
end"""

#: What `fates.settle` asks for.
_RECORD = {
    "document_id": "if(broken, null, own_id)",
    "kind": "'paper'",
    "year": "try_cast(work.publication_year as int)",
    "family_id": "cast(null as string)",
    "field_codes": "array_compact(array(substring_index(work.primary_topic.field.id, '/', -1)))",
    "applicants": NO_APPLICANTS,
    "persons_truncated": "coalesce(work.is_authors_truncated, false)",
    "persons": f"coalesce(transform(work.authorships, s -> {_PERSON}), {NO_PERSONS})",
    "version": "coalesce(work.updated_date, nullif(regexp_extract(file, 'updated_date=([0-9-]+)', 1), ''))",
    "file": "file",
    "record": "if(broken or own_id is null, coalesce(line, to_json(work)), null)",
    "refused_because": f"if(broken, '{_UNREADABLE}', null)",
    "merged_because": "if(broken, null, concat('OpenAlex has merged the work into ', merge_into, '.'))",
    "out_of_scope_because": f"if(broken, null, {_NOT_COUNTED})",
}
