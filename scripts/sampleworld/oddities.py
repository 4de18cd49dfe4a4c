"""What every real snapshot holds beside good records: each must be refused, left out or merged by the pipeline, and none may be counted."""

from collections.abc import Iterator

from numpy.random import Generator

from .dirt import Writer
from .listings import Listing
from .names import person
from .openalex import WorksWriter, work
from .patstat import PatstatWriter
from .towns import Town

#: A changed work stands twice: under the date of its first version and under that of the present one.
_OLDER = "2023-12-20"


def odd_works(writer: WorksWriter, document: int, year: int, persons: list[Listing]) -> int:
    """Add two lines that are no JSON, a work without authors, and five that do not count; returns how many lines were added.

    `document` is the first free number; `persons` those of some good work, which all the odd ones share.
    """
    writer.add(1, '{"id":"https://openalex.org/W1","title":"cut in the mid', date=_OLDER)
    writer.add(2, "<html><body>503 Service Unavailable</body></html>", date=_OLDER)
    odd: tuple[dict[str, object], ...] = (
        {"authorships": []},
        {"is_xpac": True},
        {"is_retracted": True},
        {"is_paratext": True},
        {"type": "editorial"},
        {"publication_year": None, "publication_date": None},
    )
    for number, change in enumerate(odd, start=document):
        writer.add(number, work(number, year, persons) | change)
    return 2 + len(odd)


def older_version(writer: WorksWriter, document: int, year: int, persons: list[Listing]) -> None:
    """The work as it stood before a correction: another title, and the last author still missing."""
    writer.add(document, work(document, year, persons[:-1]) | {"title": "Working title", "display_name": "Working title"}, date=_OLDER)


def national_phase(writer: PatstatWriter, document: int, year: int, persons: list[Listing]) -> None:
    """Enter one application in eight into a national phase."""
    if document % 8 == 0:
        writer.national_entry(document, year, ("US", "EP", "CN", "JP")[document // 8 % 4], persons)


def unplaced_documents(first: int, count: int, towns: list[Town], writer: Writer, rng: Generator) -> Iterator[list[Listing]]:
    """Documents on which nobody's place can be told: they are outside every count but stay in coverage."""
    for document in range(first, first + count):
        persons = []
        for position in range(1, 2 + int(rng.integers(4))):
            town, number = towns[int(rng.integers(len(towns)))], int(rng.integers(2**62))
            name, texts = person(town.country_code, number % 300), (writer.unlocatable(town, number),)
            persons.append(Listing(document, position, town, town, *name, number % 2**31, texts))
        yield persons
