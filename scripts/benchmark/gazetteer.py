"""The gazetteer that the addresses are drawn from and looked up in: the tables `places` and `place_names` as two Parquet files."""

import hashlib
from pathlib import Path

from innoatlas.gazetteer.build import GazetteerFiles, write
from innoatlas.gazetteer.inputs import GazetteerSettings, inputs_digest


def gazetteer_files(settings: GazetteerSettings, reference: Path, home: Path) -> GazetteerFiles:
    """Built where there is none yet of these inputs and reference tables. What the builder's own code changes needs an empty `home`."""
    parts = [repr(settings), *inputs_digest(settings), *(hashlib.sha256(table.read_bytes()).hexdigest() for table in sorted(reference.glob("*.tsv")))]
    files = GazetteerFiles(home / "gazetteer" / hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16])
    return files if files.places.is_file() else write(settings, reference, files.folder)
