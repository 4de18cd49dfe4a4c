"""The persons of a document in the one shape of the contract, as Spark SQL: a reader says which of its columns is which field.

SQL text, for a mapping of nested lists is read more easily in it, and Spark takes it in one call instead of hundreds.
"""

from innoatlas.tables import DOCUMENTS

#: Spark's type of `documents.persons`: an array of persons, each with an array of addresses.
PERSONS_TYPE = next(column.type for column in DOCUMENTS.columns if column.name == "persons")

#: Spark's type of `documents.applicants`.
APPLICANTS_TYPE = next(column.type for column in DOCUMENTS.columns if column.name == "applicants")

#: Spark's type of a person's addresses.
ADDRESSES_TYPE = PERSONS_TYPE.removeprefix("array<struct<person_id:string,person_name:string,addresses:").removesuffix(">>")

#: The fields of an address, in the contract's order.
ADDRESS_NAMES = ("address_text", "organisation", "organisation_id", "city", "region", "postcode", "country")

NO_PERSONS = f"cast(array() as {PERSONS_TYPE})"
NO_APPLICANTS = f"cast(array() as {APPLICANTS_TYPE})"
NO_ADDRESSES = f"cast(array() as {ADDRESSES_TYPE})"


def person(person_id: str, person_name: str, addresses: str) -> str:
    """One person. Blank ids and names become null; an absent list of addresses becomes empty."""
    parts = f"'person_id', {or_null(person_id)}, 'person_name', {or_null(person_name)}, 'addresses', coalesce({addresses}, {NO_ADDRESSES})"
    return f"named_struct({parts})"


def address(**fields: str) -> str:
    """One address from the fields that a source has, each as it writes them; the others, and blank ones, are null.

    Raises TypeError for a field that an address does not have.

    >>> address(town="raw_city")
    Traceback (most recent call last):
    TypeError: an address has no ['town']; it has ['address_text', 'organisation', 'organisation_id', 'city', 'region', 'postcode', 'country']
    """
    if unknown := set(fields) - set(ADDRESS_NAMES):
        raise TypeError(f"an address has no {sorted(unknown)}; it has {list(ADDRESS_NAMES)}")
    return "named_struct(" + ", ".join(f"'{name}', {or_null(fields[name]) if name in fields else 'cast(null as string)'}" for name in ADDRESS_NAMES) + ")"


def says_something(one: str) -> str:
    """Whether any field of an address is given."""
    return "coalesce(" + ", ".join(f"{one}.{name}" for name in ADDRESS_NAMES) + ") is not null"


def or_null(text: str) -> str:
    """The text as it is, or null where it is blank.

    >>> or_null("city")
    "case when trim(city) <> '' then city end"
    """
    return f"case when trim({text}) <> '' then {text} end"
