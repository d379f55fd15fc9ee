"""How a company begins to take payments, and what its page says from then on."""

from urllib.parse import urlsplit

import pytest
import requests
from sqlalchemy import select

from studiobook.companies.open import open_another_company
from studiobook.db.base import db
from studiobook.payments.gateways.registry import EXTENSION, Registry
from studiobook.payments.models import PaymentAccount
from studiobook.payments.queries import find_account
from studiobook.rooms.models import Room
from studiobook.studios.models import Studio
from tests.factories.sign_in import sign_in
from tests.factories.world import NOW, make_owner, make_room, make_studio
from tests.support.client import PageClient

HERE = "/manage/payments"


@pytest.fixture
def studio(client: PageClient) -> Studio:
    owner = make_owner(can_charge=False)
    studio = make_studio(owner=owner)
    make_room(studio=studio)
    db.session.commit()
    sign_in(client, owner)
    return studio


def start(client: PageClient, studio: Studio, **fields: str) -> str:
    """Press the button; the address at the provider."""
    path = f"/manage/companies/{studio.company.slug}/payments/sandbox/connection"
    answer = client.submit(path, fields, page=HERE)
    assert answer.status_code == 303
    return answer.location


def press(url: str, button: str) -> str:
    """What the provider's page sends the browser back to, as a path here."""
    answer = requests.post(url, data={"action": button}, allow_redirects=False, timeout=5)
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def room_of(studio: Studio) -> Room:
    return db.session.scalars(select(Room).where(Room.studio_id == studio.id)).one()


def used(studio: Studio) -> PaymentAccount:
    db.session.expire_all()
    account = find_account(studio.company_id)
    assert account is not None
    return account


def test_one_button_leads_to_the_provider_and_back_to_a_company_that_is_paid(till, client, studio):
    page = client.get(HERE)
    assert "Connect Sandbox" in page.text
    assert "no real money moves" in page.text
    url = start(client, studio)
    assert "Sandbox is not ready yet" in client.get(HERE).text
    back = client.get(press(url, "finish"))
    assert back.location == f"/manage/companies/{studio.company.slug}/payments"
    page = client.get(back.location)
    assert "Guests can pay now." in page.text
    assert "You take payments with Sandbox. No real money moves." in page.text
    assert used(studio).can_charge
    assert client.get(f"/studios/{studio.slug}").status_code == 200
    assert client.get(f"/manage/studios/{studio.slug}/payments").location == back.location


def test_what_is_left_unfinished_says_how_it_goes_on(till, client, studio):
    client.get(press(start(client, studio), "leave"))
    page = client.get(HERE)
    assert "Sandbox still has questions for you before it takes payments." in page.text
    assert "Go on at Sandbox" in page.text
    client.get(press(start(client, studio), "finish"))
    assert db.session.query(PaymentAccount).count() == 1
    assert used(studio).can_charge


def test_another_account_that_is_left_unfinished_is_no_good_news(till, client, studio):
    client.get(press(start(client, studio), "finish"))
    assert "Guests can pay now." in client.get(HERE).text
    connection = f"/manage/companies/{studio.company.slug}/payments/sandbox/connection"
    away = client.submit(connection, {"another": "yes"}, page=HERE)
    back = client.get(press(away.location, "leave"))
    page = client.get(back.location)
    assert "Sandbox is not ready yet" in page.text
    assert "Guests can pay now." not in page.text
    # Nor is it bad news when it is given up.
    newest_first = select(PaymentAccount.id).order_by(PaymentAccount.id.desc()).limit(1)
    making = db.session.scalars(newest_first).one()
    client.submit(f"{HERE}/accounts/{making}/disconnection", {}, page="/account")
    page = client.get(HERE)
    assert "Disconnected." in page.text
    assert "Guests can’t pay" not in page.text
    assert "Before" not in page.text


def test_the_word_that_comes_back_is_good_once_in_one_browser_and_for_an_hour(
    till, client, studio, app
):
    stranger = app.test_client()
    sign_in(stranger, studio.company.admins[0].user)
    back = press(start(client, studio), "finish")
    assert stranger.get(back).location == HERE
    assert find_account(studio.company_id) is None
    till.wait(minutes=61)
    assert client.get(back).location == HERE
    assert "more than an hour ago" in client.get(HERE).text
    again = press(start(client, studio), "finish")
    assert client.get(again).location != HERE
    assert used(studio).can_charge
    assert client.get(again).location == HERE
    assert client.get(again.replace("state=", "state=x")).location == HERE


def test_a_restriction_is_said_with_its_fix_and_the_page_can_ask_again(till, client, studio):
    client.get(press(start(client, studio), "finish"))
    account = used(studio)
    till.stage.restrict(account.external_ref)
    check = f"{HERE}/accounts/{account.id}/check"
    assert client.submit(check, {}, page=HERE).status_code == 303
    page = client.get(HERE)
    assert "your studios take no bookings until this is mended" in page.text
    assert "Sandbox wants to be sure who you are." in page.text
    assert "Show Sandbox who you are" in page.text
    till.stage.go_away()
    client.submit(check, {}, page=HERE)
    assert "This is what it said last." in client.get(HERE).text
    connection = f"/manage/companies/{studio.company.slug}/payments/sandbox/connection"
    assert client.submit(connection, {}, page=HERE).status_code == 303
    assert "Sandbox isn’t answering" in client.get(HERE).text
    till.stage.come_back()
    till.stage.relieve(account.external_ref)
    client.submit(check, {}, page=HERE)
    assert "Guests can pay." in client.get(HERE).text


def test_disconnecting_asks_first_and_says_what_stays(till, client, studio):
    client.get(press(start(client, studio), "finish"))
    account_id, ref = used(studio).id, used(studio).external_ref
    path = f"{HERE}/accounts/{account_id}/disconnection"
    assert "so our access ends at once" in client.get(path).text
    till.paid(room_of(studio))
    assert "One booking to come was paid through it, and stays." in client.get(path).text
    for _ in range(2):
        assert client.submit(path, {}, page="/account").status_code == 303
    page = client.get(HERE)
    assert "Bookings that were paid through it are refunded and paid out by it." in page.text
    assert "Connect Sandbox" in page.text
    assert till.stage.gateway.read_account(ref).can_charge
    assert client.get(path).status_code == 404


def test_a_link_that_was_spent_leads_to_a_page_that_makes_a_new_one(till, client, studio):
    url = start(client, studio)
    press(url, "leave")
    answer = requests.get(url, allow_redirects=False, timeout=5)
    assert client.get(urlsplit(answer.headers["Location"]).path).location == HERE
    assert "That link had been used" in client.get(HERE).text


def test_whoever_owns_several_companies_chooses_first(till, client, studio):
    owner = studio.company.admins[0].user
    open_another_company(name="Second House", country_code="DE", owner=owner, now=NOW)
    db.session.commit()
    page = client.get(HERE)
    assert "Second House" in page.text
    assert "Guests can’t pay" in page.text
    second = client.get("/manage/companies/second-house/payments")
    assert "Connect Sandbox" in second.text
    assert "Your studios" in second.text


def test_without_a_provider_the_page_says_so_and_offers_no_button(client, studio, app, monkeypatch):
    monkeypatch.setitem(app.extensions, EXTENSION, Registry())
    page = client.get(HERE)
    assert "no payment provider is set up for this site" in page.text
    assert "sandbox" not in page.text
    path = f"/manage/companies/{studio.company.slug}/payments/sandbox/connection"
    assert client.submit(path, {}, page="/account").status_code == 404
    assert not studio.company.can_charge
