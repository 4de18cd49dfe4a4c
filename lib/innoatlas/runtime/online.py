"""Asking a geocoding service over the network, one address at a time, never faster than it allows. The only module that opens a socket.

geopy speaks the services' languages; its RateLimiter keeps the pace and repeats what failed. What is added here: the reply is kept as it came, the
service's Retry-After is honoured, every request is paid from a budget, and a failure is one sentence.
"""

import inspect
import logging
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from geopy.adapters import AdapterHTTPError, URLLibAdapter, get_retry_after
from geopy.exc import (
    ConfigurationError,
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderNotFound,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeopyError,
)
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import get_geocoder_for_service

from innoatlas.errors import SettingsError, TryAgainError
from innoatlas.runtime.online_settings import KEY_VARIABLE, OnlineSettings, arguments, check

#: What is asked of the services that know the word: parts of the address with the country's code, and names in English.
_WISHES = {"addressdetails": True, "language": "en"}

#: Services say "come later" by either of these statuses (RFC 9110, Retry-After).
_COME_LATER = (429, 503)

#: What geopy's readers of replies trip over when a reply is JSON of another shape.
_RUBBISH = (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError)

#: Replies that geopy takes for "nothing found", though no service says it so: a proxy or a broken server does.
_SAYS_NOTHING = ("", "null", "false", "0", '""', "{}")

#: Where geopy puts a place that came without a point; nobody's address lies there.
_NULL_ISLAND = (0.0, 0.0)

_KEPT = "Every answer so far is kept; run the same command when that time has passed."

_MESSAGE_LENGTH = 200


@dataclass(frozen=True)
class Reply:
    """What the service said of one address."""

    raw: str  #: as it came
    lat: float | None  #: degrees WGS84; null when it found nothing
    lon: float | None
    name: str | None

    @classmethod
    def of(cls, location: Any, raw: str) -> "Reply":
        """From geopy's location, or null. Half characters, which JSON can write and UTF-8 cannot, become question marks."""
        if location is None:
            return cls(raw, None, None, None)
        return cls(raw, location.latitude, location.longitude, str(location.address).encode("utf-8", "replace").decode())


class _AskedToWaitError(Exception):
    """The service wants no request for so many seconds; null when it does not say how many."""

    def __init__(self, seconds: float | None) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class _QueryRefusedError(Exception):
    """The service does not take this query; to repeat it is no use."""


class _BudgetSpentError(Exception):
    """No request is left."""


class _Wire(URLLibAdapter):  # type: ignore[misc]
    """The connection: keeps the last reply as it came, and pays each request from what is left."""

    left = 0
    reply = ""

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """One request; GeocoderRateLimited when the service asks to come later."""
        if self.left <= 0:
            raise _BudgetSpentError
        self.left -= 1
        self.reply = ""
        try:
            self.reply = super().get_text(url, timeout=timeout, headers=headers)
        except AdapterHTTPError as error:
            wait = get_retry_after(error.headers)
            if error.status_code in _COME_LATER and wait is not None:
                raise GeocoderRateLimited(str(error), retry_after=wait) from error
            raise
        return self.reply


