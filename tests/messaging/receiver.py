"""A receiver of webhooks: in a thread of the test, or as a process of its own that writes down all it is sent."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class Receiver:
    """What came in: (path, headers, body). ``answers`` are (status, headers, body), one a request; after the last, 200."""

    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Keep a request and return its answer."""
        self.requests.append((path, headers, body))
        return self.answers.pop(0) if self.answers else (200, {}, b'{"errcode": 0}')


class Log(Receiver):
    """Appends each request's id and body to a file before it answers."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = Path(path)

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        line = {"path": path, "headers": headers, "body": body.decode()}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        return 200, {}, b'{"errcode": 0}'


def serve(receiver: Receiver) -> ThreadingHTTPServer:
    """Return a server on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, more, said = receiver.take(self.path, headers, body)
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Run a receiver while the block runs."""
    receiver = Receiver()
    server = serve(receiver)
    receiver.url = f"http://127.0.0.1:{server.server_port}/in"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


if __name__ == "__main__":
    running = serve(Log(sys.argv[1]))
    sys.stdout.write(f"{running.server_port}\n")
    sys.stdout.flush()
    running.serve_forever()
