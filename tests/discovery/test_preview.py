"""Before it is live, its team sees the studio as guests will, and nobody else does."""

import pytest

from studiobook.db.base import db
from studiobook.rooms.models import Photo
from tests.factories.sign_in import sign_in
from tests.factories.world import NOW, make_owner, make_room, make_studio


@pytest.fixture
def draft(client, monkeypatch):
    monkeypatch.setattr("studiobook.clock.now", lambda: NOW)
    owner = make_owner(can_charge=False)
    sign_in(client, owner)
    studio = make_studio(owner=owner, name="Hidden House", published=False)
    db.session.commit()
    return studio


def test_the_checklist_leads_to_it_and_it_leads_back(client, draft):
    here = f"/manage/studios/{draft.slug}"
    assert f'href="{here}/preview"' in client.get(here).text
    page = client.get(f"{here}/preview")
    assert page.status_code == 200
    assert "Only you and your team see this page." in page.text
    assert f'href="{here}"' in page.text
    assert "No room yet." in page.text


def test_rooms_are_shown_ready_or_not(client, draft):
    make_room(studio=draft, name="Ready", horizon_days=7)
    bare = make_room(studio=draft, name="Bare", horizon_days=7)
    bare.price_list, bare.tiers = [], []
    db.session.query(Photo).filter_by(room_id=bare.id).delete()
    db.session.commit()
    here = f"/manage/studios/{draft.slug}"
    page = client.get(f"{here}/preview").text
    for slug in ("ready", "bare"):
        assert f'href="{here}/rooms/{slug}/preview"' in page
        room = client.get(f"{here}/rooms/{slug}/preview")
        assert room.status_code == 200
        assert "Here guests will see the free times" in room.text
        assert f'href="{here}/preview"' in room.text


def test_no_link_of_it_leads_to_a_page_that_is_not_there_yet(client, draft):
    make_room(studio=draft, name="Ready", horizon_days=7)
    db.session.commit()
    here = f"/manage/studios/{draft.slug}"
    for path in (f"{here}/preview", f"{here}/rooms/ready/preview"):
        page = client.get(path).text
        for dead in (f'href="/studios/{draft.slug}', 'href="/companies/', 'href="/messages/new'):
            assert dead not in page, path


def test_a_live_studio_is_seen_where_guests_see_it(client, draft):
    live = make_studio(owner=draft.company.admins[0].user, name="Live House")
    db.session.commit()
    page = client.get(f"/manage/studios/{live.slug}").text
    assert "See it as a guest" in page
    assert f'href="/studios/{live.slug}"' in page
