"""What a mailed invitation opens for whom, and that it opens once."""

import pytest

from studiobook.companies.appoint import appoint_owner
from studiobook.companies.models import CompanyAdmin
from studiobook.db.base import db
from studiobook.outbox.deliver import deliver_due
from studiobook.teams.models import Invitation, Membership, TeamRole
from studiobook.teams.queries import find_membership
from studiobook.users.models import Role, User
from studiobook.users.queries import find_user_by_email
from tests.factories.world import NOW, make_invitation, make_user
from tests.teams.conftest import PASSWORD, Browse, Clock, House, Post, link_in

NEW = "mara@example.com"
JOIN = {"name": "Mara Neu", "password": PASSWORD}


@pytest.fixture
def link(house: House, post: Post) -> str:
    make_invitation(studio=house.studio, role=TeamRole.ENGINEER, rate_minor=4000)
    return link_in(post())


def members(house: House) -> int:
    return db.session.query(Membership).filter_by(studio_id=house.studio.id).count()


def test_opening_it_changes_nothing_and_says_what_is_offered(
    browse: Browse, house: House, link: str
):
    before = members(house)
    for _ in range(2):
        answer = browse(None).get(link)
        assert answer.status_code == 200
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        for words in ("Join Tape House", "Olive Owner", "Engineer, €40.00 an hour", NEW):
            assert words in answer.text
    assert members(house) == before
    assert find_user_by_email(NEW) is None


def test_a_new_account_is_opened_confirmed_signed_in_and_in_the_team(
    browse: Browse, house: House, link: str
):
    client = browse(None)
    answer = client.submit(link, JOIN)
    assert answer.headers["Location"] == "/manage"
    user = find_user_by_email(NEW)
    assert user is not None
    assert (user.name, user.role, user.email_verified_at) == ("Mara Neu", Role.USER, NOW)
    joined = find_membership(house.studio.id, user.id)
    assert joined is not None
    assert (joined.role, joined.rate_per_hour_minor) == (TeamRole.ENGINEER, 4000)
    console = client.get("/manage").text
    assert "you are in the team of Tape House now" in console
    assert "No sessions ahead" in console
    # The password is theirs from now on.
    fields = {"email": NEW, "password": PASSWORD}
    assert browse(None).submit("/auth/login", fields).status_code == 303


def test_a_bad_password_keeps_the_name_and_the_offer(browse: Browse, house: House, link: str):
    for password in ("short", "studiostudiostudio"):
        answer = browse(None).submit(link, {"name": "Mara Neu", "password": password})
        assert answer.status_code == 422
        assert "Mara Neu" in answer.text
    assert find_user_by_email(NEW) is None
    assert browse(None).get(link).status_code == 200


def test_with_an_account_one_signs_in_and_comes_back(browse: Browse, house: House, link: str):
    make_user(email=NEW)
    answer = browse(None).get(link)
    assert "password" not in answer.text.lower()
    assert f'href="/auth/login?next={link}"' in answer.text
    # A form that was opened before there was an account leads there, too.
    answer = browse(None).submit(link, JOIN, page="/auth/login")
    assert answer.status_code == 409
    assert f'href="/auth/login?next={link}"' in answer.text


def test_the_invited_account_accepts_with_one_press(browse: Browse, house: House, link: str):
    user = make_user(email=NEW, verified=False)
    db.session.commit()
    client = browse(user)
    assert "Join the team" in client.get(link).text
    assert client.submit(link, {}).headers["Location"] == "/manage"
    assert find_membership(house.studio.id, user.id) is not None
    # The mail came to its address.
    assert user.email_verified_at == NOW


def test_another_account_is_told_so_and_can_go_on(browse: Browse, house: House, link: str):
    client = browse(house.guest)
    shown = client.get(link).text
    assert f"You are signed in as {house.guest.email}" in shown
    assert 'href="/account"><span>Stay signed in as' in shown
    before = members(house)
    assert client.submit(link, {}).status_code == 409
    assert members(house) == before
    answer = client.submit(f"{link}/other-account", {}, page=link)
    assert answer.headers["Location"] == link
    assert "Open my account and join" in client.get(link).text


def test_who_is_in_the_team_by_now_stays_what_they_are(browse: Browse, house: House, post: Post):
    user = make_user(email=NEW)
    make_invitation(studio=house.studio, role=TeamRole.FRONT_DESK)
    link = link_in(post())
    own = Membership(studio=house.studio, user=user, role=TeamRole.MANAGER, created_at=NOW)
    db.session.add(own)
    db.session.commit()
    assert browse(user).submit(link, {}).status_code == 303
    assert find_membership(house.studio.id, user.id) is own
    assert own.role is TeamRole.MANAGER


