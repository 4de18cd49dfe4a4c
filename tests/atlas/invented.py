"""An invented world that satisfies the contracts: towns around real centres, clusters of them, everything that the atlas reads."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import h3.api.numpy_int as h3
import numpy as np
import pyarrow as pa

from innoatlas import tables
from innoatlas.atlas.inputs import NEEDED
from innoatlas.contract import Table
from innoatlas.geo.cells import cells_of
from innoatlas.geo.sphere import point_ids
from tests.atlas.invented_areas import areas
from tests.atlas.invented_people import people
from tests.atlas.invented_relations import relations

_ARROW = {"string": pa.string(), "boolean": pa.bool_(), "int": pa.int32(), "bigint": pa.int64(), "double": pa.float64()}

#: Name, economies, lat, lon of centres that the invented clusters lie around.
CENTRES = (
    ("Tokyo–Yokohama", "JP", 35.6, 139.7),
    ("Shenzhen–Hong Kong–Guangzhou", "CN/HK", 22.6, 114.0),
    ("Seoul", "KR", 37.5, 127.0),
    ("Beijing", "CN", 39.9, 116.4),
    ("Shanghai–Suzhou", "CN", 31.2, 121.3),
    ("San Jose–San Francisco, CA", "US", 37.5, -122.1),
    ("Osaka–Kobe–Kyoto", "JP", 34.7, 135.4),
    ("Boston–Cambridge, MA", "US", 42.36, -71.08),
    ("San Diego, CA", "US", 32.8, -117.1),
    ("New York City, NY", "US", 40.7, -74.0),
    ("Paris", "FR", 48.85, 2.35),
    ("Nanjing", "CN", 32.06, 118.8),
    ("London", "GB", 51.5, -0.12),
    ("Munich", "DE", 48.14, 11.58),
    ("Singapore", "SG/MY", 1.35, 103.8),
    ("Basel", "CH/DE/FR", 47.56, 7.59),
    ("Stockholm", "SE", 59.33, 18.07),
    ("São Paulo", "BR", -23.55, -46.63),
    ("Sydney", "AU", -33.87, 151.2),
    ("Bengaluru", "IN", 12.97, 77.59),
    ("Tel Aviv–Jerusalem", "IL", 32.08, 34.78),
    ("Moscow", "RU", 55.75, 37.62),
    ("Toronto, ON", "CA", 43.65, -79.38),
    ("Istanbul", "TR", 41.01, 28.98),
    ("Cairo", "EG", 30.04, 31.24),
)


def arrow(table: Table, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows as an Arrow table with the contract's types."""
    return pa.Table.from_pylist(list(rows), schema=schema(table))


def schema(table: Table) -> pa.Schema:
    """The contract's types in Arrow."""
    return pa.schema([pa.field(c.name, _arrow_type(c.type), c.nullable) for c in table.columns])


def _arrow_type(type_: str) -> pa.DataType:
    if type_.startswith("array<"):
        return pa.list_(_arrow_type(type_[6:-1]))
    if type_.startswith("struct<"):
        return pa.struct([(name, _arrow_type(of)) for name, of in (part.split(":") for part in type_[7:-1].split(","))])
    return _ARROW[type_]


def nothing() -> dict[str, pa.Table]:
    """Every table that the atlas reads, without a row."""
    empty = {name: arrow(tables.TABLES[name], ()) for name in NEEDED if name in tables.TABLES}
    empty["areas"] = empty["areas"].select(NEEDED["areas"])
    return empty | {"document_totals": document_totals(()), "places": places(()), "economy_groups": groups(())}


