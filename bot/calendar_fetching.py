"""Fetches a published calendar from a link that somebody typed, from the public internet only.

Each address is looked up once and the same one is then called, so that a name cannot lead into the
network that the app runs in; what a server leads on to is looked at in the same way.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

from conversations.calendar_import import LARGEST
from conversations.errors import Refused

Address = IPv4Address | IPv6Address

FIELD = "link"

_SECONDS = 10.0
_MOST_HOPS = 4
_NAT64 = IPv6Network("64:ff9b::/96")
_NO_LINK = (
    "Please paste the whole address of the calendar; it begins with https:// and mostly ends in "
    ".ics."
)
_NO_HTTPS = "Please give me an address that begins with https://."
_PRIVATE = (
    "That address is not on the public internet, so I do not open it. Whoever runs this app can "
    "import the file: blueprint-bot calendar import."
)
_UNREACHABLE = "I could not reach {host}. Is the link right, and does it open in a browser?"
_SLOW = "{host} takes too long to answer. Please try again in a while."
_LARGE = "That file is very large. Please publish the school calendar alone, without the others."
_TOO_FAR = "That link leads on to too many others. Please give me the calendar's own address."
_STATUS = (
    "{host} does not give the calendar out (it answers with {status}). Is the calendar public?"
)


def is_public(address: Address) -> bool:
    """Tell whether an address is on the public internet, one wrapped in another too."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


@dataclass(frozen=True)
class Reach:
    """How far a fetch goes: by which schemes, to which addresses."""

    schemes: tuple[str, ...] = ("https",)
    allows: Callable[[Address], bool] = is_public


PUBLIC = Reach()
ANYWHERE = Reach(("https", "http"), lambda _: True)


def address_of(link: str, reach: Reach = PUBLIC) -> httpx.URL:
    """Return what somebody typed as an address that may be asked for; raises Refused."""
    words = link.strip().strip("<>")
    try:
        url = httpx.URL(words)
    except (httpx.InvalidURL, ValueError):
        raise Refused(_NO_LINK, FIELD) from None
    if url.scheme in ("webcal", "webcals"):
        url = url.copy_with(scheme="https")
    if not url.host or url.scheme not in ("https", "http"):
        raise Refused(_NO_LINK, FIELD)
    if url.scheme not in reach.schemes:
        raise Refused(_NO_HTTPS, FIELD)
    return url


def fetch(link: str, reach: Reach = PUBLIC) -> bytes:
    """Return what stands at a link, of 2 MB at most; raises Refused with a sentence."""
    url, until = address_of(link, reach), time.monotonic() + _SECONDS
    # Proxies of the environment would look names up by themselves.
    with httpx.Client(trust_env=False, follow_redirects=False) as client:
        for _ in range(_MOST_HOPS):
            found = _ask(client, url, reach, until)
            if isinstance(found, bytes):
                return found
            url = address_of(str(found), reach)
    raise Refused(_TOO_FAR, FIELD)


def _ask(client: httpx.Client, url: httpx.URL, reach: Reach, until: float) -> bytes | httpx.URL:
    """Return what stands at an address, or where its server leads on to."""
    for address in _addresses(url, reach):
        try:
            return _ask_at(client, url, address, until)
        except httpx.ConnectError:
            continue
        except httpx.TimeoutException:
            raise Refused(_SLOW.format(host=url.host), FIELD) from None
        except (httpx.HTTPError, httpx.InvalidURL):
            break
    raise Refused(_UNREACHABLE.format(host=url.host), FIELD)


def _ask_at(
    client: httpx.Client, url: httpx.URL, address: Address, until: float
) -> bytes | httpx.URL:
    request = client.build_request(
        "GET",
        url.copy_with(host=str(address)),
        headers={
            "Host": url.netloc.decode("ascii"),
            "User-Agent": "blueprint-bot",
            "Accept-Encoding": "identity",
        },
        extensions={"sni_hostname": url.raw_host.decode("ascii")},
        timeout=max(until - time.monotonic(), 0.1),
    )
    response = client.send(request, stream=True)
    try:
        if response.has_redirect_location:
            return url.join(response.headers["location"])
        if not response.is_success:
            said = _STATUS.format(host=url.host, status=response.status_code)
            raise Refused(said, FIELD)
        return _body(response, url, until)
    finally:
        response.close()


def _body(response: httpx.Response, url: httpx.URL, until: float) -> bytes:
    found = bytearray()
    for piece in response.iter_bytes():
        found += piece
        if len(found) > LARGEST:
            raise Refused(_LARGE, FIELD)
        if time.monotonic() > until:
            raise Refused(_SLOW.format(host=url.host), FIELD)
    return bytes(found)


def _addresses(url: httpx.URL, reach: Reach) -> Iterator[Address]:
    """Yield the addresses of a server; raises Refused where one of them may not be asked."""
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(url.raw_host.decode("ascii"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused(_UNREACHABLE.format(host=url.host), FIELD) from None
    addresses = list(dict.fromkeys(ip_address(str(one[4][0]).split("%")[0]) for one in found))
    if not all(map(reach.allows, addresses)):
        raise Refused(_PRIVATE, FIELD)
    yield from addresses
