"""The command line `innoatlas`: one module a group of commands. Whatever needs Spark is imported by the command that runs it."""

import sys

import typer

from innoatlas.cli import addresses, atlas, brief, findings, gazetteer, machine, online, pipeline, results, tables

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Innovation clusters from raw snapshots.")
for group in (pipeline, results, atlas, brief, findings, tables, gazetteer, addresses, online, machine):
    group.add_to(app)


def main() -> None:
    """Entry point: what innoatlas refuses is one line and the error's exit code."""
    from innoatlas.runtime.logs import exit_code_of

    sys.exit(exit_code_of(app))
