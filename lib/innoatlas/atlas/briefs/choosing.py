"""Which cluster a name means: its name or id exactly, else the one name that is alike without marks, else the one that begins so."""

from collections.abc import Sequence

import pyarrow as pa
from rapidfuzz import fuzz, process

from innoatlas.atlas.facts import Cluster
from innoatlas.errors import SettingsError
from innoatlas.text.fold import compact

#: Names that an error lists.
_NEAREST = 5


def cluster_called(name: str, clusters: Sequence[Cluster]) -> Cluster:
    """The cluster of that name; SettingsError with the nearest names when there is none, or more than one."""
    if not clusters:
        raise SettingsError(f"cluster {name!r}: expected one of the edition's clusters, found that it has none. Run the line up to rankings.")
    wanted, *keys = compact(pa.array([name, *(cluster.name for cluster in clusters)])).to_pylist()
    keyed = list(zip(clusters, keys, strict=True))
    for found in (
        [cluster for cluster in clusters if name in (cluster.name, cluster.cluster_id)],
        [cluster for cluster, key in keyed if wanted and key == wanted],
        [cluster for cluster, key in keyed if wanted and key.startswith(wanted)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise SettingsError(f"cluster {name!r}: expected one cluster, found {len(found)}: {_listed(found)}. Give one of these names, or its id.")
    near = [clusters[index] for _, _, index in process.extract(wanted, keys, scorer=fuzz.WRatio, limit=_NEAREST)]
    raise SettingsError(f"cluster {name!r}: expected the name of a cluster of this edition, found none. The nearest are {_listed(near)}.")


def _listed(clusters: Sequence[Cluster]) -> str:
    return ", ".join(f"{cluster.name} ({cluster.cluster_id})" for cluster in clusters[:_NEAREST])
