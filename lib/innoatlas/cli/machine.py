"""`innoatlas doctor` and `innoatlas version`: what is on this machine."""

from collections.abc import Callable

import typer
from rich.markup import escape

from innoatlas.cli.options import ConfDir, Edition, Environment
from innoatlas.errors import PipelineError


def doctor(conf: Environment = "sample", edition: Edition = 2023, conf_dir: ConfDir = None) -> None:
    """Check what a run needs here, and say how to mend what is amiss."""
    from pathlib import Path

    from innoatlas.runtime import logs, machine
    from innoatlas.runtime.graph import discover
    from innoatlas.runtime.runner import SECTIONS, refuse_unknown_settings, typed_settings
    from innoatlas.runtime.settings import load_conf

    def settings_hold() -> str:
        jobs = discover()
        loaded = load_conf(conf, edition, folder=conf_dir)
        refuse_unknown_settings(jobs.values(), loaded)
        typed_settings(list(jobs.values()), loaded)
        return f"{loaded.folder}, environment {conf}, edition {edition}: {len(jobs)} jobs have their settings"

    def jars_lie_there() -> str:
        folder = Path(load_conf(conf, edition, folder=conf_dir).typed(SECTIONS)["session"].jars)
        return f"{len(machine.delta_jars(folder))} jars in {folder}"

    checks: dict[str, Callable[[], str]] = {
        "cores and memory": machine.size,
        "Java": lambda: f"version {machine.java_version()}",
        "packages": machine.check_packages,
        "Delta's jars": jars_lie_there,
        "conf": settings_hold,
    }
    failed: list[PipelineError] = []
    for what, check in checks.items():
        try:
            logs.console().print(f"[green]ok[/green]    {what}: {escape(check())}")
        except PipelineError as error:
            failed.append(error)
            logs.console().print(f"[red]amiss[/red] {escape(str(error))}")
    if failed:
        raise typer.Exit(failed[0].exit_code)


def version() -> None:
    """Print the version and the digest of the sources."""
    from innoatlas.runtime.code import code_version

    typer.echo(f"innoatlas {code_version()}")


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(doctor)
    app.command()(version)
