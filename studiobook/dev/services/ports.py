"""Which TCP ports of this machine are free."""

import socket

LOOPBACK = "127.0.0.1"
NEIGHBOURS = 20
#: Those near ours that browsers refuse to open, because other protocols live there.
REFUSED = frozenset({5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6697, 10080})


def free_port(preferred: int = 0) -> int:
    """The preferred port, or one of its next neighbours, or any that the system has left.

    Never one that browsers refuse.
    """
    if preferred:
        for port in range(preferred, preferred + NEIGHBOURS):
            if port not in REFUSED and is_free(port):
                return port
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether nobody listens on the port, on either name that a browser gives to localhost."""
    if answers(port) or answers(port, host="::1"):
        return False
    with socket.socket() as probe:
        # Without this a port in TIME_WAIT, seconds after a restart, would look busy.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def answers(port: int, *, host: str = LOOPBACK) -> bool:
    """Whether something accepts connections there."""
    try:
        with socket.create_connection((host, port), timeout=0.5):
            return True
    except OSError:
        return False
