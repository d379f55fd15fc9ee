"""Every route declares who may come in, is spelled as the others are, and only POST changes."""

import re

from flask import Flask
from werkzeug.routing import Rule

HTML = {"GET", "HEAD", "OPTIONS", "POST"}
MACHINES = {"webhooks", "health", "assets", "files"}
HANDLER = re.compile(r"(show|list|new|create|edit|update|serve|receive|start|finish)_?\w*")


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_route_declares_who_may_come_in(app: Flask) -> None:
    undeclared = [
        rule.endpoint
        for rule in rules(app)
        if not hasattr(app.view_functions[rule.endpoint], "access_rule")
    ]
    assert not undeclared


def test_pages_use_get_and_post_only(app: Flask) -> None:
    assert not [rule.endpoint for rule in rules(app) if (rule.methods or set()) - HTML]


def test_no_address_answers_both_to_reading_and_to_changing_in_one_view(app: Flask) -> None:
    both = [rule.endpoint for rule in rules(app) if {"GET", "POST"} <= (rule.methods or set())]
    assert not both


def test_addresses_are_lower_case_with_hyphens(app: Flask) -> None:
    odd = [
        rule.rule
        for rule in rules(app)
        if re.sub(r"<[^>]+>", "", rule.rule) != re.sub(r"<[^>]+>", "", rule.rule).lower()
        or "_" in re.sub(r"<[^>]+>", "", rule.rule)
    ]
    assert not odd


def test_handlers_are_called_by_what_they_do(app: Flask) -> None:
    odd = [
        rule.endpoint
        for rule in rules(app)
        if not HANDLER.fullmatch(rule.endpoint.rpartition(".")[2])
    ]
    assert not odd


def test_every_unsafe_route_wants_its_token(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    open_doors = []
    for rule in rules(app):
        if "POST" not in (rule.methods or set()) or rule.endpoint.split(".")[0] in MACHINES:
            continue
        path = re.sub(r"<[^>]+>", "1", rule.rule)
        if client.post(path).status_code not in (400, 403):
            open_doors.append(rule.endpoint)
    assert not open_doors


def test_no_unsafe_route_listens_to_another_site(app: Flask) -> None:
    client = app.test_client()
    for rule in rules(app):
        if "POST" not in (rule.methods or set()) or rule.endpoint.split(".")[0] in MACHINES:
            continue
        path = re.sub(r"<[^>]+>", "1", rule.rule)
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://evil.example"},
        ):
            assert client.post(path, headers=headers).status_code == 403, rule.endpoint
