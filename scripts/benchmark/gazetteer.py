"""The gazetteer that the addresses are drawn from and looked up in: the tables `places` and `place_names` as two Parquet files."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from innoatlas.gazetteer.build import GazetteerSettings, build, inputs_digest


@dataclass(frozen=True)
class GazetteerFiles:
    """A folder that holds both tables."""

    folder: Path

    @property
    def places(self) -> Path:
        """Parquet of the table `places`."""
        return self.folder / "places.parquet"

    @property
    def names(self) -> Path:
        """Parquet of the table `place_names`."""
        return self.folder / "place_names.parquet"


def gazetteer_files(settings: GazetteerSettings, reference: Path, home: Path) -> GazetteerFiles:
    """Built where there is none yet of these inputs and reference tables. What the builder's own code changes needs an empty `home`."""
    parts = [repr(settings), *inputs_digest(settings), *(hashlib.sha256(table.read_bytes()).hexdigest() for table in sorted(reference.glob("*.tsv")))]
    files = GazetteerFiles(home / "gazetteer" / hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16])
    if not files.places.is_file():
        files.folder.mkdir(parents=True, exist_ok=True)
        built = build(settings, reference)
        pq.write_table(built.names, files.names)
        pq.write_table(built.places, files.places)
    return files
