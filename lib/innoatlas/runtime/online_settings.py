"""What conf says of the service to ask, and what a geocoder of geopy is given of it. Opens nothing."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from innoatlas.errors import SettingsError

#: A service's key comes from the environment alone, so that no file holds it.
KEY_VARIABLE = "INNOATLAS_ONLINE_KEY"

#: Names under which geocoders of geopy take their key.
_KEY_WORDS = ("api_key", "apikey", "subscription_key", "access_token", "username")

#: The smallest value of each.
_LEAST = {"max_retries": 0, "longest_wait_seconds": 0, "failures_in_a_row": 1, "budget": 1}


@dataclass(frozen=True)
class OnlineSettings:
    """Section [online] of conf."""

    service: str  #: a geocoder of geopy by its name: nominatim, photon, …
    user_agent: str  #: who asks, with a way to reach them; empty: nobody is asked
    domain: str  #: of the server; empty: the service's own
    scheme: str  #: https or http; empty: the service's own
    min_delay_seconds: float  #: from the beginning of one request to the next
    error_wait_seconds: float  #: before a failed request is repeated
    timeout_seconds: float  #: of one request
    max_retries: int  #: of one address
    longest_wait_seconds: float  #: that the service may ask for; when it asks for more, the command ends
    failures_in_a_row: int  #: addresses without an answer after which the command ends
    budget: int  #: requests a day (UTC)
    licences: dict[str, str]  #: by service: the terms of its answers, frozen with each


def check(settings: OnlineSettings) -> None:
    """SettingsError lists every value that cannot be kept."""
    wrong = [] if settings.user_agent.strip() else ["user_agent is empty: say who asks and how to reach them, as services require"]
    wrong += [] if settings.service.lower() in settings.licences else [f"licences has no entry for {settings.service}: say on which terms it answers"]
    wrong += [] if settings.error_wait_seconds >= settings.min_delay_seconds >= 0 else ["error_wait_seconds is below min_delay_seconds, or that below 0"]
    wrong += [f"{name} is below {least}" for name, least in _LEAST.items() if getattr(settings, name) < least]
    wrong += [] if settings.timeout_seconds > 0 else ["timeout_seconds is not above 0"]
    if wrong:
        raise SettingsError(f"online: expected settings that can be kept, found that {'; '.join(wrong)}. Correct [online] in conf.")


def arguments(settings: OnlineSettings, geocoder_class: Callable[..., Any], key: str | None) -> dict[str, Any]:
    """What the geocoder's class is given; SettingsError when it lacks something or does not take what conf says."""
    known = inspect.signature(geocoder_class).parameters
    required = {name for name, parameter in known.items() if parameter.default is parameter.empty}
    given: dict[str, Any] = {"user_agent": settings.user_agent, "timeout": settings.timeout_seconds}
    given |= {name: value for name in ("domain", "scheme") if (value := getattr(settings, name))}
    word = next((name for name in _KEY_WORDS if name in known and (name != "username" or name in required)), None)
    if key and word:
        given[word] = key
    if wrong := sorted(set(given) - set(known)):
        raise SettingsError(f"online: expected settings that {settings.service} takes, found {', '.join(wrong)}, which it does not. Leave it empty in conf.")
    if word in required - set(given):
        raise SettingsError(f"{settings.service}: expected its key in the environment, found none. Set {KEY_VARIABLE}.")
    if lacking := sorted(required - set(given)):
        raise SettingsError(f"{settings.service}: expected a service that one key opens, found that it wants {', '.join(lacking)}. Choose another service.")
    return given
