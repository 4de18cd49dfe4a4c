"""The graph that signatures give."""

from collections.abc import Callable
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

from innoatlas.errors import ContractError, SettingsError
from innoatlas.runtime.graph import Job, chosen, job_of, ordered


def named(function: Callable[..., Any], name: str) -> Job:
    """The job that the function would be under a table's name."""
    function.__name__ = name
    return job_of(function)


def source(*, spark: SparkSession) -> DataFrame: ...
def from_documents(documents: DataFrame) -> DataFrame: ...
def from_contributors(contributors: DataFrame) -> DataFrame: ...
def from_both(addresses: DataFrame, places: DataFrame) -> DataFrame: ...
def from_rankings(rankings: DataFrame) -> DataFrame: ...
def places_alone(*, spark: SparkSession) -> DataFrame: ...


@pytest.fixture
def line() -> dict[str, Job]:
    """documents -> contributors -> addresses + places -> geocodes, given in a wrong order."""
    jobs = [
        named(from_both, "geocodes"),
        named(from_contributors, "addresses"),
        named(places_alone, "places"),
        named(from_documents, "contributors"),
        named(source, "documents"),
    ]
    return ordered(jobs)


def test_jobs_come_after_what_they_read(line: dict[str, Job]) -> None:
    names = list(line)
    assert all(names.index(table) < names.index(job.name) for job in line.values() for table in job.inputs)


def test_until_takes_what_leads_to_a_job_and_nothing_else(line: dict[str, Job]) -> None:
    assert [job.name for job in chosen(line, until="addresses")] == ["documents", "contributors", "addresses"]


def test_only_takes_one_job(line: dict[str, Job]) -> None:
    assert [job.name for job in chosen(line, only="geocodes")] == ["geocodes"]


def test_an_unknown_job_is_refused_with_those_there_are(line: dict[str, Job]) -> None:
    with pytest.raises(SettingsError, match="expected one of the jobs documents"):
        chosen(line, until="geocode")


def test_only_and_until_together_are_refused(line: dict[str, Job]) -> None:
    with pytest.raises(SettingsError, match="found both"):
        chosen(line, only="places", until="geocodes")


def test_a_cycle_is_refused() -> None:
    with pytest.raises(ContractError, match="depend on itself"):
        ordered([named(from_documents, "rankings"), named(from_rankings, "documents")])


def test_a_table_that_no_job_writes_is_refused() -> None:
    with pytest.raises(ContractError, match="contributors reads documents"):
        ordered([named(from_documents, "contributors")])


def test_a_table_of_last_edition_is_read_but_is_no_edge_of_the_graph() -> None:
    def members(points: DataFrame, last_cluster_members: DataFrame | None) -> DataFrame: ...

    job = named(members, "cluster_members")
    assert (job.inputs, job.last_inputs) == (("points",), ("cluster_members",))
    assert list(ordered([job, named(places_alone, "points")])) == ["points", "cluster_members"]


def test_everything_wrong_with_a_signature_is_said_at_once() -> None:
    def nonsense(postcards: DataFrame, last_letters: DataFrame, *, weather: str) -> DataFrame: ...

    with pytest.raises(ContractError) as caught:
        job_of(nonsense)
    assert all(part in str(caught.value) for part in ("nonsense is no table", "reads postcards", "reads letters", "asks for weather"))
