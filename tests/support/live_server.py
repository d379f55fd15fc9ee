"""The app behind a real socket, for tests that need a browser or many clients at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import make_server


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve in threads of this process until the block ends; yields http://127.0.0.1:port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, name="live-server")
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    usual = app.config["BASE_URL"]
    app.config["BASE_URL"] = address
    try:
        yield address
    finally:
        app.config["BASE_URL"] = usual
        server.shutdown()
        thread.join()
        server.server_close()
