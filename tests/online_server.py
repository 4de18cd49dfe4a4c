"""A geocoding service on this machine, and replies as Nominatim and Photon give them (their documented formats)."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

NOMINATIM_LYON = [
    {
        "place_id": 88715228,
        "licence": "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright",
        "osm_type": "relation",
        "osm_id": 120965,
        "lat": "45.7578137",
        "lon": "4.8320114",
        "class": "boundary",
        "type": "administrative",
        "place_rank": 14,
        "importance": 0.7524,
        "addresstype": "city",
        "name": "Lyon",
        "display_name": "Lyon, Métropole de Lyon, Rhône, Auvergne-Rhône-Alpes, Metropolitan France, France",
        "address": {
            "city": "Lyon",
            "county": "Métropole de Lyon",
            "ISO3166-2-lvl6": "FR-69M",
            "state": "Auvergne-Rhône-Alpes",
            "ISO3166-2-lvl4": "FR-ARA",
            "country": "France",
            "country_code": "fr",
        },
        "boundingbox": ["45.7073666", "45.8082628", "4.7718134", "4.8983774"],
    }
]

PHOTON_MIT = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [-71.09172, 42.35825]},
            "properties": {
                "osm_type": "R",
                "osm_id": 65066,
                "osm_key": "amenity",
                "osm_value": "university",
                "type": "house",
                "countrycode": "US",
                "name": "Massachusetts Institute of Technology",
                "housenumber": "77",
                "street": "Massachusetts Avenue",
                "postcode": "02139",
                "city": "Cambridge",
                "county": "Middlesex County",
                "state": "Massachusetts",
                "country": "United States",
                "extent": [-71.1103, 42.3629, -71.0801, 42.3529],
            },
        }
    ],
}


@dataclass(frozen=True)
class Said:
    """One answer of the server."""

    body: str = "[]"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0  #: seconds before it comes

    @classmethod
    def json(cls, value: Any) -> "Said":
        return cls(json.dumps(value, ensure_ascii=False))


@dataclass
class Fake:
    """What the server says to each query, in turn and the last for ever; `usual` to all others. And what it was asked."""

    domain: str = ""
    usual: Said = field(default_factory=Said)
    says: dict[str, list[Said]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    sent: list[dict[str, str]] = field(default_factory=list)  #: headers and parameters of each request

    def answer(self, query: str) -> Said:
        turns = self.says.get(query, [self.usual])
        return turns.pop(0) if len(turns) > 1 else turns[0]


@contextmanager
def served() -> Iterator[Fake]:
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parameters = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            fake.asked.append(parameters["q"])
            fake.sent.append({**parameters, "user_agent": self.headers["User-Agent"]})
            said = fake.answer(parameters["q"])
            time.sleep(said.delay)
            body = said.body.encode()
            try:
                self.send_response(said.status)
                for name, value in said.headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except BrokenPipeError:  # the caller has given up
                pass

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.domain = f"127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
