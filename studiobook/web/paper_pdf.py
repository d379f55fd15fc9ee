"""Papers as PDF, drawn by a press in a process of its own.

The library and its fonts take some 50 MB that a web process would never give back; a short-lived
one does. It takes most of a second, so a web process runs one at a time.
"""

import json
import subprocess
import sys
import threading

from studiobook.web.paper import Paper

PRESS = (sys.executable, "-m", "studiobook.web.paper_press")
LONGEST_SECONDS = 20
_turn = threading.Lock()


def as_pdf(paper: Paper) -> bytes:
    """The paper as a file; the same paper gives the same bytes.

    Raises subprocess.SubprocessError when the press fails, which is a mistake of ours.
    """
    with _turn:
        done = subprocess.run(  # noqa: S603  # our own program; the paper goes in as data
            PRESS,
            input=json.dumps(paper.to_json()).encode(),
            capture_output=True,
            check=True,
            timeout=LONGEST_SECONDS,
        )
    return done.stdout
