"""Every page of the site, one after the other, in the states that people meet them in."""

import re
from collections.abc import Iterator

from studiobook.db.base import db
from studiobook.rooms.offer_add_ons import list_offered
from tests.factories.world import make_hold, slot_in
from tests.journeys.guest import A_DAY, Guest
from tests.journeys.town import Town
from tests.journeys.turns import turns

ROOM = "/studios/tape-house/rooms/room-a"
#: The one with the fullest calendar.
FULL = "/studios/tape-house/rooms/room-b"

#: What anybody finds by an address alone.
PUBLIC = {
    "home": "/",
    "search": "/search",
    "search-results": f"/search?city=berlin&date={A_DAY}&from=14:00&hours=2&people=1",
    "search-nothing": f"/search?city=berlin&date={A_DAY}&from=14:00&people=11&kind=recording",
    "search-refused": "/search?city=berlin&date=2020-01-01&from=14:00&people=0",
    "city": "/cities/berlin",
    "studio": "/studios/tape-house",
    "room": f"{ROOM}?date={A_DAY}",
    "room-day": f"{ROOM}?date={A_DAY}&view=day&hours=3",
    "room-chosen": f"{ROOM}?date={A_DAY}&start=16:00&hours=2",
    "room-refused": f"{ROOM}?date={A_DAY}&start=16:15&hours=2&people=99",
    "not-found": "/nowhere",
    "bookings-none": "/bookings",
    "login": "/auth/login",
    "register": "/auth/register",
    "forgot-password": "/auth/forgot-password",
    "link": "/auth/link",
    "resend": "/auth/resend-verification",
    "dead-link": "/auth/verify-email/no-such-token",
}


def walk(town: Town, guest: Guest) -> Iterator[str]:
    """Stand before each page in turn; yields its name. The guest ends up with an account."""
    page = guest.page
    for name, path in (PUBLIC | of_the_room(town)).items():
        page.goto(path)
        yield name
    yield from booking(town, guest)
    yield from turns(town, guest)
    yield from signing_up(town, guest)
    yield from answering(town, guest)


def of_the_room(town: Town) -> dict[str, str]:
    """Addresses that carry the room's code, or its company's name."""
    base = f"/rooms/{town.room.code}"
    company = town.room.studio.company.slug
    chosen = "".join(f"&add_on_{offered.id}=1" for offered in list_offered(town.room_id))
    db.session.rollback()
    return {
        "calendar": f"{base}/calendar?date={A_DAY}",
        "quote": f"{base}/quote?date={A_DAY}&start=16:00&hours=2",
        "quote-add-ons": f"{base}/quote?date={A_DAY}&start=16:00&hours=2{chosen}",
        "company": f"/companies/{company}",
    }


def booking(town: Town, guest: Guest) -> Iterator[str]:
    """From a lost slot to a refund."""
    page = guest.page
    page.goto(f"{ROOM}?date={A_DAY}&start=16:00&hours=2")
    make_hold(room=town.room, slot=slot_in(town.room, hour=16), now=town.clock.now())
    db.session.commit()
    guest.press(re.compile("^Hold it"))
    guest.sees("Somebody was faster")
    yield "hold-refused"
    page.get_by_role("button", name=re.compile("^Hold: Room A")).first.click()
    guest.sees("Almost yours")
    code = guest.code()
    yield "checkout"
    guest.press(re.compile("^Pay "))
    guest.sees("Enter your e-mail address.")
    yield "checkout-refused"
    page.goto(f"/bookings/{code}")
    yield "booking-held"
    page.goto(f"/bookings/{code}/checkout")
    guest.introduce()
    yield "sandbox-pay"
    page.get_by_role("button", name=re.compile("then paid$")).click()
    guest.sees("Your payment is on its way.")
    yield "booking-checking"
    town.clock.wait(seconds=30)
    town.work()
    for part in ("", "/receipt", "/reschedule", f"/reschedule?date={A_DAY}&start=11:00&hours=4"):
        page.goto(f"/bookings/{code}{part}")
        yield {"": "booking-confirmed", "/receipt": "receipt"}.get(part, "reschedule") + (
            "-chosen" if "start" in part else ""
        )
    page.goto(f"/bookings/{code}/invoice")
    yield "invoice-form"
    page.get_by_label("Company").fill("Konstantinopolitanskaja-Überschlag de la Fuente Ltd")
    guest.press("Issue the invoice")
    guest.sees("Invoice INV-00001")
    yield "invoice"
    page.goto(f"/bookings/{code}/invoice/details")
    yield "invoice-corrected-form"
    page.goto(f"/bookings/{code}/cancellation")
    yield "cancellation"
    guest.press(re.compile("^Cancel, "))
    guest.sees("goes back")
    yield "booking-cancelled"
    page.goto("/bookings")
    yield "bookings"
    page.goto(f"{ROOM}?date={A_DAY}&start=20:00&hours=2")
    guest.hold()
    town.clock.wait(minutes=31)
    page.reload()
    yield "booking-lapsed"


