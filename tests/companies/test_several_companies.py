"""One person, several companies: chosen where it matters, never asked of whoever has one."""

import pytest

from studiobook.companies.models import Company
from studiobook.db.base import db
from studiobook.studios.models import Studio
from studiobook.teams.join import join
from studiobook.teams.models import TeamRole
from tests.factories.sign_in import sign_in
from tests.factories.world import NOW, company_of, make_company, make_owner, make_studio, make_user

NEW, ONE = "/manage/companies/new", "/manage/companies/{slug}"
TYPED = {"name": "Second & Sons", "country": "DE"}


@pytest.fixture
def owner(client):
    owner = make_owner()
    sign_in(client, owner)
    return owner


def place(studio, **more: str):
    return {"name": "Third House", "street": "Weg 1", "city": studio.city.slug, **more}


def test_whoever_has_one_is_led_to_another_and_from_there_to_its_studio(client, owner):
    assert NEW in client.get("/manage/company").text
    answer = client.submit(NEW, TYPED)
    assert answer.location == "/manage/studios/new?company=second-sons"
    second = db.session.query(Company).filter_by(slug="second-sons").one()
    assert [admin.user_id for admin in second.admins] == [owner.id]
    chosen = client.get(answer.location).text
    assert '<option selected value="second-sons">' in chosen


def test_a_form_that_is_sent_twice_opens_one_company(client, owner):
    for _ in range(2):
        assert client.submit(NEW, TYPED).status_code == 303
    assert db.session.query(Company).filter_by(name=TYPED["name"]).count() == 1


def test_slips_are_told_and_open_nothing(client, owner):
    answer = client.submit(NEW, {"name": "", "country": "DE", "about": "Typed with care"})
    assert answer.status_code == 422
    assert "Typed with care" in answer.text
    assert db.session.query(Company).count() == 1


def test_whoever_has_none_begins_with_the_first(client):
    sign_in(client, make_user())
    assert client.get(NEW).location == "/manage/company/new"


def test_of_several_one_is_chosen_and_changed(client, owner):
    first, second = company_of(owner), make_company(owner=owner, can_charge=False)
    listed = client.get("/manage/company").text
    for company in (first, second):
        assert ONE.format(slug=company.slug) in listed
    path = ONE.format(slug=second.slug)
    assert f"<h1>{second.name}</h1>" in client.get(path).text
    answer = client.submit(path, {"name": "Other", "country": "DE", "slug": "other"})
    assert answer.location == "/manage/company"
    assert (second.name, second.slug) == ("Other", "other")
    assert first.name != "Other"
    # The old address of its page of ours leads on, too.
    assert client.get(path).location == ONE.format(slug="other")
    # The address of the only one names none of several.
    assert client.submit("/manage/company", TYPED, page="/account").status_code == 404


def test_a_foreign_company_is_not_found(client, owner):
    foreign = company_of(make_owner(name="Somebody"))
    path = ONE.format(slug=foreign.slug)
    assert client.get(path).status_code == 404
    assert client.submit(path, TYPED, page="/account").status_code == 404
    assert foreign.name != TYPED["name"]


def test_a_new_studio_belongs_to_the_chosen_one(client, owner):
    studio = make_studio(owner=owner)
    assert 'name="company"' not in client.get("/manage/studios/new").text
    second = make_company(owner=owner)
    missing = client.submit("/manage/studios/new", place(studio))
    assert missing.status_code == 422
    assert "Choose a company." in missing.text
    foreign = company_of(make_owner(name="Somebody"))
    refused = client.submit("/manage/studios/new", place(studio, company=foreign.slug))
    assert refused.status_code == 422
    client.submit("/manage/studios/new", place(studio, company=second.slug))
    assert db.session.query(Studio).filter_by(name="Third House").one().company_id == second.id


def test_the_list_of_studios_stands_by_company(client, owner):
    make_studio(owner=owner, name="First House")
    page = client.get("/manage/studios").text
    assert company_of(owner).name not in page
    second = make_company(owner=owner)
    page = client.get("/manage/studios").text
    headings = [company_of(owner).name, "First House", second.name, "No studio yet."]
    assert sorted(headings, key=page.index) == headings
    assert f"/manage/studios/new?company={second.slug}" in page


def test_a_company_whose_studio_one_only_manages_is_named_without_a_link(client, owner):
    make_studio(owner=owner)
    theirs = make_studio(name="Elsewhere")
    join(studio=theirs, user=owner, role=TeamRole.MANAGER, now=NOW)
    page = client.get("/manage/studios").text
    assert theirs.company.name in page
    assert ONE.format(slug=theirs.company.slug) not in page
    assert f"company={theirs.company.slug}" not in page
