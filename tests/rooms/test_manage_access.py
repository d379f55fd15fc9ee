"""Who may open which page of setting up: every route that there is, asked by everybody."""

import re
import secrets
from datetime import timedelta

import pytest
from flask import Flask

from studiobook.db.base import db
from studiobook.payments.connect import connect
from studiobook.payments.models import PaymentAccount
from studiobook.rooms.offer_add_ons import remove_add_on
from studiobook.studios.models import Studio
from studiobook.teams.join import join
from studiobook.teams.models import TeamRole
from tests.factories.sign_in import sign_in
from tests.factories.world import (
    NOW,
    make_add_on,
    make_booking,
    make_owner,
    make_room,
    make_studio,
    make_user,
)
from tests.support.client import csrf_token

MINE = {"rooms", "companies", "payments", "discovery"}
#: Only the company's own admins.
COMPANY = "/manage/companies/<slug>"
OWNERS = {"payments.show_account"}
#: Of companies, not of studios: everybody else finds nothing.
PAYOUTS = {
    f"payments.{name}"
    for name in (
        "show_payouts",
        "new_payout",
        "create_payout",
        "show_payout",
        "show_payout_file",
        "show_ledger_file",
    )
}
ACCOUNTS = "/manage/payments/accounts/"
#: Where providers send browsers back to: on to what the viewer may see.
WAYS_BACK = {"payments.finish_return", "payments.show_spent_link"}
PEOPLE = (
    "owner", "another owner", "manager", "front desk", "engineer", "ex-member", "guest", "nobody"
)  # fmt: skip
ROLES = {
    "manager": TeamRole.MANAGER,
    "front desk": TeamRole.FRONT_DESK,
    "engineer": TeamRole.ENGINEER,
    "ex-member": TeamRole.MANAGER,
}


def routes(app: Flask) -> list[tuple[str, str, str]]:
    """Method, endpoint, address of each page under /manage that sets something up."""
    return sorted(
        (method, rule.endpoint, rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/manage") and rule.endpoint.split(".")[0] in MINE
        for method in (rule.methods or set()) & {"GET", "POST"}
    )


def address(rule: str, studio: Studio, room) -> str:
    values = {
        "slug": studio.slug,
        "room_slug": room.slug,
        "photo_id": room.photos[0].id,
        "upload_id": 1,
        "payout_id": 1,
        "gateway": "sandbox",
    }
    if "<code>" in rule:
        booking = make_booking(room=make_room(studio=studio, name="For money"))
        db.session.commit()
        values["code"] = booking.code
    if rule.startswith(ACCOUNTS):
        values["account_id"] = account_of(studio).id
    if rule.startswith(COMPANY):
        values["slug"] = studio.company.slug
    if "<int:add_on_id>" in rule:
        # Each is asked for as it stands where the address makes sense.
        add_on = make_add_on(room=room, name=f"Drum kit {secrets.token_hex(4)}")
        if rule.endswith("/restoration"):
            remove_add_on(room=room, add_on_id=add_on.id, now=NOW)
        db.session.commit()
        values["add_on_id"] = add_on.id
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), rule)


def account_of(studio: Studio) -> PaymentAccount:
    account = connect(
        company=studio.company,
        gateway="sandbox",
        external_ref=f"acct_{secrets.token_hex(6)}",
        can_charge=True,
        now=NOW,
    )
    db.session.commit()
    return account


def person(who: str, studio: Studio):
    if who == "nobody":
        return None
    if who == "owner":
        return studio.company.admins[0].user
    if who == "another owner":
        return make_studio(name="Elsewhere").company.admins[0].user
    somebody = make_user(name=who)
    if who in ROLES:
        membership = join(studio=studio, user=somebody, role=ROLES[who], now=NOW)
        if who == "ex-member":
            membership.ended_at = NOW + timedelta(days=1)
    return somebody


def expected(who: str, endpoint: str, rule: str, *, own: bool) -> set[int]:
    """The statuses that may come: 303 and 422 are answers to a form that may be sent."""
    if who == "nobody":
        return {303}
    if endpoint in PAYOUTS:
        # Of the first company where none is named; one payout is nobody's before it is made.
        is_listed = "<" not in rule and who in {"owner", "another owner"}
        return {200, 303, 404} if is_listed else {404}
    if endpoint in WAYS_BACK:
        return {303}
    if "<" not in rule:
        return {404} if endpoint == "companies.update_company" else {200, 303, 422}
    is_owners = endpoint in OWNERS or rule.startswith((COMPANY, ACCOUNTS))
    powerful = {"owner"} if is_owners else {"owner", "manager"}
    return {200, 303, 409, 422} if own and who in powerful else {404}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("own", [True, False], ids=["own", "foreign"])
