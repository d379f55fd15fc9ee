"""What of the children's logs belongs on the terminal: warnings, errors and whole tracebacks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ALARMING = re.compile(r"\b(warning|error|critical|exception)\b", re.IGNORECASE)
TRACEBACK = "Traceback (most recent call last)"


@dataclass(slots=True)
class LogWatch:
    """Reads one log file as it grows."""

    name: str
    path: Path
    position: int = 0
    in_traceback: bool = False

    def new_alarms(self) -> Iterable[str]:
        """The alarming lines that were finished since the last call, prefixed by the name."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(self.position)
            for line in file:
                if not line.endswith(b"\n"):
                    return
                self.position += len(line)
                text = line.decode(errors="replace").rstrip()
                if self._is_alarming(text):
                    yield f"{self.name:>8} | {text}"

    def skip_to_end(self) -> None:
        """Forget what was written until now."""
        self.position = self.path.stat().st_size if self.path.exists() else 0

    def _is_alarming(self, text: str) -> bool:
        if TRACEBACK in text:
            self.in_traceback = True
            return True
        if self.in_traceback:
            self.in_traceback = text.startswith((" ", "\t")) or not text
            return True
        return bool(ALARMING.search(text))
