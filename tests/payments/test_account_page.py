"""How a company begins to take payments."""

import pytest

from studiobook.db.base import db
from studiobook.payments.gateways.registry import EXTENSION, Registry
from studiobook.payments.models import PaymentAccount
from tests.factories.sign_in import sign_in
from tests.factories.world import make_owner, make_room, make_studio


@pytest.fixture
def studio(client):
    owner = make_owner(can_charge=False)
    studio = make_studio(owner=owner)
    make_room(studio=studio)
    sign_in(client, owner)
    return studio


def test_one_button_takes_payments_in_the_sandbox_and_twice_is_one_account(client, studio):
    path = f"/manage/studios/{studio.slug}/payments"
    assert "Take payments in the sandbox" in client.get(path).text
    for _ in range(2):
        answer = client.submit(path, {}, page=f"/manage/studios/{studio.slug}")
        assert answer.location == f"/manage/studios/{studio.slug}"
    account = db.session.query(PaymentAccount).one()
    assert (account.gateway, account.can_charge, account.company_id) == (
        "sandbox",
        True,
        studio.company_id,
    )
    assert studio.company.can_charge
    assert "can take payments" in client.get(path).text
    assert client.get(f"/studios/{studio.slug}").status_code == 200


def test_without_a_provider_the_page_says_so_and_offers_no_button(client, studio, app, monkeypatch):
    monkeypatch.setitem(app.extensions, EXTENSION, Registry())
    path = f"/manage/studios/{studio.slug}/payments"
    page = client.get(path)
    assert "no payment provider is set up for this site" in page.text
    assert "sandbox" not in page.text
    assert client.submit(path, {}, page="/account").status_code == 404
    assert not studio.company.can_charge
