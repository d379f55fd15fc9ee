"""Inviting by mail: what leaves, what is kept, and what the answers tell."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from studiobook.auth.tokens import digest
from studiobook.db.base import db
from studiobook.mail.transports import Memory
from studiobook.outbox.deliver import deliver_due
from studiobook.outbox.models import Event
from studiobook.teams.forms import as_typed, minor_of
from studiobook.teams.invite import LIFETIME
from studiobook.teams.jobs import forget_old_invitations
from studiobook.teams.models import Invitation, Membership, TeamRole
from tests.auth.test_mails import approve
from tests.factories.world import NOW, make_city, make_invitation, make_studio, make_user
from tests.teams.conftest import Browse, Clock, House, Post, link_in

FOLDER = Path(__file__).parent / "mails"
NEW = "nina@example.com"


def path_of(house: House) -> str:
    return f"/manage/team/{house.studio.slug}/invitations/new"


def test_an_invitation_stands_on_the_page_and_its_mail_leads_to_it(
    browse: Browse, house: House, post: Post
):
    client = browse(house.owner)
    fields = {"email": " Nina@Example.com ", "role": "engineer", "rate": "45,50"}
    assert client.submit(path_of(house), fields).headers["Location"] == "/manage/team"
    offer = db.session.query(Invitation).one()
    assert (offer.email, offer.role, offer.rate_per_hour_minor) == (NEW, TeamRole.ENGINEER, 4550)
    assert offer.expires_at == NOW + LIFETIME == NOW + timedelta(days=7)
    shown = client.get("/manage/team").text
    assert "Engineer, €45.50 an hour. Invited until Mon 30 Nov 2026." in shown
    mail = post()
    assert mail.to_address == NEW
    assert "Join Tape House" in browse(None).get(link_in(mail)).text


def test_the_secret_is_kept_as_its_hash_only_and_in_no_event(
    browse: Browse, house: House, post: Post
):
    browse(house.owner).submit(path_of(house), {"email": NEW, "role": "manager"})
    secret = link_in(post()).rpartition("/")[2]
    assert db.session.query(Invitation).one().token_hash == digest(secret)
    assert all(secret not in str(event.data) for event in db.session.query(Event))


def test_the_answer_is_the_same_whether_the_address_has_an_account(
    browse: Browse, house: House, post: Post
):
    make_user(email="known@example.com")
    client = browse(house.owner)
    mails, pages = [], []
    for email in ("known@example.com", "other@example.com"):
        answer = client.submit(path_of(house), {"email": email, "role": "manager"})
        assert answer.status_code == 303
        pages.append(client.get("/manage/team").text.count(email))
        mail = post()
        mails.append(re.sub(r"invitations/[\w-]+", "", mail.text))
    assert mails[0] == mails[1]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "", "role": "manager"}, "Enter an e-mail address."),
        ({"email": "nobody", "role": "manager"}, "such as ada@example.com"),
        ({"email": NEW}, "Choose a role."),
        ({"email": NEW, "role": "engineer", "rate": "much"}, "Enter an amount in EUR"),
        ({"email": NEW, "role": "engineer", "rate": "-1"}, "Enter an amount in EUR"),
        ({"email": NEW, "role": "engineer", "rate": "1.005"}, "Enter an amount in EUR"),
        ({"email": NEW, "role": "engineer", "rate": "99999999"}, "Enter an amount in EUR"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    browse: Browse, house: House, fields: dict[str, str], said: str
):
    answer = browse(house.owner).submit(path_of(house), fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert all(value in answer.text for value in fields.values())
    assert db.session.query(Invitation).count() == 0


def test_a_rate_is_asked_of_engineers_only(browse: Browse, house: House):
    fields = {"email": NEW, "role": "manager", "rate": "not looked at"}
    assert browse(house.owner).submit(path_of(house), fields).status_code == 303
    assert db.session.query(Invitation).one().rate_per_hour_minor is None


def test_somebody_of_the_team_is_not_invited_again(browse: Browse, house: House):
    fields = {"email": house.engineer.user.email.upper(), "role": "manager"}
    answer = browse(house.owner).submit(path_of(house), fields)
    assert answer.status_code == 409
    assert "in the team already" in answer.text
    company = house.studio.company
    path = f"/manage/team/companies/{company.slug}/invitations/new"
    answer = browse(house.owner).submit(path, {"email": house.owner.email})
    assert answer.status_code == 409
    assert "owns the company already" in answer.text


def test_a_former_member_is_invited_like_anybody(browse: Browse, house: House):
    fields = {"email": house.former_manager.user.email, "role": "front_desk"}
    assert browse(house.owner).submit(path_of(house), fields).status_code == 303


def test_inviting_twice_renews_the_one_offer(browse: Browse, house: House, post: Post, time: Clock):
    client = browse(house.owner)
    client.submit(path_of(house), {"email": NEW, "role": "engineer", "rate": "30"})
    first = link_in(post())
    time.wait(days=3)
    answer = client.submit(
        path_of(house), {"email": NEW, "role": "front_desk"}, follow_redirects=True
    )
    assert "was invited already" in answer.text
    offer = db.session.query(Invitation).one()
    assert (offer.role, offer.rate_per_hour_minor) == (TeamRole.FRONT_DESK, None)
    assert offer.expires_at == time.now() + LIFETIME
    second = link_in(post())
    assert browse(None).get(first).status_code == 410
    assert "Front desk" in browse(None).get(second).text


def test_sent_again_it_lasts_seven_more_days_and_the_older_link_ends(
    browse: Browse, house: House, post: Post, time: Clock
):
    offer = make_invitation(studio=house.studio)
    first = link_in(post())
    time.wait(days=8)
    client = browse(house.manager.user)
    assert "The invitation ended on Mon 30 Nov 2026." in client.get("/manage/team").text
    assert browse(None).get(first).status_code == 410
    path = f"/manage/team/invitations/{offer.id}/sending"
    client.submit(path, {}, page="/manage/team")
    second = link_in(post())
    assert second != first
    assert browse(None).get(second).status_code == 200
    time.wait(days=7)
    assert browse(None).get(second).status_code == 410


def test_a_withdrawn_one_opens_nothing_and_leaves_the_page(
    browse: Browse, house: House, post: Post
):
    offer = make_invitation(studio=house.studio)
    link = link_in(post())
    client = browse(house.owner)
    client.submit(f"/manage/team/invitations/{offer.id}/withdrawal", {}, page="/manage/team")
    assert offer.email not in client.get("/manage/team", follow_redirects=True).text.replace(
        f"The invitation to {offer.email} is withdrawn.", ""
    )
    answer = browse(None).get(link)
    assert answer.status_code == 410
    assert "It was taken back." in answer.text
    # And a second press says so.
    again = client.submit(
        f"/manage/team/invitations/{offer.id}/withdrawal",
        {},
        page="/manage/team",
        follow_redirects=True,
    )
    assert "accepted or withdrawn meanwhile" in again.text


def test_no_mail_leaves_for_an_offer_that_was_withdrawn_before(
    app: Flask, browse: Browse, house: House, sent: Memory
):
    offer = make_invitation(studio=house.studio)
    db.session.commit()
    path = f"/manage/team/invitations/{offer.id}/withdrawal"
    browse(house.owner).submit(path, {}, page="/manage/team")
    deliver_due(now=NOW)
    assert sent.sent == []


def test_an_owner_who_works_there_joins_without_a_mail(
    app: Flask, browse: Browse, house: House, sent: Memory
):
    fields = {"email": house.owner.email, "role": "engineer", "rate": "50"}
    browse(house.owner).submit(path_of(house), fields)
    own = db.session.query(Membership).filter_by(user_id=house.owner.id).one()
    assert (own.role, own.rate_per_hour_minor) == (TeamRole.ENGINEER, 5000)
    assert db.session.query(Invitation).count() == 0
    # A second time they are in the team already.
    assert browse(house.owner).submit(path_of(house), fields).status_code == 409


def test_addresses_of_people_who_never_said_yes_are_forgotten_after_a_month(
    app: Flask, house: House, time: Clock
):
    kept = make_invitation(studio=house.studio, email="yes@example.com")
    kept.accepted_at, kept.accepted_by_id = NOW, house.manager.user_id
    make_invitation(studio=house.studio, email="lapsed@example.com")
    make_invitation(studio=house.studio, email="off@example.com").withdrawn_at = NOW
    db.session.commit()

    def left() -> list[str]:
        forget_old_invitations()
        return sorted(offer.email for offer in db.session.query(Invitation))

    assert len(left()) == 3
    time.wait(days=31)
    assert left() == ["lapsed@example.com", "yes@example.com"]
    time.wait(days=7)
    assert left() == ["yes@example.com"]


def test_rates_are_in_the_studios_own_coins(browse: Browse, house: House):
    tokyo = make_city(zone="Asia/Tokyo", country="JP", currency="JPY")
    studio = make_studio(city=tokyo)
    client = browse(studio.company.admins[0].user)
    path = f"/manage/team/{studio.slug}/invitations/new"
    assert "Rate per hour in JPY" in client.get(path).text
    client.submit(path, {"email": NEW, "role": "engineer", "rate": "5000"})
    assert db.session.query(Invitation).one().rate_per_hour_minor == 5000
    assert "¥5,000 an hour" in client.get("/manage/team").text


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("40", "EUR", 4000),
        ("40.5", "EUR", 4050),
        ("0,05", "EUR", 5),
        ("1 200", "EUR", 120000),
        ("40", "JPY", 40),
        ("40.5", "JPY", None),
        ("1.234", "KWD", 1234),
        ("4O", "EUR", None),
        ("", "EUR", None),
        ("١٢", "EUR", 1200),
    ],
)
def test_amounts_are_read_as_they_are_typed(text: str, currency: str, minor: int | None):
    assert minor_of(text, currency) == minor
    if minor is not None:
        assert minor_of(as_typed(minor, currency), currency) == minor


@pytest.mark.parametrize("kind", ["studio", "owner"])
def test_the_mail_reads_as_it_was_approved(house: House, post: Post, kind: str):
    house.studio.company.name = "Tape & Timber"
    make_invitation(studio=house.studio, as_owner=kind == "owner")
    mail = post()
    name = f"invitation_{kind}"
    text = f"Subject: {mail.subject}\n\n{mail.text}"
    approve(FOLDER / f"{name}.txt", without_secret(text))
    approve(FOLDER / f"{name}.html", without_secret(mail.html))


def without_secret(text: str) -> str:
    return re.sub(r"(/invitations/)[\w-]+", r"\1TOKEN", text)
