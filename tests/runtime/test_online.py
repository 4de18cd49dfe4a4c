"""Asking a service that stands on this machine: what is kept, what is waited for, what ends the command, and in which words."""

import time
from collections.abc import Iterator
from dataclasses import replace
from email.utils import formatdate
from typing import Any

import pytest
from online_server import NOMINATIM_LYON, PHOTON_MIT, Fake, Said, served

from innoatlas.errors import SettingsError, TryAgainError
from innoatlas.runtime.online import Reply, open_service
from innoatlas.runtime.online_settings import OnlineSettings
from innoatlas.runtime.settings import load_conf

QUICK = OnlineSettings(
    service="nominatim",
    user_agent="innoatlas-test/1 (tests@example.org)",
    domain="",
    scheme="http",
    min_delay_seconds=0.0,
    error_wait_seconds=0.0,
    timeout_seconds=5.0,
    max_retries=1,
    longest_wait_seconds=3.0,
    failures_in_a_row=2,
    budget=100,
    licences={"nominatim": "ODbL", "photon": "ODbL", "opencage": "ODbL", "liveaddress": "own"},
)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with served() as server:
        yield server


def asked(fake: Fake, *texts: str, requests: int = 100, **changes: Any) -> tuple[list[tuple[int, Reply]], Any]:
    service = open_service(replace(QUICK, domain=fake.domain, **changes), None)
    return list(service.replies(enumerate(texts), requests)), service


def test_nominatims_answer_is_kept_as_it_came_with_its_point(fake: Fake) -> None:
    fake.says["Lyon, FR"] = [Said.json(NOMINATIM_LYON)]
    ((key, reply),), _ = asked(fake, "Lyon, FR")
    assert (key, reply.lat, reply.lon) == (0, 45.7578137, 4.8320114)
    assert reply.name == NOMINATIM_LYON[0]["display_name"]
    assert reply.raw == Said.json(NOMINATIM_LYON).body


def test_photons_answer_too(fake: Fake) -> None:
    fake.usual = Said.json(PHOTON_MIT)
    ((_, reply),), _ = asked(fake, "MIT", service="Photon")
    assert (reply.lat, reply.lon) == (42.35825, -71.09172)
    assert reply.raw == fake.usual.body


@pytest.mark.parametrize(("service", "empty"), [("nominatim", "[]"), ("photon", '{"features": [], "type": "FeatureCollection"}')])
def test_nothing_found_is_an_answer(fake: Fake, service: str, empty: str) -> None:
    fake.usual = Said(empty)
    ((_, reply),), opened = asked(fake, "nowhere", service=service)
    assert reply == Reply(empty, None, None, None)
    assert opened.unanswered == []


def test_the_service_learns_who_asks_and_is_asked_for_the_country_and_for_english(fake: Fake) -> None:
    asked(fake, "Lyon")
    (sent,) = fake.sent
    assert sent["user_agent"] == QUICK.user_agent
    assert (sent["addressdetails"], sent["accept-language"], sent["limit"]) == ("1", "en", "1")


