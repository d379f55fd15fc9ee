"""From a guest's account to a studio: a link in the menu, and in every page's footer."""

import pytest

from tests.factories.sign_in import sign_in
from tests.factories.world import make_owner, make_user

LINK = '<a class="menu-item" href="/manage/studios/new">List your studio</a>'


@pytest.mark.parametrize(("is_owner", "is_shown"), [(False, True), (True, False)])
def test_whoever_owns_none_finds_it_in_the_menu(client, is_owner, is_shown):
    sign_in(client, make_owner() if is_owner else make_user())
    assert (LINK in client.get("/account").text) is is_shown


def test_it_stands_in_the_footer_and_leads_through_the_company(client):
    assert 'class="hit" href="/manage/studios/new">List your studio' in client.get("/").text
    sign_in(client, make_user())
    assert client.get("/manage/studios/new").location == "/manage/company/new"
