"""Who may import whom."""

from collections.abc import Iterator

from tests.house.source import DOMAINS, EDGES, PURE, Module, modules

#: An SDK and the only places that may import it.
HOMES = {
    "stripe": ("payments.gateways.stripe",),
    "square": ("payments.gateways.square",),
    "boto3": ("files.s3",),
    "botocore": ("files.s3",),
    "PIL": ("files.images",),
    "pillow_heif": ("files.images",),
    "authlib": ("auth.google",),
    "fontTools": ("web.paper_fonts",),
    "fpdf": ("web.paper_press",),
    "htmx_flask": ("web.htmx",),
    "redis": ("queue", "background"),
    "rq": ("queue", "background"),
}
WIRING = {"app", "schedule", "extensions", "settings"}
FRAMEWORK = {"flask", "flask_login", "flask_wtf", "wtforms", "rq", "redis", "stripe", "square"}


def ours() -> Iterator[Module]:
    """What runs in production: the development tools may do as they like."""
    return (module for module in modules() if module.parts[:1] != ("dev",))


def top(name: str) -> str:
    return name.split(".", maxsplit=1)[0]


def below(name: str) -> str:
    return name.removeprefix("studiobook.")


def test_values_stand_on_the_standard_library_alone() -> None:
    import sys

    strangers = [
        (module.name, name)
        for module in ours()
        if module.parts[:1] == ("values",)
        for name in module.imports()
        if top(name) not in sys.stdlib_module_names and not name.startswith("studiobook.values")
    ]
    assert not strangers


def test_each_sdk_is_imported_in_its_one_place() -> None:
    strays = [
        (module.name, name)
        for module in ours()
        for name in module.imports()
        if top(name) in HOMES and not below(module.name).startswith(HOMES[top(name)])
    ]
    assert not strays


def test_nothing_but_the_entry_point_imports_the_development_tools() -> None:
    assert not [
        (module.name, name)
        for module in ours()
        for name in module.imports()
        if name.startswith("studiobook.dev")
    ]


def test_domains_call_downwards_only() -> None:
    climbing = [
        (module.name, name)
        for module in ours()
        if module.domain
        for name in module.imports()
        if name.startswith("studiobook.")
        and (other := below(name).split(".")[0]) in DOMAINS
        and DOMAINS.index(other) > DOMAINS.index(module.domain)
    ]
    assert not climbing


def test_no_domain_uses_the_edges_of_another() -> None:
    strays = [
        (module.name, name)
        for module in ours()
        if module.domain
        for name in module.imports()
        if name.startswith("studiobook.")
        and (parts := below(name).split("."))[0] in DOMAINS
        and parts[0] != module.domain
        and len(parts) > 1
        and parts[1] in {"routes", "forms", "pages"}
    ]
    assert not strays


def is_inside(module: Module) -> bool:
    """Below the edges: models, states, rules, reads and verbs."""
    return (
        module.domain is not None
        and module.domain != "admin"
        and len(module.parts) == 2
        and module.parts[1] not in EDGES
    )


def test_the_inside_of_a_domain_knows_no_framework() -> None:
    edges = {
        # Sign-in is a conversation with the browser's session and the provider: edges by nature.
        "auth.google", "auth.google_offer", "auth.login_session", "auth.limits",
        "auth.known_device",
        "auth.link_google", "auth.browser_name", "auth.in_app_browser", "auth.next_page",
        # The keys that seal are the app's, as its gateways are.
        "payments.seal",
    }  # fmt: skip
    strays = [
        (module.name, name)
        for module in ours()
        if is_inside(module) and below(module.name) not in edges
        for name in module.imports()
        if top(name) in FRAMEWORK
    ]
    assert not strays


def test_the_inside_of_a_domain_knows_no_web_and_no_mail() -> None:
    edges = {"auth.google", "auth.login_session", "auth.limits"}
    strays = [
        (module.name, name)
        for module in ours()
        if is_inside(module) and below(module.name) not in edges
        for name in module.imports()
        if name.startswith(("studiobook.web", "studiobook.mail", "studiobook.files"))
    ]
    assert not strays


def test_pure_rules_neither_read_nor_write_the_database() -> None:
    strays = [
        (module.name, name)
        for module in ours()
        if module.domain and module.parts[-1] in PURE - {"models"}
        for name in module.imports()
        if name == "studiobook.db.base.db"
    ]
    assert not strays


def test_bookings_do_not_know_how_they_are_paid() -> None:
    assert not [
        (module.name, name)
        for module in ours()
        if module.domain == "bookings"
        for name in module.imports()
        if name.startswith("studiobook.payments")
    ]
