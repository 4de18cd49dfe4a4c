"""Journals -> the rows of `online_answers`. The raw reply is read anew each time, so a correction of the reviewed tables asks nobody again."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.fallback.journal import Answer, journals, read
from innoatlas.fallback.services import Found, Service, found_in, read_services
from innoatlas.geo.sphere import STEPS_PER_DEGREE
from innoatlas.tables import ONLINE_ANSWERS, PLACES

_ARROW = {"bigint": pa.int64(), "string": pa.string(), "boolean": pa.bool_(), "double": pa.float64()}


def answers_table(folder: Path, reference: Path) -> pa.Table:
    """Every answer of every journal of the folder; of two to one address by one service, the first stands. No journal, no rows."""
    services = read_services(reference)
    first: dict[tuple[int, str], Answer] = {}
    for path in journals(folder):
        for answer in read(path):
            first.setdefault((answer.address_id, answer.service), answer)
    rows = [_row(first[key], services) for key in sorted(first)]
    return pa.Table.from_pylist(rows, pa.schema([(column.name, _ARROW[column.type]) for column in ONLINE_ANSWERS.columns]))


def online_places(online_answers: DataFrame) -> DataFrame:
    """The places of usable answers with the columns of `places`. None is a town: the gazetteer's own towns speak for them."""
    described = F.min(F.struct("place_name", "country_code", "lat", "lon")).alias("place")
    each = online_answers.where("place_id is not null").groupBy("place_id").agg(described).select("place_id", "place.*")
    known = {"place_id", "place_name", "country_code", "lat", "lon"}
    absent = (F.lit("postcode" if c.name == "precision" else None).cast(c.type).alias(c.name) for c in PLACES.columns if c.name not in known)
    return each.select("*", *absent).select(*PLACES.column_names)


def _row(answer: Answer, services: Mapping[str, Service]) -> dict[str, Any]:
    service = services.get(answer.service)
    said = found_in(answer.raw_reply, service) if service else Found("none", None, None)
    lat, lon = _rounded(answer.lat), _rounded(answer.lon)
    usable = lat is not None and lon is not None and said.precision != "none" and said.country_code is not None
    return {
        "address_id": answer.address_id,
        "service": answer.service,
        "asked": answer.asked,
        "licence": answer.licence,
        "asked_at": answer.asked_at,
        "found": lat is not None and lon is not None,
        "place_id": f"online:{answer.service}:{lat:.5f},{lon:.5f}" if usable else None,
        "place_name": (said.name or answer.name or answer.asked) if usable else None,
        "country_code": said.country_code,
        "lat": lat,
        "lon": lon,
        "precision": said.precision if usable else "none",
        "raw_reply": answer.raw_reply,
    }


def _rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees * STEPS_PER_DEGREE) / STEPS_PER_DEGREE
