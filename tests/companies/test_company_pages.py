"""What an owner says about their company."""

import pytest

from studiobook.companies.models import Company
from studiobook.db.base import db
from tests.factories.sign_in import sign_in
from tests.factories.world import company_of, make_city, make_owner

PATH = "/manage/company"


@pytest.fixture
def company(client) -> Company:
    owner = make_owner(can_charge=False)
    make_city(country="US", currency="USD")
    sign_in(client, owner)
    return company_of(owner)


def test_is_changed_and_keeps_its_address(client, company):
    slug = company.slug
    answer = client.submit(PATH, {"name": "Other", "country": "US", "about": "Two rooms."})
    assert answer.location == PATH
    assert (company.name, company.about, company.country_code) == ("Other", "Two rooms.", "US")
    assert company.slug == slug
    assert f"/companies/{slug}" in client.get(PATH).text


def test_stays_in_its_country_once_it_is_paid_there(client, company):
    company.can_charge = True
    db.session.commit()
    assert 'name="country"' not in client.get(PATH).text
    client.submit(PATH, {"name": "Other", "country": "US"})
    assert (company.name, company.country_code) == ("Other", "DE")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " ", "country": "DE"}, "Enter the company's name."),
        ({"name": "x" * 121, "country": "DE"}, "Field cannot be longer than 120 characters."),
        ({"name": "Other", "country": ""}, "Choose a country."),
        ({"name": "Other", "country": "XX"}, "Not a valid choice."),
    ],
)
def test_slips_are_told_and_what_was_typed_stays(client, company, typed, sentence):
    before = company.name
    answer = client.submit(PATH, {**typed, "about": "Typed with care"})
    assert answer.status_code == 422
    assert sentence in answer.text.replace("&#39;", "'")
    assert "Typed with care" in answer.text
    assert company.name == before
