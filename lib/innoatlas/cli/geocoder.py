"""The geocoder of an environment of conf, opened without Spark: its gazetteer index, weights and thresholds."""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from innoatlas.gazetteer.build import write
from innoatlas.gazetteer.inputs import inputs_digest
from innoatlas.geocoding.choice import Weights
from innoatlas.geocoding.engine import Thresholds
from innoatlas.geocoding.index import Index, open_index
from innoatlas.geocoding.place_index import place_index
from innoatlas.geocoding.weights import read_weights
from innoatlas.runtime.code import reach_digest
from innoatlas.runtime.graph import discover
from innoatlas.runtime.settings import load_conf


@dataclass(frozen=True)
class Geocoder:
    """What `geocode` and `explain` of the engine need beside the addresses."""

    index: Index
    weights: Weights
    thresholds: Thresholds


def open_geocoder(environment: str, edition: int, conf_dir: Path | None, home: Path | None) -> Geocoder:
    """The geocoder that the environment's settings describe; its index is built where there is none yet, in about a minute."""
    conf = load_conf(environment, edition, folder=conf_dir, home=home)
    jobs = discover()
    settings = conf.typed({name: shape for name in ("places", "geocodes") if (shape := jobs[name].settings)})
    gazetteer, geocodes = settings["places"], settings["geocodes"]
    version = hashlib.sha256("\n".join([reach_digest(jobs["places"].file), repr(gazetteer), *inputs_digest(gazetteer)]).encode()).hexdigest()
    scratch = conf.home / "scratch" / "gazetteer_to_index"
    folder = place_index(version, lambda: write(gazetteer, conf.reference, scratch).tables(), conf.reference, conf.home)
    shutil.rmtree(scratch, ignore_errors=True)
    weights = read_weights(conf.reference, geocodes.calibration_slope, geocodes.calibration_intercept)
    return Geocoder(open_index(folder), weights, Thresholds(geocodes.min_score, geocodes.min_score_organisation))
