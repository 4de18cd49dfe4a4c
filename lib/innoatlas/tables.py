"""START HERE: every table of innoatlas, in the order of the line. One row per what, its key, its columns, what null means.

A job is a function named after the table it writes; its positional parameters are the tables it reads.
Tables of an edition (`by_edition`) carry one more column in storage, `edition` (int, the release year), which jobs never see.
Shared columns are defined once, above the tables, so a name has one meaning and one unit everywhere.
"""

from innoatlas.contract import BIGINT, BOOLEAN, DOUBLE, INT, STRING, Column, Table
from innoatlas.flags import Flag

#: Integer units that one document is worth: divisible by 1 to 20, so that shares of up to 20 persons are exact.
UNIT = 232_792_560

#: How precisely a geocode is known, from fine to none, with the typical extent in km. An organisation's point is its town's.
PRECISION_KM = {"postcode": 3.0, "city": 8.0, "organisation": 8.0, "admin2": 30.0, "admin1": 150.0, "country": 500.0, "none": 20000.0}

#: The precisions that are a point: only these enter counts and clusters.
LOCATED = ("postcode", "city", "organisation")

#: By which neighbour a listing without a place of its own was given one.
INFERRED = (Flag.INFERRED_FROM_FAMILY.label, Flag.INFERRED_FROM_ORGANISATION.label)

#: How a listing may stand, each in exactly one way: without an address, known at a precision, or placed by a neighbour.
STANDINGS = ("no_address", *PRECISION_KM, *INFERRED)

#: What an economy's part of the gazetteer may lack.
MISSING = ("few_places", "no_organisations", "no_postcodes")

#: The two windows of an edition: its own, and that of the edition before, recomputed with today's data and method.
PERIODS = ("current", "previous")

#: Since when a cluster's lineage is told: the previous window of the edition, or last edition as its own run left it.
LINEAGE_SINCE = ("window", "edition")

#: What a metric counts. Each is a table of (document, person, address).
KINDS = ("patent", "paper", "deal")

#: Written where an economy is not known (ISO 3166 leaves ZZ to its users).
NO_ECONOMY = "ZZ"

#: Written where a person is in no cluster, in keys, which are never null.
NO_CLUSTER = ""

#: Written for a cluster where the whole world is meant.
WORLD = "world"

#: What areas are given: places with a radius or an outline, and regions that divide the map.
LAYERS = ("site", "region")

#: Why two clusters might work together: they are strong in the same, or each in what the other lacks.
RELATIONS = ("similar", "complementary")

#: Written as the year of what is of the whole window.
ALL_YEARS = 0

#: What kinds of organisation there are, the first four as a register or the name says.
ORGANISATION_KINDS = ("company", "university", "government", "hospital", "other")
OTHER_ORGANISATION = ORGANISATION_KINDS[-1]

#: Under which a document's units lie where no organisation is known.
NO_ORGANISATION = "none"

#: Field of a document of which no field is known: without codes, or none of them maps.
UNMAPPED_FIELD = "unmapped"

_PRECISION_LIST = ", ".join(f"'{name}'" for name in PRECISION_KM)
_KIND_LIST = ", ".join(f"'{name}'" for name in KINDS)
_ORGANISATION_LIST = ", ".join(f"'{name}'" for name in ORGANISATION_KINDS)
_PERIOD_LIST = ", ".join(f"'{name}'" for name in PERIODS)
_RELATION_LIST = ", ".join(f"'{name}'" for name in RELATIONS)
_LAYER_LIST = ", ".join(f"'{name}'" for name in LAYERS)
_INFERRED_LIST = ", ".join(f"'{name}'" for name in INFERRED)
_MISSING_LIST = ", ".join(f"'{name}'" for name in MISSING)

# ---------------------------------------------------------------- shared columns

DOCUMENT_ID = Column("document_id", STRING, "Source and the source's own id, joined by a colon: `openalex:W1`, `patstat:410000001`.")
SOURCE = Column("source", STRING, "Name of the source in conf, for example `openalex`.")
KIND = Column("kind", STRING, "What the document counts as: patent, paper or deal.")
YEAR = Column("year", INT, "Year of publication.")
PERIOD = Column("period", STRING, "Which window of the edition: current, or previous (the window of the edition before).")
PERIODS_COLUMN = Column("periods", "array<string>", "Windows of the edition that the document counts in, sorted: current, previous or both.")
PERSON_POSITION = Column("person_position", INT, "Order of the person on the document, from 1.")
ADDRESS_POSITION = Column("address_position", INT, "Order of the address among the person's, from 1; 0 when the person has none.")
ADDRESS_ID = Column("address_id", BIGINT, "Digest (xxhash64) of the normalised address fields.")
ADDRESS_FIELDS = (
    Column("address_text", STRING, "Free-text address or affiliation; null when only fields are given.", nullable=True),
    Column("organisation", STRING, "Organisation as its own field; null when the source has none.", nullable=True),
    Column("city", STRING, "Town as its own field; null when the source has none.", nullable=True),
    Column("region", STRING, "State, province or region code as its own field; null when the source has none.", nullable=True),
    Column("postcode", STRING, "Postal code as its own field; null when the source has none.", nullable=True),
    Column("country", STRING, "Country as the source writes it, code or name; null when the source has none.", nullable=True),
)
PLACE_ID = Column(
    "place_id",
    STRING,
    "Gazetteer place, prefixed by its origin: `geonames:2988507`, `postal:FR:75005`, `ror:05f82e368`; "
    "of an online answer its service and point: `online:photon:45.75780,4.83200`.",
)
PLACE_NAME = Column("place_name", STRING, "The place's main name.")
COUNTRY_CODE = Column("country_code", STRING, "ISO 3166-1 alpha-2, upper case; HK, MO, TW, XK, PR and other economies are their own.")
ADMIN1_CODE = Column("admin1_code", STRING, "First-level region: country and GeoNames code, for example `FR.11`, `US.CA`; null when not known.", nullable=True)
LAT = Column("lat", DOUBLE, "Latitude in degrees WGS84, rounded to 5 decimals.")
LON = Column("lon", DOUBLE, "Longitude in degrees WGS84, rounded to 5 decimals.")
CELL = Column("cell", BIGINT, "H3 cell as an unsigned 64-bit number, at the gazetteer's resolution.")
POINT_ID = Column("point_id", BIGINT, "A distinct coordinate: (lat + 90) * 1e5 in the upper 32 bits, (lon + 180) * 1e5 in the lower, rounded to whole numbers.")
UNITS = Column("units", BIGINT, f"Fractional count in integer units; a whole document is {UNIT:,} units.")
LISTINGS_COUNT = Column("listings_count", BIGINT, "Number of person listings: distinct (document, person) pairs at this place.")
DOCUMENTS_COUNT = Column("documents_count", BIGINT, "Number of distinct documents.")
ECONOMY_CODE = Column("economy_code", STRING, f"Economy of the listing, as far as it could be read or inferred; {NO_ECONOMY} when it could not.")
LOCATED_SHARE = Column("located_share", DOUBLE, "Listings located by their own address / listings_count, 0 to 1.")
MEAN_SCORE = Column(
    "mean_score", DOUBLE, "Mean confidence of the located listings: the share of them expected to be right, 0 to 1; null when none is.", nullable=True
)
CLUSTER_ID = Column(
    "cluster_id", STRING, "Cluster, by the id of last edition's that it goes on from; of the previous period, the current cluster that it became."
)
PERSONS_ECONOMY = Column("economy_code", STRING, "Economy that the persons are located in, ISO 3166-1 alpha-2; HK, MO, TW and others are their own.")
CLUSTER_NAME = Column("cluster_name", STRING, "One to three places joined by an en dash, with a US state or Canadian province code.")
ECONOMY_CODES = Column("economy_codes", STRING, "Economies of the cluster, largest first, joined by a slash: `CN/HK`.")
RANK = Column("rank", INT, "Place in the order of the unrounded score, from 1; ties by name.")
SCORE = Column("score", DOUBLE, "Sum of the cluster's shares of each metric, in percent of the world.")
FIELD_CODE = Column(
    "field_code", STRING, f"Of patents the WIPO field of technology, `01` to `35`; else the source's own subject; {UNMAPPED_FIELD} where none is known."
)
ORGANISATION_KEY = Column(
    "organisation_key", STRING, "Organisation: `ror:05f82e368` where its registered id is known, else `name:` and the key of its name; `none` when not known."
)
ORGANISATION_NAME = Column("organisation_name", STRING, "Name of the organisation as it is written most, or its registered name.")
ORGANISATION_KIND = Column("organisation_kind", STRING, "company, university, government, hospital or other, as a register says, else as the name does.")
FIELD_NAME = Column("field_name", STRING, "What the field is called; its code where the source gives no name.")
SHARE_OF_WORLD = Column("share_percent", DOUBLE, "100 * units of the cluster / units of the world, noise included, 0 to 100.")
AREA_ID = Column("area_id", STRING, "Site or region, by its layer and the id that its file gives: `site:tp1`, `region:FRK`.")
FRACTIONAL_COUNT = Column("fractional_count", DOUBLE, "Documents counted fractionally: units divided by the units of one document.")

