"""Invented people and organisations. No organisation is named after a town but its own; the invented words are no places."""

_FAMILIES = {
    "JP": ("Ito", "Sato", "Yamamoto", "Watanabe", "Kobayashi", "Kato", "Yoshida", "Sasaki", "Mori", "Abe"),
    "CN": ("Wang", "Li", "Zhang", "Liu", "Chen", "Yang", "Huang", "Zhao", "Wu", "Zhou", "Xu", "Sun"),
    "KR": ("Kim", "Lee", "Park", "Choi", "Jung", "Kang", "Cho", "Yoon", "Jang", "Lim"),
    "RU": ("Ivanov", "Smirnov", "Kuznetsov", "Popov", "Sokolov", "Lebedeva", "Morozov", "Volkova"),
    "DE": ("Müller", "Schmidt", "Schneider", "Fischer", "Weber", "Wagner", "Becker", "Schäfer", "Groß", "Vogel"),
    "": ("Smith", "Garcia", "Martin", "Brown", "Silva", "Rossi", "Kumar", "Khan", "Cohen", "Jansen", "Novak", "Ahmed", "Nguyen", "Olsen", "Demir", "Ahmadi"),
}
_GIVEN = {
    "JP": ("Akira", "Yuki", "Haruto", "Naoko", "Kenji", "Emi", "Takashi", "Aya"),
    "CN": ("Wei", "Min", "Xiaoli", "Jun", "Yan", "Lei", "Ting", "Hao", "Jing", "Bo"),
    "KR": ("Min-jun", "Ji-hye", "Seo-yeon", "Dong-hyun", "Eun-ji", "Sung-min"),
    "RU": ("Alexey", "Olga", "Dmitry", "Elena", "Sergey", "Irina"),
    "DE": ("Anna", "Lukas", "Jürgen", "Katrin", "Stefan", "Sabine", "Björn"),
    "": ("Maria", "John", "Ana", "David", "Laura", "Omar", "Priya", "Peter", "Sara", "Luca", "Nina", "Daniel", "Leila", "Mark"),
}
_LIKE = {"TW": "CN", "HK": "CN", "SG": "CN", "MO": "CN", "AT": "DE", "CH": "DE", "UA": "RU", "BY": "RU"}

#: Which of the given names are women's, which can be either's; the others are men's.
_WOMEN = {
    "Naoko", "Emi", "Aya", "Xiaoli", "Ting", "Jing", "Ji-hye", "Seo-yeon", "Eun-ji", "Olga", "Elena", "Irina", "Anna", "Katrin", "Sabine", "Maria", "Ana",
    "Laura", "Priya", "Sara", "Nina", "Leila",
}  # fmt: skip
_EITHER = {"Yuki", "Wei", "Min", "Jun", "Yan", "Lei"}

#: Words that no place and no real organisation is called.
WORDS = (
    "Quantrelix", "Novatherix", "Helixoria", "Synaptiqa", "Graphenyx", "Photonyxa", "Cryonexal", "Ferroluxe", "Bioquantix", "Neuroviax",
    "Optimetrix", "Polymerixa", "Aerodynix", "Hydronovex", "Luminarix", "Magnetexa", "Plasmionyx", "Robotexia", "Sensoryxa", "Catalyxia",
)  # fmt: skip
_LEGAL = {
    "US": "Inc.", "CA": "Inc.", "GB": "Ltd.", "DE": "GmbH", "AT": "GmbH", "CH": "AG", "FR": "S.A.S.", "IT": "S.p.A.", "ES": "S.L.", "NL": "B.V.",
    "BE": "N.V.", "SE": "AB",
    "JP": "Co., Ltd.", "CN": "Co., Ltd.", "KR": "Co., Ltd.", "TW": "Co., Ltd.", "IN": "Pvt. Ltd.", "PL": "Sp. z o.o.", "FI": "Oy", "DK": "A/S",
    "NO": "AS", "BR": "Ltda.",
}  # fmt: skip
_BODIES = ("Research Center", "Institute of Technology", "Laboratories", "General Hospital", "Academy of Sciences", "Polytechnic")

#: Units inside an organisation, as authors write them and as Web of Science shortens them.
UNITS = (
    ("Department of Physics", "Dept Phys"), ("School of Medicine", "Sch Med"), ("Faculty of Engineering", "Fac Engn"),
    ("Department of Chemistry", "Dept Chem"), ("Department of Mechanical Engineering", "Dept Mech Engn"), ("Department of Computer Science", "Dept Comp Sci"),
    ("Institute of Materials Science", "Inst Mat Sci"), ("Laboratory of Catalysis", "Lab Catalysis"), ("Division of Cardiology", "Div Cardiol"),
    ("College of Life Sciences", "Coll Life Sci"), ("Graduate School of Science", "Grad Sch Sci"), ("Department of Neurology", "Dept Neurol"),
)  # fmt: skip

_SHORT = (
    ("University", "Univ"), ("Institute of Technology", "Inst Technol"), ("Medical", "Med"), ("Research Center", "Res Ctr"), ("Laboratories", "Labs"),
    ("General Hospital", "Gen Hosp"), ("Academy of Sciences", "Acad Sci"), (" of ", " "), (",", ""), (".", ""),
)  # fmt: skip


def person(country_code: str, number: int) -> tuple[str, str]:
    """Given name and family name of the number-th person of a country.

    >>> person("JP", 11)
    ('Yuki', 'Sato')
    """
    key = country_code if country_code in _FAMILIES else _LIKE.get(country_code, "")
    families, given = _FAMILIES[key], _GIVEN[key]
    return given[number // len(families) % len(given)], families[number % len(families)]


def dictionary() -> str:
    """The given names in the layout of the World Gender-Name Dictionary (CSV); without a country they hold for any.

    >>> dictionary().splitlines()[0], dictionary().splitlines()[-1]
    ('name,code,gender,wgt', 'Sergey,UA,M,1')
    """
    named_in = {code: [code, *(country for country, like in _LIKE.items() if like == code)] for code in _GIVEN}
    rows = sorted((code, name) for like, names in _GIVEN.items() for code in named_in[like] for name in names)
    return "".join(["name,code,gender,wgt\n", *(f"{name},{code},{_gender(name)},1\n" for code, name in rows)])


def _gender(given: str) -> str:
    return "?" if given in _EITHER else "F" if given in _WOMEN else "M"


def organisation(town: str, country_code: str, number: int) -> str:
    """One of a town's organisations; three in five carry its name.

    >>> organisation("Lund", "SE", 0), organisation("Lund", "SE", 4)
    ('University of Lund', 'Robotexia AB')
    """
    kind = number % 5
    if kind < 3:
        return (f"University of {town}", f"{town} University", f"{town} Medical University")[kind]
    return townless_organisation(country_code, number // 5 * 2 + kind)


def townless_organisation(country_code: str, number: int) -> str:
    """An organisation whose name tells no town."""
    word = WORDS[(number * 7 + 3 * ord(country_code[0])) % len(WORDS)]
    return f"{word} {_LEGAL.get(country_code, 'Ltd.') if number % 2 == 0 else _BODIES[number % len(_BODIES)]}"


def shortened(organisation_name: str) -> str:
    """As Web of Science writes it.

    >>> shortened("University of Lund"), shortened("Lund Medical University")
    ('Univ Lund', 'Lund Med Univ')
    """
    for long, short in _SHORT:
        organisation_name = organisation_name.replace(long, short)
    return organisation_name
