"""From a mail into a team and out of it again, on a small phone without scripting."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.factories.sign_in import let_in
from tests.journeys import axe
from tests.journeys.guest import PASSWORD, Guest
from tests.journeys.town import Town
from tests.support.browser import open_page

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.usefixtures("sound")]

WIDTH = 360


def test_somebody_is_invited_joins_works_and_is_removed(
    app: Flask, town: Town, browser: Browser, live_server: str
):
    boss = town.room.studio.company.admins[0].user
    with (
        open_page(browser, live_server, script=True, width=WIDTH) as first,
        open_page(browser, live_server, script=False, width=WIDTH) as second,
    ):
        let_in(first, app, boss, live_server)
        owner = Guest(first)
        mara = Guest(second, name="Mara Neu", email="mara@example.com")

        first.goto("/manage/team")
        owner.follow("Invite somebody: Tape House")
        first.get_by_label("E-mail address").fill(mara.email)
        owner.press("Send the invitation")
        owner.sees("Choose a role.")
        first.get_by_role("radio", name=re.compile("^Manager")).check()
        # Nobody but an engineer has a rate.
        expect(first.get_by_label(re.compile("^Rate per hour"))).to_be_hidden()
        owner.press("Send the invitation")
        owner.sees("The invitation is on its way to mara@example.com.")
        assert axe.findings(first) == axe.sideways(first) == axe.small_targets(first) == []

        second.goto(mara.link_from(town, "Join Tape House"))
        mara.sees("Runs bookings, messages, rooms, prices and the team.")
        second.get_by_label("Your name").fill(mara.name)
        second.get_by_label("Choose a password").fill(PASSWORD)
        mara.press("Open my account and join")
        mara.sees("you are in the team of Tape House now")
        expect(second.get_by_role("heading", name="Today")).to_be_visible()
        mara.press("More")
        second.get_by_role("link", name="Studios", exact=True).click()
        mara.follow("Tape House")
        mara.sees("Booking terms")
        assert not second.get_by_role("link", name="Payments").count()

        first.reload()
        owner.follow("Remove: Mara Neu")
        owner.press("Remove from the team")
        owner.sees("Mara Neu is no longer in the team of Tape House.")

        # The page that was open when it happened.
        mara.follow("Booking terms")
        mara.sees("There is nothing at this address.")
        mara.follow("Find a studio")
        second.goto("/manage")
        mara.sees("No studio yet")
