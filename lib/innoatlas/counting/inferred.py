"""What neighbours know of a listing without a place: the same person's other listings, the organisation's other addresses."""

from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from innoatlas.counting.evidence import LISTING, by_words, leading_towns, ways
from innoatlas.errors import SettingsError
from innoatlas.flags import Flag
from innoatlas.frames import frame_of
from innoatlas.tables import INFERRED_PLACES, LOCATED


@dataclass(frozen=True)
class Rules:
    """Which neighbours are asked, and when they are believed."""

    from_family: bool  #: ask the same person's other listings, in the same patent family or year
    from_organisation: bool  #: ask the other addresses of the organisation that the address names
    min_score: float  #: 0 to 1; a neighbour located with a lower score tells nothing
    family_share: float  #: above 0.5, at most 1; of the person's located listings, in one town
    organisation_share: float  #: above 0.5, at most 1; of the organisation's located addresses, in one town
    organisation_count: int  #: different addresses of the organisation in that town, at least

    def refuse(self) -> None:
        """SettingsError for a share that would let two towns lead."""
        for name in ("family_share", "organisation_share"):
            if not 0.5 < (share := getattr(self, name)) <= 1:
                raise SettingsError(f"inferred_places.{name}: expected more than 0.5, so that one town leads, and at most 1, found {share}. Correct conf.")


def infer_places(documents: DataFrame, contributors: DataFrame, geocodes: DataFrame, places: DataFrame, rules: Rules) -> DataFrame:
    """Columns of `inferred_places`; no row when both rules are off. SettingsError as `Rules.refuse` has it.

    Neighbours tell towns: an organisation and a postal area stand for the town that they lie in. An answer outside the country or the first-level
    region that the listing's own address gives is none. A person's other listings go before the organisation's other addresses.
    """
    rules.refuse()
    listings = _with_what_is_known(contributors, geocodes, places, rules.min_score)
    answers = []
    if rules.from_family:
        answers.append(_from_family(listings, documents, rules))
    if rules.from_organisation:
        answers.append(_from_organisation(listings, rules))
    if not answers:
        return frame_of(contributors.sparkSession, [], INFERRED_PLACES.ddl)
    return _placed(listings.where("not is_located"), answers[0] if len(answers) == 1 else answers[0].unionByName(answers[1]), places)


def _with_what_is_known(contributors: DataFrame, geocodes: DataFrame, places: DataFrame, min_score: float) -> DataFrame:
    """Listings with is_located, the town that they can tell (null when not sure), and the country and region that their own address gives."""
    located = F.col("precision").isin(*LOCATED)
    towns = places.select("place_id", F.coalesce("town_id", "place_id").alias("town_id"))
    known = geocodes.join(towns, "place_id", "left").select(
        "address_id",
        located.alias("is_located"),
        F.when(located & (F.col("score") >= min_score), F.col("town_id")).alias("town_id"),
        F.col("country_code").alias("known_country"),
        F.col("admin1_code").alias("known_region"),
    )
    return contributors.join(known, "address_id", "left").withColumn("is_located", F.coalesce("is_located", F.lit(False)))


def _from_family(listings: DataFrame, documents: DataFrame, rules: Rules) -> DataFrame:
    """Answers of the same person. Who has a place on the document asks nothing: a person is counted where it is known to be.

    The same person bears the same id in the family, or the same name there (an id may be of one spelling of name and address), or the same id in the year.
    """
    families = documents.where("family_id is not null").select("document_id", "family_id")
    persons = listings.select(*LISTING, "source", "year", "person_id", "person_name", "is_located", "town_id").join(families, "document_id", "left")
    persons = by_words(persons.withColumn("person_name", F.when(F.col("family_id").isNotNull(), F.col("person_name"))), "person_name")
    family, year = (F.concat("source", F.lit(":"), F.col(name).cast("string")) for name in ("family_id", "year"))
    persons = persons.withColumn("ways", ways((1, family, F.col("person_id")), (2, family, F.col("person_name")), (3, year, F.col("person_id"))))
    placed = persons.where("is_located").select("document_id", "person_position").distinct()
    asking = persons.where("not is_located").join(placed, ["document_id", "person_position"], "left_anti")
    telling = persons.where("town_id is not null").select(F.struct("document_id", "person_position").alias("witness"), "town_id", "ways")
    told = leading_towns(asking, telling, least_share=rules.family_share, least_count=1)
    return told.withColumn("flag", F.lit(Flag.INFERRED_FROM_FAMILY.label))


def _from_organisation(listings: DataFrame, rules: Rules) -> DataFrame:
    """Answers of the organisation's other addresses, by its id, else by its name; of the address's own country where that is known."""
    named = listings.where("organisation_id is not null or organisation is not null")
    named = by_words(named.select(*LISTING, "address_id", "organisation_id", "organisation", "is_located", "town_id", "known_country"), "organisation")
    country, anywhere = F.col("known_country"), F.lit("")
    by = ((1, F.col("organisation_id")), (2, F.col("organisation")))
    asking = named.where("not is_located").withColumn("ways", ways(*((preference, F.coalesce(country, anywhere), who) for preference, who in by)))
    both = ways(*((preference, scope, who) for preference, who in by for scope in (country, anywhere)))
    telling = named.where("town_id is not null").select(F.col("address_id").alias("witness"), "town_id", both.alias("ways"))
    told = leading_towns(asking, telling, least_share=rules.organisation_share, least_count=rules.organisation_count)
    return told.withColumn("flag", F.lit(Flag.INFERRED_FROM_ORGANISATION.label))


def _placed(asking: DataFrame, told: DataFrame, places: DataFrame) -> DataFrame:
    """The answers that fit what the listing's own address gives, as rows of `inferred_places`, one a listing."""
    of_town = places.select(F.col("place_id").alias("town_id"), "place_id", "place_name", "country_code", "admin1_code", "lat", "lon", "cell", "precision")
    found = asking.drop("town_id").join(told, list(LISTING)).join(of_town, "town_id")
    fits = _agrees(F.col("known_country"), F.col("country_code")) & _agrees(F.col("known_region"), F.col("admin1_code"))
    # The family's label sorts before the organisation's, and a listing has at most one answer of each.
    first = F.min(F.struct("flag", *(F.col(name) for name in INFERRED_PLACES.column_names if name not in ("flag", *LISTING)))).alias("first")
    return found.where(fits).groupBy(*LISTING).agg(first).select(*LISTING, "first.*").select(*INFERRED_PLACES.column_names)


def _agrees(known: Column, of_place: Column) -> Column:
    return known.isNull() | of_place.isNull() | (known == of_place)
