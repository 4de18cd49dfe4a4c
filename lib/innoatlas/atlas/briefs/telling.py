"""The brief of one cluster, as a report that is written as HTML or Markdown."""

from collections.abc import Mapping

from innoatlas.atlas.briefs import origin, standing, strong_points
from innoatlas.atlas.briefs.origin import SectionOfConf
from innoatlas.atlas.briefs.subject import subject_of
from innoatlas.atlas.extract import extract, surroundings
from innoatlas.atlas.facts import Cluster
from innoatlas.atlas.given import Given
from innoatlas.atlas.report import Report


def brief_of(given: Given, cluster: Cluster, conf: Mapping[str, SectionOfConf]) -> Report:
    """All that the edition's tables tell of a cluster. `conf`: today's settings of jobs, shown where they are those of the run."""
    subject = subject_of(given, cluster)
    sections = [
        standing.rank(subject),
        standing.counts(subject),
        standing.growth(subject),
        standing.intensity(subject),
        strong_points.fields(subject),
        strong_points.organisations(subject),
        strong_points.partners(subject),
        origin.places(subject),
        origin.located(subject),
        origin.made_by(subject, conf),
    ]
    drawing = extract(cluster, surroundings(given.points))
    return Report(f"innoatlas · {given.edition} edition", cluster.name, standing.lead(subject), sections, drawing)
