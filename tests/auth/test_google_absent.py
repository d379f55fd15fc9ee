"""An installation that Google does not know."""

from tests.support.client import PageClient


def test_there_is_no_button_and_the_address_is_no_dead_end(client: PageClient):
    assert "Google" not in client.get("/auth/login").text
    assert "Google" not in client.get("/auth/register").text
    answer = client.submit("/auth/google", {}, page="/auth/login")
    assert answer.status_code == 503
    assert "/auth/link" in answer.text
