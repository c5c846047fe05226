"""A web server that is killed, and the wire to it that is cut in the middle of what goes over it."""

from __future__ import annotations

import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
RESET = struct.pack("ii", 1, 0)
"""Closing sends a reset instead of a farewell, as a lost signal does."""


class Server:
    """granian with the application, on the database of the test; killed without a word, and started anew on the same port."""

    def __init__(self) -> None:
        self.port, self.kills = free_port(), 0
        self.start()

    def start(self) -> None:
        """Start it and return when it answers."""
        env = {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "tests.onsite.served",
            "FIELD_DATABASE": str(connection.settings_dict["NAME"]),
            "FIELD_FILES": str(settings.FILES_FOLDER),
        }
        command = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error", "--host", "127.0.0.1"]
        options = ["--workers", "1", "--blocking-threads", "3", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, *command, *options, "wenming.config.wsgi:application"],
            cwd=ROOT,
            env=env,
            start_new_session=True,
        )
        until = time.monotonic() + PATIENCE
        while not self.answers():
            assert self.process.poll() is None, "the server ended at once"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether it is well."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as reply:
                return reply.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def kill(self) -> None:
        """Kill it with all of its workers, whatever they are doing."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1


class Wire:
    """Leads from an address of its own to the server; ``cut_after`` so many bytes upward everything on it breaks off."""

    def __init__(self, port: int) -> None:
        self.upstream, self.cuts, self.sent = port, 0, 0
        self.budget: int | None = None
        self.lock = threading.Lock()
        self.open: set[socket.socket] = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take the wire down."""
        self.listener.close()
        self.cut()

    def cut_after(self, count: int) -> None:
        """Let so many more bytes up, then cut."""
        with self.lock:
            self.budget = count

    def cut(self) -> None:
        """Break off everything now."""
        with self.lock:
            lost, self.open = self.open, set()
        for end in lost:
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self.listener.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", self.upstream), timeout=5)
                except OSError:
                    near.close()
                    continue
                far.settimeout(None)
                with self.lock:
                    self.open |= {near, far}
                for ends, up in (((near, far), True), ((far, near), False)):
                    threading.Thread(target=self._pump, args=(*ends, up), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, up: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if up and self._counted(len(data)):
                    target.sendall(data[: len(data) // 2])
                    self.cut()
                    return
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        with self.lock:
            self.open -= {source, target}

    def _counted(self, count: int) -> bool:
        """Count bytes upward; tell whether the wire is to be cut at these."""
        with self.lock:
            self.sent += count
            if self.budget is None:
                return False
            self.budget -= count
            if self.budget > 0:
                return False
            self.budget, self.cuts = None, self.cuts + 1
            return True