_TOOK_A_PLACE = {
    INFERRED[0]: "Listings that took the place of the same person's other listings",
    INFERRED[1]: "Listings that took the place of their organisation's other addresses",
}

_LOCATION = ("lat_in_range", "lat between -90 and 90"), ("lon_in_range", "lon between -180 and 180")
_OPTIONAL_LOCATION = ("lat_in_range", "lat is null or lat between -90 and 90"), ("lon_in_range", "lon is null or lon between -180 and 180")
_KIND_KNOWN = "kind_known", f"kind in ({_KIND_LIST})"
_PERIOD_KNOWN = "period_known", f"period in ({_PERIOD_LIST})"
_ORGANISATION_KNOWN = "organisation_kind_known", f"organisation_kind in ({_ORGANISATION_LIST})"
_SHARE_IN_RANGE = "share_in_range", "share_percent between 0 and 100"


def _nullable(column: Column, description: str) -> Column:
    return Column(column.name, column.type, description, nullable=True)


def _describe(column: Column, description: str) -> Column:
    return Column(column.name, column.type, description)


# ---------------------------------------------------------------- snapshots -> documents -> addresses

DOCUMENTS = Table(
    name="documents",
    grain="one row per patent application, paper or deal that counts in the edition",
    key=("document_id",),
    columns=(
        DOCUMENT_ID,
        SOURCE,
        KIND,
        YEAR,
        PERIODS_COLUMN,
        Column("family_id", STRING, "Patent family, or null when the source has none.", nullable=True),
        Column("field_codes", "array<string>", "The source's own field codes, sorted: IPC symbols such as `H04L 9/00`, OpenAlex fields; empty when none."),
        Column(
            "applicants",
            "array<struct<applicant_name:string,organisation_kind:string>>",
            "Organisations that apply for a patent, in their order, persons left out; kind as the source's register says, else null; empty for other kinds.",
        ),
        Column("persons_truncated", BOOLEAN, "True when the source is known to have cut the list of persons."),
        Column(
            "persons",
            "array<struct<person_id:string,person_name:string,addresses:array<struct<"
            "address_text:string,organisation:string,organisation_id:string,city:string,region:string,postcode:string,country:string>>>>",
            "Inventors or authors in their order, each with every address listed for them; a person without an address has an empty list.",
        ),
    ),
    checks=dict((_KIND_KNOWN,)),
)

CONTRIBUTORS = Table(
    name="contributors",
    grain="one row per person and address listed on a document; a person without an address has one row",
    key=("document_id", "person_position", "address_position"),
    columns=(
        DOCUMENT_ID,
        SOURCE,
        KIND,
        YEAR,
        PERIODS_COLUMN,
        PERSON_POSITION,
        ADDRESS_POSITION,
        Column("person_id", STRING, "The source's own person id, or null.", nullable=True),
        Column("person_name", STRING, "Name as the source writes it, or null.", nullable=True),
        Column("organisation_id", STRING, "ROR id that the source gives for exactly this address, or null.", nullable=True),
        *ADDRESS_FIELDS,
        _nullable(ADDRESS_ID, "Digest (xxhash64) of the normalised address fields; null when the person has no address."),
    ),
    checks=dict((_KIND_KNOWN, ("address_when_listed", "(address_position = 0) = (address_id is null)"))),
)

ADDRESSES = Table(
    name="addresses",
    grain="one row per distinct normalised address",
    key=("address_id",),
    columns=(
        ADDRESS_ID,
        *ADDRESS_FIELDS,
        Column("listings_count", BIGINT, "How many rows of contributors give this address."),
    ),
    checks={"listed": "listings_count > 0"},
)

# ---------------------------------------------------------------- gazetteer

PLACES = Table(
    name="places",
    grain="one row per gazetteer place: town, postcode area, organisation, region or country",
    key=("place_id",),
    columns=(
        PLACE_ID,
        PLACE_NAME,
        Column("precision", STRING, "What kind of place: " + ", ".join(name for name in PRECISION_KM if name != "none") + "."),
        COUNTRY_CODE,
        ADMIN1_CODE,
        Column("admin2_code", STRING, "Second-level region, for example `FR.11.75`; null when not known.", nullable=True),
        LAT,
        LON,
        CELL,
        Column("population", BIGINT, "Inhabitants; null when not known or not applicable.", nullable=True),
        Column("radius_km", DOUBLE, "Typical distance of the place's addresses from its point; null when not known.", nullable=True),
        Column("town_id", STRING, "Place of the town that an organisation or postcode area lies in; null for others or when not known.", nullable=True),
    ),
    checks=dict((*_LOCATION, ("precision_known", f"precision in ({_PRECISION_LIST}) and precision <> 'none'"))),
    by_edition=False,
)

PLACE_NAMES = Table(
    name="place_names",
    grain="one row per name by which a place is found in a country",
    key=("country_code", "folded_name", "place_id"),
    columns=(
        COUNTRY_CODE,
        Column("folded_name", STRING, "The name folded to its letters and digits, as `innoatlas.text.fold` does, without spaces."),
        Column("name", STRING, "The name as the gazetteer writes it."),
        PLACE_ID,
        Column("name_kind", STRING, "main, alternate, derived (made by a rule from another name), code (postal or region code) or acronym."),
    ),
    checks={"kind_known": "name_kind in ('main', 'alternate', 'derived', 'code', 'acronym')", "name_not_empty": "folded_name <> ''"},
    by_edition=False,
)

ONLINE_ANSWERS = Table(
    name="online_answers",
    grain="one row per address and service that was asked for it, whether it found anything or not",
    key=("address_id", "service"),
    columns=(
        ADDRESS_ID,
        Column("service", STRING, "Geocoder that was asked, by its name in geopy: nominatim, photon, …."),
        Column("asked", STRING, "The text that was sent."),
        Column("licence", STRING, "Terms under which the service gives its answers, as conf named them when it was asked."),
        Column("asked_at", STRING, "Day of the answer in UTC, ISO 8601."),
        Column("found", BOOLEAN, "Whether the service gave a point."),
        _nullable(PLACE_ID, "Service and point of a usable answer; null when nothing was found, or its kind or country is not known."),
        _nullable(PLACE_NAME, "Name of what was found, as the service writes it; null without a usable answer."),
        _nullable(COUNTRY_CODE, "Economy that the service names; null when it names none that is known."),
        _nullable(LAT, "Latitude of the answer in degrees WGS84, rounded to 5 decimals; null when nothing was found."),
        _nullable(LON, "Longitude of the answer in degrees WGS84, rounded to 5 decimals; null when nothing was found."),
        Column("precision", STRING, "How finely the answer is known, by its kind and extent; `none` without a usable answer."),
        Column("raw_reply", STRING, "The reply as it came."),
    ),
    checks=dict(
        (
            *_OPTIONAL_LOCATION,
            ("point_when_found", "found = (lat is not null) and found = (lon is not null)"),
            ("usable_when_found", "place_id is null or (found and place_name is not null and country_code is not null)"),
            ("precision_known", f"precision in ({_PRECISION_LIST})"),
            ("none_without_place", "(place_id is null) = (precision = 'none')"),
        )
    ),
    by_edition=False,
)

GEOCODES = Table(
    name="geocodes",
    grain="one row per distinct address",
    key=("address_id",),
    columns=(
        ADDRESS_ID,
        _nullable(PLACE_ID, "Chosen gazetteer place, or service and point of an online answer; null when no candidate was good enough."),
        _nullable(PLACE_NAME, "Its main name; null without a place."),
        _nullable(COUNTRY_CODE, "Economy of the place, or the one read from the text without a place; null when neither is known."),
        ADMIN1_CODE,
        _nullable(LAT, "Latitude of the place in degrees WGS84; null without a place."),
        _nullable(LON, "Longitude of the place in degrees WGS84; null without a place."),
        _nullable(CELL, "H3 cell of the place; null without a place."),
        Column("precision", STRING, "How finely the place is known; `none` without a place."),
        Column("method", STRING, "By which kind of candidate it was found: name, postcode, organisation, fuzzy, region, country, online or none."),
        Column("score", DOUBLE, "Confidence that the place is right, 0 to 1; null without a place.", nullable=True),
        Column(
            "margin",
            DOUBLE,
            "Score minus the best score of a place elsewhere, 0 to 1; null without a place, and for an online answer, which has no rival.",
            nullable=True,
        ),
        Column("flags", "array<string>", "Labels of `innoatlas.flags.Flag`, sorted; empty when there is nothing to say."),
    ),
    checks=dict(
        (
            *_OPTIONAL_LOCATION,
            ("score_in_range", "score is null or score between 0 and 1"),
            ("scored_when_placed", "(place_id is null) = (score is null)"),
            ("point_when_placed", "(place_id is null) = (lat is null)"),
            ("precision_known", f"precision in ({_PRECISION_LIST})"),
            ("none_without_place", "(place_id is null) = (precision = 'none')"),
        )
    ),
)

