"""`innoatlas online`: ask a geocoding service for the addresses that the gazetteer could not locate, and freeze what it says."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from innoatlas.cli.options import ConfDir, Edition, Environment, Home

if TYPE_CHECKING:
    from innoatlas.fallback.journal import Journal
    from innoatlas.runtime.online import Service
    from innoatlas.runtime.settings import Conf


def online(
    edition: Edition,
    limit: Annotated[int, typer.Option(min=1, help="Addresses to ask for at most, those with most listings first.")],
    conf: Environment = "local",
    home: Home = None,
    conf_dir: ConfDir = None,
) -> None:
    """Ask an online service for addresses without a point. The next `innoatlas run` uses its answers."""
    from innoatlas.errors import TryAgainError
    from innoatlas.fallback import journal
    from innoatlas.runtime import logs
    from innoatlas.runtime.online import open_service
    from innoatlas.runtime.online_settings import KEY_VARIABLE, OnlineSettings
    from innoatlas.runtime.settings import load_conf

    settings = load_conf(conf, edition, folder=conf_dir, home=home)
    typed = settings.typed({"online": OnlineSettings, "online_answers": journal.JournalSettings})
    service = open_service(typed["online"], os.environ.get(KEY_VARIABLE))
    with journal.opened(Path(typed["online_answers"].journal), service.name) as frozen:
        questions = _questions(settings, {answer.address_id for answer in frozen.answers}, limit)
        asked, found = _ask(service, questions, frozen)
    rest = f"; the budget of {typed['online'].budget:,} requests a day is spent" if service.budget_spent else ""
    logs.console().print(f"{service.name}: {asked:,} addresses answered, {found:,} of them found{rest}", markup=False)
    if service.unanswered:
        raise TryAgainError(
            f"{service.name}: expected an answer for every address, found none for {len(service.unanswered):,} (the last: {service.unanswered[-1]}). "
            "Every answer is kept; run the same command later."
        )


def add_to(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command()(online)


def _questions(settings: "Conf", answered: set[int], limit: int) -> list[tuple[int, str]]:
    """The first `limit` addresses that the service has not answered yet."""
    from innoatlas.fallback.asking import unlocated, written_out
    from innoatlas.runtime.runner import session_of
    from innoatlas.runtime.store import Store

    store = Store(session_of(settings), settings.home)
    addresses, geocodes = (store.read(name, settings.edition) for name in ("addresses", "geocodes"))
    first = unlocated(addresses, geocodes).limit(limit + len(answered)).collect()
    return [(row["address_id"], written_out(row.asDict())) for row in first if row["address_id"] not in answered][:limit]


def _ask(service: "Service", questions: list[tuple[int, str]], frozen: "Journal") -> tuple[int, int]:
    """How many were answered, and how many of these found; each answer is frozen before the next question."""
    from rich.progress import track

    from innoatlas.fallback.journal import Answer

    texts, today = dict(questions), _today()
    left = service.settings.budget - sum(1 for answer in frozen.answers if answer.asked_at == today)
    asked = found = 0
    for key, reply in track(service.replies(questions, left), service.name, total=len(questions), disable=not _watched()):
        frozen.append(Answer(key, service.name, texts[key], service.licence, _today(), reply.lat, reply.lon, reply.name, reply.raw))
        asked, found = asked + 1, found + (reply.lat is not None)
    return asked, found


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _watched() -> bool:
    from innoatlas.runtime import logs

    return logs.console().is_terminal
