"""Raw files, wherever Spark can read them: found by name, unpacked from archives.

A gz file that is truncated shows it only at its end, so it fails in the run that reads it: Spark's error names the file, and the runner says so.
"""

import re
import shutil
import zipfile
import zlib
from pathlib import Path
from urllib.parse import unquote, urlparse

from pyspark.errors import AnalysisException
from pyspark.sql import SparkSession

from innoatlas.errors import SourceError


def find_files(spark: SparkSession, folder: str, *, glob: str = "*") -> list[str]:
    """The files below a folder, at any depth, whose names match, sorted by address; also of a single file. Empty when none matches.

    Raises SourceError when the folder is absent.
    """
    try:
        found = spark.read.option("recursiveFileLookup", True).option("pathGlobFilter", glob).format("binaryFile").load(folder).inputFiles()
    except AnalysisException as error:
        raise SourceError(f"{folder}: no such file or folder. Check the path of the source in conf.") from error
    return sorted(_local_path(file) for file in found)


def _local_path(file: str) -> str:
    """`file:///a%20b` -> `/a b`; an address in another file system stays."""
    return unquote(urlparse(file).path) if file.startswith("file:") else file


def files_of(spark: SparkSession, folder: str, names: re.Pattern[str], scratch: Path) -> list[str]:
    """The files below a folder whose names match, those within zip archives included: they are unpacked to the scratch folder.

    Raises SourceError for an absent folder and for a broken archive.
    """
    found = find_files(spark, folder)
    plain = [file for file in found if names.search(Path(file).name) and not file.lower().endswith(".zip")]
    archives = [Path(file) for file in found if file.lower().endswith(".zip")]
    return sorted(plain + [str(place) for archive in archives for place in unpack(archive, names, scratch)])


def unpack(archive: Path, names: re.Pattern[str], scratch: Path) -> list[Path]:
    """The members of a zip archive whose names match, as files in the scratch folder; not again when they are there and no older.

    Raises SourceError for an archive that is truncated or none.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [member for member in opened.infolist() if names.search(Path(member.filename).name)]
            return [_unpack_member(opened, member, scratch / archive.stem, archive) for member in members]
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise SourceError(f"{archive}: not a whole zip archive ({error}). It is truncated or damaged: fetch it again.") from error


def _unpack_member(opened: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, archive: Path) -> Path:
    place = target / Path(member.filename).name
    if place.exists() and place.stat().st_size == member.file_size and place.stat().st_mtime >= archive.stat().st_mtime:
        return place
    target.mkdir(parents=True, exist_ok=True)
    partial = target / f"{place.name}.partial"
    with opened.open(member) as source, partial.open("wb") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)
    return partial.replace(place)
