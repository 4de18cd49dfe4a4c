"""What a finding is, and how its inputs are taken out of the tables: what is not there withholds the finding, and says why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

#: Tables by name, as `inputs.NEEDED` lists them; for findings any of them may be absent or empty.
Tables = Mapping[str, pa.Table]

#: How many clusters a release lists: as many as the Global Innovation Index. What is told is told of these, or of all where there are fewer.
LISTED = 100

#: How many clusters or economies a sentence names; the figures hold all of them.
NAMED = 10


@dataclass(frozen=True)
class Finding:
    """One thing that the tables say."""

    sentence: str  #: one or more sentences
    figures: Sequence[Mapping[str, Any]]  #: what the sentence rests on, unrounded; every row has the same keys; empty when it tells that there is none
    tables: tuple[str, ...]  #: where the figures come from


class WithheldError(Exception):
    """A finding cannot be told; the text is the reason, a clause without its full stop."""


Rule = Callable[[Tables], Finding]


def rows_of(tables: Tables, name: str, **where: Any) -> list[dict[str, Any]]:
    """Rows of a table whose columns have the values of `where`; WithheldError when there is no such table or row."""
    if name not in tables:
        raise WithheldError(f"the table {name} has not been made for this edition")
    rows = [row for row in tables[name].to_pylist() if all(row[column] == value for column, value in where.items())]
    if not rows:
        told = "".join(f", {column.replace('_', ' ')} {value}" for column, value in where.items())
        raise WithheldError(f"the table {name} holds no row of this edition{told}")
    return rows


def listed(tables: Tables, period: str = "current") -> list[dict[str, Any]]:
    """The clusters that a release of that window lists: rows of rankings, by rank."""
    rows = sorted(rows_of(tables, "rankings", period=period), key=lambda row: (row["rank"], row["cluster_id"]))
    return rows[:LISTED]


def listed_clusters(count: int) -> str:
    """So many listed clusters, as a sentence calls them.

    >>> listed_clusters(1), listed_clusters(34), listed_clusters(100)
    ('the one cluster', 'the 34 clusters', 'the first 100 clusters')
    """
    return "the one cluster" if count == 1 else f"the first {count} clusters" if count == LISTED else f"the {count} clusters"


def codes_of(row: Mapping[str, Any]) -> list[str]:
    """Economies of a row of rankings, largest first."""
    return str(row["economy_codes"]).split("/")


def names_of(tables: Tables) -> Callable[[str], str]:
    """The name of an economy; its code where the groups of economies do not list it."""
    names = {row["economy_code"]: row["economy_name"] for row in tables["economy_groups"].to_pylist()} if "economy_groups" in tables else {}
    return lambda code: names.get(code, code)


def called(tables: Tables) -> Callable[[Mapping[str, Any]], str]:
    """A row of rankings as a sentence calls its cluster: name and economies."""
    name = names_of(tables)
    return lambda row: f"{row['cluster_name']} ({'/'.join(name(code) for code in codes_of(row))})"
