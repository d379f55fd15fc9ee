"""What guests often ask: rows that are saved as they stand, and read on the studio's page."""

import pytest

from studiobook.db.base import db
from studiobook.rooms.open_hours import set_hours
from studiobook.studios.answer_questions import MOST, answer_questions
from studiobook.studios.models import Studio, StudioState
from studiobook.values.wall_hours import WeeklyHours
from tests.factories.world import NOW, make_room
from tests.support.markup import Markup
from tests.support.statements import counted


@pytest.fixture
def path(draft: Studio) -> str:
    return f"/manage/studios/{draft.slug}/questions"


def rows(*pairs: tuple[str, str]) -> dict[str, str]:
    typed: dict[str, str] = {}
    for n, (question, answer) in enumerate(pairs, start=1):
        typed |= {f"question_{n}": question, f"answer_{n}": answer}
    return typed


def stored(studio: Studio) -> list[tuple[str, str]]:
    return [(one.question, one.answer) for one in studio.questions]


PARKING = ("Where can I park?", "In the yard.")
DRUMS = ("Is there a kit?", "Yes.\n\nBring your cymbals.")


def test_are_saved_in_their_order_and_empty_rows_do_not_count(client, draft, path):
    typed = {**rows(PARKING, ("", ""), DRUMS), "done": "1"}
    answer = client.submit(path, typed)
    assert answer.location == f"/manage/studios/{draft.slug}"
    assert stored(draft) == [PARKING, DRUMS]
    assert "2 are answered." in client.get(answer.location).text
    client.submit(path, {**rows(DRUMS), "done": "1"})
    assert stored(draft) == [DRUMS]


def test_a_button_of_a_row_saves_everything_and_does_what_it_says(client, draft, path):
    answer = client.submit(path, {**rows(PARKING, DRUMS), "earlier_2": "1"})
    assert answer.location == path
    assert stored(draft) == [DRUMS, PARKING]
    client.submit(path, {**rows(DRUMS, PARKING), "away_1": "1"})
    assert stored(draft) == [PARKING]
    # What no row's button says changes nothing.
    for odd in ("earlier_1", "earlier_99", "away_0", "away_x", "earlier_-1", "away_²"):
        client.submit(path, {**rows(PARKING), odd: "1"})
        assert stored(draft) == [PARKING]


def test_there_are_always_a_few_empty_rows_until_the_list_is_full(client, draft, path):
    assert client.get(path).text.count("<legend") == 3
    pairs = [(f"Question {n}?", "Yes.") for n in range(MOST)]
    client.submit(path, {**rows(*pairs[:4]), "more": "1"})
    assert client.get(path).text.count("<legend") == 7
    client.submit(path, {**rows(*pairs), "more": "1"})
    page = client.get(path).text
    assert page.count("<legend") == MOST
    assert "A studio has up to 20." in page
    assert len(stored(draft)) == MOST


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"question_1": "Where?"}, ("answer_1", "Write the answer, too.")),
        ({"answer_2": "There."}, ("question_2", "Write the question, too.")),
        (rows(("x" * 201, "Yes.")), ("question_1", "A question has up to 200 characters.")),
        (rows(("Why?", "x" * 2001)), ("answer_1", "An answer has up to 2,000 characters.")),
    ],
)
def test_a_slip_is_told_beside_its_field_and_nothing_is_lost(client, draft, path, typed, told):
    field, sentence = told
    client.submit(path, {**rows(PARKING), "done": "1"})
    answer = client.submit(path, {**typed, "done": "1"}, fragment="setup")
    assert answer.status_code == 422
    error = answer.text.partition(f'id="{field}-error"')[2]
    assert sentence in error.partition("</p>")[0]
    assert all(text in answer.text for text in typed.values())
    assert stored(draft) == [PARKING]


def test_guests_read_them_on_the_studios_page_without_another_query(client, draft, monkeypatch):
    monkeypatch.setattr("studiobook.clock.now", lambda: NOW)
    draft.company.can_charge = True
    set_hours(studio=draft, hours=WeeklyHours.always(), now=NOW)
    draft.state, draft.published_at = StudioState.PUBLISHED, NOW
    make_room(studio=draft, horizon_days=7)
    db.session.commit()
    address = f"/studios/{draft.slug}"
    with counted() as without:
        page = client.get(address)
    assert (page.status_code, "Often asked" in page.text) == (200, False)
    answer_questions(studio=draft, answered=[PARKING, ("<b>Why?</b>", "Because.")])
    db.session.commit()
    with counted() as asked:
        page = client.get(address)
    assert len(asked) <= max(len(without), 5)
    assert len(list(Markup(page.text).all("details"))) == 3  # one is the menu
    assert "Where can I park?" in page.text
    assert "&lt;b&gt;Why?&lt;/b&gt;" in page.text
