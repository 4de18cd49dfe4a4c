"""The stages of the line inside Spark, each with its reading and its Delta write, on data that was drawn before the clock starts."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.addresses.normalise import FIELD_NAMES, address_id, normalised
from innoatlas.counting.documents import located_geocodes
from innoatlas.frames import frame_of
from innoatlas.gazetteer.build import GazetteerFiles
from innoatlas.geocoding.place_index import place_index
from innoatlas.tables import INFERRED_PLACES, ONLINE_ANSWERS
from jobs import document_places, geocodes
from scripts.benchmark.clock import Stage, said, timed
from scripts.benchmark.listings import write_listings

#: The floor is measured so many times and the fastest kept, for it is short, and what is compared with it must not be flattered.
FLOORS = 3


@dataclass(frozen=True)
class Jobs:
    """What the jobs are called with."""

    geocodes: geocodes.Settings
    document_places: document_places.Settings
    reference: Path
    home: Path  #: where the index lies


@dataclass(frozen=True)
class Line:
    """One measured pass over the drawn addresses of `folder`/drawn; every stage reads what the one before it wrote."""

    spark: SparkSession
    cores: int
    gazetteer: GazetteerFiles
    jobs: Jobs
    folder: Path

    def first_stages(self, rows: int) -> dict[str, Stage]:
        """normalise, floor and geocode."""
        stages = {"normalise": self._clocked("normalise", rows, self.normalised(), "addresses")}
        addresses = self._read("addresses")
        floor = addresses.mapInArrow(lambda batches: batches, addresses.schema)
        stages["floor"] = min((self._clocked("floor", rows, floor, f"floor_{number}") for number in range(FLOORS)), key=lambda stage: stage.seconds)
        with said("gazetteer index"):
            found = self.geocoded(addresses)
        stages["geocode"] = self._clocked("geocode", rows, found, "geocodes")
        return stages

    def later_stages(self, documents: int) -> dict[str, Stage]:
        """Join back, count; the stages before must have run."""
        with said("drawing listings"):
            listings = self._write_listings(documents)
        contributors, found = self.spark.read.parquet(str(self.folder / "contributors")), self._read("geocodes")
        joined = contributors.join(located_geocodes(found, self.jobs.document_places.min_score), "address_id")
        with said("join back"):
            join = timed(listings, self.cores, joined.write.format("noop").mode("overwrite").save)
        inferred = frame_of(self.spark, [], INFERRED_PLACES.ddl)  # as the rules are by default
        counted = document_places.document_places(contributors, found, inferred, settings=self.jobs.document_places)
        return {"join back": join, "count": self._clocked("count", listings, counted, "document_places")}

    def normalised(self) -> DataFrame:
        """The drawn rows as the table `addresses` has them, each listed once."""
        drawn = self.spark.read.parquet(str(self.folder / "drawn"))
        fields = [normalised(F.col(name)).alias(name) for name in FIELD_NAMES]
        digest = address_id(F.struct(*FIELD_NAMES)).alias("address_id")
        return drawn.select(digest, *fields, F.lit(1).cast("bigint").alias("listings_count")).where(F.col("address_id").isNotNull())

    def index(self) -> Path:
        """The folder of the index that `geocoded` uses, built where there is none."""
        files, version = self.gazetteer, geocodes.gazetteer_version(self._gazetteer_digests())
        return place_index(version, files.tables, self.jobs.reference, self.jobs.home)

    def geocoded(self, addresses: DataFrame) -> DataFrame:
        """Planned, with the index built where there is none; nothing is looked up yet."""
        (places, names), jobs = self._gazetteer_tables(), self.jobs
        digests = self._gazetteer_digests()
        return geocodes.geocodes(
            addresses, places, names, self._nobody_asked(), settings=jobs.geocodes, home=jobs.home, reference=jobs.reference, digests=digests
        )

    def _nobody_asked(self) -> DataFrame:
        return frame_of(self.spark, [], ONLINE_ANSWERS.ddl)

    def _gazetteer_digests(self) -> dict[str, str]:
        return {
            name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in (("places", self.gazetteer.places), ("place_names", self.gazetteer.names))
        }

    def _gazetteer_tables(self) -> tuple[DataFrame, DataFrame]:
        return self.spark.read.parquet(str(self.gazetteer.places)), self.spark.read.parquet(str(self.gazetteer.names))

    def _write_listings(self, documents: int) -> int:
        ids = pq.read_table(sorted((self.folder / "addresses").glob("*.parquet")), columns=["address_id"])["address_id"].to_numpy()
        return write_listings(np.sort(ids), documents, self.folder / "contributors")

    def _clocked(self, name: str, rows: int, frame: DataFrame, table: str) -> Stage:
        with said(name):
            return timed(rows, self.cores, lambda: frame.write.format("delta").mode("overwrite").save(str(self.folder / table)))

    def _read(self, table: str) -> DataFrame:
        return self.spark.read.format("delta").load(str(self.folder / table))
