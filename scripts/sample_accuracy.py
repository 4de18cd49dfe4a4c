"""Compare a run on the sample world with the world's truth.

    python scripts/sample_accuracy.py --edition 2023 --conf sample

prints how many listings were located, how many rightly, by style and by country, and whether the ranking is the published one, where conf has
that of the edition. Ends with 3 when it is not, or when too few listings are right.
"""

import argparse
import sys
from pathlib import Path

import pandas as pd
from sampleworld.accuracy import KEY, by_group, compared, ranking_faults, summary, within
from sampleworld.figures import reference_rows

from innoatlas.errors import ContractError, SourceError
from innoatlas.runtime import logs
from innoatlas.runtime.runner import session_of
from innoatlas.runtime.settings import load_conf
from innoatlas.runtime.store import Store

REPOSITORY = Path(__file__).resolve().parent.parent

#: The least share of locatable listings that must be right.
_LEAST_RIGHT = 0.97

_WORST = 10


def main(arguments: list[str] | None = None) -> None:
    """Read the tables, print the comparison, refuse a ranking that differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edition", type=int, default=2023, help="edition to look at (default 2023)")
    parser.add_argument("--conf", default="sample", help="environment, as in conf (default sample)")
    parser.add_argument("--home", type=Path, help="folder of the run (default: what conf says)")
    parser.add_argument("--truth", type=Path, default=REPOSITORY / "build" / "sample" / "truth" / "listings.parquet", help="the world's truth")
    sys.exit(logs.exit_code_of(lambda: _check(parser.parse_args(arguments))))


def _check(chosen: argparse.Namespace) -> None:
    if not chosen.truth.exists():
        raise SourceError(f"{chosen.truth}: expected the truth of the sample world, found no file. Run `python scripts/sample_world.py`.")
    conf = load_conf(chosen.conf, chosen.edition, home=chosen.home)
    store = Store(session_of(conf), conf.home)
    truth = pd.read_parquet(chosen.truth)
    listings = compared(truth[within(truth, conf.sections["documents"])], _placed(store, chosen.edition))
    shares = summary(listings)
    for name, share in shares.items():
        print(f"{name:45} {share:7.2%}")
    for title, table in (("style", by_group(listings, "style")), ("country_code", by_group(listings, "country_code", least=30).head(_WORST))):
        print(f"\nby {title}, worst first")
        print(table.to_string(index=False, float_format=lambda share: f"{share:.4f}"))
    file = conf.reference / f"published_gii_{chosen.edition}.tsv"
    published = reference_rows(file) if file.exists() else []
    faults = ranking_faults(store.read("rankings", chosen.edition).toPandas(), published)
    right = shares["locatable listings within 15 km"]
    if right < _LEAST_RIGHT:
        faults.append(f"listings: expected at least {_LEAST_RIGHT:.0%} of the locatable ones within 15 km, found {right:.2%}")
    if faults:
        raise ContractError("The sample world's ranking is not the published one:\n  " + "\n  ".join(faults) + "\nSee which styles and countries fail above.")
    if published:
        print(f"\nthe first {len(published)} clusters are the published ones, in their order, with their names and economies")
    else:
        print(f"\nno published ranking of edition {chosen.edition} to compare with: {file.name} is not there")


def _placed(store: Store, edition: int) -> pd.DataFrame:
    """Contributors with the point of their address, null where there is none."""
    contributors = store.read("contributors", edition).select(*KEY, "address_id")
    geocodes = store.read("geocodes", edition).where("precision in ('postcode', 'city', 'organisation')").select("address_id", "lat", "lon")
    return pd.DataFrame(contributors.join(geocodes, "address_id", "left").select(*KEY, "lat", "lon").toPandas())


if __name__ == "__main__":
    main()