def document_totals(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    types = {"documents_count": pa.int64(), "first_year": pa.int32(), "last_year": pa.int32()}
    return pa.Table.from_pylist(list(rows), schema=pa.schema([(name, types.get(name, pa.string())) for name in NEEDED["document_totals"]]))


def places(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=pa.schema([(name, pa.string()) for name in NEEDED["places"]]))


def groups(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=pa.schema([(name, pa.string()) for name in NEEDED["economy_groups"]]))


def world(
    clusters: int = 100,
    points_per_cluster: int = 40,
    hermits: int = 1000,
    economies: int = 150,
    kinds: Sequence[str] = ("patent", "paper"),
    resolution: int = 5,
    inferred_percent: int = 0,
) -> dict[str, pa.Table]:
    """A world of the given size, in which each rule of inference places `inferred_percent` of the listings. Same arguments, same world."""
    rng = np.random.default_rng(7)
    centres = [_centre(index) for index in range(clusters)]
    size = np.array([1 / (index + 2) ** 0.9 for index in range(clusters)])
    spots = [_spots(rng, index, lat, lon, points_per_cluster, float(size[index])) for index, (_, _, lat, lon) in enumerate(centres)]
    loners = [(None, float(rng.uniform(-40, 62)), float(rng.uniform(-179.9, 179.9)), float(rng.exponential(0.0002))) for _ in range(hermits)]
    marks = {
        round(lat, 5) * 1000 + round(lon, 5): (owner, round(lat, 5), round(lon, 5), weight)
        for owner, lat, lon, weight in [*(spot for group in spots for spot in group), *loners]
    }
    codes = _codes(economies)
    made = _tables(centres, sorted(marks.values(), key=lambda mark: (-mark[3], mark[1], mark[2])), codes, kinds, resolution)
    made["coverage"] = arrow(tables.COVERAGE, _coverage(codes, inferred_percent))
    return made | {"economies": arrow(tables.ECONOMIES, _economies(codes, kinds, inferred_percent))}


def _centre(index: int) -> tuple[str, str, float, float]:
    """One of the centres; later rounds lie some degrees off under another name."""
    name, economies, lat, lon = CENTRES[index % len(CENTRES)]
    turn = index // len(CENTRES)
    return (name, economies, lat, lon) if not turn else (f"{name.split('–')[0]} Far {turn}", economies.split("/")[0], lat + 2.2 * turn, lon - 3.1 * turn)


def _spots(rng: np.random.Generator, index: int, lat: float, lon: float, count: int, size: float) -> list[tuple[int | None, float, float, float]]:
    spread = 0.12 + 0.4 * size
    weights = rng.pareto(1.2, count) + 0.05
    weights *= size / weights.sum()
    return [(index, lat + float(rng.normal(0, spread)), lon + float(rng.normal(0, spread)) / math.cos(math.radians(lat)), float(w)) for w in weights]


def _tables(
    centres: Sequence[tuple[str, str, float, float]], marks: Sequence[tuple[Any, ...]], codes: Sequence[str], kinds: Sequence[str], resolution: int
) -> dict[str, pa.Table]:
    lat, lon = np.array([m[1] for m in marks]), np.array([m[2] for m in marks])
    ids, cells = point_ids(lat, lon).tolist(), cells_of(lat, lon, resolution).tolist()
    total = sum(mark[3] for mark in marks)
    documents = {"patent": 1_290_000, "paper": 8_200_000, "deal": 90_000}
    tilt = {"patent": lambda i: 1.6 if i % 3 == 0 else 0.7, "paper": lambda i: 0.8 if i % 3 == 0 else 1.1, "deal": lambda i: 1.0}
    points, members = [], []
    for number, (owner, y, x, weight) in enumerate(marks):
        country = centres[owner][1].split("/")[0] if owner is not None else codes[number % len(codes)]
        for period in tables.PERIODS:
            members.append(
                {
                    "point_id": ids[number],
                    "period": period,
                    "cluster_id": None if owner is None else f"c{owner:03d}",
                    "role": "noise" if owner is None else "core",
                }
            )
            for kind in kinds:
                units = int(weight / total * documents[kind] * tilt[kind](owner or 0) * tables.UNIT * (0.93 if period == "previous" else 1))
                row = {
                    "point_id": ids[number],
                    "period": period,
                    "kind": kind,
                    "place_id": f"geonames:{number}",
                    "country_code": country,
                    "lat": y,
                    "lon": x,
                    "cell": cells[number],
                }
                points.append(row | {"units": units, "listings_count": 1 + units * 4 // tables.UNIT, "documents_count": 1 + units * 2 // tables.UNIT})
    made = nothing() | {"points": arrow(tables.POINTS, points), "cluster_members": arrow(tables.CLUSTER_MEMBERS, members)}
    made["cells"] = arrow(tables.CELLS, _cells(points))
    made["places"] = places(
        [*({"place_id": f"geonames:{n}", "place_name": f"Town {n}", "precision": "city", "country_code": "FR"} for n in range(len(marks))), *_countries(codes)]
    )
    made["document_totals"] = document_totals(
        {"source": s, "kind": k, "documents_count": _located(points, k) * 106 // 100, "first_year": 2019, "last_year": 2023}
        for k, s in (("patent", "patstat"), ("paper", "openalex"), ("deal", "deals"))
        if k in kinds
    )
    made |= _clusters(centres, points, members, kinds)
    made |= {name: arrow(tables.TABLES[name], rows) for name, rows in relations([row["cluster_id"] for row in made["rankings"].to_pylist()], kinds).items()}
    ranked = [row["cluster_id"] for row in made["rankings"].to_pylist() if row["period"] == "current"]
    made |= {name: arrow(tables.TABLES[name], rows) for name, rows in areas(ranked, kinds).items()}
    made["areas"] = made["areas"].select(NEEDED["areas"])
    made |= {name: arrow(tables.TABLES[name], rows) for name, rows in people(made["rankings"].to_pylist(), kinds).items()}
    made["job_runs"] = arrow(tables.JOB_RUNS, _runs())
    return made


def _located(points: Sequence[Mapping[str, Any]], kind: str) -> int:
    """Located documents of the edition's own window, rounded up."""
    return 1 + sum(point["units"] for point in points if (point["period"], point["kind"]) == ("current", kind)) // tables.UNIT


def _cells(points: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    rows: dict[tuple[int, str, str], dict[str, Any]] = {}
    for point in points:
        key = (point["cell"], point["period"], point["kind"])
        lat, lon = h3.cell_to_latlng(point["cell"])
        row = rows.setdefault(
            key, {"cell": key[0], "period": key[1], "kind": key[2], "lat": lat, "lon": lon, "units": 0, "listings_count": 0, "documents_count": 0}
        )
        for column in ("units", "listings_count", "documents_count"):
            row[column] += point[column]
    return list(rows.values())


def _clusters(
    centres: Sequence[tuple[str, str, float, float]], points: Sequence[Mapping[str, Any]], members: Sequence[Mapping[str, Any]], kinds: Sequence[str]
) -> dict[str, pa.Table]:
    owner = {row["point_id"]: row["cluster_id"] for row in members if row["period"] == "current"}
    shapes, counts, ranked = [], [], []
    for period in tables.PERIODS:
        here = [point for point in points if point["period"] == period]
        world_units = {kind: sum(p["units"] for p in here if p["kind"] == kind) for kind in kinds}
        by_cluster: dict[str, list[Mapping[str, Any]]] = {}
        for point in here:
            if owner[point["point_id"]]:
                by_cluster.setdefault(owner[point["point_id"]], []).append(point)
        scores = {}
        for cluster_id, own in sorted(by_cluster.items()):
            name, economies, lat, lon = centres[int(cluster_id[1:])]
            listings = sum(p["listings_count"] for p in own)
            shape = {"cluster_id": cluster_id, "period": period, "cluster_name": name, "economy_codes": economies, "lat": lat, "lon": lon}
            far = max(math.hypot(p["lat"] - lat, (p["lon"] - lon) * math.cos(math.radians(lat))) for p in own) * 111
            towns = [f"{name.split('–')[0]} {word}" for word in ("Centre", "North", "South", "East", "West", "Science Park", "Harbour")]
            shapes.append(
                shape
                | {
                    "points_count": len(own) // len(kinds),
                    "listings_count": listings,
                    "radius_km": far,
                    "footprint_cells": sorted({p["cell"] for p in own}),
                    "member_names": towns,
                }
            )
            scores[cluster_id] = 0.0
            for kind in kinds:
                units = sum(p["units"] for p in own if p["kind"] == kind)
                share = 100 * units / world_units[kind]
                scores[cluster_id] += share
                count = {
                    "cluster_id": cluster_id,
                    "period": period,
                    "kind": kind,
                    "units": units,
                    "fractional_count": units / tables.UNIT,
                    "documents_count": units * 3 // tables.UNIT // 2,
                }
                counts.append(count | {"listings_count": sum(p["listings_count"] for p in own if p["kind"] == kind), "share_percent": share})
        for rank, cluster_id in enumerate(sorted(scores, key=lambda c: (-scores[c], c)), 1):
            name, economies, _, _ = centres[int(cluster_id[1:])]
            number = int(cluster_id[1:])
            before = None if period == "previous" or number % 17 == 16 else max(1, rank + (number * 5) % 7 - 3)
            ranked.append(
                {
                    "cluster_id": cluster_id,
                    "period": period,
                    "rank": rank,
                    "cluster_name": name,
                    "economy_codes": economies,
                    "score": scores[cluster_id],
                    "previous_rank": before,
                }
            )
    return strengths(ranked, kinds) | {
        "clusters": arrow(tables.CLUSTERS, shapes),
        "cluster_counts": arrow(tables.CLUSTER_COUNTS, counts),
        "rankings": arrow(tables.RANKINGS, ranked),
    }


def strengths(ranked: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> dict[str, pa.Table]:
    """Fields, organisations and intervals of the clusters of the edition's own window."""
    names = ("Computer technology", "Electrical machinery, apparatus, energy", "Pharmaceuticals", "Transport", "Analysis of biological materials", "Optics")
    current = [row for row in ranked if row["period"] == "current"]
    intervals, fields, organisations, concentration = [], [], [], []
    for row in current:
        reach = row["rank"] // 8
        low, high = max(1, row["rank"] - reach), min(len(current), row["rank"] + reach)
        ends = {"rank_low": low, "rank_high": high, "score_low": row["score"] * 0.97, "score_high": row["score"] * 1.03}
        intervals.append({name: row[name] for name in ("cluster_id", "rank", "score")} | ends | {"found_share": None})
        for kind in kinds:
            own = {"cluster_id": row["cluster_id"], "period": "current", "kind": kind}
            held = {"organisations_count": 4, "largest_percent": 48.0, "five_largest_percent": 100.0, "few_documents_percent": 2.5}
            concentration.append(own | held | {"known_documents_count": 200, "joint_count": 25, "joint_share": 0.125})
            for number, name in enumerate(names):
                share = (40, 25, 15, 12, 7.5, 0.5)[(number + row["rank"]) % 6]
                count = {"units": int(share * tables.UNIT), "fractional_count": float(share), "documents_count": int(share) + 1, "share_percent": float(share)}
                against = {"specialisation": share / (100 / 6), "specialisation_rank": 1 + row["rank"] % 9}
                fields.append(own | count | against | {"field_code": f"{number + 1:02d}", "field_name": name})
            for rank, name in enumerate(
                ("Quantrelix Corporation", "University of the Invented North", "Institute of Polymerixa", "Novatherix & Söhne GmbH"), 1
            ):
                share = 30 / rank
                organisation = {"organisation_key": f"name:{rank}", "organisation_name": name, "organisation_kind": "company" if rank % 2 else "university"}
                count = {"units": int(share * tables.UNIT), "fractional_count": share, "documents_count": 40 // rank, "share_percent": share}
                organisations.append(own | organisation | count | {"organisation_rank": rank})
    made = ((tables.RANK_INTERVALS, intervals), (tables.CLUSTER_FIELDS, fields), (tables.CLUSTER_ORGANISATIONS, organisations))
    world_fields = [
        {"period": "current", "kind": kind, "field_code": f"{number:02d}", "field_name": name, "units": 1, "fractional_count": 1.0, "share_percent": 100 / 6}
        for kind in kinds
        for number, name in enumerate(names, 1)
    ]
    others = ((tables.WORLD_FIELDS, world_fields), (tables.RANK_SENSITIVITY, _other_ranks(current)), (tables.STABILITY, _under_other_rules(current)))
    made = (*made, (tables.CLUSTER_CONCENTRATION, concentration), (tables.CLUSTER_DIVERSITY, _breadth(current, kinds)))
    made = (*made, (tables.CLUSTER_DOMAINS, _domains(current)), (tables.ACADEMIA_INDUSTRY_LINKS, _industry(current, kinds)))
    return {table.name: arrow(table, rows) for table, rows in (*made, *others)}


def _breadth(ranked: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> list[dict[str, Any]]:
    """All alike, but that of every fourth cluster no field is known."""
    known = {"fields_count": 6, "entropy": 1.55, "largest_field_code": "01", "largest_field_percent": 40.0, "unmapped_percent": 0.0}
    unknown = {"fields_count": 0, "entropy": 0.0, "largest_field_code": None, "largest_field_percent": None, "unmapped_percent": 100.0}
    own = ({"cluster_id": row["cluster_id"], "period": "current", "kind": kind, "place": row["rank"]} for row in ranked for kind in kinds)
    return [{name: value for name, value in row.items() if name != "place"} | (known if row["place"] % 4 else unknown) for row in own]


def _domains(ranked: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Two domains; every second cluster is strong in research of the first. The last cluster has no patents, so no row."""
    rows: list[dict[str, Any]] = []
    for row in ranked[:-1]:
        strong = row["rank"] % 2 == 1
        first = {"domain_name": "Energy", "paper_count": 60.0, "patent_count": 5.0, "paper_percent": 60.0, "patent_percent": 25.0}
        first |= {"paper_specialisation": 1.5, "patent_specialisation": 0.5 if strong else 1.2, "lead": 0.53}
        second = {"domain_name": "Materials", "paper_count": 40.0, "patent_count": 15.0, "paper_percent": 40.0, "patent_percent": 75.0}
        second |= {"paper_specialisation": 0.7, "patent_specialisation": 1.6, "lead": -0.4, "unused_rank": None}
        own = {"cluster_id": row["cluster_id"], "period": "current"}
        rows += [own | first | {"unused_rank": (row["rank"] + 1) // 2 if strong else None}, own | second]
    return rows


def _industry(ranked: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> list[dict[str, Any]]:
    """The universities of each cluster work with the companies of the two that follow it."""
    ids = [row["cluster_id"] for row in ranked]
    pairs = [(one, other) for place, one in enumerate(ids) for other in ids[place + 1 : place + 3]]
    told = ({"university_cluster_id": one, "company_cluster_id": other, "period": "current"} for one, other in pairs)
    return [row | {"kind": kind, "documents_count": 2 * len(pairs) - number, "link_rank": number + 1} for number, row in enumerate(told) for kind in kinds]


def _other_ranks(ranked: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every other way to count swaps each two neighbours."""
    rows = []
    for row in ranked:
        rank = min(row["rank"] + (1 if row["rank"] % 2 else -1), len(ranked))
        told = {"rank": rank, "published_rank": row["rank"], "rank_change": row["rank"] - rank}
        rows += [{name: row[name] for name in ("cluster_id", "period", "score")} | told | {"alternative": name} for name in ("whole", "patent x 0.8")]
    return rows


def _under_other_rules(ranked: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Two radii by two weights; the smaller radius takes a fifth from every third cluster, the larger weight loses every fifth."""
    rows = []
    for number, row in enumerate(ranked):
        for radius in (13.0, 15.0):
            for weight in (4500, 4950):
                kept = 0.0 if weight == 4950 and number % 5 == 4 else 0.8 if radius == 13.0 and number % 3 == 2 else 1.0
                found = {"found_id": row["cluster_id"] if kept else None, "kept_share": kept, "overlap": kept, "clusters_count": len(ranked)}
                rows.append({"cluster_id": row["cluster_id"], "radius_km": radius, "min_weight": weight} | found)
    return rows


def _codes(count: int) -> list[str]:
    known = sorted({code for _, economies, _, _ in CENTRES for code in economies.split("/")})
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXY"
    others = [a + b for a in letters for b in letters if a + b not in known]
    return [*[*known, *others][: max(count - 1, 0)], "ZZ"]


def _countries(codes: Sequence[str]) -> list[dict[str, str]]:
    names = {
        "JP": "Japan",
        "CN": "China",
        "HK": "Hong Kong",
        "US": "United States",
        "KR": "South Korea",
        "DE": "Germany",
        "FR": "France",
        "GB": "United Kingdom",
        "CH": "Switzerland",
        "IN": "India",
    }
    return [{"place_id": f"country:{code}", "place_name": names[code], "precision": "country", "country_code": code} for code in codes if code in names]


def _economies(codes: Sequence[str], kinds: Sequence[str], inferred_percent: int) -> list[dict[str, Any]]:
    """Sums of the invented coverage, the same for every kind; every third economy lacks something."""
    rows = []
    for number, code in enumerate(codes):
        own = [row for row in _coverage([code], inferred_percent, number) if row["source"] == "openalex"]
        listings = sum(row["listings_count"] for row in own)
        shares = {f"{name}_share": sum(row[f"{name}_count"] for row in own) / listings for name in (*tables.STANDINGS, "located")}
        lacks = [name for place, name in enumerate(tables.MISSING) if number % 3 == 0 and number % 2 <= place]
        known = {name: 0 if f"no_{name}" in lacks else 7_000 // (number + 1) for name in ("postcodes", "organisations")}
        gazetteer = {f"{name}_count": count for name, count in known.items()} | {"towns_count": 90_000 // (number + 1), "town_inhabitants": None}
        scores = {"mean_score": 0.93 - number / 1000, "expected_right_share": shares["located_share"] * (0.93 - number / 1000)}
        rows += [{"economy_code": code, "kind": kind, "listings_count": listings, **shares, **scores, **gazetteer, "missing": lacks} for kind in kinds]
    return rows


def _coverage(codes: Sequence[str], inferred_percent: int, first: int = 0) -> list[dict[str, Any]]:
    rows = []
    for number, code in enumerate(codes, first):
        for source in ("openalex", "patstat"):
            for year in range(2018, 2024):
                listings = 400_000 // (number + 1) + 13 * (year - 2017)
                parts = {"city": 60 + number % 30, "postcode": 3, "organisation": 2, "admin2": 1, "admin1": 1, "country": 1}
                counts = {f"{name}_count": listings * part // 100 for name, part in parts.items()}
                nowhere = listings // 50
                counts |= dict.fromkeys((f"{name}_count" for name in tables.INFERRED), listings * inferred_percent // 100)
                counts |= {"no_address_count": nowhere, "none_count": listings - nowhere - sum(counts.values())}
                located = sum(counts[f"{name}_count"] for name in tables.LOCATED)
                rows.append(
                    {
                        "source": source,
                        "economy_code": code,
                        "year": year,
                        "listings_count": listings,
                        **counts,
                        "located_count": located,
                        "located_share": located / listings,
                        "mean_score": 0.93,
                    }
                )
    return rows


def _runs() -> list[dict[str, Any]]:
    jobs = [name for name in tables.TABLES if name not in ("quarantine", "job_runs")]
    run = {"run_id": "20240901T100000Z-3f9a", "result": "written", "code_version": "0.1.0+9c1e77aa", "conf_digest": "5d41402abc4b2a76"}
    counts = {"output_version": 3, "rows_in": 1000, "rows_out": 900, "rows_refused": 10, "rows_merged": 40, "rows_out_of_scope": 50}
    own = {"inputs": ["documents@3"], "message": None}
    return [
        run | counts | own | {"table_name": name, "started_at": f"2024-09-01T10:{n:02d}:00Z", "seconds": 12.5 + n, "digest": f"{n:02d}7215ee9c7d9dc2"}
        for n, name in enumerate(jobs)
    ]
