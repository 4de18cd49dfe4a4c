"""What an expert says of an address, family by family: the place, how precisely, and what the reader must be warned of."""

from collections.abc import Mapping

import pytest

from innoatlas.geocoding.index import Index
from tests.geocoding.small_world import Row, locate

Address = str | Mapping[str, str | None] | None
Case = tuple[Address, str | None, str, str]  #: address, place, precision, warning ("" for none)

#: Flags that tell a reader to look twice; those of a row are exactly the one that its case names.
WARNINGS = {
    "fuzzy", "truncated", "country_conflict", "region_conflict", "postcode_conflict", "ambiguous_namesake", "organisation_only", "umbrella_organisation",
    "null_affiliation", "several_addresses_in_one", "unreadable",
}  # fmt: skip


def city(address: Address, place: str, warning: str = "") -> Case:
    return address, f"town:{place}", "city", warning


def area(address: Address, place: str) -> Case:
    return address, place, place.partition(":")[0], ""


def postcode(address: Address, place: str) -> Case:
    return address, f"postal:{place}", "postcode", ""


def nothing(address: Address, warning: str = "") -> Case:
    return address, None, "none", warning


def fields(**given: str) -> Mapping[str, str | None]:
    return given


WEB_OF_SCIENCE = [
    city("Univ Tokyo, Dept Phys, Tokyo 1130033, Japan", "Tokyo.JP.40"),
    city("MIT, Cambridge, MA 02139 USA", "Cambridge.US.MA"),
    city("Nanjing Univ, Nanjing, Jiangsu, Peoples R China", "Nanjing.CN.04"),
    city("Univ Paris, F-75005 Paris, France", "Paris.FR.11"),
    city("Univ Oxford, Oxford, England", "Oxford.GB.ENG"),
    city("Univ Edinburgh, Edinburgh, Midlothian, Scotland", "Edinburgh.GB.SCT"),
    city("Drexel Univ, Philadelphia, PA 19104 USA", "Philadelphia.US.PA"),
    city("Seoul Natl Univ, Seoul, South Korea", "Seoul.KR.11"),
    city("Natl Taiwan Univ, Taipei, Taiwan", "Taipei.TW.03"),
    city("Acad Sci, Moscow, Russia", "Moscow.RU.48"),
    city("Georgia Inst Technol, Atlanta, GA USA", "Atlanta.US.GA"),
    city("Stanford University, Mountain View, CA", "Mountain View.US.CA"),
    city("National University of Singapore, Singapore", "Singapore.SG.01"),
    city("Lyon Boston Street, Oxford, England", "Oxford.GB.ENG"),
]

PATSTAT = [
    city("MUENCHEN, DE", "Munich.DE.02"),
    city("10 RUE DE LA PAIX, 75005 PARIS, FR", "Paris.FR.11"),
    city("5-1 MARUNOUCHI, CHIYODA-KU, TOKYO, JP", "Tokyo.JP.40"),
    city("PEKING, CN", "Beijing.CN.22"),
    city("TORINO, IT", "Turin.IT.12"),
    city(fields(address_text="VIA MARINA 3, MILANO", country="IT"), "Milan.IT.09"),
    city(fields(city="MOSKVA", country="RU"), "Moscow.RU.48"),
]

PATENTSVIEW = [
    city(fields(city="Springfield", region="IL", country="US"), "Springfield.US.IL"),
    city(fields(city="Springfield", region="MA", country="US"), "Springfield.US.MA"),
    city(fields(city="Springfield", country="US"), "Springfield.US.MA", "ambiguous_namesake"),
    city(fields(city="Paris", region="TX", country="US"), "Paris.US.TX"),
    city(fields(city="Paris", country="FR"), "Paris.FR.11"),
    city(fields(city="Cambridge", country="GB"), "Cambridge.GB.ENG"),
    city(fields(city="Cambridge", region="MA", country="US"), "Cambridge.US.MA"),
    city(fields(city="Albany", region="GA", country="US"), "Albany.US.GA"),
    city(fields(city="Albany", region="NY", country="US"), "Albany.US.NY"),
    city(fields(city="London", country="CA"), "London.CA.08"),
    city(fields(city="Rochester", region="MN", country="US"), "Rochester.US.MN"),
    city(fields(city="Kawasaki-shi", region="Kanagawa", country="JP"), "Kawasaki.JP.19"),
]

