"""`innoatlas run`."""

from typing import TYPE_CHECKING, Annotated

import typer

from innoatlas.cli.options import ConfDir, Edition, Environment, Home

if TYPE_CHECKING:
    from innoatlas.runtime.graph import Job


def run(
    edition: Edition,
    conf: Environment,
    home: Home = None,
    conf_dir: ConfDir = None,
    only: Annotated[str | None, typer.Option(help="Run this job alone.")] = None,
    until: Annotated[str | None, typer.Option(help="Run this job and everything that leads to it.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the plan and stop.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Compute every table anew, even when nothing that it depends on has changed.")] = False,
    master: Annotated[str | None, typer.Option(help="Where Spark runs, for example local[4] or local-cluster[2,1,1024].")] = None,
    partitions: Annotated[int | None, typer.Option(min=1, help="Partitions of a shuffle; else those of conf.")] = None,
) -> None:
    """Run the line, or a part of it, for one edition."""
    from innoatlas.runtime import logs
    from innoatlas.runtime.graph import chosen, discover
    from innoatlas.runtime.runner import Options, refuse_unknown_settings, run_jobs, typed_settings
    from innoatlas.runtime.settings import load_conf

    settings = load_conf(conf, edition, folder=conf_dir, home=home)
    jobs = discover()
    refuse_unknown_settings(jobs.values(), settings)
    plan = chosen(jobs, only=only, until=until)
    if dry_run:
        typed_settings(plan, settings)  # a plan that cannot be followed is none
        logs.console().print(logs.grid(("job", "reads", "what it decides"), ((job.name, _reads(job), job.sentence) for job in plan)))
        return
    logs.say_digests(run_jobs(plan, settings, Options(force, master, partitions)))


def _reads(job: "Job") -> str:
    return ", ".join((*job.inputs, *(f"{name} of last edition" for name in job.last_inputs)))


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(run)
