"""Leaving a team, or being removed: at once, in every open tab, and back within ten minutes."""

import pytest

from studiobook.bookings.models import Booking
from studiobook.companies.appoint import appoint_owner
from studiobook.db.base import db
from studiobook.messages.models import Message, Thread
from studiobook.teams.models import EngineerTime, TeamRole
from studiobook.teams.queries import find_membership
from studiobook.users.models import User
from tests.factories.world import NOW, make_booking, make_message, make_room, make_user, slot_in
from tests.support.client import csrf_token
from tests.teams.conftest import Browse, Clock, House

GONE = (303, "/manage/team")


def removal(house: House, who: str) -> str:
    return f"/manage/team/members/{getattr(house, who).id}/removal"


def test_a_removed_managers_open_tabs_fail_at_the_next_press(browse: Browse, house: House):
    make_message(studio=house.studio, guest=house.guest)
    db.session.commit()
    thread = f"/manage/messages/{db.session.query(Thread).one().code}"
    manager, owner = browse(house.manager.user), browse(house.owner)
    open_tab = manager.get(thread).text
    polled = f"{thread}?since=1&after=1"
    # Nothing new: the page stays as it is.
    assert manager.get(polled, fragment="news").status_code == 204
    setting_up = f"/manage/studios/{house.studio.slug}"
    assert manager.get(setting_up).status_code == 200

    answer = owner.submit(removal(house, "manager"), {})
    assert (answer.status_code, answer.headers["Location"]) == GONE
    assert "Mara Manager is no longer in the team of Tape House." in owner.get("/manage/team").text

    # What htmx asks every five seconds is refused in place of the page.
    poll = manager.get(polled, fragment="news")
    assert poll.status_code == 404
    assert poll.headers["HX-Retarget"] == "body"
    for path in (thread, setting_up, f"/manage/team/{house.studio.slug}/invitations/new"):
        assert manager.get(path).status_code == 404
    fields = {"csrf_token": csrf_token(open_tab), "body": "Hello", "form_key": "0123456789abcdef"}
    assert manager.post(thread, data=fields).status_code == 404
    assert db.session.query(Message).count() == 1
    assert "No studio yet" in manager.get("/manage").text


def test_it_is_taken_back_as_it_was(browse: Browse, house: House, time: Clock):
    before = (house.engineer.id, house.engineer.rate_per_hour_minor)
    owner = browse(house.owner)
    owner.submit(removal(house, "engineer"), {})
    assert find_membership(house.studio.id, house.engineer.user_id) is None
    time.wait(minutes=9)
    assert "Take it back" in owner.get("/manage/team").text
    path = f"/manage/team/members/{house.engineer.id}/restoration"
    assert owner.submit(path, {}, page="/manage/team").status_code == 303
    back = find_membership(house.studio.id, house.engineer.user_id)
    assert back is not None
    assert (back.id, back.rate_per_hour_minor) == before
    assert "Take it back" not in owner.get("/manage/team").text


def test_after_ten_minutes_an_invitation_is_the_way_back(browse: Browse, house: House, time: Clock):
    owner = browse(house.owner)
    owner.submit(removal(house, "engineer"), {})
    time.wait(minutes=10)
    assert "Take it back" not in owner.get("/manage/team").text
    path = f"/manage/team/members/{house.engineer.id}/restoration"
    answer = owner.submit(path, {}, page="/manage/team", follow_redirects=True)
    assert "Send an invitation instead" in answer.text
    assert find_membership(house.studio.id, house.engineer.user_id) is None


def test_one_leaves_by_oneself_and_comes_back_by_oneself(browse: Browse, house: House):
    path = f"/manage/team/members/{house.front_desk.id}"
    front_desk, owner = browse(house.front_desk.user), browse(house.owner)
    assert "Leave this team" in front_desk.get("/manage/team").text
    assert "Leave Tape House" in front_desk.get(f"{path}/leaving").text
    front_desk.submit(f"{path}/leaving", {})
    assert find_membership(house.studio.id, house.front_desk.user_id) is None
    # Nobody fetches them back against their will.
    assert owner.submit(f"{path}/restoration", {}, page="/manage/team").status_code == 404
    assert "Fritz Front" not in owner.get("/manage/team").text
    assert "You are no longer in the team of Tape House." in front_desk.get("/manage/team").text
    assert front_desk.submit(f"{path}/return", {}, page="/manage/team").status_code == 303
    assert find_membership(house.studio.id, house.front_desk.user_id) is not None


def test_the_removed_do_not_let_themselves_in_again(browse: Browse, house: House):
    browse(house.owner).submit(removal(house, "manager"), {})
    path, manager = f"/manage/team/members/{house.manager.id}", browse(house.manager.user)
    for act in ("restoration", "return"):
        assert manager.submit(f"{path}/{act}", {}, page="/account").status_code == 404
    assert find_membership(house.studio.id, house.manager.user_id) is None