# ---------------------------------------------------------------- counting

INFERRED_PLACES = Table(
    name="inferred_places",
    grain="one row per listing that has no place of its own and takes one from a neighbour; none while the rules are off",
    key=("document_id", "person_position", "address_position"),
    columns=(
        DOCUMENT_ID,
        SOURCE,
        KIND,
        YEAR,
        PERIODS_COLUMN,
        PERSON_POSITION,
        ADDRESS_POSITION,
        _nullable(ADDRESS_ID, "Digest (xxhash64) of the normalised address fields; null when the person has no address."),
        PLACE_ID,
        PLACE_NAME,
        COUNTRY_CODE,
        LAT,
        LON,
        CELL,
        Column("precision", STRING, "What kind of place: city, or postcode where the gazetteer knows no town for the area."),
        Column("flag", STRING, "By which neighbour, a label of `innoatlas.flags.Flag`: " + " or ".join(INFERRED) + "."),
        Column("agreeing_count", BIGINT, "Neighbours in this town: located persons of documents (family), located addresses (organisation)."),
        Column("evidence_count", BIGINT, "The same in any town, a neighbour once in each of its towns."),
    ),
    checks=dict(
        (
            *_LOCATION,
            _KIND_KNOWN,
            ("precision_is_a_point", "precision in (" + ", ".join(f"'{name}'" for name in LOCATED) + ")"),
            ("flag_known", f"flag in ({_INFERRED_LIST})"),
            ("evidence_leads", "2 * agreeing_count > evidence_count and agreeing_count <= evidence_count"),
        )
    ),
)

DOCUMENT_PLACES = Table(
    name="document_places",
    grain="one row per document and coordinate at which at least one of its persons is located",
    key=("document_id", "point_id"),
    columns=(
        DOCUMENT_ID,
        SOURCE,
        KIND,
        YEAR,
        PERIODS_COLUMN,
        POINT_ID,
        PLACE_ID,
        COUNTRY_CODE,
        LAT,
        LON,
        CELL,
        UNITS,
        LISTINGS_COUNT,
    ),
    checks=dict((*_LOCATION, _KIND_KNOWN, ("units_in_range", f"units between 0 and {UNIT}"), ("listed", "listings_count > 0"))),
)

POINTS = Table(
    name="points",
    grain="one row per coordinate, period and kind",
    key=("point_id", "period", "kind"),
    columns=(POINT_ID, PERIOD, KIND, PLACE_ID, COUNTRY_CODE, LAT, LON, CELL, UNITS, LISTINGS_COUNT, DOCUMENTS_COUNT),
    checks=dict((*_LOCATION, _KIND_KNOWN, _PERIOD_KNOWN, ("units_not_negative", "units >= 0"))),
)

CELLS = Table(
    name="cells",
    grain="one row per H3 cell, period and kind",
    key=("cell", "period", "kind"),
    columns=(
        Column("cell", BIGINT, "H3 cell as an unsigned 64-bit number, at the resolution of the settings."),
        PERIOD,
        KIND,
        LAT,
        LON,
        UNITS,
        LISTINGS_COUNT,
        DOCUMENTS_COUNT,
    ),
    checks=dict((*_LOCATION, _KIND_KNOWN, _PERIOD_KNOWN)),
)

COVERAGE = Table(
    name="coverage",
    grain="one row per source, economy and year",
    key=("source", "economy_code", "year"),
    columns=(
        SOURCE,
        ECONOMY_CODE,
        YEAR,
        Column("listings_count", BIGINT, "Rows of contributors: person and address pairs, persons without an address included."),
        Column("no_address_count", BIGINT, "Listings without any address."),
        *(Column(f"{name}_count", BIGINT, f"Listings whose address is known at precision {name}.") for name in PRECISION_KM),
        *(Column(f"{name}_count", BIGINT, f"{words}; counted here and not by what their own address tells.") for name, words in _TOOK_A_PLACE.items()),
        Column("located_count", BIGINT, "Listings known at a precision that is a point: " + ", ".join(LOCATED) + "."),
        LOCATED_SHARE,
        MEAN_SCORE,
    ),
    checks={
        "every_listing_once": "listings_count = " + " + ".join(f"{name}_count" for name in STANDINGS),
        "none_below_zero": "least(" + ", ".join(f"{name}_count" for name in STANDINGS) + ") >= 0",
        "share_in_range": "located_share between 0 and 1",
    },
)

ECONOMIES = Table(
    name="economies",
    grain="one row per economy and kind of document that lists it: what its numbers are worth",
    key=("economy_code", "kind"),
    columns=(
        ECONOMY_CODE,
        KIND,
        Column("listings_count", BIGINT, "Rows of contributors: person and address pairs, persons without an address included."),
        Column("no_address_share", DOUBLE, "Listings without any address / listings_count, 0 to 1."),
        *(Column(f"{name}_share", DOUBLE, f"Listings whose address is known at precision {name} / listings_count, 0 to 1.") for name in PRECISION_KM),
        *(Column(f"{name}_share", DOUBLE, f"{words} / listings_count, 0 to 1; 0 while the rule is off.") for name, words in _TOOK_A_PLACE.items()),
        LOCATED_SHARE,
        MEAN_SCORE,
        Column(
            "expected_right_share", DOUBLE, "Sum of the confidence of the located listings / listings_count, 0 to 1: the listings expected at the right place."
        ),
        Column("towns_count", BIGINT, "Towns that the gazetteer knows in the economy."),
        Column("postcodes_count", BIGINT, "Postal codes that it knows there."),
        Column("organisations_count", BIGINT, "Organisations that it knows there."),
        Column("town_inhabitants", DOUBLE, "Inhabitants of the economy for each town that the gazetteer knows; null when either is not known.", nullable=True),
        Column("missing", "array<string>", f"What the gazetteer lacks there, sorted, of {', '.join(MISSING)}; empty when nothing, and for {NO_ECONOMY}."),
    ),
    checks=dict(
        (
            _KIND_KNOWN,
            ("listed", "listings_count > 0"),
            ("every_listing_once", "abs(" + " + ".join(f"{name}_share" for name in STANDINGS) + " - 1) < 1e-9"),
            ("share_in_range", "located_share between 0 and 1"),
            ("fewer_right_than_located", "expected_right_share between 0 and located_share"),
            ("missing_known", f"size(array_except(missing, array({_MISSING_LIST}))) = 0"),
        )
    ),
)

# ---------------------------------------------------------------- clusters and ranking

CLUSTER_MEMBERS = Table(
    name="cluster_members",
    grain="one row per coordinate and period",
    key=("point_id", "period"),
    columns=(
        POINT_ID,
        PERIOD,
        _nullable(CLUSTER_ID, "Cluster that the point belongs to; null for noise."),
        Column("role", STRING, "core, border or noise, as DBSCAN has it."),
    ),
    checks=dict((_PERIOD_KNOWN, ("role_known", "role in ('core', 'border', 'noise')"), ("noise_has_no_cluster", "(cluster_id is null) = (role = 'noise')"))),
)

CLUSTERS = Table(
    name="clusters",
    grain="one row per cluster and period",
    key=("cluster_id", "period"),
    columns=(
        CLUSTER_ID,
        PERIOD,
        CLUSTER_NAME,
        ECONOMY_CODES,
        LAT,
        LON,
        Column("points_count", BIGINT, "Number of distinct coordinates."),
        LISTINGS_COUNT,
        Column("radius_km", DOUBLE, "Distance from the centroid to the farthest member."),
        Column("footprint_cells", "array<bigint>", "H3 cells that hold a member, sorted, at the resolution of the settings."),
        Column("member_names", "array<string>", "Up to ten places that contribute most, largest first."),
    ),
    checks=dict((*_LOCATION, _PERIOD_KNOWN)),
)

