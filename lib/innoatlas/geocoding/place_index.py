"""The index of a gazetteer in a folder of its own, built where there is none yet: one folder per gazetteer, knowledge and layout."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow as pa

from innoatlas.geocoding.building import Given, build_index
from innoatlas.geocoding.country_names import country_names
from innoatlas.geocoding.index import LAYOUT
from innoatlas.geocoding.knowledge import read_knowledge
from innoatlas.geocoding.wordlists import code_letters, parent_economies, word_marks

#: Tables whose words the index holds; a change in any of them makes another index.
_TABLES = (
    "organisation_words",
    "address_words",
    "not_places",
    "postal_words",
    "null_affiliations",
    "umbrella_organisations",
    "postcode_shapes",
    "parent_economies",
    "country_spellings",
    "historic_countries",
)


def place_index(version: str, tables: Callable[[], tuple[pa.Table, Iterable[pa.RecordBatch]]], reference: Path, home: Path) -> Path:
    """Folder of the index of a gazetteer; `tables` gives `places`, and `place_names` in pieces, and is called only if it must be built.

    `version` names the content of the two tables. The folder appears at once, whole, so a killed build leaves nothing half done.
    """
    digest = hashlib.sha256(f"{LAYOUT} {version} {_digest(reference)}".encode()).hexdigest()[:16]
    folder = home / "index" / digest
    if (folder / "index.json").is_file():
        return folder
    knowledge = read_knowledge(reference)
    places, names = tables()
    scratch = home / "index" / f"{digest}.{os.getpid()}"
    shutil.rmtree(scratch, ignore_errors=True)
    given = Given(word_marks(knowledge), parent_economies(reference), code_letters(knowledge), country_names(knowledge))
    build_index(places, names, given, digest, scratch)
    shutil.rmtree(folder, ignore_errors=True)
    scratch.rename(folder)
    return folder


def _digest(reference: Path) -> str:
    parts = hashlib.sha256()
    for name in _TABLES:
        parts.update((reference / f"{name}.tsv").read_bytes())
    return parts.hexdigest()
