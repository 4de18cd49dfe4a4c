"""A table's contract: what a row is, its key, its columns and what always holds of them. Pure description."""

from collections.abc import Mapping
from dataclasses import dataclass, field

STRING, BOOLEAN, INT, BIGINT, DOUBLE = "string", "boolean", "int", "bigint", "double"


@dataclass(frozen=True)
class Column:
    """One column; it has one meaning and one unit wherever it appears."""

    name: str
    type: str  #: in Spark's DDL, lower case, e.g. "array<string>"
    description: str  #: what it says, its unit, and what null means
    nullable: bool = False


@dataclass(frozen=True)
class Table:
    """The contract of one Delta table.

    `checks` are SQL conditions by name; each must say what null means, for a check that is null counts as broken.
    `by_edition` tables are partitioned by the release year: readers and jobs see one edition at a time, without that column.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    checks: Mapping[str, str] = field(default_factory=dict)
    by_edition: bool = True

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: a column is described twice in {names}")
        if unknown := [name for name in self.key if name not in names]:
            raise ValueError(f"{self.name}: the key names {unknown}, which are no columns")

    @property
    def ddl(self) -> str:
        """The schema in Spark's DDL, without the edition.

        >>> Table("t", "one row per a", ("a",), (Column("a", INT, "A."), Column("b", "array<string>", "B.", True))).ddl
        'a int NOT NULL, b array<string>'
        """
        return ", ".join(f"{c.name} {c.type}{'' if c.nullable else ' NOT NULL'}" for c in self.columns)

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns in their order, without the edition."""
        return tuple(column.name for column in self.columns)
