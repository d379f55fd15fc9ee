"""Reading requests as strictly as Stripe: nested forms, every parameter known and of its type."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from tests.standins.stripe.refusal import Refusal

Check = Callable[[Any], Any]
#: Names that end in "?" may be left out. A list holds the shape of each of its elements.
Shape = dict[str, Any]

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """`a[b][0]=c` as {"a": {"b": ["c"]}}."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        match = _NAME.fullmatch(name)
        if match is None:
            raise Refusal(f"Invalid parameter name: {name}", is_early=True)
        path = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
        _put(found, path, value)
    return {name: _lists(value) for name, value in found.items()}


def _put(found: dict[str, Any], path: list[str], value: str) -> None:
    for name in path[:-1]:
        found = found.setdefault(name or str(len(found)), {})
        if not isinstance(found, dict):
            raise Refusal("Parameters contradict each other.", is_early=True)
    found[path[-1] or str(len(found))] = value


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and set(value) == {str(i) for i in range(len(value))}:
        return [_lists(value[str(i)]) for i in range(len(value))]
    return {name: _lists(inner) for name, inner in value.items()}


def checked(given: Any, shape: Shape, path: str = "") -> dict[str, Any]:
    """The parameters in their types. Refuses unknown, missing and odd ones by name."""
    if not isinstance(given, dict):
        raise Refusal("Invalid object", code="parameter_invalid", param=path, is_early=True)
    allowed = {name.rstrip("?"): inner for name, inner in shape.items()}
    for name in given.keys() - allowed.keys():
        raise _bad("Received unknown parameter", _at(path, name), "parameter_unknown")
    for name in shape:
        if not name.endswith("?") and name not in given:
            raise _bad("Missing required param", _at(path, name), "parameter_missing")
    return {name: _value(given[name], allowed[name], _at(path, name)) for name in given}


def _value(given: Any, shape: Any, path: str) -> Any:
    if isinstance(shape, dict):
        return checked(given, shape, path)
    if isinstance(shape, list):
        if not isinstance(given, list):
            raise _bad("Invalid array", path, "parameter_invalid")
        return [_value(one, shape[0], f"{path}[{i}]") for i, one in enumerate(given)]
    try:
        return shape(given)
    except (ValueError, TypeError):
        raise _bad("Invalid value for", path, "parameter_invalid") from None


def _bad(what: str, path: str, code: str) -> Refusal:
    return Refusal(f"{what}: {path}", code=code, param=path, is_early=True)


def _at(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


def text(limit: int = 5000) -> Check:
    """A text that is not empty."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or not 0 < len(value) <= limit:
            raise ValueError
        return value

    return check


def whole(lowest: int, highest: int = 99_999_999) -> Check:
    """A whole number, written in digits."""

    def check(value: Any) -> int:
        if not isinstance(value, str) or not re.fullmatch(r"-?\d{1,12}", value, re.ASCII):
            raise ValueError
        if not lowest <= int(value) <= highest:
            raise ValueError
        return int(value)

    return check


def one_of(*words: str) -> Check:
    """One of these words."""

    def check(value: Any) -> str:
        if value not in words:
            raise ValueError
        return str(value)

    return check


def flag(value: Any) -> bool:
    """`true` or `false`, as a form spells it."""
    return {"true": True, "false": False}[value] if value in ("true", "false") else _never()


def switch(value: Any) -> bool:
    """A truth value of JSON."""
    return value if isinstance(value, bool) else bool(_never())


def currency(value: Any) -> str:
    """Three letters, small."""
    return str(value) if re.fullmatch(r"[a-z]{3}", value, re.ASCII) else str(_never())


def email(value: Any) -> str:
    """Something with an @ in it."""
    return str(value) if re.fullmatch(r"[^@\s]+@[^@\s]+", value) else str(_never())


def web_address(value: Any) -> str:
    """An address of the web, of at most 5 000 characters."""
    parts = urlsplit(value)
    is_good = parts.scheme in ("http", "https") and parts.netloc and len(value) <= 5000
    return str(value) if is_good else str(_never())


def metadata(value: Any) -> dict[str, str]:
    """Up to 50 names of 40 characters with values of 500."""
    if not isinstance(value, dict) or len(value) > 50:
        raise ValueError
    if any(
        len(name) > 40 or not isinstance(it, str) or len(it) > 500 for name, it in value.items()
    ):
        raise ValueError
    return value


def _never() -> bool:
    raise ValueError
