"""A calendar is fetched from the public internet only, of a bounded size, in a bounded time."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address

import pytest

from bot import calendar_fetching
from bot.calendar_fetching import ANYWHERE, PUBLIC, Reach, fetch, is_public
from conversations.calendar_import import LARGEST
from conversations.errors import Refused
from tests.bot.published import Published, ics, published

# Only one address of this machine: what leads to another is not followed.
HERE = Reach(("http",), lambda address: str(address) == "127.0.0.1")


@pytest.fixture
def web() -> Iterator[Published]:
    with published() as serving:
        yield serving


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.8", "127.0.0.1", "169.254.169.254", "192.168.1.1", "172.16.0.1", "0.0.0.0",  # noqa: S104
        "100.64.0.1", "224.0.0.1", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.8",
        "64:ff9b::a00:8", "2002:a00:8::1",
    ],
)  # fmt: skip
def test_an_address_of_a_private_network_is_none_however_it_is_wrapped(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["142.250.80.46", "2607:f8b0::1", "64:ff9b::8efa:502e"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "link",
    [
        "", "the calendar", "ftp://example.org/a.ics", "file:///etc/passwd", "https://",
        "http://example.org/a.ics", "https://127.0.0.1/a.ics", "https://[::1]/a.ics",
        "https://2130706433/a.ics", "https://localhost/a.ics", "https://169.254.169.254/latest",
        "webcal://127.0.0.1/a.ics", "https://exa mple.org", "https://" + "a" * 300 + ".org",
    ],
)  # fmt: skip
def test_what_is_no_public_https_address_is_refused_at_the_field(link: str) -> None:
    with pytest.raises(Refused) as refused:
        fetch(link, PUBLIC)
    assert refused.value.field == "link"


def test_a_calendar_is_fetched_and_what_leads_on_to_it_is_followed(web: Published) -> None:
    web.answers |= {"/short": "/district.ics", "/other": f"http://127.0.0.1:{web.port}/short"}
    assert fetch(web.link("/other"), HERE) == ics()
    assert fetch(f" <{web.link(host='localhost')}> ", ANYWHERE) == ics()
    assert web.asked[-1] == ("/district.ics", f"localhost:{web.port}")


def test_nothing_leads_on_to_where_a_link_itself_may_not_go(web: Published) -> None:
    inside = web.link(host="127.0.0.2")
    web.answers |= {"/to": inside, "/file": "file:///etc/passwd", "/loop": "/loop"}
    for path in ("/to", "/file", "/loop"):
        with pytest.raises(Refused):
            fetch(web.link(path), HERE)
    assert ("/district.ics", f"127.0.0.2:{web.port}") not in web.asked


def test_what_is_too_large_or_too_slow_is_given_up(
    web: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.answers["/large"] = b"x" * (LARGEST + 100_000)
    with pytest.raises(Refused, match="very large"):
        fetch(web.link("/large"), HERE)
    monkeypatch.setattr(calendar_fetching, "_SECONDS", 0.2)
    web.drips = 0.05
    with pytest.raises(Refused, match="too long to answer"):
        fetch(web.link("/large"), HERE)
