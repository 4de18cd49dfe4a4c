"""Write docs/tables.md from the contracts: `python scripts/table_docs.py FILE`. A test fails when the file is stale."""

import argparse
from pathlib import Path

from innoatlas.contract import Column, Table
from innoatlas.tables import TABLES

_HEAD = """# Tables

Made from `lib/innoatlas/tables.py` by `make docs`; correct the words there.
Every table is a Delta table under `build/tables`. Those of an edition are partitioned by `edition` (int, the release year), which readers never see.
A column may be null only where its row says so, with what null means.
"""


def table_docs() -> str:
    """The whole page, in the order of the line."""
    index = "\n".join(f"- [`{table.name}`](#{table.name}): {table.grain}" for table in TABLES.values())
    return "\n".join([_HEAD, index, "", *map(_section, TABLES.values())])


def _section(table: Table) -> str:
    kept = "one slice an edition" if table.by_edition else "one table for all editions"
    checks = [f"- `{name}`: `{check}`" for name, check in table.checks.items()]
    rows = "\n".join(map(_row, table.columns))
    lines = [f"## {table.name}", "", f"{table.grain[0].upper()}{table.grain[1:]}; {kept}. Key: {', '.join(f'`{name}`' for name in table.key)}.", ""]
    lines += ["| column | type | null | meaning |", "|---|---|---|---|", rows, ""]
    return "\n".join([*lines, *(["What always holds:", "", *checks, ""] if checks else [])])


def _row(column: Column) -> str:
    return f"| `{column.name}` | `{column.type}` | {'may be' if column.nullable else ''} | {column.description.replace('|', chr(92) + '|')} |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="file to write")
    parser.parse_args().file.write_text(table_docs(), "utf-8")
