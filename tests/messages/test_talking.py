"""Guest and studio write to each other, page by page, without script."""

from datetime import timedelta

import pytest

from studiobook.db.base import db
from studiobook.messages.models import Message, Side, Thread
from studiobook.messages.queries import read_number
from tests.factories.world import NOW, make_booking, make_message, make_room, make_visitor
from tests.messages.conftest import Browse, House
from tests.support.markup import Markup

MINUTE = timedelta(minutes=1)


def new(house: House) -> str:
    return f"/messages/new?studio={house.studio.slug}"


def thread_of(house: House) -> Thread:
    return db.session.query(Thread).filter_by(studio_id=house.studio.id).one()


def bodies() -> list[str]:
    return [m.body for m in db.session.query(Message).order_by(Message.id)]


def test_a_guest_asks_and_the_studio_answers(house: House, browse: Browse):
    guest, manager = browse(house.guest), browse(house.manager)
    asked = guest.submit(new(house), {"body": "Is the piano tuned?"})
    assert asked.status_code == 303
    code = thread_of(house).code
    assert asked.location == f"/messages/{code}#latest"
    listed = manager.get("/manage/messages")
    assert "Gwen Guest" in listed.text
    assert "1 new" in listed.text
    path = f"/manage/messages/{code}"
    assert "Is the piano tuned?" in manager.get(path).text
    assert manager.submit(path, {"body": "Since Friday."}).status_code == 303
    page = guest.get(f"/messages/{code}")
    assert "Since Friday." in page.text
    assert "Mara Manager, Tape House" in page.text
    assert "Today" in page.text


def test_who_has_no_account_is_led_to_sign_in_and_back(house: House, browse: Browse):
    answer = browse(None).get(new(house))
    assert answer.status_code == 303
    assert answer.location.startswith("/auth/login?next=/messages/new")
    assert house.studio.slug in answer.location


def test_starting_again_goes_on_with_the_same_thread(house: House, browse: Browse):
    guest = browse(house.guest)
    guest.submit(new(house), {"body": "One"})
    answer = guest.get(new(house))
    assert answer.location == f"/messages/{thread_of(house).code}#write"
    guest.submit(new(house), {"body": "Two"}, page=f"/messages/{thread_of(house).code}")
    assert bodies() == ["One", "Two"]
    assert thread_of(house).message_count == 2


def test_a_booking_is_linked_when_it_is_ones_own(house: House, browse: Browse):
    room = make_room(studio=house.studio)
    own = make_booking(room=room, viewer=make_visitor(house.guest))
    foreign = make_booking(viewer=make_visitor(house.other_guest))
    guest = browse(house.guest)
    page = guest.get(f"/messages/new?booking={own.code}&studio={house.studio.slug}")
    assert "Room A, Mon 30 Nov 2026" in page.text
    guest.submit(f"/messages/new?booking={own.code}", {"body": "May we come earlier?"})
    assert thread_of(house).booking_id == own.id
    assert f"/bookings/{own.code}" in guest.get(f"/messages/{thread_of(house).code}").text
    assert guest.get(f"/messages/new?booking={foreign.code}").status_code == 404
    other = guest.get(f"/messages/new?booking={foreign.code}&studio={house.studio.slug}")
    assert other.status_code == 303


def test_a_studio_that_nobody_can_see_can_not_be_asked(house: House, browse: Browse):
    guest = browse(house.guest)
    assert guest.get("/messages/new?studio=nowhere").status_code == 404
    assert guest.get("/messages/new").status_code == 404


def test_nobody_asks_their_own_studio(house: House, browse: Browse):
    answer = browse(house.manager).submit(new(house), {"body": "Hello me"})
    assert answer.status_code == 409
    assert "your own studio" in answer.text
    assert bodies() == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "Write something first."),
        ("   \r\n ", "Write something first."),
        ("x" * 4001, "this one has 4,001"),
        ("a\x00b", "a character that can&#39;t be stored"),
    ],
)
def test_what_can_not_be_sent_is_said_beside_the_field(
    house: House, browse: Browse, body: str, says: str
):
    guest = browse(house.guest)
    answer = guest.submit(new(house), {"body": body})
    assert answer.status_code == 422
    assert says in answer.text
    assert body.replace("\x00", "").strip() in answer.text
    assert bodies() == []


def test_four_thousand_characters_fit_however_lines_break(house: House, browse: Browse):
    text = "ab\r\n" * 1333 + "x"
    assert browse(house.guest).submit(new(house), {"body": text}).status_code == 303
    assert len(bodies()[0]) == 4000