CLUSTER_COUNTS = Table(
    name="cluster_counts",
    grain="one row per cluster, period and metric",
    key=("cluster_id", "period", "kind"),
    columns=(
        CLUSTER_ID,
        PERIOD,
        KIND,
        UNITS,
        FRACTIONAL_COUNT,
        Column("documents_count", BIGINT, "Distinct documents with at least one person in the cluster: the whole count."),
        LISTINGS_COUNT,
        SHARE_OF_WORLD,
    ),
    checks=dict((_KIND_KNOWN, _PERIOD_KNOWN, _SHARE_IN_RANGE)),
)

DOCUMENT_CLUSTERS = Table(
    name="document_clusters",
    grain="one row per document, period, cluster (or none) and economy in which at least one of its persons is located",
    key=("document_id", "period", "cluster_id", "economy_code"),
    columns=(
        DOCUMENT_ID,
        PERIOD,
        KIND,
        Column(
            "cluster_id", STRING, "Cluster that the persons are in; empty where they are in none. Of the previous period, the current cluster that it became."
        ),
        PERSONS_ECONOMY,
        UNITS,
        LISTINGS_COUNT,
    ),
    checks=dict((_KIND_KNOWN, _PERIOD_KNOWN, ("units_in_range", f"units between 0 and {UNIT}"), ("listed", "listings_count > 0"))),
)

RANKINGS = Table(
    name="rankings",
    grain="one row per cluster and period",
    key=("cluster_id", "period"),
    columns=(
        CLUSTER_ID,
        PERIOD,
        RANK,
        CLUSTER_NAME,
        ECONOMY_CODES,
        SCORE,
        Column("previous_rank", INT, "Rank in the previous window, with today's data and method; null in that window and for a new cluster.", nullable=True),
    ),
    checks=dict((_PERIOD_KNOWN, ("rank_from_one", "rank >= 1"))),
)

BRIDGE_RANKINGS = Table(
    name="bridge_rankings",
    grain="one row per cluster and period: its rank by this edition's method beside the one by last edition's",
    key=("cluster_id", "period"),
    columns=(
        CLUSTER_ID,
        PERIOD,
        RANK,
        SCORE,
        Column("last_method_rank", INT, "Rank of the same cluster by the metrics that last edition ranked on, all else alike."),
        Column("last_method_score", DOUBLE, "Sum of the cluster's shares of those metrics alone, in percent of the world."),
        Column("rank_change", INT, "Places that the cluster gains by this edition's method, negative where it loses some."),
    ),
    checks=dict((_PERIOD_KNOWN, ("change_of_ranks", "rank_change = last_method_rank - rank"))),
)

# ---------------------------------------------------------------- collaboration

_LINKS_COUNT = "Distinct pairs of a document of the cluster and the economy of its persons outside the cluster,"

DOCUMENT_PARTNERS = Table(
    name="document_partners",
    grain="one row per document, period and cluster in which at least one of its persons is located",
    key=("document_id", "period", "cluster_id"),
    columns=(
        DOCUMENT_ID,
        PERIOD,
        KIND,
        CLUSTER_ID,
        Column("domestic_economies", "array<string>", "Economies of the document's persons outside the cluster that are the cluster's own, sorted."),
        Column("foreign_economies", "array<string>", "The other economies of its persons outside the cluster, sorted."),
        Column("partner_clusters", "array<string>", "The other clusters that its persons are in, sorted."),
        Column("economies_count", BIGINT, "Number of economies that its persons are in, those in the cluster included."),
    ),
    checks=dict((_KIND_KNOWN, _PERIOD_KNOWN, ("in_a_cluster", f"cluster_id <> '{NO_CLUSTER}'"), ("in_an_economy", "economies_count >= 1"))),
)

CLUSTER_LINKS = Table(
    name="cluster_links",
    grain="one row per cluster, period, kind, economy of persons outside the cluster, and side of the border",
    key=("cluster_id", "period", "kind", "economy_code", "is_foreign"),
    columns=(
        CLUSTER_ID,
        PERIOD,
        KIND,
        PERSONS_ECONOMY,
        Column("is_foreign", BOOLEAN, "False where the economy is the cluster's own. By the setting `person` an economy may come on both sides."),
        Column("documents_count", BIGINT, "Distinct documents with a person in the cluster and one in the economy outside the cluster."),
    ),
    checks=dict((_KIND_KNOWN, _PERIOD_KNOWN, ("linked", "documents_count > 0"))),
)

CLUSTER_COLLABORATION = Table(
    name="cluster_collaboration",
    grain="one row per cluster, period and kind",
    key=("cluster_id", "period", "kind"),
    columns=(
        CLUSTER_ID,
        PERIOD,
        KIND,
        Column("documents_count", BIGINT, "Distinct documents with at least one person in the cluster: the whole count."),
        Column("partner_documents_count", BIGINT, "Of these, documents with a located person outside the cluster."),
        Column("domestic_documents_count", BIGINT, "Of these, documents with a person outside the cluster, in an economy of its own."),
        Column("foreign_documents_count", BIGINT, "Of these, documents with a person outside the cluster, in another economy."),
        Column("domestic_links_count", BIGINT, f"{_LINKS_COUNT} where that is the cluster's own."),
        Column("foreign_links_count", BIGINT, f"{_LINKS_COUNT} where that is another."),
        Column("partner_share", DOUBLE, "Co-authorship: partner_documents_count / documents_count, 0 to 1; null without documents.", nullable=True),
        Column("domestic_share", DOUBLE, "domestic_documents_count / documents_count, 0 to 1; null without documents.", nullable=True),
        Column("foreign_share", DOUBLE, "foreign_documents_count / documents_count, 0 to 1; null without documents.", nullable=True),
        Column("foreign_rank", INT, "Place in the order of foreign_share within period and kind, from 1; ties by name; null without documents.", nullable=True),
        Column("mean_economies_count", DOUBLE, "Mean number of economies per document, those in the cluster included; null without documents.", nullable=True),
    ),
    checks=dict(
        (
            _KIND_KNOWN,
            _PERIOD_KNOWN,
            ("partners_are_documents", "partner_documents_count between 0 and documents_count"),
            ("sides_cover_partners", "domestic_documents_count + foreign_documents_count >= partner_documents_count"),
            ("sides_are_partners", "greatest(domestic_documents_count, foreign_documents_count) <= partner_documents_count"),
            ("links_of_documents", "domestic_links_count >= domestic_documents_count and foreign_links_count >= foreign_documents_count"),
        )
    ),
)

CLUSTER_PARTNERS = Table(
    name="cluster_partners",
    grain="one row per ordered pair of clusters that share a document, period and kind; each pair comes both ways round",
    key=("cluster_id", "partner_cluster_id", "period", "kind"),
    columns=(
        CLUSTER_ID,
        Column("partner_cluster_id", STRING, "The other cluster, of the same period."),
        PERIOD,
        KIND,
        Column("documents_count", BIGINT, "Distinct documents with a person in either cluster."),
        Column("document_share", DOUBLE, "documents_count / all documents of the cluster, 0 to 1: not the same the other way round."),
        Column("partner_rank", INT, "Place of the partner by documents_count within the cluster, period and kind, from 1; ties by the partner's id."),
    ),
    checks=dict(
        (
            _KIND_KNOWN,
            _PERIOD_KNOWN,
            ("two_clusters", "cluster_id <> partner_cluster_id"),
            ("linked", "documents_count > 0"),
            ("share_in_range", "document_share between 0 and 1"),
        )
    ),
)

# ---------------------------------------------------------------- change from window to window, and people

_GEOMETRY = Column(
    "geometry",
    STRING,
    "Whose members the earlier figures are of: `refound`, the cluster of the previous window that became this one; `fixed`, today's cluster.",
)
_GROWTH_PERCENT = "100 * change / the figure of the previous window; null where that is 0 or not known."
_RISER_RANK = Column("riser_rank", INT, "Place among those that grew, by growth_percent, from 1; ties by cluster id; null for the others.", nullable=True)
_FALLER_RANK = Column("faller_rank", INT, "Place among those that shrank, from 1, the strongest first; ties by cluster id; null for the others.", nullable=True)
_GEOMETRY_KNOWN = "geometry_known", "geometry in ('refound', 'fixed')"

COUNT_GROWTH = Table(
    name="count_growth",
    grain="one row per cluster of the current window, geometry and kind",
    key=("cluster_id", "geometry", "kind"),
    columns=(
        CLUSTER_ID,
        _GEOMETRY,
        KIND,
        FRACTIONAL_COUNT,
        Column("previous_fractional_count", DOUBLE, "The same in the previous window; null where no cluster of it became this one.", nullable=True),
        Column("count_change", DOUBLE, "fractional_count - previous_fractional_count; null where that is null.", nullable=True),
        Column("growth_percent", DOUBLE, _GROWTH_PERCENT, nullable=True),
        SHARE_OF_WORLD,
        Column("previous_share_percent", DOUBLE, "The same in the previous window; null where no cluster of it became this one.", nullable=True),
        _RISER_RANK,
        _FALLER_RANK,
    ),
    checks=dict((_KIND_KNOWN, _GEOMETRY_KNOWN, ("fixed_is_known", "geometry <> 'fixed' or previous_fractional_count is not null"))),
)

