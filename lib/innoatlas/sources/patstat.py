"""PATSTAT Global: international (PCT) patent applications from the CSV parts of TLS201, 206, 207, 209, 211 and, where given, 226.

- A document is an application of kind W that the international bureau (WO) has published; its year is that of the first such publication.
- National and regional entries (`internat_appln_id` > 0) are the same invention again and are not counted; nor are the kinds that repeat
  a number (K, L, M, N, O) or hold a place (D, Q).
- Persons are the inventors, `invt_seq_nr` > 0, in that order. `person_id` is one spelling of name, address and country.
- Applicants, `applt_seq_nr` > 0, are kept by name where they are organisations.
- An address is `person_address`, else the person's row of TLS226 that says most: its fields, its free form or its lines.
- A person without an address or without a row in TLS206 stays: all joins of persons keep the left side.
- Nothing is null in PATSTAT: '' is no text, 0 no id, 9999-12-31 no date, and country codes such as `--`, `..` and `75` are none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.errors import SourceError
from innoatlas.frames import frame_of
from innoatlas.sources.delimited import FILE, RAGGED, read_delimited
from innoatlas.sources.fates import refused_rows, settle
from innoatlas.sources.files import files_of
from innoatlas.sources.persons import NO_APPLICANTS, NO_PERSONS, address, person, says_something
from innoatlas.sources.scope import Scope

#: The tables and the columns that are read of them. An older edition lacks none of these.
COLUMNS = {
    "tls201": ("appln_id", "appln_kind", "internat_appln_id", "docdb_family_id"),
    "tls206": ("person_id", "person_name", "person_address", "person_ctry_code"),
    "tls207": ("person_id", "appln_id", "invt_seq_nr"),
    "tls209": ("appln_id", "ipc_class_symbol"),
    "tls211": ("appln_id", "publn_auth", "publn_date"),
    "tls226": ("person_orig_id", "person_id"),
}

#: Of tls226 editions differ in what they have beside the ids.
ORIGINAL_COLUMNS = ("street", "city", "zip_code", "state", "address_freeform", *(f"address_{number}" for number in range(1, 6)), "person_ctry_code")

#: Columns that are read where a delivery has them: who applied, and the name and sector that ECOOM and K.U.Leuven gave to the applicant.
OPTIONAL_COLUMNS = {"tls206": ("psn_name", "psn_sector"), "tls207": ("applt_seq_nr",), "tls226": ORIGINAL_COLUMNS}

#: Tables that a delivery may lack.
OPTIONAL = ("tls226",)


@dataclass(frozen=True)
class Settings:
    """`[documents.sources.NAME]` with `format = "patstat"`."""

    path: str  #: folder of the parts, `tls206_person_part01.csv` or `tls206_part01.txt`, or of zip archives that hold them


def read(spark: SparkSession, settings: Settings, scope: Scope) -> DataFrame:
    """PCT applications with their fates: the columns of `documents`, then `fate`; one row per row of TLS201, and per ragged row of any table.

    Raises SourceError for an absent table and for a part that lacks a column.
    """
    tables = _tables(spark, settings.path, scope)
    applications = _applications(tables["tls201"], tables["tls211"])
    counted = _counted(applications, scope)
    rows = applications.join(_inventors(tables, counted), "appln_id", "left").join(_symbols(tables["tls209"], counted), "appln_id", "left")
    rows = rows.join(_applicants(tables, counted), "appln_id", "left")
    documents = settle(rows.selectExpr(*(f"{sql} as {name}" for name, sql in _RECORD.items())), scope)
    return reduce(DataFrame.unionByName, [documents, *(_ragged(table, scope) for name, table in tables.items() if name != "tls201")])


def _tables(spark: SparkSession, path: str, scope: Scope) -> Mapping[str, DataFrame]:
    """Each table as text by name; tls226 without rows where the delivery lacks it."""
    parts = {name: files_of(spark, path, re.compile(rf"^{name}.*part\d+\.\w+$", re.IGNORECASE), scope.scratch) for name in COLUMNS}
    if missing := [name for name, files in parts.items() if not files and name not in OPTIONAL]:
        found = sorted(name for name, files in parts.items() if files)
        raise SourceError(f"{path}: expected parts of the tables {list(COLUMNS)}, such as tls206_person_part01.csv; none of {missing}, found {found}.")
    tables = {}
    for name, files in parts.items():
        optional = OPTIONAL_COLUMNS.get(name, ())
        if files:
            tables[name] = read_delimited(spark, files, required=COLUMNS[name], optional=optional)
        else:
            tables[name] = frame_of(spark, [], ", ".join(f"{column} string" for column in (*COLUMNS[name], *optional, RAGGED, FILE)))
    return tables


def _applications(tls201: DataFrame, tls211: DataFrame) -> DataFrame:
    """Every application, with the date of its first publication as WO; one whose dates are all 9999-12-31 has an empty date."""
    published = tls211.where(f"{RAGGED} is null and upper(publn_auth) = 'WO'")
    dates = "coalesce(min(publn_date) filter (where publn_date < '9999'), '')"
    return tls201.join(published.groupBy("appln_id").agg(F.expr(dates).alias("published")), "appln_id", "left")


def _counted(applications: DataFrame, scope: Scope) -> DataFrame:
    """Ids of the applications that count: about 1.5 million in two windows, small enough to be sent to every worker."""
    years = scope.years("patent") or (1, 0)
    ids = applications.where(f"{_NOT_COUNTED} is null and {RAGGED} is null and {_YEAR} between {years[0]} and {years[1]}").select("appln_id")
    return F.broadcast(ids.distinct())


def _inventors(tables: Mapping[str, DataFrame], counted: DataFrame) -> DataFrame:
    """Columns appln_id, persons (in the order of invt_seq_nr, ties by content)."""
    links = tables["tls207"].where(f"{RAGGED} is null").selectExpr("appln_id", "person_id", "try_cast(invt_seq_nr as int) as position")
    links = links.where("position > 0").join(counted, "appln_id", "left_semi").distinct()
    person_row = F.expr("min(struct(person_name, person_address, person_ctry_code))").alias("own")  # the one row, or of repeated ones the first
    whole = tables["tls206"].where(f"{RAGGED} is null").groupBy("person_id").agg(person_row)
    named = links.join(whole, "person_id", "left").join(_best_originals(tables["tls226"]), "person_id", "left")
    listed = f"array_sort(collect_list(named_struct('position', position, 'person', {_PERSON}))).person"
    return named.groupBy("appln_id").agg(F.expr(listed).alias("persons"))


def _applicants(tables: Mapping[str, DataFrame], counted: DataFrame) -> DataFrame:
    """Columns appln_id, applicants in the order of applt_seq_nr, ties by content. Persons are none: inventors, and who the register calls individuals."""
    positions = ("try_cast(applt_seq_nr as int) as position", "coalesce(try_cast(invt_seq_nr as int), 0) as inventor")
    links = tables["tls207"].where(f"{RAGGED} is null").selectExpr("appln_id", "person_id", *positions).join(counted, "appln_id", "left_semi")
    of_person = links.groupBy("appln_id", "person_id").agg(
        F.expr("min(position) filter (where position > 0)").alias("position"), F.max("inventor").alias("inventor")
    )
    row = F.expr("min(struct(coalesce(psn_name, person_name) as name, upper(psn_sector) as sector))").alias("own")
    named = tables["tls206"].where(f"{RAGGED} is null").groupBy("person_id").agg(row)
    organisations = of_person.where("position is not null and inventor = 0").join(named, "person_id").where(_IS_ORGANISATION)
    one = f"named_struct('position', position, 'applicant', named_struct('applicant_name', own.name, 'organisation_kind', {_KIND_OF_SECTOR}))"
    return organisations.groupBy("appln_id").agg(F.expr(f"array_sort(collect_list({one})).applicant").alias("applicants"))


def _best_originals(tls226: DataFrame) -> DataFrame:
    """Columns person_id, original: of a person's rows the one with fields, else with a text, else any; ties by the smaller id."""
    rank = f"case when {_HAS_FIELDS} then 0 when {_ORIGINAL_TEXT} is not null then 1 else 2 end"
    country = _country("person_ctry_code")
    fields = {"text": f"if({_HAS_FIELDS}, street, {_ORIGINAL_TEXT})", "city": "city", "region": "state", "postcode": "zip_code", "country": country}
    ordered = ", ".join([f"{rank} as rank", "try_cast(person_orig_id as bigint) as id", *(f"{sql} as {name}" for name, sql in fields.items())])
    return tls226.where(f"{RAGGED} is null").groupBy("person_id").agg(F.expr(f"min(struct({ordered}))").alias("original"))