def test_a_form_that_is_sent_twice_is_one_message(house: House, browse: Browse):
    guest = browse(house.guest)
    form = {"body": "Only once", "form_key": "same"}
    assert guest.submit(new(house), form).status_code == 303
    path = f"/messages/{thread_of(house).code}"
    assert guest.submit(path, form).status_code == 303
    assert bodies() == ["Only once"]
    # Back in the history, and something else is written into the same form.
    assert guest.submit(path, {**form, "body": "And this"}).status_code == 303
    assert bodies() == ["Only once", "And this"]


def test_nothing_in_a_message_is_html_and_plain_addresses_are_links(house: House, browse: Browse):
    text = "<script>alert(1)</script> see https://example.com/a?b=1&c=2."
    make_message(studio=house.studio, guest=house.guest, body=text)
    page = browse(house.guest).get(f"/messages/{thread_of(house).code}")
    assert "<script>alert" not in page.text
    links = [it for it in Markup(page.text).all("a") if "example.com" in (it.get("href") or "")]
    assert [it.get("href") for it in links] == ["https://example.com/a?b=1&c=2"]
    assert "noopener" in (links[0].get("rel") or "")


def test_reading_is_a_form_and_opening_a_page_changes_nothing(house: House, browse: Browse):
    make_message(studio=house.studio, guest=house.guest)
    make_message(studio=house.studio, guest=house.guest, sender=house.owner, body="Yes")
    guest, thread = browse(house.guest), thread_of(house)
    path = f"/messages/{thread.code}"
    for _ in range(2):
        assert f'action="{path}/reading"' in guest.get(path).text
        assert read_number(thread, Side.GUEST) == 1
    assert guest.submit(f"{path}/reading", {"upto": "99"}, page=path).status_code == 303
    assert read_number(thread, Side.GUEST) == 2
    guest.submit(f"{path}/reading", {"upto": "1"}, page=path)
    assert read_number(thread, Side.GUEST) == 2, "nobody unreads"
    assert "/reading" not in guest.get(path).text


def test_the_header_counts_threads_with_something_new(house: House, browse: Browse):
    guest = browse(house.guest)
    make_message(studio=house.studio, guest=house.guest)
    assert "unread" not in guest.get("/account").text
    make_message(studio=house.studio, guest=house.guest, sender=house.owner)
    make_message(studio=house.studio, guest=house.guest, sender=house.owner)
    assert "1 new" in guest.get("/account").text
    assert "unread" in guest.get("/account").text


def test_history_is_paged_backwards(house: House, browse: Browse):
    for n in range(1, 66):
        make_message(studio=house.studio, guest=house.guest, body=f"message-{n:03}")
    guest, path = browse(house.guest), f"/messages/{thread_of(house).code}"
    newest = guest.get(path).text
    assert "message-036" in newest
    assert "message-035" not in newest
    assert f"{path}?before=36" in newest
    middle = guest.get(f"{path}?before=36").text
    assert "message-006" in middle
    assert "hx-trigger" not in middle, "the past does not change"
    oldest = guest.get(f"{path}?before=6").text
    assert "message-001" in oldest
    assert "Earlier" not in oldest
    assert guest.get(f"{path}?before=1").status_code == 200


def test_days_have_headings_by_the_studios_clock(house: House, browse: Browse, stopped_clock):
    make_message(studio=house.studio, guest=house.guest, body="Old")
    make_message(studio=house.studio, guest=house.guest, body="Late", now=NOW + 14.5 * 60 * MINUTE)
    stopped_clock.move_to(NOW + 15 * 60 * MINUTE)
    page = browse(house.guest).get(f"/messages/{thread_of(house).code}")
    days = [it.text for it in Markup(page.text).all("h2") if "talk-day" in it.get("class", "")]
    assert days == ["Yesterday", "Today"]
    assert ">00:30<" in page.text
    assert "Times in" in page.text


def test_an_open_page_asks_for_what_came_after(house: House, browse: Browse):
    make_message(studio=house.studio, guest=house.guest, body="First")
    guest, path = browse(house.guest), f"/messages/{thread_of(house).code}"
    assert guest.get(f"{path}?since=1&after=1", fragment="news").status_code == 204
    make_message(studio=house.studio, guest=house.guest, sender=house.owner, body="Second")
    answer = guest.get(f"{path}?since=1&after=1", fragment="news")
    assert answer.status_code == 200
    assert "Second" in answer.text
    assert "First" not in answer.text
    assert "<textarea" not in answer.text
    assert "since=1&amp;after=2" in answer.text
    assert guest.get(f"{path}?since=1&after=2", fragment="news").status_code == 204


def test_an_open_page_of_somebody_signed_out_is_left_alone(house: House, browse: Browse):
    make_message(studio=house.studio, guest=house.guest)
    code = thread_of(house).code
    for path in (f"/messages/{code}", f"/manage/messages/{code}", "/messages/ABCD0000"):
        assert browse(None).get(f"{path}?since=0&after=0", fragment="news").status_code == 204


