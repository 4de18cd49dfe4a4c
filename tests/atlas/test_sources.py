"""Licences of the sources."""

from pathlib import Path

from innoatlas.atlas.sources import attributions

REFERENCE = Path(__file__).parents[2] / "conf" / "reference"


def test_each_source_has_a_sentence_by_the_format_it_comes_in():
    assert attributions({"works": "openalex"}, REFERENCE) == ["Documents of works: OpenAlex, CC0 1.0."]


def test_a_format_without_a_licence_on_record_is_said_to_have_none():
    assert attributions({"ours": "neutral"}, REFERENCE) == ["Documents of ours: no licence on record."]
