"""No page of messages asks more of the database when there is more to show."""

from studiobook.db.base import db
from studiobook.messages.models import Thread
from tests.factories.world import make_message, make_studio, make_user
from tests.messages.conftest import Browse, House
from tests.support.statements import counted

#: Three of them are the frame's: what one may do, and what waits in two of its sections.
MOST = 10


def test_a_list_asks_the_same_for_two_and_for_ten(house: House, browse: Browse):
    guest, manager, counts = browse(house.guest), browse(house.manager), []
    for more in (2, 8):
        for _ in range(more):
            make_message(studio=make_studio(), guest=house.guest)
            make_message(studio=house.studio, guest=make_user())
        counts.append(
            [
                asked_by(client, f"{path}{query}")
                for client, path in ((guest, "/messages"), (manager, "/manage/messages"))
                for query in ("", "?q=piano")
            ]
        )
    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST


def test_a_thread_asks_the_same_for_two_messages_and_for_forty(house: House, browse: Browse):
    guest, manager, counts = browse(house.guest), browse(house.manager), []
    for more in (2, 38):
        for n in range(more):
            sender = (None, house.owner, house.manager)[n % 3]
            make_message(studio=house.studio, guest=house.guest, sender=sender)
        code = db.session.query(Thread).one().code
        counts.append(
            [asked_by(guest, f"/messages/{code}"), asked_by(manager, f"/manage/messages/{code}")]
        )
    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST


def test_asking_for_news_in_vain_costs_next_to_nothing(house: House, browse: Browse):
    make_message(studio=house.studio, guest=house.guest)
    path = f"/messages/{db.session.query(Thread).one().code}?since=1&after=1"
    assert asked_by(browse(house.guest), path, status=204) <= 2


def test_who_is_signed_out_pays_nothing_for_the_count_in_the_header(house: House, browse: Browse):
    with counted() as asked:
        assert browse(None).get("/auth/login").status_code == 200
    assert asked == []


def asked_by(client, path: str, *, status: int = 200) -> int:
    db.session.commit()
    with counted() as asked:
        assert client.get(path).status_code == status
    return len(asked)