CLUSTER_GROWTH = Table(
    name="cluster_growth",
    grain="one row per cluster of the current window and geometry",
    key=("cluster_id", "geometry"),
    columns=(
        CLUSTER_ID,
        _GEOMETRY,
        SCORE,
        Column("previous_score", DOUBLE, "The same in the previous window; null where no cluster of it became this one.", nullable=True),
        Column("score_change", DOUBLE, "score - previous_score; null where that is null.", nullable=True),
        Column("growth_percent", DOUBLE, _GROWTH_PERCENT, nullable=True),
        _RISER_RANK,
        _FALLER_RANK,
    ),
    checks=dict((_GEOMETRY_KNOWN, ("fixed_is_known", "geometry <> 'fixed' or previous_score is not null"))),
)

CLUSTER_LINEAGE = Table(
    name="cluster_lineage",
    grain="one row per pair of an earlier and a current cluster that share a coordinate, and per cluster that shares none; once for each `since`",
    key=("since", "previous_cluster_id", "cluster_id"),
    columns=(
        Column(
            "since",
            STRING,
            "Whose the earlier clusters are: `window`, of the previous window of this edition; `edition`, of last edition's own window as its run left it, "
            "where it was run.",
        ),
        Column("previous_cluster_id", STRING, "Cluster of before; empty when the row is of a new cluster."),
        Column("previous_cluster_name", STRING, "Its name at that time; null for a new cluster.", nullable=True),
        Column("cluster_id", STRING, "Cluster of the current window; empty when the row is of a cluster that is gone."),
        Column(
            "event",
            STRING,
            "continued (the same cluster); born and died (nothing shared); split (a new cluster on part of an earlier one); "
            "merged (an earlier cluster gone into one that continued); moved (coordinates passed between two that continued).",
        ),
        Column("shared_listings_count", BIGINT, "Listings of before at the coordinates that both hold."),
        Column("previous_listings_count", BIGINT, "Listings of the earlier cluster at its time; 0 for a new cluster."),
        Column("listings_count", BIGINT, "Listings of the current cluster in its window; 0 when it is gone."),
        Column("shared_share", DOUBLE, "shared_listings_count / previous_listings_count, 0 to 1; null for a new cluster.", nullable=True),
    ),
    checks={
        "since_known": "since in ('window', 'edition')",
        "event_known": "event in ('continued', 'born', 'died', 'split', 'merged', 'moved')",
        "continued_is_the_same": "(event = 'continued') = (previous_cluster_id = cluster_id)",
        "born_of_none": f"(event = 'born') = (previous_cluster_id = '{NO_CLUSTER}')",
        "died_into_none": f"(event = 'died') = (cluster_id = '{NO_CLUSTER}')",
    },
)

_IS_PROXY = Column("is_proxy", BOOLEAN, "True when the population is only that of the gazetteer's towns in the footprint, no population table being given.")
_POPULATION = Column("population", BIGINT, "Inhabitants of the cluster's footprint cells; null when none are known.", nullable=True)

CLUSTER_INTENSITY = Table(
    name="cluster_intensity",
    grain="one row per cluster and period",
    key=("cluster_id", "period"),
    columns=(
        CLUSTER_ID,
        PERIOD,
        _POPULATION,
        _IS_PROXY,
        SCORE,
        Column("score_per_million", DOUBLE, "score per million inhabitants; null without inhabitants.", nullable=True),
        Column("intensity_rank", INT, "Place by score_per_million within the period, from 1; ties by name; null without inhabitants.", nullable=True),
    ),
    checks=dict((_PERIOD_KNOWN, ("ranked_when_told", "(score_per_million is null) = (intensity_rank is null)"))),
)

COUNT_INTENSITY = Table(
    name="count_intensity",
    grain="one row per cluster, period and kind",
    key=("cluster_id", "period", "kind"),
    columns=(
        CLUSTER_ID,
        PERIOD,
        KIND,
        _POPULATION,
        _IS_PROXY,
        FRACTIONAL_COUNT,
        Column("count_per_million", DOUBLE, "fractional_count per million inhabitants; null without inhabitants.", nullable=True),
        Column(
            "intensity_rank", INT, "Place by count_per_million within period and kind, from 1; ties by cluster id; null without inhabitants.", nullable=True
        ),
    ),
    checks=dict((_KIND_KNOWN, _PERIOD_KNOWN, ("ranked_when_told", "(count_per_million is null) = (intensity_rank is null)"))),
)

# ---------------------------------------------------------------- fields

DOCUMENT_FIELDS = Table(
    name="document_fields",
    grain="one row per document and field; a document of which no field is known has one row",
    key=("document_id", "field_code"),
    columns=(
        DOCUMENT_ID,
        KIND,
        FIELD_CODE,
        Column("field_position", INT, "Order of the field among the document's, from 1, by its code."),
        Column("fields_divisor", INT, "Among how many fields the document is divided: all of its own, or 1 when each gets all of it."),
        UNITS,
    ),
    checks=dict((_KIND_KNOWN, ("units_in_range", f"units between 0 and {UNIT}"), ("divided", "fields_divisor >= 1 and field_position >= 1"))),
)

FIELD_COUNTS = Table(
    name="field_counts",
    grain="one row per cluster (or none), period, kind and field",
    key=("cluster_id", "period", "kind", "field_code"),
    columns=(Column("cluster_id", STRING, "Cluster; empty for what lies in none."), PERIOD, KIND, FIELD_CODE, UNITS, DOCUMENTS_COUNT),
    checks=dict((_KIND_KNOWN, _PERIOD_KNOWN, ("units_not_negative", "units >= 0"))),
)

WORLD_FIELDS = Table(
    name="world_fields",
    grain="one row per period, kind and field",
    key=("period", "kind", "field_code"),
    columns=(
        PERIOD,
        KIND,
        FIELD_CODE,
        FIELD_NAME,
        UNITS,
        FRACTIONAL_COUNT,
        Column("share_percent", DOUBLE, "100 * units of the field / units of all fields in the world, noise included, 0 to 100."),
    ),
    checks=dict((_KIND_KNOWN, _PERIOD_KNOWN, _SHARE_IN_RANGE)),
)

CLUSTER_FIELDS = Table(
    name="cluster_fields",
    grain="one row per cluster, period, kind and field that the cluster has anything of",
    key=("cluster_id", "period", "kind", "field_code"),
    columns=(
        CLUSTER_ID,
        PERIOD,
        KIND,
        FIELD_CODE,
        FIELD_NAME,
        UNITS,
        FRACTIONAL_COUNT,
        DOCUMENTS_COUNT,
        Column("share_percent", DOUBLE, "100 * units of the field / units of all fields in the cluster and kind, 0 to 100."),
        Column("specialisation", DOUBLE, "The field's share in the cluster over its share in the world; 1 is like the world."),
        Column("specialisation_rank", INT, "Place of the cluster among all by its specialisation in the field, from 1; ties by cluster."),
    ),
    checks=dict((_KIND_KNOWN, _PERIOD_KNOWN, _SHARE_IN_RANGE, ("specialisation_positive", "specialisation > 0"))),
)

CLUSTER_DIVERSITY = Table(
    name="cluster_diversity",
    grain="one row per cluster, period and kind",
    key=("cluster_id", "period", "kind"),
    columns=(
        CLUSTER_ID,
        PERIOD,
        KIND,
        Column("fields_count", INT, "Fields that the cluster has anything of."),
        Column("entropy", DOUBLE, "Shannon's entropy of the shares of the known fields, in nats: 0 for one field alone, ln n for n equal ones."),
        Column("largest_field_code", STRING, "The known field that holds most units, ties to the smaller code; null when no field is known.", nullable=True),
        Column("largest_field_percent", DOUBLE, "Its share of the units of known fields, 0 to 100; null when no field is known.", nullable=True),
        Column("unmapped_percent", DOUBLE, "Share of the units of which no field is known, 0 to 100."),
    ),
    checks=dict(
        (
            _KIND_KNOWN,
            _PERIOD_KNOWN,
            ("entropy_not_negative", "entropy >= 0"),
            ("largest_when_known", "(largest_field_code is null) = (largest_field_percent is null)"),
        )
    ),
)