def _symbols(tls209: DataFrame, counted: DataFrame) -> DataFrame:
    """Columns appln_id, field_codes: `H04L   9/00` as `H04L 9/00`, each once, sorted."""
    symbols = tls209.where(f"{RAGGED} is null and ipc_class_symbol is not null").join(counted, "appln_id", "left_semi")
    codes = "array_sort(collect_set(regexp_replace(ipc_class_symbol, ' +', ' ')))"
    return symbols.groupBy("appln_id").agg(F.expr(codes).alias("field_codes"))


def _ragged(table: DataFrame, scope: Scope) -> DataFrame:
    """Rows that have more or fewer fields than their header: no person or link can be read from them."""
    return refused_rows(table.where(f"{RAGGED} is not null"), scope, file=FILE, record=RAGGED, reason=f"'{_RAGGED_ROW}'")


def _country(code: str) -> str:
    """Two letters, or null: `--`, `..`, `@@`, `:W`, `75` are PATSTAT's ways to say that there is none."""
    return f"case when upper({code}) rlike '^[A-Z][A-Z]$' then upper({code}) end"


_IS_ORGANISATION = "own.name is not null and coalesce(own.sector, '') <> 'INDIVIDUAL'"

#: psn_sector names one or two sectors, such as COMPANY or GOV NON-PROFIT UNIVERSITY; a hospital of a university is a hospital.
_KIND_OF_SECTOR = """case
    when own.sector like '%HOSPITAL%' then 'hospital'
    when own.sector like '%UNIVERSITY%' then 'university'
    when own.sector like '%GOV%' then 'government'
    when own.sector like '%COMPANY%' then 'company'
end"""

