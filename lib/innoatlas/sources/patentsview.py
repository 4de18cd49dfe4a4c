"""PatentsView: US patents (`g_*.tsv`) and published applications (`pg_*.tsv`), with the persons' own raw places, not the disambiguated ones.

- Ids are text: `D800001`, `RE39001`, without zero padding. A document is `US` and its id.
- A place is raw_city, raw_state, raw_country of the inventor's rawlocation_id; there is no street and no postcode. No row, or no id: no address.
- A published application that the crosswalk shows to be granted as a patent of these files is merged into it.
- Inventor rows whose document is absent from its table occur; they are refused.
- Being in g_pct_data means that the document is the national stage of an international application, not that it is one.
"""

import re
from dataclasses import dataclass
from functools import reduce

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.errors import SettingsError, SourceError
from innoatlas.sources.delimited import FILE, RAGGED, read_delimited
from innoatlas.sources.fates import refused_rows, settle
from innoatlas.sources.files import files_of
from innoatlas.sources.persons import NO_APPLICANTS, NO_PERSONS, address, person, says_something
from innoatlas.sources.scope import Scope


@dataclass(frozen=True)
class Settings:
    """`[documents.sources.NAME]` with `format = "patentsview"`."""

    path: str  #: folder of the tables as *.tsv, or as the zip archives in which they come
    levels: list[str]  #: granted, published, or both
    pct_only: bool  #: count only national stages of international applications


@dataclass(frozen=True)
class Level:
    """The names that differ between patents and published applications."""

    prefix: str
    key: str
    documents: str
    date: str


LEVELS = {
    "granted": Level("g", "patent_id", "g_patent", "patent_date"),
    "published": Level("pg", "pgpub_id", "pg_published_application", "published_date"),
}

CROSSWALK = "pg_granted_pgpubs_crosswalk"

_INVENTOR = ("inventor_sequence", "inventor_id", "raw_inventor_name_first", "raw_inventor_name_last", "rawlocation_id")
_ASSIGNEE = ("assignee_sequence", "raw_assignee_organization", "assignee_type")
_LOCATION = ("rawlocation_id", "raw_city", "raw_state", "raw_country")
_SYMBOL = ("section", "ipc_class", "subclass", "main_group", "subgroup")


def read(spark: SparkSession, settings: Settings, scope: Scope) -> DataFrame:
    """US patents with their fates: the columns of `documents`, then `fate`; one row per document, and per refused row of its inventors.

    Raises SettingsError for an unknown level, SourceError for an absent table and for a table that lacks a column.
    """
    if not settings.levels or not set(settings.levels) <= set(LEVELS):
        raise SettingsError(f"documents.sources.{scope.source}.levels: expected some of {sorted(LEVELS)}, found {settings.levels}. Correct conf.")
    tables = _Tables(spark, settings.path, scope)
    return reduce(DataFrame.unionByName, [_level(tables, LEVELS[name], settings, scope) for name in sorted(set(settings.levels))])