CLUSTER_DOMAINS = Table(
    name="cluster_domains",
    grain="one row per cluster that has papers and patents in domains, period, and domain that the world has both of",
    key=("cluster_id", "period", "domain_name"),
    columns=(
        CLUSTER_ID,
        PERIOD,
        Column("domain_name", STRING, "Fields of science, and those of technology that they feed (conf/reference/domains.tsv)."),
        Column("paper_count", DOUBLE, "Papers of the domain, counted fractionally."),
        Column("patent_count", DOUBLE, "Patents of the domain, counted fractionally."),
        Column("paper_percent", DOUBLE, "100 * papers of the domain / papers of all such domains in the cluster, 0 to 100."),
        Column("patent_percent", DOUBLE, "100 * patents of the domain / patents of all such domains in the cluster, 0 to 100."),
        Column("paper_specialisation", DOUBLE, "Share in the cluster's papers over share in the world's; 1 is like the world, 0 is none."),
        Column("patent_specialisation", DOUBLE, "Share in the cluster's patents over share in the world's."),
        Column(
            "lead", DOUBLE, "Symmetric specialisation (S - 1) / (S + 1) of its papers less that of its patents, -2 to 2: above 0, research is the stronger."
        ),
        Column(
            "unused_rank",
            INT,
            "Place by `lead`, from 1, among the clusters of the window whose share of the domain is above the world's in papers and below it in patents, "
            "and that have enough of both (settings): research strength that is little used. Ties by cluster; null for all others.",
            nullable=True,
        ),
    ),
    checks=dict(
        (
            _PERIOD_KNOWN,
            ("percent_in_range", "paper_percent between 0 and 100 and patent_percent between 0 and 100"),
            ("not_negative", "paper_count >= 0 and patent_count >= 0 and paper_specialisation >= 0 and patent_specialisation >= 0"),
            ("lead_in_range", "lead between -2 and 2"),
            ("unused_when_stronger", "unused_rank is null or (unused_rank >= 1 and paper_specialisation > 1 and patent_specialisation < 1)"),
        )
    ),
)

# ---------------------------------------------------------------- organisations

ADDRESS_ORGANISATIONS = Table(
    name="address_organisations",
    grain="one row per distinct address that names an organisation",
    key=("address_id",),
    columns=(ADDRESS_ID, ORGANISATION_KEY, ORGANISATION_NAME, ORGANISATION_KIND),
    checks=dict((_ORGANISATION_KNOWN,)),
)

DOCUMENT_ORGANISATIONS = Table(
    name="document_organisations",
    grain="one row per document, coordinate and organisation",
    key=("document_id", "point_id", "organisation_key"),
    columns=(DOCUMENT_ID, KIND, PERIODS_COLUMN, POINT_ID, ORGANISATION_KEY, ORGANISATION_NAME, ORGANISATION_KIND, UNITS),
    checks=dict((_KIND_KNOWN, _ORGANISATION_KNOWN, ("units_in_range", f"units between 0 and {UNIT}"))),
)

CLUSTER_ORGANISATIONS = Table(
    name="cluster_organisations",
    grain="one row per cluster, period, kind and organisation",
    key=("cluster_id", "period", "kind", "organisation_key"),
    columns=(
        CLUSTER_ID,
        PERIOD,
        KIND,
        ORGANISATION_KEY,
        ORGANISATION_NAME,
        ORGANISATION_KIND,
        UNITS,
        FRACTIONAL_COUNT,
        DOCUMENTS_COUNT,
        Column("share_percent", DOUBLE, "100 * units of the organisation / units of the cluster, those of no known organisation included, 0 to 100."),
        Column("organisation_rank", INT, "Place in the order of units within the cluster, period and kind, from 1; ties by documents, then by id."),
    ),
    checks=dict((_KIND_KNOWN, _PERIOD_KNOWN, _ORGANISATION_KNOWN, _SHARE_IN_RANGE)),
)

CLUSTER_CONCENTRATION = Table(
    name="cluster_concentration",
    grain="one row per cluster, period and kind in which an organisation is known",
    key=("cluster_id", "period", "kind"),
    columns=(
        CLUSTER_ID,
        PERIOD,
        KIND,
        Column("organisations_count", BIGINT, "Organisations known in the cluster."),
        Column("largest_percent", DOUBLE, "Share of the largest organisation in the units of known organisations, 0 to 100."),
        Column("five_largest_percent", DOUBLE, "Share of the five largest organisations in the same, 0 to 100."),
        Column("few_documents_percent", DOUBLE, "Share of the organisations with few documents (settings) in the same, 0 to 100."),
        Column("known_documents_count", BIGINT, "Distinct documents in the cluster of which an organisation is known there."),
        Column("joint_count", BIGINT, "Those among them that join a university and a company, wherever these are."),
        Column("joint_share", DOUBLE, "joint_count / known_documents_count, 0 to 1."),
    ),
    checks=dict((_KIND_KNOWN, _PERIOD_KNOWN, ("joint_within_known", "joint_count between 0 and known_documents_count"))),
)

ACADEMIA_INDUSTRY_LINKS = Table(
    name="academia_industry_links",
    grain="one row per cluster of universities, other cluster of companies that they work with, period and kind",
    key=("university_cluster_id", "company_cluster_id", "period", "kind"),
    columns=(
        Column("university_cluster_id", STRING, "Cluster that a university sits in."),
        Column("company_cluster_id", STRING, "Another cluster, that a company sits in."),
        PERIOD,
        KIND,
        Column("documents_count", BIGINT, "Distinct documents that join such a university and such a company, which sit in no cluster together."),
        Column("link_rank", INT, "Place in the order of these documents within the period and kind, from 1; ties by the ids."),
    ),
    checks=dict(
        (
            _KIND_KNOWN,
            _PERIOD_KNOWN,
            ("two_clusters", "university_cluster_id <> company_cluster_id"),
            ("ranked_from_one", "link_rank >= 1 and documents_count >= 1"),
        )
    ),
)

#: Of two that might work together, whichever they are.
_CANDIDATE_COLUMNS = (
    Column("relation", STRING, "similar (strong in the same fields) or complementary (each strong in what the other lacks)."),
    Column("candidate_rank", INT, "Place in the order of similarity, or of its opposite, from 1; ties by affinity, then by the partner's id."),
    Column("similarity", DOUBLE, "Cosine of the symmetric specialisation of both in the known fields, -1 to 1, to 6 decimals."),
    Column("documents_count", BIGINT, "Distinct documents with a person in either; 0 for none."),
    Column("affinity", DOUBLE, "Shared documents over those expected from how much each shares with clusters not its own, to 6 decimals; 1 is as expected."),
)
_CANDIDATE_CHECKS = (
    ("relation_known", f"relation in ({_RELATION_LIST})"),
    ("ranked_from_one", "candidate_rank >= 1"),
    ("sides_of_zero", "similarity between -1 and 1 and (similarity > 0) = (relation = 'similar')"),
    ("counts_not_negative", "documents_count >= 0 and affinity >= 0"),
)

PARTNER_CANDIDATES = Table(
    name="partner_candidates",
    grain="one row per cluster of the current window, kind, relation and other cluster that it shares few documents with; the foremost (settings) of each",
    key=("cluster_id", "kind", "relation", "partner_cluster_id"),
    columns=(
        CLUSTER_ID,
        Column("partner_cluster_id", STRING, "The other cluster, of the same window."),
        KIND,
        *_CANDIDATE_COLUMNS,
    ),
    checks=dict(
        (
            _KIND_KNOWN,
            ("two_clusters", "cluster_id <> partner_cluster_id"),
            *_CANDIDATE_CHECKS,
        )
    ),
)

# ---------------------------------------------------------------- sites and regions

AREAS = Table(
    name="areas",
    grain="one row per site or region that a file of conf draws; none without such files",
    key=("area_id",),
    columns=(
        AREA_ID,
        Column("layer", STRING, "site (a science park, a cluster organisation, a place) or region (administrative or other)."),
        Column("area_name", STRING, "Name that the file gives."),
        Column("area_kind", STRING, "What it is in the file's own words: science park, cluster organisation, NUTS 2, …."),
        _describe(LAT, "Latitude of the centre in degrees WGS84; of polygons that of the largest one's centroid."),
        _describe(LON, "Longitude of the centre in degrees WGS84; of polygons that of the largest one's centroid."),
        Column("radius_km", DOUBLE, "Radius of a circle; null for polygons.", nullable=True),
        Column("outline", STRING, "Polygons as a GeoJSON geometry; null for a circle.", nullable=True),
        _describe(
            ECONOMY_CODES, "Its own economies: those that hold a sizeable part of its listings (settings), largest first, joined by a slash; empty for none."
        ),
        Column("point_ids", "array<bigint>", "Coordinates of `points`, of either window, that lie in it, sorted; a coordinate may lie in several areas."),
        _nullable(CLUSTER_ID, "Cluster of the current window that its centre lies in (settings); null when that is none."),
        Column("nearest_cluster_id", STRING, "Cluster of the current window with the coordinate nearest to its centre; null without any.", nullable=True),
        Column("distance_km", DOUBLE, "From its centre to that coordinate, along the sphere, to the metre; null without any cluster.", nullable=True),
        Column("clusters_count", BIGINT, "Clusters of the current window with a coordinate in it."),
        Column("clusters_percent", DOUBLE, "Part of its listings in the current window that lie in clusters, 0 to 100; null without listings.", nullable=True),
    ),
    checks=dict(
        (
            *_LOCATION,
            ("layer_known", f"layer in ({_LAYER_LIST})"),
            ("circle_or_polygons", "(radius_km is null) = (outline is not null)"),
            ("nearest_has_a_distance", "(nearest_cluster_id is null) = (distance_km is null)"),
            ("lies_in_the_nearest", "cluster_id is null or cluster_id = nearest_cluster_id"),
            ("percent_in_range", "clusters_percent is null or clusters_percent between 0 and 100"),
        )
    ),
)