EUROPEAN_LINES = [
    city("I-20129 Milano", "Milan.IT.09"),
    city("Via Marina 3, I-20129 Milano", "Milan.IT.09"),
    city("D-69120 Heidelberg", "Heidelberg.DE.01"),
    city("DK-5230 Odense", "Odense.DK.21"),
    city("CH-8092 Zürich", "Zürich.CH.ZH"),
    city("NL-5656 AE Eindhoven", "Eindhoven.NL.06"),
    city(fields(address_text="69120 Heidelberg", country="DE"), "Heidelberg.DE.01"),
    city(fields(city="DK 5230 Odense", country="DK"), "Odense.DK.21"),
    city(fields(city="75005 Paris Cedex 05", country="FR"), "Paris.FR.11"),
    city(fields(city="NL-Amsterdam", country="NL"), "Amsterdam.NL.07"),
    city("Halle (Saale), Germany", "Halle.DE.14"),
    city("Halle/Saale, DE", "Halle.DE.14"),
    city("Mailand, Italien", "Milan.IT.09"),
]

STATES = [
    city("Boston, MA", "Boston.US.MA"),
    city("Los Angeles, CA", "Los Angeles.US.CA"),
    city("Chicago, IL", "Chicago.US.IL"),
    city("Atlanta, GA", "Atlanta.US.GA"),
    city("Philadelphia, PA 19130 USA", "Philadelphia.US.PA"),
    city("Google Inc., Mountain View, Calif.", "Mountain View.US.CA"),
    city("Paris, Texas", "Paris.US.TX"),
    city("Albany, New York", "Albany.US.NY"),
    city("New York, New York", "New York City.US.NY"),
    city("New York, NY", "New York City.US.NY"),
    city("Albany, Georgia", "Albany.US.GA"),
    city("London, Ontario", "London.CA.08"),
    city("London, ON, Canada", "London.CA.08"),
    city("Montréal, Québec, Canada", "Montréal.CA.10"),
    city("Québec, Canada", "Québec.CA.10"),
]

ECONOMIES = [
    city("Tbilisi, Georgia", "Tbilisi.GE.51"),
    city("Tbilisi State University, Tbilisi, Georgia", "Tbilisi.GE.51"),
    city("Amman, Jordan", "Amman.JO.16"),
    city("Hong Kong, China", "Hong Kong.HK.HCW"),
    city("Hong Kong", "Hong Kong.HK.HCW"),
    city("Shenzhen, China", "Shenzhen.CN.30"),
    city("Taipei, Republic of China", "Taipei.TW.03"),
    city("Taipei, Taiwan, Province of China", "Taipei.TW.03"),
    city("Nanjing, People’s Republic of China", "Nanjing.CN.04"),
    city("Nanjing, People's Republic of China", "Nanjing.CN.04"),
    city("Singapore", "Singapore.SG.01"),
    city("Singapore 117543", "Singapore.SG.01"),
    city("Moscow, USSR", "Moscow.RU.48"),
    city("Halle, GDR", "Halle.DE.14"),
]

OTHER_SCRIPTS = [
    city("南京市，江苏省，中国", "Nanjing.CN.04"),
    city("北京市", "Beijing.CN.22"),
    city("千葉県千葉市", "Chiba.JP.04"),
    city("横浜市", "Yokohama.JP.19"),
    city("Москва, Россия", "Moscow.RU.48"),
    city("Новосибирск, Россия", "Novosibirsk.RU.53"),
    city("서울특별시, 대한민국", "Seoul.KR.11"),
    city("香港", "Hong Kong.HK.HCW"),
    city("თბილისი", "Tbilisi.GE.51"),
]

MISSPELT = [
    city(fields(city="Pougkeepsie", region="NY", country="US"), "Poughkeepsie.US.NY", "fuzzy"),  # a letter left out
    city(fields(city="Philadelfia", region="PA", country="US"), "Philadelphia.US.PA", "fuzzy"),  # two letters for one
    city(fields(city="Philadlephia", country="US"), "Philadelphia.US.PA", "fuzzy"),  # a pair swapped
    city(fields(city="Jeidelberg", country="DE"), "Heidelberg.DE.01", "fuzzy"),  # the first letter wrong
    city(fields(city="oston", region="MA", country="US"), "Boston.US.MA", "fuzzy"),  # the first letter lost
    city(fields(city="Heidlbreg", country="DE"), "Heidelberg.DE.01", "fuzzy"),  # two edits
    city(fields(city="Kopenhagn", country="DK"), "Copenhagen.DK.17", "fuzzy"),
    city(fields(city="GTEBORG", country="SE"), "Göteborg.SE.28", "fuzzy"),  # a letter that ASCII does not have
    city(fields(city="Zhenghzou", country="CN"), "Zhengzhou.CN.09", "fuzzy"),
    city(fields(city="Eggenstein-Leopolds", country="DE"), "Eggenstein-Leopoldshafen.DE.01", "truncated"),
    city(fields(city="MALMOE", country="SE"), "Malmö.SE.27", "fuzzy"),
    city(fields(city="Los Angles", region="CA", country="US"), "Los Angeles.US.CA", "fuzzy"),
    city(fields(city="Albny", region="GA", country="US"), "Albany.US.GA", "fuzzy"),
    city(fields(city="LOS, ANGELES", region="CA", country="US"), "Los Angeles.US.CA"),  # a comma in the name
    city(fields(city="ANGELES", region="CA", country="US"), "Los Angeles.US.CA", "truncated"),  # its last word
    city(fields(city="MOUNTAIN", region="CA", country="US"), "Mountain View.US.CA", "truncated"),  # its first word
    city(fields(city="LEOPOLDSHAFEN", country="DE"), "Eggenstein-Leopoldshafen.DE.01", "truncated"),
    city(fields(city="Hale Saale", country="DE"), "Halle.DE.14", "fuzzy"),
    area(fields(city="Bxstyn", country="FR"), "country:FR"),  # like a town of another country only
    area(fields(city="Qqqqqqq", country="FR"), "country:FR"),  # like no town
]