@dataclass(frozen=True)
class _Tables:
    """The files of one delivery."""

    spark: SparkSession
    path: str
    scope: Scope

    def has(self, name: str) -> bool:
        """Whether the delivery holds the table."""
        return bool(self._files(name))

    def read(self, name: str, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> DataFrame:
        """One table as text, with `ragged_row` and `file`."""
        files = self._files(name)
        if not files:
            raise SourceError(f"{self.path}: expected the table {name} as {name}.tsv or in a zip archive, found none. Add it, or read fewer levels.")
        return read_delimited(self.spark, files, required=required, optional=optional, separator="\t")

    def _files(self, name: str) -> list[str]:
        return files_of(self.spark, self.path, re.compile(rf"^{name}\.tsv(\.gz)?$", re.IGNORECASE), self.scope.scratch)


def _level(tables: _Tables, level: Level, settings: Settings, scope: Scope) -> DataFrame:
    documents = tables.read(level.documents, (level.key, level.date), ("withdrawn",)).withColumnRenamed(level.key, "id")
    rows = documents.withColumn("year", F.expr(f"try_cast(substring({level.date}, 1, 4) as int)")).join(_stages(tables, level), "id", "left")
    rows = _with_grants(rows, tables, level, settings).withColumn("out_of_scope_because", F.expr(_not_counted(settings.pct_only)))
    inventors = tables.read(f"{level.prefix}_inventor_not_disambiguated", (level.key, *_INVENTOR)).withColumnRenamed(level.key, "id")
    years = scope.years("patent") or (1, 0)
    counted = rows.where(f"out_of_scope_because is null and year between {years[0]} and {years[1]}").select("id").distinct()
    rows = rows.join(_persons(inventors, counted, tables, level), "id", "left").join(_symbols(tables, counted, level), "id", "left")
    rows = rows.join(_applicants(tables, counted, level), "id", "left")
    settled = settle(rows.selectExpr(*(f"{sql} as {name}" for name, sql in _RECORD.items())), scope)
    return settled.unionByName(_refused_inventors(inventors, documents, level, scope))


def _stages(tables: _Tables, level: Level) -> DataFrame:
    """Columns id, is_stage: the documents that are national stages of an international application."""
    stages = tables.read(f"{level.prefix}_pct_data", (level.key,)).where(f"{RAGGED} is null")
    return stages.selectExpr(f"{level.key} as id", "true as is_stage").distinct()


def _with_grants(rows: DataFrame, tables: _Tables, level: Level, settings: Settings) -> DataFrame:
    """Adds `merged_because`: for a published application that is also among the patents that are read."""
    if level.prefix == "g" or "granted" not in settings.levels:
        return rows.withColumn("merged_because", F.lit(None).cast("string"))
    grants = tables.read(CROSSWALK, ("pgpub_id", "patent_id")).where(f"{RAGGED} is null and patent_id is not null")
    granted = tables.read("g_patent", ("patent_id",)).select("patent_id")
    known = grants.join(granted, "patent_id", "left_semi").groupBy(F.col("pgpub_id").alias("id")).agg(F.min("patent_id").alias("grant"))
    return rows.join(known, "id", "left").withColumn("merged_because", F.expr("concat('The application is granted as US', grant, '.')"))


def _persons(inventors: DataFrame, counted: DataFrame, tables: _Tables, level: Level) -> DataFrame:
    """Columns id, persons, in the order of inventor_sequence, which starts at 0."""
    places = tables.read(f"{level.prefix}_location_not_disambiguated", _LOCATION).where(f"{RAGGED} is null")
    places = places.groupBy("rawlocation_id").agg(F.expr("min(struct(raw_city, raw_state, raw_country))").alias("place"))
    listed = inventors.where(f"{RAGGED} is null").join(counted, "id", "left_semi").join(places, "rawlocation_id", "left")
    ordered = f"named_struct('position', try_cast(inventor_sequence as int), 'person', {_PERSON})"
    return listed.groupBy("id").agg(F.expr(f"array_sort(collect_set({ordered})).person").alias("persons"))


def _symbols(tables: _Tables, counted: DataFrame, level: Level) -> DataFrame:
    """Columns id, field_codes: `H04L 9/00`, each once, sorted."""
    symbols = tables.read(f"{level.prefix}_ipc_at_issue", (level.key, *_SYMBOL)).where(f"{RAGGED} is null").withColumnRenamed(level.key, "id")
    code = "concat(section, lpad(ipc_class, 2, '0'), subclass, ' ', main_group, '/', subgroup)"
    return symbols.join(counted, "id", "left_semi").groupBy("id").agg(F.expr(f"array_sort(collect_set({code}))").alias("field_codes"))


def _applicants(tables: _Tables, counted: DataFrame, level: Level) -> DataFrame:
    """Columns id, applicants: the assignees that are organisations, in their order; a delivery without the table has none."""
    name = f"{level.prefix}_assignee_not_disambiguated"
    if not tables.has(name):
        return counted.selectExpr("id", f"{NO_APPLICANTS} as applicants")
    assignees = tables.read(name, (level.key, *_ASSIGNEE)).where(f"{RAGGED} is null and raw_assignee_organization is not null")
    one = f"named_struct('position', try_cast(assignee_sequence as int), 'applicant', {_APPLICANT})"
    listed = assignees.withColumnRenamed(level.key, "id").join(counted, "id", "left_semi")
    return listed.groupBy("id").agg(F.expr(f"array_sort(collect_set({one})).applicant").alias("applicants"))


def _refused_inventors(inventors: DataFrame, documents: DataFrame, level: Level, scope: Scope) -> DataFrame:
    known = documents.selectExpr("id", "true as known").where("id is not null").distinct()
    absent = f"The {level.key} of the inventor is not in {level.documents}."
    reason = f"case when {RAGGED} is not null then '{_RAGGED_ROW}' when known is null then '{absent}' end"
    judged = inventors.join(known, "id", "left").withColumn("problem", F.expr(reason)).where("problem is not null")
    record = f"coalesce({RAGGED}, to_json(struct(id as {level.key}, {', '.join(_INVENTOR)})))"
    return refused_rows(judged, scope, file=FILE, record=record, reason="problem")


def _not_counted(pct_only: bool) -> str:
    stage = "when is_stage is null then 'The document is no national stage of an international application.'" if pct_only else ""
    return f"""case
        when {RAGGED} is not null then null
        when lower(withdrawn) in ('1', 'true') then 'The patent is withdrawn.'
        {stage}
    end"""


_RAGGED_ROW = "The row has more or fewer fields than its header."

_ADDRESS = address(city="place.raw_city", region="place.raw_state", country="place.raw_country")
_NAME = "concat_ws(' ', raw_inventor_name_first, raw_inventor_name_last)"
_PERSON = person("inventor_id", _NAME, f"filter(array({_ADDRESS}), a -> {says_something('a')})")

#: assignee_type 6 to 9 are governments; 2 and 3, "company or corporation", also hold universities, so that the name must tell.
_APPLICANT = """named_struct(
    'applicant_name', raw_assignee_organization,
    'organisation_kind', case when substring(assignee_type, -1) in ('6', '7', '8', '9') then 'government' end
)"""

#: What `fates.settle` asks for.
_RECORD = {
    "document_id": f"if({RAGGED} is null, concat('US', id), null)",
    "kind": "'patent'",
    "year": "year",
    "family_id": "cast(null as string)",
    "field_codes": "coalesce(field_codes, cast(array() as array<string>))",
    "applicants": f"coalesce(applicants, {NO_APPLICANTS})",
    "persons_truncated": "false",
    "persons": f"coalesce(persons, {NO_PERSONS})",
    "version": "cast(null as string)",
    "file": FILE,
    "record": RAGGED,
    "refused_because": f"if({RAGGED} is not null, '{_RAGGED_ROW}', null)",
    "merged_because": "merged_because",
    "out_of_scope_because": "out_of_scope_because",
}