DOCUMENT_AREAS = Table(
    name="document_areas",
    grain="one row per document and area in which at least one of its persons is located",
    key=("document_id", "area_id"),
    columns=(
        DOCUMENT_ID,
        AREA_ID,
        KIND,
        YEAR,
        PERIODS_COLUMN,
        UNITS,
        LISTINGS_COUNT,
        Column("is_shared", BOOLEAN, "Whether a located person of it is outside the area."),
        Column("is_foreign", BOOLEAN, "Whether a located person of it is outside the area, in an economy that is not the area's own."),
    ),
    checks=dict(
        (_KIND_KNOWN, ("units_in_range", f"units between 0 and {UNIT}"), ("listed", "listings_count > 0"), ("foreign_is_shared", "is_shared or not is_foreign"))
    ),
)

AREA_COUNTS = Table(
    name="area_counts",
    grain="one row per area, period, kind and year of which it has a document, and one for the whole window",
    key=("area_id", "period", "kind", "year"),
    columns=(
        AREA_ID,
        PERIOD,
        KIND,
        _describe(YEAR, f"Year of publication; {ALL_YEARS} for the whole window."),
        UNITS,
        FRACTIONAL_COUNT,
        Column("documents_count", BIGINT, "Distinct documents with at least one person in the area: the whole count."),
        LISTINGS_COUNT,
        Column("share_percent", DOUBLE, "100 * units of the area / units of the world in the same window and years, 0 to 100."),
        Column("shared_documents_count", BIGINT, "Of the documents those with a located person outside the area."),
        Column("foreign_documents_count", BIGINT, "Of these those with a person outside the area, in an economy that is not its own."),
        Column("shared_share", DOUBLE, "shared_documents_count / documents_count, 0 to 1."),
        Column("foreign_share", DOUBLE, "foreign_documents_count / documents_count, 0 to 1."),
        Column(
            "growth_percent",
            DOUBLE,
            "Change of units since the previous window in percent of it; null where that holds none, for single years, and in that window.",
            nullable=True,
        ),
    ),
    checks=dict(
        (
            _KIND_KNOWN,
            _PERIOD_KNOWN,
            _SHARE_IN_RANGE,
            ("foreign_within_shared", "foreign_documents_count between 0 and shared_documents_count"),
            ("shared_within_all", "shared_documents_count <= documents_count"),
        )
    ),
)

AREA_FIELDS = Table(
    name="area_fields",
    grain="one row per area, period, kind and field that the area has anything of",
    key=("area_id", "period", "kind", "field_code"),
    columns=(
        AREA_ID,
        PERIOD,
        KIND,
        FIELD_CODE,
        FIELD_NAME,
        UNITS,
        FRACTIONAL_COUNT,
        DOCUMENTS_COUNT,
        Column("share_percent", DOUBLE, "100 * units of the field / units of all fields in the area and kind, 0 to 100."),
        Column("specialisation", DOUBLE, "The field's share in the area over its share in the world; 1 is like the world."),
    ),
    checks=dict((_KIND_KNOWN, _PERIOD_KNOWN, _SHARE_IN_RANGE, ("specialisation_positive", "specialisation > 0"))),
)

AREA_CANDIDATES = Table(
    name="area_candidates",
    grain="one row per area, kind, relation and cluster of the current window that it shares few documents with; the foremost (settings) of each",
    key=("area_id", "kind", "relation", "partner_cluster_id"),
    columns=(
        AREA_ID,
        Column("partner_cluster_id", STRING, "The cluster, which neither lies in the area, wholly or in part, nor has the area in it."),
        KIND,
        *_CANDIDATE_COLUMNS,
    ),
    checks=dict((_KIND_KNOWN, *_CANDIDATE_CHECKS)),
)

AREA_ORGANISATIONS = Table(
    name="area_organisations",
    grain="one row per area, period, kind and organisation, of the largest (settings) of which any is known there",
    key=("area_id", "period", "kind", "organisation_key"),
    columns=(
        AREA_ID,
        PERIOD,
        KIND,
        ORGANISATION_KEY,
        ORGANISATION_NAME,
        ORGANISATION_KIND,
        UNITS,
        FRACTIONAL_COUNT,
        DOCUMENTS_COUNT,
        Column("share_percent", DOUBLE, "100 * units of the organisation / units of the area, those of no known organisation included, 0 to 100."),
        Column("organisation_rank", INT, "Place in the order of units within the area, period and kind, from 1; ties by documents, then by id."),
        Column(
            "together_percent",
            DOUBLE,
            "Share of this and all larger ones in the units of known organisations, 0 to 100: concentration is that of rank 1 and 5.",
        ),
        Column("organisations_count", BIGINT, "Organisations known in the area, period and kind, those that are not listed included."),
    ),
    checks=dict(
        (
            _KIND_KNOWN,
            _PERIOD_KNOWN,
            _ORGANISATION_KNOWN,
            _SHARE_IN_RANGE,
            ("together_in_range", "together_percent between 0 and 100"),
            ("ranked_within", "organisation_rank between 1 and organisations_count"),
        )
    ),
)

# ---------------------------------------------------------------- people

#: Of persons listed, wherever they are counted.
_WOMEN_COLUMNS = (
    PERIOD,
    KIND,
    Column("listings_count", BIGINT, "Persons listed: distinct (document, person) pairs with a place there."),
    Column("attributed_count", BIGINT, "Those to whose name the dictionary attributes a gender."),
    Column("attribution_share", DOUBLE, "attributed_count / listings_count, 0 to 1."),
    Column("women_share", DOUBLE, "Women among those with a gender, 0 to 1; null where these are too few (settings).", nullable=True),
)
_WOMEN_CHECKS = (
    _KIND_KNOWN,
    _PERIOD_KNOWN,
    ("attributed_within", "attributed_count between 0 and listings_count"),
    ("share_in_range", "women_share is null or women_share between 0 and 1"),
)

CLUSTER_WOMEN = Table(
    name="cluster_women",
    grain="one row per cluster, or the world, period and kind; none while no dictionary of names is given",
    key=("cluster_id", "period", "kind"),
    columns=(
        Column("cluster_id", STRING, f"Cluster; `{WORLD}` for all persons listed, wherever they are and whether they have a place or not."),
        *_WOMEN_COLUMNS,
    ),
    checks=dict(_WOMEN_CHECKS),
)

AREA_WOMEN = Table(
    name="area_women",
    grain="one row per area, period and kind; none while no dictionary of names is given",
    key=("area_id", "period", "kind"),
    columns=(AREA_ID, *_WOMEN_COLUMNS),
    checks=dict(_WOMEN_CHECKS),
)

CLUSTER_MOBILITY = Table(
    name="cluster_mobility",
    grain="one row per kind, place in the first half of the edition's own window and place in the second; a place is a cluster, or an economy outside all",
    key=("kind", "from_cluster_id", "from_economy_codes", "to_cluster_id", "to_economy_codes"),
    columns=(
        KIND,
        Column("from_cluster_id", STRING, "Cluster in which the persons are in the first half; empty for none."),
        Column("from_economy_codes", STRING, f"Its economies, else the economy where they are; {NO_ECONOMY} when they are not listed in the first half."),
        Column("to_cluster_id", STRING, "Cluster in which the persons are in the second half; empty for none."),
        Column("to_economy_codes", STRING, f"Its economies, else the economy where they are; {NO_ECONOMY} when they are not listed in the second half."),
        Column("is_foreign", BOOLEAN, "Whether the two places share no economy; false where the persons are listed in one half only."),
        Column("persons_count", BIGINT, "Distinct persons, as the sources tell them apart by their ids; each is in one row of each kind."),
    ),
    checks=dict((_KIND_KNOWN, ("counted", "persons_count > 0"))),
)

