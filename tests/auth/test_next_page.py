"""Where signing in may lead: only to a page of ours."""

import pytest

from studiobook.auth.next_page import own_path
from studiobook.users.models import User
from tests.auth.conftest import log_in
from tests.support.client import PageClient

ATTACKS = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https://evil.example",
    "http:///evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "/%2f%2fevil.example",
    "/%2fevil.example",
    "/%252fevil.example",
    "%2f%2fevil.example",
    "/%5cevil.example",
    "/%255cevil.example",
    "/%09/evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/ok\r\nLocation: https://evil.example",
    "/ok\x00",
    "user@evil.example",
    "@evil.example",
    "//user:pass@evil.example",
    "/／evil.example",
    "／／evil.example",
    "/﹨evil.example",
    "/＼evil.example",
    "//evil。example",
    "/.//evil.example",
    "/a/..//evil.example",
    "/\u202e/evil.example",
    "evil.example",
    "?next=/",
    "#/",
    "",
    "/" + "a" * 3000,
]
OWN = [
    "/",
    "/bookings",
    "/rooms/ABCD/calendar?week=2027-W03&from=19:00",
    "/search?city=Z%C3%BCrich&note=a//b",
    "/search?back=https%3A%2F%2Fexample.com",
    "/studios/caf%C3%A9",
    "/@handle",
    "/account#sessions",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_address_elsewhere_is_no_page_of_ours(attack: str):
    assert own_path(attack) is None


@pytest.mark.parametrize("path", OWN)
def test_a_path_on_this_site_is_kept_as_it_is(path: str):
    assert own_path(path) == path


@pytest.mark.parametrize("attack", ATTACKS)
def test_signing_in_never_leads_elsewhere(client: PageClient, ada: User, attack: str):
    assert log_in(client, next=attack).location == "/"


def test_signing_in_leads_to_a_page_of_ours(client: PageClient, ada: User):
    assert log_in(client, next="/bookings?tab=past").location == "/bookings?tab=past"
