"""`innoatlas results`: the ranking, the shares that make each score, and how much of it rests on located addresses."""

from typing import Annotated

import typer

from innoatlas.cli.options import ConfDir, Edition, Environment, Home
from innoatlas.tables import KINDS


def results(
    edition: Edition,
    conf: Environment,
    home: Home = None,
    conf_dir: ConfDir = None,
    limit: Annotated[int, typer.Option(min=1, help="Clusters at most.")] = 40,
) -> None:
    """Print the ranking of an edition with the share of each metric, and the located share of each source."""
    from pyspark.sql import functions as F

    from innoatlas.runtime import logs
    from innoatlas.runtime.runner import session_of
    from innoatlas.runtime.settings import load_conf
    from innoatlas.runtime.store import Store

    settings = load_conf(conf, edition, folder=conf_dir, home=home)
    store = Store(session_of(settings), settings.home)
    ranking = store.read("rankings", edition).where("period = 'current'").orderBy("rank").limit(limit).collect()
    counts = store.read("cluster_counts", edition).where("period = 'current'").select("cluster_id", "kind", "share_percent").collect()
    parts = {(r["cluster_id"], r["kind"]): f"{r['share_percent']:.3f}" for r in counts}
    kinds = [kind for kind in KINDS if any(kind == of for _, of in parts)]
    lines = (
        (
            *(str(r["rank"]), r["cluster_name"], r["economy_codes"], f"{r['score']:.3f}"),
            *(parts[r["cluster_id"], kind] for kind in kinds),
            logs.number(r["previous_rank"]),
        )
        for r in ranking
    )
    logs.console().print(logs.grid(("rank", "cluster", "economies", "score", *kinds, "previous rank"), lines))
    sums = [F.sum(name).alias(name) for name in ("listings_count", "no_address_count", "located_count")]
    shares = store.read("coverage", edition).groupBy("source").agg(*sums).orderBy("source").collect()
    cells = (
        (r["source"], *(logs.number(r[name]) for name in r.asDict() if name != "source"), f"{r['located_count'] / r['listings_count']:.2%}") for r in shares
    )
    logs.console().print(logs.grid(("source", "listings", "without address", "located", "located share"), cells))


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(results)
