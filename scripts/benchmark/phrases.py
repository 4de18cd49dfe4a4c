"""What addresses are made of beside towns: units, organisations, streets, countries as sources write them. Invented, or of no one in particular."""

#: (spelt out, as Web of Science cuts it)
UNITS = (
    ("Department of", "Dept"), ("School of", "Sch"), ("Faculty of", "Fac"), ("Institute of", "Inst"), ("Laboratory of", "Lab"),
    ("Division of", "Div"),
    ("Graduate School of", "Grad Sch"), ("Center for", "Ctr"), ("College of", "Coll"), ("Research Group", "Res Grp"),
    ("Key Laboratory of", "Key Lab"), ("Unit of", "Unit"),
)  # fmt: skip
SUBJECTS = (
    ("Physics", "Phys"), ("Chemistry", "Chem"), ("Mathematics", "Math"), ("Cardiology", "Cardiol"), ("Neurology", "Neurol"),
    ("Materials Science", "Mat Sci"),
    ("Mechanical Engineering", "Mech Engn"), ("Electrical and Computer Engineering", "Elect & Comp Engn"), ("Computer Science", "Comp Sci"),
    ("Biology", "Biol"),
    ("Molecular Medicine", "Mol Med"), ("Civil Engineering", "Civil Engn"), ("Food Science and Technology", "Food Sci & Technol"),
    ("Oncology", "Oncol"),
    ("Internal Medicine", "Internal Med"), ("Public Health", "Publ Hlth"), ("Pharmaceutical Sciences", "Pharmaceut Sci"),
    ("Environmental Science", "Environm Sci"),
    ("Psychiatry", "Psychiat"), ("Geology", "Geol"), ("Economics", "Econ"), ("Plant Pathology", "Plant Pathol"), ("Surgery", "Surg"),
    ("Radiology", "Radiol"),
    ("Applied Physics", "Appl Phys"), ("Chemical Engineering", "Chem Engn"), ("Information Technology", "Informat Technol"),
    ("Marine Biology", "Marine Biol"),
    ("Pediatrics", "Pediat"), ("Microbiology and Immunology", "Microbiol & Immunol"), ("Biomedical Engineering", "Biomed Engn"),
    ("Veterinary Medicine", "Vet Med"),
    ("Agricultural Economics", "Agr Econ"), ("Statistics", "Stat"), ("Nursing", "Nursing"), ("Dermatology", "Dermatol"), ("Dentistry", "Dent"),
    ("Education", "Educ"),
    ("Pharmacology", "Pharmacol"), ("Astronomy and Astrophysics", "Astron & Astrophys"),
)  # fmt: skip

#: Organisations of a town, {} its name, by the language that the country's sources write; "" for all others. Spelt out, and as Web of Science cuts them.
TOWN_ORGANISATIONS = {
    "": (
        ("University of {}", "Univ {}"), ("{} University", "{} Univ"), ("{} Institute of Technology", "{} Inst Technol"),
    ("{} Medical University", "{} Med Univ"),
        ("{} General Hospital", "{} Gen Hosp"), ("Technical University of {}", "Tech Univ {}"), ("{} University Hospital", "{} Univ Hosp"),
    ("{} Polytechnic", "{} Polytech"),
    ),
    "de": (("Universität {}", "Univ {}"), ("Universitätsklinikum {}", "Univ Klinikum {}"), ("Technische Universität {}", "Tech Univ {}"),
    ("Hochschule {}", "Hsch {}")),
    "fr": (("Université de {}", "Univ {}"), ("CHU de {}", "CHU {}"), ("INSA {}", "INSA {}"), ("Institut Polytechnique de {}", "Polytech Inst {}")),
    "es": (("Universidad de {}", "Univ {}"), ("Hospital Universitario de {}", "Hosp Univ {}"), ("Instituto Tecnológico de {}", "Inst Tecnol {}")),
    "it": (("Università degli Studi di {}", "Univ {}"), ("Politecnico di {}", "Politecn {}"), ("Ospedale Maggiore di {}", "Osped Maggiore {}")),
    "pt": (("Universidade de {}", "Univ {}"), ("Universidade Federal de {}", "Univ Fed {}"), ("Hospital das Clínicas de {}", "Hosp Clin {}")),
}  # fmt: skip
LANGUAGES = {
    **dict.fromkeys(("DE", "AT"), "de"), **dict.fromkeys(("FR", "SN", "DZ", "MA", "TN"), "fr"), "IT": "it", **dict.fromkeys(("BR", "PT", "AO"), "pt"),
    **dict.fromkeys(("ES", "MX", "AR", "CO", "CL", "PE", "EC", "CU"), "es"),
}  # fmt: skip

