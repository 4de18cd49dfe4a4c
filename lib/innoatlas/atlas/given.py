"""What sections of the page have in common: the tables of an edition and what is made of them, once, when a section first asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import pyarrow as pa

from innoatlas.atlas import located
from innoatlas.atlas.areas import AreaFacts, areas_of
from innoatlas.atlas.facts import Cluster, KindTotal, clusters_of, kinds_of, totals_of
from innoatlas.atlas.layers import Cells, cells_of, economy_names, points_of
from innoatlas.atlas.located import Located
from innoatlas.tables import NO_ECONOMY

#: The tools of the page know so many clusters, the first of the ranking: three times what is published, and each costs about 2 kB of the page.
TOOL_CLUSTERS = 300


@dataclass(frozen=True)
class Given:
    """An edition as the page is given it."""

    tables: Mapping[str, pa.Table]  #: by name, as `inputs.NEEDED` lists them
    edition: int  #: release year
    attributions: Sequence[str]  #: a sentence for each source that asks for one

    @cached_property
    def kinds(self) -> list[str]:
        """What the edition counts, in the order of the contract."""
        return kinds_of(self.tables)

    @cached_property
    def clusters(self) -> list[Cluster]:
        """Every ranked cluster, by rank."""
        return clusters_of(self.tables)

    @cached_property
    def leading(self) -> list[Cluster]:
        """The first clusters of the ranking, those that the tools know; their figures are lists in this order."""
        return self.clusters[:TOOL_CLUSTERS]

    @cached_property
    def totals(self) -> list[KindTotal]:
        """The world by kind."""
        return totals_of(self.tables, self.clusters)

    @cached_property
    def areas(self) -> dict[str, list[AreaFacts]]:
        """Sites and regions by layer, those with most documents first."""
        return areas_of(self.tables, self.clusters)

    @cached_property
    def points(self) -> pd.DataFrame:
        """Every coordinate, as `layers.points_of` gives them."""
        return points_of(self.tables)

    @cached_property
    def cells(self) -> Cells:
        """The grid as it is drawn."""
        return cells_of(self.tables, self.kinds)

    @cached_property
    def economies(self) -> list[Located]:
        """How much of each economy was located, most listings first."""
        return located.by(self.tables["coverage"], "economy_code")

    @cached_property
    def overall(self) -> Located:
        """How much of the world was located."""
        return located.total(self.economies)

    @cached_property
    def economy_names(self) -> dict[str, str]:
        """By code; economies that the gazetteer does not name are absent."""
        return economy_names(self.tables["places"]) | {NO_ECONOMY: "Economy not known"}
