"""What a reader of a geocode should know beside the point. The value of a flag is its sentence."""

from enum import Enum


class Flag(Enum):
    """Stored by name, in lower case, in `geocodes.flags`; the two of inference in `inferred_places.flag`."""

    SEVERAL_ADDRESSES_IN_ONE = "The text holds more than one address; the first that could be placed was taken."
    COUNTRY_FROM_REGION = "No country was given or written; a region implies it."
    COUNTRY_FROM_PLACE = "No country was given or written; the place itself implies it."
    COUNTRY_FROM_ORGANISATION = "No country was given or written; the organisation implies it."
    COUNTRY_CONFLICT = "The country given and the country written disagree."
    REGION_CONFLICT = "The chosen place lies outside the region that is written."
    POSTCODE_CONFLICT = "The chosen place lies far from the postal code that is written."
    FUZZY = "The name was found by similarity, not to the letter."
    TRUNCATED = "The name was found by its beginning only."
    AMBIGUOUS_NAMESAKE = "Another place of the same name was nearly as likely."
    ORGANISATION_ONLY = "No town was found in the text; the organisation's own town is the answer."
    UMBRELLA_ORGANISATION = "An organisation of many sites is named; its own point need not be where the work was done."
    NULL_AFFILIATION = "The text says that there is no affiliation."
    REGION_USED_AS_CITY = "Only a region of that name is known; it was taken for its town."
    GAZETTEER_HOLE = "A country is known, but none of the words is a name that the gazetteer holds."
    UNREADABLE = "The text was too long or held no letter; only its readable beginning was used."
    INFERRED_FROM_FAMILY = "The listing gives no place; other listings of the same person, in the same patent family or year, do."
    INFERRED_FROM_ORGANISATION = "The listing gives no place; other addresses of the organisation that it names do."
    ONLINE_ANSWER = "The gazetteer gave no point; the frozen answer of an online service was taken."
    ONLINE_CONFLICT = "An online service placed the address in another country than its text does; the answer was not taken."

    @property
    def label(self) -> str:
        """The word stored in tables.

        >>> Flag.FUZZY.label
        'fuzzy'
        """
        return self.name.lower()
