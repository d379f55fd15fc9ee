"""The code as the house tests read it: modules, their room in the house, what they import."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "studiobook"

#: Bottom up; whoever stands further right may call whoever stands further left.
DOMAINS = (
    "geographic", "users", "auth", "companies", "studios", "teams", "rooms", "bookings",
    "payments", "messages", "privacy", "discovery", "admin",
)  # fmt: skip
PURE = {
    "quote", "terms", "price_list", "openings", "states", "errors", "events", "models", "viewer",
    "lines",
}  # fmt: skip
EDGES = {"routes", "forms", "pages", "webhooks", "jobs", "mails", "cli"}


@dataclass(frozen=True)
class Module:
    """One Python file of the package."""

    path: Path

    @property
    def name(self) -> str:
        """Dotted, such as studiobook.rooms.occupy."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    @property
    def parts(self) -> tuple[str, ...]:
        """Below the package: ("rooms", "occupy")."""
        return tuple(self.name.split(".")[1:])

    @property
    def domain(self) -> str | None:
        """The domain it lives in, if any."""
        return self.parts[0] if self.parts and self.parts[0] in DOMAINS else None

    @cached_property
    def tree(self) -> ast.Module:
        """Parsed."""
        return ast.parse(self.path.read_text())

    def imports(self) -> Iterator[str]:
        """Every module it imports, wherever in the file; members of packages as modules too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


@lru_cache(1)
def modules() -> tuple[Module, ...]:
    """All of the package."""
    return tuple(Module(path) for path in sorted(PACKAGE.rglob("*.py")))


def templates() -> list[Path]:
    """Every template that becomes a page or a mail of ours."""
    return sorted(path for path in PACKAGE.rglob("*.html"))