_RAGGED_ROW = "The row has more or fewer fields than its header."

_HAS_FIELDS = "coalesce(street, city, zip_code, state) is not null"
_ORIGINAL_TEXT = "coalesce(address_freeform, nullif(concat_ws(', ', address_1, address_2, address_3, address_4, address_5), ''))"

_ADDRESS = address(
    address_text="coalesce(own.person_address, original.text)",
    **{name: f"if(own.person_address is null, original.{name}, null)" for name in ("city", "region", "postcode")},
    country=f"coalesce({_country('own.person_ctry_code')}, original.country)",
)
_PERSON = person("person_id", "own.person_name", f"filter(array({_ADDRESS}), a -> {says_something('a')})")

_YEAR = "try_cast(substring(published, 1, 4) as int)"

_NOT_COUNTED = """case
    when coalesce(try_cast(internat_appln_id as bigint), 0) > 0 then 'It is a national or regional entry of an international application.'
    when coalesce(upper(appln_kind), '') <> 'W' then concat('The application is of kind ', coalesce(appln_kind, 'none'), ', not W.')
    when published is null then 'The international application has no publication as WO.'
end"""

#: What `fates.settle` asks for.
_RECORD = {
    "document_id": f"if({RAGGED} is null, appln_id, null)",
    "kind": "'patent'",
    "year": _YEAR,
    "family_id": "nullif(docdb_family_id, '0')",
    "field_codes": "coalesce(field_codes, cast(array() as array<string>))",
    "applicants": f"coalesce(applicants, {NO_APPLICANTS})",
    "persons_truncated": "false",
    "persons": f"coalesce(persons, {NO_PERSONS})",
    "version": "cast(null as string)",
    "file": FILE,
    "record": RAGGED,
    "refused_because": f"if({RAGGED} is not null, '{_RAGGED_ROW}', null)",
    "merged_because": "cast(null as string)",
    "out_of_scope_because": f"if({RAGGED} is null, {_NOT_COUNTED}, null)",
}