POSTCODES = [
    postcode("02139, USA", "US:02139"),
    postcode(fields(postcode="02139", country="US"), "US:02139"),
    postcode(fields(postcode="75005", country="FR"), "FR:75005"),
    postcode(fields(postcode="113-0033", country="JP"), "JP:1130033"),
    postcode(fields(postcode="CB2 1TN", country="GB"), "GB:CB2"),
    area(fields(postcode="75005", country="DE"), "country:DE"),  # the code of another country
]

ORGANISATION_ALONE = [
    ("Massachusetts Institute of Technology", "ror:mit", "organisation", "organisation_only"),
    ("Mayo Clinic", "ror:mayo", "organisation", "organisation_only"),
    ("Columbia University", "ror:columbia", "organisation", "organisation_only"),
    ("Korea Advanced Institute of Science and Technology, South Korea", "ror:kaist", "organisation", "organisation_only"),
    (fields(organisation="Chalmers University of Technology"), "ror:chalmers", "organisation", "organisation_only"),
    (fields(organisation="Chalmers tekniska högskola", country="SE"), "ror:chalmers", "organisation", "organisation_only"),
    nothing("KAIST"),  # an acronym never decides alone
    nothing("MIT"),
    nothing("University of Nowhereville"),
    nothing("Invented Widgets Ltd"),
]

TOWN_AGAINST_ORGANISATION = [
    city("Mayo Clinic, Boston, MA, USA", "Boston.US.MA"),
    city("University of Oxford, London, UK", "London.GB.ENG"),
    city("Chalmers University of Technology, Malmö, Sweden", "Malmö.SE.27"),
    city(fields(organisation="Drexel University", city="Boston", country="US"), "Boston.US.MA"),
    city("Mayo Clinic, Rochester, USA", "Rochester.US.MN"),  # among namesakes the organisation chooses
    city("CNRS, Grenoble, France", "Grenoble.FR.84", "umbrella_organisation"),
]

NOBODY = [
    nothing("none", "null_affiliation"),
    nothing("Retired", "null_affiliation"),
    nothing("independent researcher", "null_affiliation"),
    nothing("Affiliation not provided to SSRN", "null_affiliation"),
    city("Independent Researcher, Boston, MA", "Boston.US.MA"),
    nothing("", "unreadable"),
    nothing("???", "unreadable"),
    nothing(None, "unreadable"),
    nothing("a@b.com", "unreadable"),
]

SEVERAL = [
    city("Boston, USA, and Lyon, France", "Boston.US.MA", "several_addresses_in_one"),
    city("Univ Oxford, Oxford, England; Univ Tokyo, Tokyo, Japan", "Oxford.GB.ENG", "several_addresses_in_one"),
    city("Lyon, France; Lyon, France", "Lyon.FR.84"),
    city(fields(address_text="Boston, USA", country="FR"), "Boston.US.MA", "country_conflict"),
]

LEFTOVERS = [
    city("Univ Oxford, Oxford, UK. Electronic address: jane.doe@ox.ac.uk", "Oxford.GB.ENG"),
    city("Dept Phys, Lyon, France. E-mail: boston@oxford.fr", "Lyon.FR.84"),
    city("<sup>1</sup>Dept. of Physics, Lyon, France", "Lyon.FR.84"),
    city("Universit&eacute; de Lyon, Lyon, France", "Lyon.FR.84"),
    city("M&uuml;nchen, Germany", "Munich.DE.02"),
    city("G{umlaut over (o)}ttingen, Germany", "Göttingen.DE.06"),
    city("1Department of Chemistry, Boston, MA, USA", "Boston.US.MA"),
    city("UniversitÃ© Grenoble Alpes, Grenoble", "Grenoble.FR.84"),
    city("Boston, MA; jane@doe.org", "Boston.US.MA"),
    city("Univ Oxford, Oxford, England#TAB#", "Oxford.GB.ENG"),
    city("\u200bLyon\u200b,\u00a0France", "Lyon.FR.84"),
]