def test_what_an_engineer_is_promised_to_is_listed_and_stays(browse: Browse, house: House):
    room = make_room(studio=house.studio)
    ahead = make_booking(room=room, slot=slot_in(room, days=3), engineer=house.engineer)
    make_booking(room=room, slot=slot_in(room, days=4), guest_name="Hal Second")
    db.session.commit()
    owner = browse(house.owner)
    shown = owner.get(removal(house, "engineer")).text
    assert "One session ahead is booked with Edda Engel." in shown
    assert "They stay as the guests booked them" in shown
    assert f"/manage/bookings/{ahead.code}" in shown
    assert "Hal Second" not in shown
    owner.submit(removal(house, "engineer"), {})
    kept = db.session.get_one(Booking, ahead.id)
    assert kept.engineer is not None
    assert kept.engineer.user.name == "Edda Engel"
    assert db.session.query(EngineerTime).filter_by(booking_id=ahead.id).count() == 1
    assert "Edda Engel" in owner.get(f"/manage/bookings/{ahead.code}").text
    # Nobody books them any more.
    assert "Edda Engel" not in browse(None).get(f"/studios/tape-house/rooms/{room.slug}").text


@pytest.mark.parametrize("role", [TeamRole.MANAGER, TeamRole.FRONT_DESK])
def test_another_role_holds_from_the_next_press_on(browse: Browse, house: House, role: TeamRole):
    member = house.front_desk if role is TeamRole.MANAGER else house.manager
    theirs, path = browse(member.user), f"/manage/studios/{house.studio.slug}"
    before = 404 if role is TeamRole.MANAGER else 200
    assert theirs.get(path).status_code == before
    browse(house.owner).submit(f"/manage/team/members/{member.id}", {"role": role.value})
    assert theirs.get(path).status_code == (200 if before == 404 else 404)


def test_an_engineers_new_rate_is_what_guests_are_asked(browse: Browse, house: House):
    room = make_room(studio=house.studio)
    db.session.commit()
    page = f"/studios/tape-house/rooms/{room.slug}"
    path, owner = f"/manage/team/members/{house.engineer.id}", browse(house.owner)
    assert 'value="30"' in owner.get(path).text
    owner.submit(path, {"role": "engineer", "rate": "42.50"})
    assert "€42.50" in browse(None).get(page).text
    owner.submit(path, {"role": "engineer", "rate": ""})
    assert "Edda Engel" not in browse(None).get(page).text
    assert "not booked by guests" in owner.get("/manage/team").text


def owners_path(house: House, person: User, act: str = "removal") -> str:
    return f"/manage/team/companies/{house.studio.company.slug}/owners/{person.id}/{act}"


def test_the_last_owner_stays(browse: Browse, house: House):
    owner = browse(house.owner)
    assert owners_path(house, house.owner) not in owner.get("/manage/team").text
    answer = owner.submit(owners_path(house, house.owner), {}, follow_redirects=True)
    assert "keeps at least one owner" in answer.text
    assert owner.get(f"/manage/studios/{house.studio.slug}").status_code == 200


def test_a_suspended_owner_does_not_count_as_the_one_who_stays(browse: Browse, house: House):
    second = make_user(name="Sven Second")
    appoint_owner(company_id=house.studio.company_id, user=second, now=NOW)
    second.suspended_at = NOW
    db.session.commit()
    answer = browse(house.owner).submit(owners_path(house, house.owner), {}, follow_redirects=True)
    assert "keeps at least one owner" in answer.text
    # The suspended one can go.
    browse(house.owner).submit(owners_path(house, second), {})
    assert owners_path(house, second) not in browse(house.owner).get("/manage/team").text


def test_an_owner_who_was_removed_has_nothing_left_and_can_be_taken_back(
    browse: Browse, house: House
):
    second = make_user(name="Sven Second")
    appoint_owner(company_id=house.studio.company_id, user=second, now=NOW)
    db.session.commit()
    owner, theirs = browse(house.owner), browse(second)
    payments = f"/manage/companies/{house.studio.company.slug}/payments"
    assert theirs.get(payments).status_code == 200
    owner.submit(owners_path(house, second), {})
    assert theirs.get(payments).status_code == 404
    again = owners_path(house, second, "restoration")
    assert theirs.submit(again, {}, page="/account").status_code == 404
    assert owner.submit(again, {}, page="/manage/team").status_code == 303
    assert theirs.get(payments).status_code == 200


def test_an_owner_who_left_comes_back_by_themselves_only(browse: Browse, house: House):
    second = make_user(name="Sven Second")
    appoint_owner(company_id=house.studio.company_id, user=second, now=NOW)
    db.session.commit()
    owner, theirs = browse(house.owner), browse(second)
    theirs.submit(owners_path(house, second), {})
    again = owners_path(house, second, "restoration")
    assert owner.submit(again, {}, page="/manage/team").status_code == 404
    assert theirs.submit(again, {}, page="/manage/team").status_code == 303
    assert theirs.get(f"/manage/studios/{house.studio.slug}").status_code == 200