def test_a_text_survives_a_stale_token(house: House, browse: Browse, app, monkeypatch):
    guest = browse(house.guest)
    data = {"csrf_token": "stale", "body": "Long typed text", "form_key": "k"}
    answer = guest.post(new(house), data=data)
    assert answer.status_code == 400
    assert "Long typed text" in answer.text
    token = next(
        f.get("value") for f in Markup(answer.text).all("input") if f.get("name") == "csrf_token"
    )
    action = next(
        f.get("action") for f in Markup(answer.text).all("form") if f.get("novalidate") is not None
    )
    again = guest.post(str(action), data={**data, "csrf_token": token})
    assert again.status_code == 303
    assert bodies() == ["Long typed text"]


def test_a_text_survives_being_signed_out(house: House, browse: Browse):
    nobody = browse(None)
    answer = nobody.submit(new(house), {"body": "Long typed text"}, page="/auth/login")
    assert answer.status_code == 403
    assert "Long typed text" in answer.text
    assert "/auth/login" in answer.text
    assert bodies() == []


def test_a_search_finds_words_and_names_in_ones_own_threads(house: House, browse: Browse):
    make_message(studio=house.studio, guest=house.guest, body="The Fender Rhodes, please")
    make_message(studio=house.studio, guest=house.other_guest, body="Only drums")
    manager, other = browse(house.manager), browse(house.other_owner)
    found = manager.get("/manage/messages?q=rhodes fender").text
    assert "Gwen Guest" in found
    assert "Olga Other" not in found
    assert "Olga Other" in manager.get("/manage/messages?q=olga").text
    assert "Nothing found" in manager.get("/manage/messages?q=zither").text
    assert "Fender" not in other.get("/manage/messages?q=rhodes").text
    assert manager.get("/manage/messages?q=%00%25'\"").status_code == 200
    assert "Nothing found" in browse(house.other_guest).get("/messages?q=rhodes").text


def test_quick_replies_are_edited_and_fill_the_form(house: House, browse: Browse):
    room = make_room(studio=house.studio, name="Room {time}")
    booking = make_booking(room=room, viewer=make_visitor(house.guest))
    make_message(studio=house.studio, guest=house.guest, booking=booking)
    manager, path = browse(house.manager), f"/manage/messages/replies/{house.studio.slug}"
    texts = {
        "reply_1": "Hi {guest}: {room} at {time}, {nonsense} {",
        "reply_2": "",
        "reply_3": "Bye",
    }
    assert manager.submit(path, {**texts, "reply_4": "x" * 1001}).status_code == 422
    assert manager.submit(path, texts).status_code == 303
    thread = f"/manage/messages/{thread_of(house).code}"
    filled = "Hi Gwen Guest: Room {time} at 14:00 on Monday 30 November, {nonsense} {"
    assert f">\r\n{filled}</textarea>" in manager.get(f"{thread}?reply=1").text
    assert "Bye</textarea>" in manager.get(f"{thread}?reply=2", fragment="write").text
    assert manager.get(f"{thread}?reply=9").status_code == 200


def test_lists_are_paged_and_empty_ones_say_what_to_do(house: House, browse: Browse):
    from tests.factories.world import make_user

    guest = browse(house.guest).get("/messages").text
    assert "No messages yet" in guest
    assert 'button-primary" href="/search"' in " ".join(guest.split())
    # Who only signed up to list a studio is not sent to look for one.
    nobody = browse(make_user(name="No Studio Yet")).get("/manage/messages").text
    assert "No messages yet" in nobody
    assert 'button-primary" href="/search"' not in " ".join(nobody.split())
    assert "No messages yet" in browse(house.front_desk).get("/manage/messages").text
    for n in range(21):
        make_message(studio=house.studio, guest=make_user(name=f"Guest {n}"), now=NOW + n * MINUTE)
    manager = browse(house.manager)
    first = manager.get("/manage/messages").text
    assert "1–20 of 21" in first
    assert "Guest 0<" not in first
    assert "Guest 0<" in manager.get("/manage/messages?page=2").text


def test_studio_room_and_booking_lead_to_the_form(house: House, browse: Browse):
    room = make_room(studio=house.studio)
    booking = make_booking(room=room, viewer=make_visitor(house.guest))
    guest, ask = browse(house.guest), f"/messages/new?studio={house.studio.slug}"
    studio = f"/studios/{house.studio.slug}"
    assert ask in guest.get(studio).text
    assert ask in guest.get(f"{studio}/rooms/{room.slug}").text
    assert f"booking={booking.code}" in guest.get(f"/bookings/{booking.code}").text
    own = browse(house.owner).get(f"/bookings/{booking.code}").text
    assert 'href="/messages/new' not in own
