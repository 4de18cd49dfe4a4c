"""`innoatlas geocode` and `innoatlas explain`: the engine over a file, and over one address with its reasons."""

from pathlib import Path
from typing import Annotated

import typer

from innoatlas.cli.options import ConfDir, Edition, Environment, Home


def geocode(
    given: Annotated[Path, typer.Argument(metavar="INPUT", help="CSV or Parquet: id, any of address_text, organisation, city, region, postcode, country.")],
    output: Annotated[Path, typer.Argument(help="CSV or Parquet to write: one row per row of INPUT, in its order.")],
    conf: Environment = "local",
    edition: Edition = 2023,
    home: Home = None,
    conf_dir: ConfDir = None,
) -> None:
    """Locate every address of a file."""
    from innoatlas.cli.address_files import read_addresses, write_geocodes
    from innoatlas.cli.geocoder import open_geocoder
    from innoatlas.geocoding.engine import geocode as locate
    from innoatlas.runtime import logs

    addresses = read_addresses(given)
    geocoder = open_geocoder(conf, edition, conf_dir, home)
    found = locate(addresses, geocoder.index, geocoder.weights, geocoder.thresholds)
    write_geocodes(addresses, found, output)
    placed = found.num_rows - found["place_id"].null_count
    logs.console().print(f"{found.num_rows:,} addresses, {placed:,} with a place; written to {output}", markup=False, highlight=False)


def explain(
    address: Annotated[str, typer.Argument(help="Free-text address or affiliation; may be empty when fields are given.")],
    organisation: Annotated[str | None, typer.Option(help="Organisation as a field of its own.")] = None,
    city: Annotated[str | None, typer.Option(help="Town as a field of its own.")] = None,
    region: Annotated[str | None, typer.Option(help="State or province as a field of its own.")] = None,
    postcode: Annotated[str | None, typer.Option(help="Postal code as a field of its own.")] = None,
    country: Annotated[str | None, typer.Option(help="Country as a field of its own, code or name.")] = None,
    conf: Environment = "local",
    edition: Edition = 2023,
    home: Home = None,
    conf_dir: ConfDir = None,
) -> None:
    """Show how one address is read, which places it may mean, and why one of them won."""
    from innoatlas.cli.geocoder import open_geocoder
    from innoatlas.geocoding.explain import explain as trail
    from innoatlas.geocoding.explain import lines

    geocoder = open_geocoder(conf, edition, conf_dir, home)
    fields = {"address_text": address or None, "organisation": organisation, "city": city, "region": region, "postcode": postcode, "country": country}
    for line in lines(trail(fields, geocoder.index, geocoder.weights, geocoder.thresholds)):
        typer.echo(line)


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(geocode)
    app.command()(explain)
