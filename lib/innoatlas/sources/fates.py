"""What becomes of each record that a reader has seen: kept, refused, merged with another, or outside what the edition counts.

A reader hands over one row per record with the columns of `documents` except source, periods and fate, the document's id being the
source's own, plus: `version` (text; of two records of one document the greater stays), `file`, `record` (raw, may be null where it is not at fault)
and three sentences that are null unless they apply: `refused_because`, `merged_because`, `out_of_scope_because`.
"""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from innoatlas import contract
from innoatlas.sources.persons import NO_PERSONS, PERSONS_TYPE
from innoatlas.sources.scope import Scope
from innoatlas.tables import DOCUMENTS, FATE_COLUMN, KINDS

#: A raw record is kept up to so many characters.
RECORD_LENGTH = 4000


def settle(records: DataFrame, scope: Scope) -> DataFrame:
    """Documents with their fates: the columns of the contract, then `fate`.

    Refused are records that say so themselves and documents that would count but have no year, no known kind or no person.
    A document's further records are merged into that of the greatest version, ties by content. Persons are kept only where the document is.
    """
    judged = records.withColumn("periods", scope.periods(F.col("kind"), F.col("year"))).withColumn("out_of_scope_because", F.expr(_out_of_scope(scope)))
    judged = judged.withColumn("refused_because", F.expr(_REFUSED)).withColumn("persons", F.expr(f"if({_KEPT}, cast(persons as {PERSONS_TYPE}), {NO_PERSONS})"))
    return _merge_repeats(judged).select(*(_column(column, scope) for column in DOCUMENTS.columns), F.expr(_fate(scope)).alias(FATE_COLUMN.name))


def refused_rows(rows: DataFrame, scope: Scope, *, file: str, record: str, reason: str) -> DataFrame:
    """Fates alone, for raw rows that are no documents (a link, a person): every column of `documents` is null. The three are SQL."""
    nothing = [F.lit(None).cast(column.type).alias(column.name) for column in DOCUMENTS.columns]
    return rows.select(*nothing, F.expr(_fate_struct("refused", scope, file, record, reason)).alias(FATE_COLUMN.name))


_KINDS = ", ".join(f"'{kind}'" for kind in KINDS)
_COUNTED = "out_of_scope_because is null and merged_because is null"
_KEPT = f"refused_because is null and {_COUNTED}"

#: The reader's own reason, else what is wrong with a document that would count.
_REFUSED = f"""case
    when refused_because is not null then refused_because
    when document_id is null then 'The document has no id.'
    when coalesce(kind, '') not in ({_KINDS}) then concat('The kind of a document is one of {", ".join(KINDS)}, not ', coalesce(kind, 'empty'), '.')
    when {_COUNTED} and year is null then 'No year of publication is given.'
    when {_COUNTED} and coalesce(size(persons), 0) <= 0 then 'No person is listed.'
end"""


def _out_of_scope(scope: Scope) -> str:
    """The reader's own reason, else that the edition does not count the kind or the year."""
    windows = ", ".join(f"'{kind}'" for kind in scope.windows)
    return f"""case
        when out_of_scope_because is not null then out_of_scope_because
        when kind in ({_KINDS}) and kind not in ({windows}) then concat('The edition has no window for kind ', kind, '.')
        when kind in ({_KINDS}) and year is not null and size(periods) = 0 then 'The year is outside the windows of the edition.'
    end"""


def _merge_repeats(records: DataFrame) -> DataFrame:
    """Records without an id are each a record of their own; they are spread by content, not gathered under null."""
    content = ", ".join(name for name in records.columns if name != "file")
    key = "coalesce(document_id, concat('?', xxhash64(file, record)))"
    latest_first = f"row_number() over (partition by {key} order by version desc nulls last, xxhash64({content}) desc, file)"
    repeat = F.expr(f"document_id is not null and {latest_first} > 1")
    return (
        records.withColumn("repeat", repeat)
        .withColumn("refused_because", F.expr("if(repeat, null, refused_because)"))
        .withColumn("merged_because", F.expr("if(repeat, 'A later record of the same document stands for it.', merged_because)"))
    )


def _fate(scope: Scope) -> str:
    cases = [("refused", "coalesce(record, document_id)"), ("merged", "cast(null as string)"), ("out_of_scope", "cast(null as string)")]
    when = (f"when {name}_because is not null then {_fate_struct(name, scope, 'file', record, f'{name}_because')}" for name, record in cases)
    return f"case {' '.join(when)} end"


def _fate_struct(outcome: str, scope: Scope, file: str, record: str, reason: str) -> str:
    record = f"substring({record}, 1, {RECORD_LENGTH})"
    return f"named_struct('outcome', '{outcome}', 'source', '{scope.source}', 'file', {file}, 'record', {record}, 'reason', {reason})"


def _column(column: contract.Column, scope: Scope) -> Column:
    own = {"source": F.lit(scope.source), "document_id": F.concat(F.lit(f"{scope.source}:"), F.col("document_id"))}
    return own.get(column.name, F.col(column.name)).cast(column.type).alias(column.name)