def test_an_owner_is_appointed(browse: Browse, house: House, post: Post):
    make_invitation(studio=house.studio, as_owner=True)
    client = browse(None)
    client.submit(link_in(post()), JOIN)
    user = find_user_by_email(NEW)
    assert user is not None
    assert user.role is Role.STUDIO_OWNER
    assert db.session.query(CompanyAdmin).filter_by(user_id=user.id).count() == 1
    assert client.get(f"/manage/studios/{house.studio.slug}/payments").status_code == 303


def test_it_works_once(browse: Browse, house: House, link: str):
    client = browse(None)
    client.submit(link, JOIN)
    before = members(house)
    mine = client.get(link)
    assert mine.status_code == 410
    assert "you are in the team already" in mine.text
    assert 'href="/manage"' in mine.text
    others = browse(None).get(link)
    assert others.status_code == 410
    assert "has been accepted already" in others.text
    assert 'href="/auth/login?next=/manage"' in others.text
    assert browse(house.guest).submit(link, {}, page="/account").status_code == 410
    assert members(house) == before


def test_after_seven_days_it_says_whom_to_ask(browse: Browse, house: House, link: str, time: Clock):
    time.wait(days=7)
    answer = browse(None).get(link)
    assert answer.status_code == 410
    assert "Ask the studio to send it again" in answer.text
    answer = browse(None).submit(link, JOIN, page="/auth/login")
    assert answer.status_code == 410
    assert find_user_by_email(NEW) is None


def test_an_unknown_one_is_no_dead_end(browse: Browse, house: House):
    answer = browse(None).get("/invitations/nothing-like-it")
    assert answer.status_code == 410
    assert "The latest works." in answer.text


def test_an_offer_without_a_mail_opens_to_no_secret(browse: Browse, house: House):
    make_invitation(studio=house.studio)
    db.session.commit()
    for secret in ("None", "null", "0"):
        assert browse(None).get(f"/invitations/{secret}").status_code == 410


def test_a_suspended_person_does_not_get_in_by_an_invitation(
    browse: Browse, house: House, link: str
):
    user = make_user(email=NEW)
    user.suspended_at = NOW
    db.session.commit()
    assert browse(user).submit(link, {}, page="/auth/login").status_code == 409
    assert find_membership(house.studio.id, user.id) is None


def test_who_joined_gets_no_mail_that_asks_to_confirm(
    browse: Browse, house: House, link: str, time: Clock
):
    browse(None).submit(link, JOIN)
    assert deliver_due(now=time.now()) == 0
    assert db.session.query(User).filter_by(email=NEW).count() == 1
    assert db.session.query(Invitation).one().accepted_at == NOW


def test_nobody_who_is_removed_leaves_a_door_open(browse: Browse, house: House, post: Post):
    manager = browse(house.manager.user)
    fields = {"email": NEW, "role": "manager"}
    manager.submit(f"/manage/team/{house.studio.slug}/invitations/new", fields)
    link = link_in(post())
    owner, before = browse(house.owner), members(house)
    owner.submit(f"/manage/team/members/{house.manager.id}/removal", {}, page="/manage/team")
    answer = browse(None).get(link)
    assert answer.status_code == 410
    assert "Whoever invited you has left" in answer.text
    assert browse(None).submit(link, JOIN, page="/auth/login").status_code == 410
    assert (members(house), find_user_by_email(NEW)) == (before, None)
    # Whoever stays may mean it, too.
    offer = db.session.query(Invitation).one()
    owner.submit(f"/manage/team/invitations/{offer.id}/sending", {}, page="/manage/team")
    link = link_in(post())
    assert browse(None).submit(link, JOIN).headers["Location"] == "/manage"


def test_a_removed_owner_leaves_no_owner_behind(browse: Browse, house: House, post: Post):
    appoint_owner(company_id=house.studio.company_id, user=house.guest, now=NOW)
    company = house.studio.company
    path = f"/manage/team/companies/{company.slug}/invitations/new"
    browse(house.guest).submit(path, {"email": NEW})
    link = link_in(post())
    removal = f"/manage/team/companies/{company.slug}/owners/{house.guest.id}/removal"
    browse(house.owner).submit(removal, {}, page="/manage/team")
    assert browse(None).submit(link, JOIN, page="/auth/login").status_code == 410