@dataclass
class Service:
    """One service, ready to be asked."""

    settings: OnlineSettings
    ask: Callable[[str], Any]  #: geopy's location of a text, or null; keeps the pace and repeats what failed
    wire: _Wire
    unanswered: list[str] = field(default_factory=list)  #: why addresses got no answer that can be kept
    budget_spent: bool = False

    @property
    def name(self) -> str:
        """In geopy."""
        return self.settings.service.lower()

    @property
    def licence(self) -> str:
        """The terms of its answers."""
        return self.settings.licences[self.name]

    def replies(self, questions: Iterable[tuple[int, str]], requests: int) -> Iterator[tuple[int, Reply]]:
        """The reply to each question, as soon as it comes, until `requests` are spent; `unanswered` grows by those without one.

        TryAgainError when the service asks to wait too long or answers none of several in a row, SettingsError when it does not let us in.
        """
        self.wire.left = requests
        failures = 0
        for key, text in questions:
            try:
                reply = self._reply(text)
            except _BudgetSpentError:
                self.budget_spent = True
                return
            except (GeocoderServiceError, _QueryRefusedError) as error:
                failures += 1
                self.unanswered.append(_sentence(error))
                if failures >= self.settings.failures_in_a_row:
                    raise TryAgainError(
                        f"{self.name}: expected answers, found none to {failures} addresses in a row (the last: {_sentence(error)}). "
                        "Every answer so far is kept; run the same command later."
                    ) from error
                continue
            failures = 0
            yield key, reply

    def _reply(self, text: str) -> Reply:
        for _ in range(self.settings.max_retries + 1):
            try:
                location = self.ask(text)
            except _AskedToWaitError as wait:
                self._wait(wait.seconds)
            else:
                return Reply.of(location, self.wire.reply)
        raise TryAgainError(f"{self.name}: expected an answer after {self.settings.max_retries + 1} waits, found that it asks for another. {_KEPT}")

    def _wait(self, asked: float | None) -> None:
        seconds = self.settings.error_wait_seconds if asked is None else asked
        longest = self.settings.longest_wait_seconds
        if seconds > longest:
            raise TryAgainError(f"{self.name}: expected to wait {longest:g} seconds at most, found that it asks for {seconds:,.0f}. {_KEPT}")
        time.sleep(seconds)


def open_service(settings: OnlineSettings, key: str | None) -> Service:
    """The service that conf names; nobody is asked yet. SettingsError says what is missing, among it the user agent and the key."""
    check(settings)
    try:
        geocoder_class = get_geocoder_for_service(settings.service)
        geocoder = geocoder_class(**arguments(settings, geocoder_class, key), adapter_factory=_Wire)
    except GeocoderNotFound as error:
        raise SettingsError(
            f"online.service: expected a geocoder of geopy such as nominatim or photon, found {settings.service!r}. Correct it in conf."
        ) from error
    except ConfigurationError as error:
        raise SettingsError(f"online: expected settings that {settings.service} takes, found: {_sentence(error)} Correct [online] in conf.") from error
    logging.getLogger("geopy").addHandler(logging.NullHandler())  # else its warnings would come as stack traces
    known = inspect.signature(geocoder.geocode).parameters
    wishes = {word: value for word, value in _WISHES.items() if word in known}

    def once(text: str) -> Any:
        return _once(geocoder, text, wishes, settings.service)

    paced = RateLimiter(
        once,
        min_delay_seconds=settings.min_delay_seconds,
        max_retries=settings.max_retries,
        error_wait_seconds=settings.error_wait_seconds,
        swallow_exceptions=False,
    )
    return Service(settings, paced, geocoder.adapter)


def _once(geocoder: Any, text: str, wishes: Mapping[str, Any], service: str) -> Any:
    """One request. What RateLimiter would repeat in vain leaves as another error than geopy's."""
    try:
        with warnings.catch_warnings(action="ignore"):  # geopy warns of a point off the globe before it refuses it
            location = geocoder.geocode(text, **wishes)
    except GeocoderRateLimited as error:
        raise _AskedToWaitError(error.retry_after) from error
    except GeocoderQuotaExceeded as error:
        raise TryAgainError(f"{service}: expected requests to be left, found the quota used up ({_sentence(error)}). {_KEPT}") from error
    except (GeocoderAuthenticationFailure, GeocoderInsufficientPrivileges) as error:
        raise SettingsError(
            f"{service}: expected to be let in, found: {_sentence(error)}. Correct online.user_agent in conf or {KEY_VARIABLE} in the environment; "
            "a service that was asked too fast may also have shut us out."
        ) from error
    except GeocoderQueryError as error:
        raise _QueryRefusedError(_sentence(error)) from error
    except GeopyError:
        raise
    except _RUBBISH as error:
        raise GeocoderParseError(f"the reply is not of the service's format: {_sentence(error)}") from error
    if geocoder.adapter.reply.strip() in _SAYS_NOTHING if location is None else (location.latitude, location.longitude) == _NULL_ISLAND:
        raise GeocoderParseError(f"the reply says neither a point nor that there is none: {geocoder.adapter.reply[:_MESSAGE_LENGTH]}")
    return location


def _sentence(error: BaseException) -> str:
    """What an error says, on one line that fits a screen."""
    return " ".join((str(error) or type(error).__name__).split())[:_MESSAGE_LENGTH]