AGREEMENT = [
    city(fields(city="Cambridge", postcode="02139", country="US"), "Cambridge.US.MA"),
    city(fields(city="Lyon", postcode="75005", country="FR"), "Lyon.FR.84", "postcode_conflict"),
    city(fields(city="Springfield", region="IL", postcode="02139", country="US"), "Springfield.US.IL", "postcode_conflict"),
    city("Cambridge, Massachusetts", "Cambridge.US.MA"),
    city("Cambridge CB2 1TN, UK", "Cambridge.GB.ENG"),
    city("Cambridge", "Cambridge.GB.ENG", "ambiguous_namesake"),
    city("Univ Georgia, Atlanta", "Atlanta.US.GA"),
    city("3 Boston Road, 38000 Grenoble, Lyon, France", "Grenoble.FR.84"),  # after its postal code
    city("Jordan Univ, Amman, Jordan", "Amman.JO.16"),
    city("Columbia University, Paris", "Paris.FR.11"),
    city("University of California, Berkeley", "Berkeley.US.CA"),
    nothing("University of California"),  # of many sites
]

AREAS = [
    area("Jiangsu, China", "admin1:CN.04"),
    area("Jiangsu Province, China", "admin1:CN.04"),
    area("Kanagawa, Japan", "admin1:JP.19"),
    area("Kanagawa-ken, JP", "admin1:JP.19"),
    area("California, USA", "admin1:US.CA"),
    area("Ontario, Canada", "admin1:CA.08"),
    area("Bavaria, Germany", "admin1:DE.02"),
    area(fields(region="CA", country="US"), "admin1:US.CA"),
    area(fields(country="FR"), "country:FR"),
    area("University of New Jersey, USA", "country:US"),
    area("China", "country:CN"),
    area("Nowhere, France", "country:FR"),
    area(fields(city="Boston", country="FR"), "country:FR"),  # a given country is never left without a word
]

FAMILIES = {
    "Web of Science": WEB_OF_SCIENCE, "PATSTAT": PATSTAT, "PatentsView": PATENTSVIEW, "European lines": EUROPEAN_LINES, "states": STATES,
    "economies": ECONOMIES, "other scripts": OTHER_SCRIPTS, "misspelt": MISSPELT, "postcodes": POSTCODES, "organisation alone": ORGANISATION_ALONE,
    "town against organisation": TOWN_AGAINST_ORGANISATION, "nobody": NOBODY, "several": SEVERAL, "leftovers": LEFTOVERS,
    "agreement": AGREEMENT, "areas": AREAS,
}  # fmt: skip


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{name}: {case[0]}") for name, cases in FAMILIES.items() for case in cases])
def test_an_address_is_placed_where_an_expert_places_it(index: Index, case: Case) -> None:
    address, place, precision, warning = case
    found = locate(index, address)[0]
    assert (found["place_id"], found["precision"]) == (place, precision)
    assert WARNINGS & set(labels(found)) == {warning} - {""}


@pytest.mark.parametrize(
    ("address", "flag"),
    [
        ("Albany, New York", "country_from_region"),
        ("Paris, Texas", "country_from_region"),
        ("თბილისი", "country_from_place"),
        ("I-20129 Milano", "country_from_place"),
        ("Mayo Clinic", "country_from_organisation"),
        ("Tokyo, Japan", "region_used_as_city"),
        ("Nowhere, France", "gazetteer_hole"),
    ],
)
def test_what_was_not_written_is_told(index: Index, address: str, flag: str) -> None:
    assert flag in labels(locate(index, address)[0])


def test_a_postcode_answer_stands_at_the_middle_of_its_area(index: Index) -> None:
    found = locate(index, fields(postcode="75005", country="FR"))[0]
    assert (found["lat"], found["lon"], found["country_code"], found["method"]) == (48.84, 2.35, "FR", "postcode")


def test_a_country_that_is_read_is_told_even_without_a_place(index: Index) -> None:
    assert {row["country_code"] for row in locate(index, "Nowhere, France", fields(country="FR"), "Lyon, France")} == {"FR"}


def test_an_organisation_without_a_town_needs_more_confidence_than_a_town(index: Index) -> None:
    alone = locate(index, "Mayo Clinic", "Columbia University", "Massachusetts Institute of Technology")
    assert all(0.6 <= row["score"] <= 1 for row in alone if isinstance(row["score"], float))
    assert [row["method"] for row in alone] == ["organisation"] * 3


def labels(row: Row) -> list[str]:
    flags = row["flags"]
    assert isinstance(flags, list)
    assert flags == sorted(set(flags))
    return flags
