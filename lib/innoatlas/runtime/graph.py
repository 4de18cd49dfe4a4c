"""The jobs there are, and the order that their signatures give. Nothing else declares the graph, so it cannot drift."""

import inspect
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

from innoatlas.errors import ContractError, SettingsError
from innoatlas.tables import TABLES

#: What the runner can hand to a job by keyword.
INJECTED = ("settings", "spark", "edition", "home", "reference", "digests")

#: A parameter `last_NAME` is the table NAME as the edition before has it in the same home, or None where that was not run. It is no edge of the graph.
LAST = "last_"


@dataclass(frozen=True)
class Job:
    """One job: the function named after its table."""

    name: str
    function: Callable[..., Any]
    inputs: tuple[str, ...]  #: tables that it reads: its positional parameters
    last_inputs: tuple[str, ...]  #: tables that it reads of the edition before: those of them that begin with LAST
    injected: tuple[str, ...]  #: what else it wants: its keyword-only parameters
    settings: type | None  #: dataclass of its section of conf; None when it has no settings
    inputs_digest: Callable[[Any], list[str] | None] | None  #: digests of the files that its settings name, None when nobody can tell; None when it reads none
    files_of: tuple[str, ...]  #: tables of its inputs whose jobs leave files that it reads too; it is made from whatever these were made from
    file: Path

    @property
    def sentence(self) -> str:
        """What it decides, in the words of its module."""
        return (inspect.getdoc(inspect.getmodule(self.function)) or "").partition("\n")[0]


def job_of(function: Callable[..., Any]) -> Job:
    """The job that a function is; ContractError when its name is no table's or a parameter means nothing."""
    name, module = function.__name__, inspect.getmodule(function)
    parameters = inspect.signature(function).parameters.values()
    tables = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    inputs = tuple(table for table in tables if not table.startswith(LAST))
    last_inputs = tuple(table.removeprefix(LAST) for table in tables if table.startswith(LAST))
    injected = tuple(p.name for p in parameters if p.kind is p.KEYWORD_ONLY)
    wrong = [] if name in TABLES else [f"{name} is no table"]
    wrong += [f"it reads {table}, which is no table" for table in (*inputs, *last_inputs) if table not in TABLES]
    wrong += [f"it asks for {word}, known are {', '.join(INJECTED)}" for word in injected if word not in INJECTED]
    wrong += [f"parameter {p.name} is neither positional nor keyword-only" for p in parameters if p.kind not in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    if wrong:
        raise ContractError(
            f"job {name}: expected a function named after a table, its parameters tables, found that {'; '.join(wrong)}. Known tables are in innoatlas.tables."
        )
    settings = get_type_hints(function)["settings"] if "settings" in injected else None
    digest, files_of = getattr(module, "inputs_digest", None), getattr(module, "FILES_OF", ())
    return Job(name, function, inputs, last_inputs, injected, settings, digest, files_of, Path(inspect.getfile(function)))


def discover(package: str = "jobs") -> dict[str, Job]:
    """Every job of the package by name, in the order in which they can run."""
    modules = [import_module(f"{package}.{found.name}") for found in pkgutil.iter_modules(import_module(package).__path__)]
    return ordered(_job_in(module) for module in modules)


def ordered(jobs: Iterable[Job]) -> dict[str, Job]:
    """Jobs after everything that they read, else in the order of the tables; ContractError for a cycle or a table that no job writes."""
    by_name = {job.name: job for job in sorted(jobs, key=lambda job: list(TABLES).index(job.name))}
    if orphans := [f"{job.name} reads {table}" for job in by_name.values() for table in job.inputs if table not in by_name]:
        raise ContractError(f"jobs: expected a job for every table that is read, found none where {'; '.join(orphans)}. Add the job, or correct the parameter.")
    try:
        return {name: by_name[name] for name in TopologicalSorter({name: job.inputs for name, job in by_name.items()}).static_order()}
    except CycleError as error:
        raise ContractError(f"jobs: expected no job to depend on itself, found {' ◀ '.join(error.args[1])}. Correct the parameters.") from error


def chosen(jobs: Mapping[str, Job], *, only: str | None = None, until: str | None = None) -> list[Job]:
    """The jobs to run, in order: all, `only` one, or one with everything that leads to it (`until`)."""
    if only and until:
        raise SettingsError("run: expected --only or --until, found both. Give one of them.")
    if (wanted := only or until) and wanted not in jobs:
        raise SettingsError(f"run: expected one of the jobs {', '.join(jobs)}, found {wanted!r}. Choose one of these.")
    if only:
        return [jobs[only]]
    if until is None:
        return list(jobs.values())
    needed = {until}
    for name in reversed(list(jobs)):
        if name in needed:
            needed |= set(jobs[name].inputs)
    return [job for name, job in jobs.items() if name in needed]


def _job_in(module: ModuleType) -> Job:
    name = module.__name__.rpartition(".")[2]
    function = getattr(module, name, None)
    if not inspect.isfunction(function):
        raise ContractError(f"{module.__file__}: expected a function {name}, found none. A job is a function named after its file and its table.")
    return job_of(function)
