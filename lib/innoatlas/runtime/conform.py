"""A job's frame against the contract: the same columns of the same types, or one error that lists every discrepancy."""

from pyspark.sql import DataFrame

from innoatlas.contract import Table
from innoatlas.errors import ContractError
from innoatlas.tables import FATE_COLUMN


def conform(frame: DataFrame, table: Table) -> DataFrame:
    """The frame with its columns in the contract's order, `fate` last where the job gives it; ContractError when they are others or of other types."""
    found = {field.name: field.dataType.simpleString() for field in frame.schema.fields}
    expected = {column.name: column.type for column in table.columns}
    optional = {FATE_COLUMN.name: FATE_COLUMN.type}
    wrong = [f"{name} is missing" for name in expected if name not in found]
    wrong += [f"{name} is not in the contract" for name in found if name not in expected | optional]
    wrong += [f"{name} is {found[name]}, not {kind}" for name, kind in (expected | optional).items() if name in found and found[name] != kind]
    if len(found) != len(frame.columns):
        wrong += [f"{name} comes twice" for name in sorted({name for name in frame.columns if frame.columns.count(name) > 1})]
    if wrong:
        raise ContractError(f"{table.name}: expected the columns of its contract, found that {'; '.join(wrong)}. Correct jobs/{table.name}.py or its contract.")
    return frame.select(*expected, *(name for name in optional if name in found))
