"""A process that has everything loaded, out of which web servers and unpacking jobs grow as processes of their own, to be killed without a word."""

from __future__ import annotations

import os
import signal
import time
import warnings
from contextlib import suppress
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.urls import get_resolver
from django.utils import timezone

PATIENCE = 60


class Threads(ThreadingMixIn, WSGIServer):
    """A server of several requests at once."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Says nothing of requests."""

    def log_message(self, *_said: Any) -> None:
        """Say nothing."""


def unpack(pk: int) -> None:
    """Do what the job does until all is there."""
    from wenming.materials.actions import unpack_batch
    from wenming.materials.models import PaperBatch

    batch = PaperBatch.objects.across_cities().select_related("city").get(pk=pk)
    while not unpack_batch(batch=batch, at=timezone.now(), most=5):
        pass


class Stem:
    """Lets processes grow on the database of the test, and kills them. It is split off before any thread runs or any connection is open."""

    def __init__(self) -> None:
        self.kills = 0
        # what a first request would load, loaded once for all that grow
        assert get_resolver().url_patterns
        connections.close_all()
        asked, self._ask = os.pipe()
        self._told, told = os.pipe()
        self.process = _fork()
        if self.process == 0:
            with suppress(BaseException):
                os.close(self._ask)
                os.close(self._told)
                _grow_all(asked, told)
            os._exit(0)
        os.close(asked)
        os.close(told)

    def grow(self, what: str) -> tuple[int, int]:
        """Start "serve" or "unpack <batch>"; return the process, and its port."""
        os.write(self._ask, f"{what}\n".encode())
        process, port = os.read(self._told, 100).split()
        return int(process), int(port)

    def kill(self, process: int) -> None:
        """Kill a process, and return when it is gone."""
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
            self.kills += 1
        self.wait(process)

    def wait(self, process: int) -> None:
        """Return when a process is gone."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                return
            time.sleep(0.005)
        raise AssertionError("the process does not end")

    def end(self) -> None:
        """End the stem."""
        os.close(self._ask)
        os.close(self._told)
        os.waitpid(self.process, 0)


def _fork() -> int:
    with warnings.catch_warnings():
        # other threads of the test run do not touch what the child uses
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _grow_all(asked: int, told: int) -> None:
    """Start what is asked for, line by line, until nobody asks any more."""
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    application = WSGIHandler()
    with os.fdopen(asked) as lines:
        for line in lines:
            what, _blank, key = line.strip().partition(" ")
            server = Threads(("127.0.0.1", 0), Quiet) if what == "serve" else None
            child = _fork()
            if child == 0:
                if server:
                    server.set_app(application)
                    server.serve_forever()
                unpack(int(key))
                os._exit(0)
            os.write(told, f"{child} {server.server_port if server else 0}\n".encode())
            if server:
                server.server_close()