# ---------------------------------------------------------------- lists

LIST_RANKINGS = Table(
    name="list_rankings",
    grain="one row per list of conf and cluster of it, in the edition's own window; none without lists",
    key=("list_name", "cluster_id"),
    columns=(
        Column("list_name", STRING, "Name of the list in conf: a region, a theme, or both."),
        Column("cluster_id", STRING, "Cluster of the list: the place of its heaviest core point."),
        Column("rank", INT, "Place in the list in the order of the unrounded score, from 1; ties by name."),
        CLUSTER_NAME,
        ECONOMY_CODES,
        Column("score", DOUBLE, "Sum of the cluster's shares of each metric, in percent of the world, of which a theme is its fields' part."),
        Column(
            "counts",
            "array<struct<kind:string,fractional_count:double,share_percent:double>>",
            "By kind, sorted: documents counted fractionally, and their share of the world; of a theme both are of its fields.",
        ),
        Column("listings_count", BIGINT, "Person listings in the cluster; of a theme those of the documents that have a field of it."),
        _describe(LAT, "Latitude of the centre of its listings in degrees WGS84."),
        _describe(LON, "Longitude of the centre of its listings in degrees WGS84."),
        Column("min_weight", BIGINT, "Weight within the radius that makes a point core in this list."),
        Column("world_cluster_id", STRING, "Cluster of `clusters` that holds most of its listings; null where none holds any.", nullable=True),
    ),
    checks=dict((*_LOCATION, ("ranked", "rank >= 1 and score >= 0"))),
)

# ---------------------------------------------------------------- how sure the ranking is

RANK_INTERVALS = Table(
    name="rank_intervals",
    grain="one row per cluster of the edition's own window",
    key=("cluster_id",),
    columns=(
        CLUSTER_ID,
        RANK,
        Column("rank_low", INT, "Best rank within the interval, from 1: never behind the rank itself."),
        Column("rank_high", INT, "Worst rank within the interval: never before the rank itself."),
        SCORE,
        Column("score_low", DOUBLE, "Lowest score within the interval, in percent of the world."),
        Column("score_high", DOUBLE, "Highest score within the interval, in percent of the world."),
        Column("found_share", DOUBLE, "Part of the draws in which it is a cluster at all, 0 to 1; null where clusters are held fixed.", nullable=True),
    ),
    checks={
        "rank_within": "rank between rank_low and rank_high",
        "score_within": "score between score_low and score_high",
        "found_within": "found_share is null or found_share between 0 and 1",
    },
)

RANK_SENSITIVITY = Table(
    name="rank_sensitivity",
    grain="one row per cluster, period and other way to count",
    key=("cluster_id", "period", "alternative"),
    columns=(
        CLUSTER_ID,
        PERIOD,
        Column(
            "alternative",
            STRING,
            "whole: each document counts fully in every cluster it has a person in; `patent x 0.8`: that share is so weighed.",
        ),
        RANK,
        SCORE,
        Column("published_rank", INT, "Rank in `rankings`."),
        Column("rank_change", INT, "Places that the cluster gains by the other way, negative where it loses some."),
    ),
    checks=dict((_PERIOD_KNOWN, ("change_of_ranks", "rank_change = published_rank - rank"))),
)

STABILITY = Table(
    name="stability",
    grain="one row per cluster of the edition's own window, radius and weight",
    key=("cluster_id", "radius_km", "min_weight"),
    columns=(
        CLUSTER_ID,
        Column("radius_km", DOUBLE, "Radius of the rule in km."),
        Column("min_weight", BIGINT, "Weight within the radius that makes a point core."),
        Column("found_id", STRING, "The cluster found by this rule that shares most weight with it; null when none shares any.", nullable=True),
        Column("kept_share", DOUBLE, "Part of the cluster's weight that lies in the one found, 0 to 1."),
        Column("overlap", DOUBLE, "Weight of both over the weight of either (Jaccard's index), 0 to 1; 1 means the same points."),
        Column("clusters_count", BIGINT, "Clusters that this rule finds in all."),
    ),
    checks={"shares_in_range": "kept_share between 0 and 1 and overlap between 0 and 1", "found_when_kept": "(found_id is null) = (kept_share = 0)"},
)

# ---------------------------------------------------------------- what every step leaves

QUARANTINE = Table(
    name="quarantine",
    grain="one row per record that a job refused",
    key=("record_id",),
    columns=(
        Column("record_id", STRING, "Digest of table, file, place in it and record."),
        Column("table_name", STRING, "Table that the record would have gone to."),
        SOURCE,
        Column("file", STRING, "File that holds the record, or null when it came from a table.", nullable=True),
        Column("record", STRING, "The raw record, cut at 4,000 characters."),
        Column("reason", STRING, "Why it was refused, in a sentence."),
    ),
)

JOB_RUNS = Table(
    name="job_runs",
    grain="one row per job and run",
    key=("run_id", "table_name"),
    columns=(
        Column("run_id", STRING, "When the run began in UTC, and a digest of what it runs."),
        Column("table_name", STRING, "Table that the job writes."),
        Column("started_at", STRING, "UTC, ISO 8601."),
        Column("seconds", DOUBLE, "Wall time of the job, its checks included."),
        Column("result", STRING, "written, reused (nothing it depends on has changed) or failed."),
        Column("code_version", STRING, "Version of innoatlas and digest of its source files."),
        Column("conf_digest", STRING, "Digest of the job's settings."),
        Column("inputs", "array<string>", "Input tables with their Delta versions, `name@version`, and input files with a digest each."),
        Column("output_version", BIGINT, "Delta version written, or null when nothing was.", nullable=True),
        Column("rows_in", BIGINT, "Records read: rows of the input tables, or of the raw files.", nullable=True),
        Column("rows_out", BIGINT, "Rows written.", nullable=True),
        Column("rows_refused", BIGINT, "Records sent to quarantine.", nullable=True),
        Column("rows_merged", BIGINT, "Records that repeat another one.", nullable=True),
        Column("rows_out_of_scope", BIGINT, "Records that the edition does not count: other types and years.", nullable=True),
        Column("digest", STRING, "Digest of the rows written, whatever their order; null when nothing was.", nullable=True),
        Column("message", STRING, "What went wrong, or null.", nullable=True),
    ),
)

#: Every table in the order of the line.
TABLES = {
    table.name: table
    for table in (
        DOCUMENTS,
        CONTRIBUTORS,
        ADDRESSES,
        PLACES,
        PLACE_NAMES,
        ONLINE_ANSWERS,
        GEOCODES,
        INFERRED_PLACES,
        DOCUMENT_PLACES,
        POINTS,
        CELLS,
        COVERAGE,
        ECONOMIES,
        CLUSTER_MEMBERS,
        CLUSTERS,
        CLUSTER_COUNTS,
        DOCUMENT_CLUSTERS,
        RANKINGS,
        BRIDGE_RANKINGS,
        DOCUMENT_PARTNERS,
        CLUSTER_LINKS,
        CLUSTER_COLLABORATION,
        CLUSTER_PARTNERS,
        COUNT_GROWTH,
        CLUSTER_GROWTH,
        CLUSTER_LINEAGE,
        CLUSTER_INTENSITY,
        COUNT_INTENSITY,
        DOCUMENT_FIELDS,
        FIELD_COUNTS,
        WORLD_FIELDS,
        CLUSTER_FIELDS,
        CLUSTER_DIVERSITY,
        CLUSTER_DOMAINS,
        ADDRESS_ORGANISATIONS,
        DOCUMENT_ORGANISATIONS,
        CLUSTER_ORGANISATIONS,
        CLUSTER_CONCENTRATION,
        ACADEMIA_INDUSTRY_LINKS,
        CLUSTER_WOMEN,
        CLUSTER_MOBILITY,
        LIST_RANKINGS,
        AREAS,
        DOCUMENT_AREAS,
        AREA_COUNTS,
        AREA_FIELDS,
        AREA_CANDIDATES,
        AREA_ORGANISATIONS,
        AREA_WOMEN,
        PARTNER_CANDIDATES,
        RANK_INTERVALS,
        RANK_SENSITIVITY,
        STABILITY,
        QUARANTINE,
        JOB_RUNS,
    )
}

#: What a job that reads raw records adds to its rows; null on a row that is kept. `runtime` takes it off before it writes:
#: fate refused goes to quarantine, merged and out_of_scope are counted, so that records in = out + refused + merged + out of scope.
FATE_COLUMN = Column(
    "fate",
    "struct<outcome:string,source:string,file:string,record:string,reason:string>",
    "Null when the row is kept; else outcome is refused, merged or out_of_scope.",
    nullable=True,
)
