"""Options that several commands share, written once."""

from pathlib import Path
from typing import Annotated

import typer

Edition = Annotated[int, typer.Option(help="Release year, for example 2023.")]
Environment = Annotated[str, typer.Option("--conf", help="Environment: a file of conf without its ending.")]
ConfDir = Annotated[Path | None, typer.Option(help="Folder of conf; else $INNOATLAS_CONF, else the one beside the package.")]
Home = Annotated[Path | None, typer.Option(help="Folder that holds everything a run writes; else that of conf.")]
