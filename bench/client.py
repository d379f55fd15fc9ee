"""A browser without eyes: one kept-alive connection, cookies, and the forms' hidden token."""

import http.client
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="csrf_token"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `body` is as sent, so possibly compressed."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body of an answer that was asked for uncompressed."""
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody's cookies and the token of the form before them."""

    cookies: dict[str, str]
    token: str


class Client:
    """One visitor on one connection."""

    def __init__(self, address: str) -> None:
        self._host = urlsplit(address).netloc
        self._connection: http.client.HTTPConnection | None = None
        self._cookies: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> Answer:
        """Read a page."""
        return self._send("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        """Send a form."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self._send("POST", path, urlencode(fields).encode(), headers)

    def post_body(self, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        """Send something else."""
        return self._send("POST", path, body, headers)

    def token(self, path: str) -> str:
        """The hidden token of a form on a page."""
        answer = self.get(path)
        found = TOKEN.search(answer.text)
        if found is None:
            raise LookupError(f"{path} answered {answer.status} without a form")
        return found.group(1) or found.group(2)

    def become(self, visitor: Visitor) -> None:
        """Go on as somebody else, on the same connection."""
        self._cookies = dict(visitor.cookies)

    def new_visitor(self, path: str) -> Visitor:
        """Forget who we were, and come to a page with a form as somebody new."""
        self._cookies = {}
        token = self.token(path)
        return Visitor(dict(self._cookies), token)

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self._cookies:
            given["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        try:
            response = self._ask(method, path, body, given)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.close()  # the server had enough of the connection: browsers ask once more
            response = self._ask(method, path, body, given)
        content = response.read()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return Answer(response.status, dict(response.headers.items()), content)

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self._host, timeout=60)
            self._connection.connect()
            self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connection.request(method, path, body, headers)
        return self._connection.getresponse()
