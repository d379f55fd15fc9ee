"""Every route says who may come in; a house test refuses one that does not."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Response, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from studiobook.errors import Forbidden
from studiobook.web.htmx import go_to

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Rule:
    """Who may come in at the door. What they may do to one object is its domain's policy."""

    name: str
    allows: Callable[[], bool]
    #: The domain policy that the view asks about its object, for the access matrix.
    policy: str | None = None


public = Rule("public", lambda: True)
signed_in = Rule("signed_in", lambda: bool(current_user.is_authenticated))
owner = Rule("owner", lambda: bool(current_user.is_owner))
#: Signed in; what they may do there is asked of teams/policies.py for the studio in question.
staff = Rule("staff", lambda: bool(current_user.is_authenticated), "studiobook.teams.policies.may")
admin = Rule("admin", lambda: bool(current_user.is_admin))


def guarded_by(policy: Callable[..., bool]) -> Rule:
    """Open at the door; the view loads its object through `policy` and answers 404 otherwise."""
    return Rule("object", lambda: True, f"{policy.__module__}.{policy.__name__}")


def access(rule: Rule) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """Declare and enforce the rule of a view. Put it directly above the function."""

    def declare(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            if rule.allows():
                return view(*args, **kwargs)
            if not current_user.is_authenticated:
                return to_sign_in()
            raise Forbidden

        guarded.access_rule = rule  # type: ignore[attr-defined]  # read by the house tests
        return guarded

    return declare


def to_sign_in() -> BaseResponse:
    """Off to signing in, and back to this page afterwards (or to where its form stood)."""
    here = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return go_to(url_for("auth.show_login", next=here))