#: Bodies whose names tell no town; {} is one of SUBJECTS.
BODIES = (
    "National Institute of {}",
    "Academy of Sciences, Institute of {}",
    "National Research Center for {}",
    "{} Research Foundation",
    "Royal Society of {}",
)

STREETS = {
    "": (
        "Main Street",
        "Park Avenue",
        "Station Road",
        "Church Road",
        "High Street",
        "University Avenue",
        "Industrial Zone",
        "Victoria Road",
        "Science Park Drive",
    ),
    "de": ("Hauptstrasse", "Bahnhofstrasse", "Goethestraße", "Lindenweg", "Schulstr.", "Am Waldrand", "Robert-Koch-Str."),
    "fr": ("rue de la République", "avenue Pasteur", "rue des Écoles", "boulevard de la Gare", "chemin des Vignes"),
    "es": ("Calle Mayor", "Avenida de la Universidad", "Paseo del Prado", "Calle Real", "Camino Viejo"),
    "it": ("Via Garibaldi", "Via Roma", "Viale Europa", "Corso Italia", "Piazza Dante"),
    "pt": ("Rua das Flores", "Avenida Brasil", "Rua Direita", "Travessa do Carmo"),
}

#: Countries as authors and Web of Science write them beside the gazetteer's name.
COUNTRY_WORDS = {
    "US": ("USA", "United States", "U.S.A."), "GB": ("UK", "United Kingdom", "England", "Scotland"),
    "CN": ("China", "P. R. China", "People's Republic of China"),
    "KR": ("South Korea", "Republic of Korea", "Korea"), "RU": ("Russia", "Russian Federation"), "IR": ("Iran", "Islamic Republic of Iran"),
    "TW": ("Taiwan", "Taiwan, R.O.C."),
    "NL": ("The Netherlands", "Netherlands"), "DE": ("Germany", "Deutschland"), "TR": ("Turkey", "Türkiye"), "VN": ("Vietnam", "Viet Nam"),
    "CZ": ("Czech Republic", "Czechia"),
}  # fmt: skip
WOS_COUNTRY = {"US": "USA", "GB": "England", "CN": "Peoples R China", "KR": "South Korea", "TR": "Turkiye", "HK": "Hong Kong, Peoples R China"}

NULL_AFFILIATIONS = (
    "Independent researcher",
    "Not affiliated",
    "Independent Scholar",
    "No affiliation",
    "Affiliation not provided",
    "Retired",
    "Private practice",
)
CONTACTS = ("; e-mail: {}@example.edu", ". Electronic address: {}@mail.example.org", "; {}@example.com", " (correspondence: {}@example.net)")
FAMILIES = (
    "smith",
    "garcia",
    "tanaka",
    "mueller",
    "wang",
    "kim",
    "rossi",
    "silva",
    "kumar",
    "novak",
    "ivanov",
    "jansen",
    "okafor",
    "nguyen",
    "cohen",
    "larsen",
)
LEGAL_FORMS = ("Inc.", "Ltd.", "GmbH", "S.A.", "Co., Ltd.", "AG", "B.V.", "S.p.A.", "Corp.", "LLC", "AB", "K.K.")

#: Units in the countries' own scripts; they tell no town.
NATIVE_UNITS = {
    **dict.fromkeys(("CN", "TW", "HK"), ("物理学院", "材料科学研究院", "第一附属医院", "化学系")),
    "JP": ("理工学研究所", "医学部附属病院", "工学研究科", "株式会社技術本部"),
    "KR": ("과학기술연구원", "의과대학", "공과대학", "주식회사 기술연구소"),
    **dict.fromkeys(("RU", "UA", "BY", "KZ", "BG"), ("Институт физики", "Медицинская академия", "Факультет химии")),
    **dict.fromkeys(("IR", "SA", "EG", "IQ", "DZ"), ("دانشگاه علوم پزشکی", "كلية الهندسة")), "GR": ("Πολυτεχνείο", "Ιατρική Σχολή"),
    "IL": ("המכון למדעים", "בית חולים"), "TH": ("คณะวิศวกรรมศาสตร์", "โรงพยาบาล"),
}  # fmt: skip