def test_one_question_follows_another_no_faster_than_allowed(fake: Fake) -> None:
    begun = time.monotonic()
    asked(fake, "a", "b", "c", min_delay_seconds=0.2, error_wait_seconds=0.2)
    assert time.monotonic() - begun >= 0.4
    assert fake.asked == ["a", "b", "c"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_short_retry_after_is_waited_for(fake: Fake, status: int) -> None:
    fake.says["Lyon"] = [Said(status=status, headers=(("Retry-After", "1"),)), Said.json(NOMINATIM_LYON)]
    begun = time.monotonic()
    ((_, reply),), _ = asked(fake, "Lyon")
    assert reply.lat is not None
    assert time.monotonic() - begun >= 1
    assert fake.asked == ["Lyon", "Lyon"]


def test_a_retry_after_may_be_a_date(fake: Fake) -> None:
    fake.says["Lyon"] = [Said(status=429, headers=(("Retry-After", formatdate(time.time() + 2, usegmt=True)),)), Said.json(NOMINATIM_LYON)]
    ((_, reply),), _ = asked(fake, "Lyon")
    assert reply.lat is not None


def test_a_long_retry_after_ends_the_command_at_once(fake: Fake) -> None:
    fake.says["b"] = [Said(status=429, headers=(("Retry-After", "3600"),))]
    got = []
    service = open_service(replace(QUICK, domain=fake.domain), None)
    with pytest.raises(TryAgainError, match=r"expected to wait 3 seconds at most, found that it asks for 3,600\. Every answer so far is kept") as caught:
        got.extend(service.replies([(1, "a"), (2, "b"), (3, "c")], 100))
    assert caught.value.exit_code == 4
    assert fake.asked == ["a", "b"]


def test_a_429_that_says_no_time_is_waited_for_like_an_error_and_not_for_ever(fake: Fake) -> None:
    fake.usual = Said(status=429)
    with pytest.raises(TryAgainError, match="after 2 waits"):
        asked(fake, "a")
    assert fake.asked == ["a", "a"]


@pytest.mark.parametrize(
    "broken",
    [
        Said("oops", 500),
        Said("<html><body>Sign in to this network</body></html>"),
        Said('[{"lat": "45.7", "lo'),
        Said('{"message": "no such thing"}'),
        Said('[{"lat": "north", "lon": "east", "display_name": "x"}]'),
        Said('[{"lat": "145.0", "lon": "4.0", "display_name": "x"}]'),
        Said('[{"display_name": "x"}]'),
        Said('["x"]'),
        Said('[{"lat": NaN, "lon": 4.0, "display_name": "x"}]'),
        Said("{}"),
        Said("null"),
        Said(""),
        Said("[]", delay=1.0),
    ],
    ids=["500", "html", "cut", "other-json", "no-numbers", "off-the-globe", "no-point", "no-place", "nan", "empty-object", "null", "nothing", "slow"],
)
def test_what_is_no_answer_is_asked_again_then_passed_over_and_told(fake: Fake, broken: Said, capfd: pytest.CaptureFixture[str]) -> None:
    fake.says = {"bad": [broken], "Lyon": [Said.json(NOMINATIM_LYON)]}
    got, service = asked(fake, "bad", "Lyon", timeout_seconds=0.3)
    assert [(key, reply.lat) for key, reply in got] == [(1, 45.7578137)]
    assert fake.asked == ["bad", "bad", "Lyon"]
    (why,) = service.unanswered
    assert why
    assert "\n" not in why
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("rubbish", ["[]", '{"features": 3}', '{"features": [{}]}', "null"])
def test_photons_rubbish_is_no_answer_either(fake: Fake, rubbish: str) -> None:
    fake.usual = Said(rubbish)
    got, service = asked(fake, "a", service="photon")
    assert (got, len(service.unanswered)) == ([], 1)


def test_an_error_that_passes_is_not_noticed(fake: Fake) -> None:
    fake.says["Lyon"] = [Said("oops", 502), Said.json(NOMINATIM_LYON)]
    ((_, reply),), service = asked(fake, "Lyon")
    assert reply.lat is not None
    assert service.unanswered == []


def test_a_query_that_the_service_refuses_is_not_repeated(fake: Fake) -> None:
    fake.says["bad"] = [Said("too long", 414)]
    got, service = asked(fake, "bad", "good")
    assert [key for key, _ in got] == [1]
    assert fake.asked == ["bad", "good"]
    assert len(service.unanswered) == 1


def test_a_service_that_is_down_ends_the_command(fake: Fake) -> None:
    fake.usual = Said("oops", 500)
    with pytest.raises(TryAgainError, match=r"found none to 2 addresses in a row .*500.* run the same command later") as caught:
        asked(fake, "a", "b", "c")
    assert caught.value.exit_code == 4
    assert fake.asked == ["a", "a", "b", "b"]


def test_a_server_that_is_not_there_is_one_sentence() -> None:
    service = open_service(replace(QUICK, domain="127.0.0.1:9", failures_in_a_row=1), None)
    with pytest.raises(TryAgainError, match="nominatim: expected answers, found none to 1 addresses in a row") as caught:
        list(service.replies([(1, "a")], 100))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("status", [401, 403])
def test_a_service_that_does_not_let_us_in_is_a_matter_of_settings(fake: Fake, status: int) -> None:
    fake.usual = Said("no", status)
    with pytest.raises(SettingsError, match=r"expected to be let in.*user_agent.*INNOATLAS_ONLINE_KEY"):
        asked(fake, "a")
    assert fake.asked == ["a"]


def test_a_used_up_quota_ends_the_command(fake: Fake) -> None:
    fake.usual = Said("pay", 402)
    with pytest.raises(TryAgainError, match="quota"):
        asked(fake, "a")


def test_the_budget_counts_repeated_requests_too(fake: Fake) -> None:
    fake.says["b"] = [Said("oops", 500)]
    got, service = asked(fake, "a", "b", "c", requests=2)
    assert [key for key, _ in got] == [0]
    assert fake.asked == ["a", "b"]
    assert service.budget_spent


def test_without_a_budget_nobody_is_asked(fake: Fake) -> None:
    got, service = asked(fake, "a", requests=0)
    assert (got, fake.asked, service.budget_spent) == ([], [], True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"user_agent": " "}, "user_agent is empty: say who asks"),
        ({"user_agent": "my-application", "domain": ""}, "expected settings that nominatim takes, found: Using Nominatim with default or sample"),
        ({"service": "nominatum", "licences": {"nominatum": "x"}}, "expected a geocoder of geopy such as nominatim or photon, found 'nominatum'"),
        ({"service": "banfrance"}, "licences has no entry for banfrance"),
        ({"service": "opencage", "domain": ""}, r"opencage: expected its key in the environment, found none\. Set INNOATLAS_ONLINE_KEY"),
        ({"service": "liveaddress", "scheme": ""}, "it wants auth_id, auth_token"),
        ({"scheme": "ftp"}, "found: Supported schemes"),
        ({"min_delay_seconds": 2.0, "error_wait_seconds": 1.0}, "error_wait_seconds is below min_delay_seconds"),
        ({"max_retries": -1, "budget": 0, "timeout_seconds": 0.0}, "max_retries is below 0; budget is below 1; timeout_seconds is not above 0"),
    ],
)
def test_what_is_missing_is_said_before_anybody_is_asked(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        open_service(replace(QUICK, **changes), None)
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)


def test_the_key_is_sent_to_a_service_that_takes_one() -> None:
    service = open_service(replace(QUICK, service="opencage", scheme=""), "secret")
    assert service.name == "opencage"
    assert "secret" not in repr(service.settings)


def test_conf_holds_the_section_and_names_nobody() -> None:
    settings = load_conf("sample", 2023).typed({"online": OnlineSettings})["online"]
    assert settings.user_agent == ""
    with pytest.raises(SettingsError, match="user_agent is empty"):
        open_service(settings, None)