def test_every_route_answers_whom_it_may(app, client, who, own):
    mine, foreign = make_studio(owner=make_owner()), make_studio(name="Foreign")
    asked = mine if own else foreign
    user = person(who, mine)
    if user is not None:
        sign_in(client, user)
    token = csrf_token(client.get("/account" if user else "/auth/register").text)
    complaints, room = [], None
    found = routes(app)
    assert len(found) > 25
    for n, (method, endpoint, rule) in enumerate(found):
        allowed = expected(who, endpoint, rule, own=own)
        # Who may do it may do away with the room, too.
        if room is None or (method == "POST" and allowed & {200, 422}):
            room = make_room(studio=asked, name=f"Room {n}", horizon_days=1)
            db.session.commit()
        path = address(rule, asked, room)
        data = {"csrf_token": token}
        answer = client.get(path) if method == "GET" else client.post(path, data=data)
        owns = who in {"owner", "another owner"}
        if owns and endpoint == "companies.update_company":
            allowed = {422}
        if answer.status_code not in allowed:
            complaints.append(f"{method} {path}: {answer.status_code}")
        if who == "nobody" and not (answer.location or "").startswith("/auth/login"):
            complaints.append(f"{method} {path} leads to {answer.location}")
    assert not complaints, "\n".join(complaints)


def test_a_room_of_another_studio_is_not_found_under_ones_own(app, client):
    mine, foreign = make_studio(owner=make_owner()), make_studio(name="Foreign")
    room = make_room(studio=foreign)
    sign_in(client, mine.company.admins[0].user)
    for method, _endpoint, rule in routes(app):
        if "<room_slug>" not in rule:
            continue
        path = address(rule, mine, room)
        send = client.get if method == "GET" else lambda at: client.submit(at, {}, page="/account")
        assert send(path).status_code == 404, path


def test_a_photo_of_another_room_is_not_changed_under_ones_own(client):
    mine, foreign = make_studio(owner=make_owner()), make_studio(name="Foreign")
    room, theirs = make_room(studio=mine), make_room(studio=foreign)
    photo = theirs.photos[0]
    sign_in(client, mine.company.admins[0].user)
    base = f"/manage/studios/{mine.slug}/rooms/{room.slug}/photos/{photo.id}"
    client.submit(f"{base}/removal", {}, page="/account")
    client.submit(f"{base}/restoration", {}, page="/account")
    client.submit(f"{base}/move", {"to": "later"}, page="/account")
    client.submit(base, {f"photo_{photo.id}-alt": "Mine"}, page="/account")
    assert [one.alt for one in theirs.photos] == ["The room"]


def test_an_add_on_of_another_room_is_not_changed_under_ones_own(client):
    mine, foreign = make_studio(owner=make_owner()), make_studio(name="Foreign")
    room, theirs = make_room(studio=mine), make_room(studio=foreign)
    add_on, gone = make_add_on(room=theirs), make_add_on(room=theirs, name="Towels")
    remove_add_on(room=theirs, add_on_id=gone.id, now=NOW)
    db.session.commit()
    sign_in(client, mine.company.admins[0].user)
    base = f"/manage/studios/{mine.slug}/rooms/{room.slug}/add-ons"
    here = f"{base}/{add_on.id}"
    assert client.get(here).status_code == 404
    changed = {"name": "Mine", "price": "0", "charged": "hour", "most": "1"}
    assert client.submit(here, changed, page="/account").status_code == 404
    assert client.submit(f"{here}/switch", {"to": "off"}, page="/account").status_code == 404
    client.submit(f"{here}/removal", {}, page="/account")
    client.submit(f"{base}/{gone.id}/restoration", {}, page="/account")
    assert (add_on.name, add_on.enabled, add_on.removed_at) == ("Drum kit", True, None)
    assert gone.removed_at is not None
    assert "Towels" not in client.get(f"{base}?removed={gone.id}").text


@pytest.mark.parametrize("who", [who for who in PEOPLE if who != "nobody"])
def test_the_list_shows_what_one_may_set_up_and_nothing_else(client, who):
    mine = make_studio(owner=make_owner(), name="Mine")
    make_studio(name="Foreign")
    sign_in(client, person(who, mine))
    page = client.get("/manage/studios").text
    assert ("Mine" in page) is (who in {"owner", "manager"})
    assert "Foreign" not in page


def test_a_manager_reads_that_payments_are_the_owners_and_gets_no_link(client):
    mine = make_studio(owner=make_owner(can_charge=False), name="Mine")
    sign_in(client, person("manager", mine))
    page = client.get(f"/manage/studios/{mine.slug}").text
    assert "Only the owner can set this up." in page
    assert "/payments" not in page