def signing_up(town: Town, guest: Guest) -> Iterator[str]:
    """From a refused form to an account."""
    page = guest.page
    page.goto("/auth/register")
    guest.press("Open my account")
    guest.sees("things to put right")
    yield "register-refused"
    guest.fills_in_the_registration()
    yield "check-mail"
    page.goto(guest.link_from(town, "confirm"))
    yield "verify"
    guest.press("Yes, confirm it")
    guest.sees("Your e-mail address is confirmed.")
    yield "login-after-verifying"
    guest.signs_in("not the password")
    yield "login-refused"
    guest.signs_in()
    page.goto("/account")
    yield "account"
    page.goto("/account/security")
    yield "security"
    page.goto("/account/data")
    yield "account-data"
    page.goto("/favourites")
    yield "favourites-none"
    page.goto(ROOM)
    guest.press("Keep as a favourite")
    guest.sees("is among your favourites")
    yield "room-kept"
    page.goto("/favourites")
    yield "favourites"
    yield from asking(guest)
    guest.signs_out()
    page.goto("/auth/forgot-password")
    page.get_by_label("E-mail address").fill(guest.email)
    guest.press("Send the link")
    page.goto(guest.link_from(town, "password"))
    yield "new-password"


def asking(guest: Guest) -> Iterator[str]:
    """A guest writes to a studio."""
    page = guest.page
    page.goto("/messages")
    yield "messages-none"
    page.goto("/studios/tape-house")
    guest.follow("Ask the studio")
    guest.press("Send")
    guest.sees("Write something first.")
    yield "message-refused"
    page.get_by_label("Your message").fill("Is it quiet? See https://example.com/plan.")
    guest.press("Send")
    guest.sees("Today")
    yield "message-thread"
    page.goto("/messages")
    yield "messages"


def replying(guest: Guest) -> Iterator[str]:
    """Somebody of the studio looks at what came."""
    page = guest.page
    page.goto("/manage/messages")
    yield "studio-messages"
    guest.follow(re.compile("^Quick replies of"))
    yield "quick-replies"
    page.goto("/manage/messages")
    page.locator(".talk-row").first.click()
    guest.sees("Is it quiet?")
    yield "studio-message-thread"


def answering(town: Town, guest: Guest) -> Iterator[str]:
    """The owner, who signs in by mail, answers a request."""
    page, request = guest.page, town.has_a_request()
    owner = Guest(page, email=request.owner)
    page.goto(f"/bookings/{request.code}/answer")
    yield "not-found-signed-out"
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    owner.follow("Sign in by a mailed link")
    page.get_by_label("E-mail address").fill(owner.email)
    owner.press("Send the link")
    page.goto(owner.link_from(town, "sign in"))
    yield "link-login"
    with page.expect_navigation():
        owner.press("Sign in")
    # Back to where the way began.
    owner.sees("Gwen Guest asks for Loft")
    yield "owner-answer"
    page.goto(f"/bookings/{request.code}")
    yield "owner-booking"
    yield from replying(owner)
    yield from offering(owner)


def offering(owner: Guest) -> Iterator[str]:
    """The owner sees to what can be booked with a room."""
    page = owner.page
    page.goto("/manage/studios/across-the-river/rooms/loft/add-ons")
    yield "add-ons-none"
    owner.follow("Add an add-on")
    owner.press("Save")
    owner.sees("things to put right")
    yield "add-on-refused"
    page.goto("/manage/studios/tape-house/rooms/room-a/add-ons")
    owner.press("Switch off: Large microphone")
    owner.press("Remove Drum kit")
    owner.sees("Removed: Drum kit.")
    yield "add-ons"
    owner.press("Undo: bring Drum kit back")
    owner.sees("It is back: Drum kit.")
    owner.follow("Change Drum kit")
    yield "add-on"
