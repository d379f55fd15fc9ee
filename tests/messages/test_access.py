"""Who may do what to a thread, route by route; to everybody else it does not exist."""

import pytest

from studiobook.db.base import db
from studiobook.messages.models import Message, Side, Thread
from studiobook.messages.policies import can_write
from studiobook.users.models import User
from studiobook.users.viewer import Viewer
from tests.factories.world import make_booking, make_message, make_room, make_visitor
from tests.messages.conftest import Browse, House
from tests.support.client import PageClient, csrf_token

PEOPLE = (
    "owner", "manager", "front_desk", "engineer", "ex_manager", "guest", "other_guest",
    "other_owner", "nobody",
)  # fmt: skip
STUDIO = {"owner", "manager"}
GUEST = {"guest"}

#: Method, address and whom it is for.
ROUTES = {
    "show_thread": ("GET", "/messages/{code}", GUEST),
    "create_message": ("POST", "/messages/{code}", GUEST),
    "create_reading": ("POST", "/messages/{code}/reading", GUEST),
    "show_studio_thread": ("GET", "/manage/messages/{code}", STUDIO),
    "create_answer": ("POST", "/manage/messages/{code}", STUDIO),
    "create_studio_reading": ("POST", "/manage/messages/{code}/reading", STUDIO),
    "edit_replies": ("GET", "/manage/messages/replies/{slug}", STUDIO),
    "update_replies": ("POST", "/manage/messages/replies/{slug}", STUDIO),
}
FIELDS = {"body": "Hello", "upto": "1", "reply_1": "Yes"}


def person(house: House, who: str) -> User | None:
    found: User | None = getattr(house, who, None)
    return found


def ask(client: PageClient, method: str, path: str):
    if method == "GET":
        return client.get(path)
    # Every page of ours has a form with a token: the search, the menu or the sign-in form.
    page = client.get("/account", follow_redirects=True)
    return client.post(path, data={**FIELDS, "csrf_token": csrf_token(page.text)})


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("route", ROUTES)
def test_a_thread_is_there_for_its_own_people_only(
    house: House, browse: Browse, route: str, who: str
):
    make_message(studio=house.studio, guest=house.guest, body="Secret words")
    thread = db.session.query(Thread).one()
    method, path, allowed = ROUTES[route]
    client = browse(person(house, who))
    answer = ask(client, method, path.format(code=thread.code, slug=house.studio.slug))
    absent = ask(client, method, path.format(code="ABCD000000", slug="nowhere"))
    if who in allowed:
        assert answer.status_code == (200 if method == "GET" else 303)
        assert absent.status_code == 404
    else:
        assert answer.status_code == absent.status_code
        # Signed in, it is nothing; signed out, one is asked to sign in, for either.
        assert answer.status_code == 404 or who == "nobody"
        assert "Secret words" not in answer.text
        assert db.session.query(Message).count() == 1


@pytest.mark.parametrize("who", PEOPLE)
def test_lists_show_ones_own_threads_only(house: House, browse: Browse, who: str):
    make_message(studio=house.studio, guest=house.guest, body="Secret words")
    client = browse(person(house, who))
    for path, allowed in (("/messages", GUEST), ("/manage/messages", STUDIO)):
        answer = client.get(path)
        assert ("Secret words" in answer.text) is (who in allowed)
        assert answer.status_code == (303 if who == "nobody" else 200)


@pytest.mark.parametrize("who", PEOPLE)
def test_the_policy_says_the_same(house: House, who: str):
    make_message(studio=house.studio, guest=house.guest)
    thread, viewer = db.session.query(Thread).one(), Viewer(person(house, who), None)
    assert can_write(thread, viewer, Side.GUEST) is (who in GUEST)
    assert can_write(thread, viewer, Side.STUDIO) is (who in STUDIO)


@pytest.mark.parametrize("who", PEOPLE)
def test_anybody_with_an_account_asks_but_those_who_answer(house: House, browse: Browse, who: str):
    client = browse(person(house, who))
    answer = ask(client, "POST", f"/messages/new?studio={house.studio.slug}")
    expected = {"owner": 409, "manager": 409, "nobody": 403}.get(who, 303)
    assert answer.status_code == expected
    assert db.session.query(Message).count() == (1 if expected == 303 else 0)


def test_who_left_the_team_keeps_their_name_on_what_they_wrote(house: House, browse: Browse):
    make_message(studio=house.studio, guest=house.guest, sender=house.ex_manager, body="Bye")
    thread = db.session.query(Thread).one()
    assert "Xaver Ex, Tape House" in browse(house.guest).get(f"/messages/{thread.code}").text


@pytest.mark.parametrize("who", PEOPLE)
def test_who_runs_the_studio_writes_first_about_a_booking(house: House, browse: Browse, who: str):
    booking = make_booking(
        room=make_room(studio=house.studio), viewer=make_visitor(house.guest), guest_name="Gwen"
    )
    db.session.commit()
    client = browse(person(house, who))
    path = f"/manage/messages/new?booking={booking.code}"
    absent = "/manage/messages/new?booking=ABCD000000"
    for method, done in (("GET", 200), ("POST", 303)):
        answer, nothing = ask(client, method, path), ask(client, method, absent)
        if who in STUDIO:
            assert (answer.status_code, nothing.status_code) == (done, 404)
        else:
            assert answer.status_code == nothing.status_code
            assert answer.status_code == 404 or who == "nobody"
    sent = db.session.query(Message).all()
    assert [message.side for message in sent] == ([Side.STUDIO] if who in STUDIO else [])
    if sent:
        thread = db.session.query(Thread).one()
        assert (thread.guest_id, thread.booking_id) == (house.guest.id, booking.id)
        known = client.get(path)
        assert known.headers["Location"] == f"/manage/messages/{thread.code}#write"


def test_nobody_writes_here_to_a_guest_without_an_account(house: House, browse: Browse):
    booking = make_booking(room=make_room(studio=house.studio))
    db.session.commit()
    client = browse(house.owner)
    assert client.get(f"/manage/messages/new?booking={booking.code}").status_code == 404
    session = client.get(f"/manage/bookings/{booking.code}").text
    assert "Write to the guest" not in session
    assert 'href="mailto:gwen@example.com"' in session


def test_the_session_leads_to_writing_to_its_guest(house: House, browse: Browse):
    booking = make_booking(
        room=make_room(studio=house.studio), viewer=make_visitor(house.guest), guest_name="Gwen"
    )
    db.session.commit()
    link = f'href="/manage/messages/new?booking={booking.code}"'
    assert link in browse(house.owner).get(f"/manage/bookings/{booking.code}").text
    assert link in browse(house.owner).get(f"/bookings/{booking.code}").text
    # They see the session, and write to nobody in the studio's name.
    assert link not in browse(house.front_desk).get(f"/manage/bookings/{booking.code}").text
