"""What a company wants on its invoices."""

from studiobook.db.base import db
from tests.factories.sign_in import sign_in
from tests.factories.world import company_of, make_owner

PATH = "/manage/company"
SAID = {"legal_name": "Tape Betriebs GmbH", "tax_number": "DE 999", "invoice_footer": "HRB 1 B"}


def test_is_kept_beside_its_other_words(client):
    owner = make_owner()
    company = company_of(owner)
    db.session.commit()
    sign_in(client, owner)
    assert client.submit(PATH, {"name": "Tape", "country": "DE", **SAID}).location == PATH
    assert {name: getattr(company, name) for name in SAID} == SAID
    page = client.get(PATH).text
    assert all(words in page for words in SAID.values())


def test_is_not_asked_before_there_is_a_company(client):
    owner = make_owner()
    db.session.commit()
    sign_in(client, owner)
    assert "Tax number" not in client.get("/manage/companies/new").text
