"""Many files sent to a real server that is killed in the middle, and sent on to the next one; a zip whose job is killed. What was acknowledged must be there, once."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from queue import Empty, Queue
from typing import Any

from django.conf import settings
from django.test import Client

from tests.materials.cases import make_supplier
from tests.materials.stem import PATIENCE, Stem
from tests.people import AT, HOME, LIAISON, make_account, make_city
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.queries.events import verify_chain
from wenming.materials import actions
from wenming.materials.models import PaperBatch

AT_ONCE = 3


@contextmanager
def growing() -> Iterator[Stem]:
    """Yield a stem; it ends with the test."""
    stem = Stem()
    try:
        yield stem
    finally:
        stem.end()


class Sender:
    """Sends files as the page does: three at a time, each until it is acknowledged."""

    def __init__(self, batch: PaperBatch, files: dict[str, bytes]) -> None:
        client = Client()
        client.force_login(make_account(LIAISON))
        token = "t" * 32
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}",
            "X-CSRFToken": token,
        }
        self.address = f"/{HOME}/materials/batches/{batch.pk}/files/"
        self.files, self.port, self.failed = files, 0, 0
        self.acknowledged: dict[str, str] = {}
        self.queue: Queue[str] = Queue()
        for path in files:
            self.queue.put(path)

    def run(self) -> list[threading.Thread]:
        """Send until everything is acknowledged."""
        threads = [threading.Thread(target=self._work, daemon=True) for _number in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        return threads

    def _work(self) -> None:
        """Send one file after the other; what was not answered is sent again."""
        with suppress(Empty):
            while True:
                path = self.queue.get_nowait()
                try:
                    answer = self.send(path)
                except (OSError, http.client.HTTPException, ValueError):
                    self.failed += 1
                    self.queue.put(path)
                    time.sleep(0.02)
                else:
                    self.acknowledged[path] = answer["digest"]

    def send(self, path: str) -> Any:
        """Send one file; return the answer."""
        mark = "=-=-=-mark-=-=-="
        body = (
            f'--{mark}\r\nContent-Disposition: form-data; name="path"\r\n\r\n{path}\r\n'
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="file.txt"\r\n\r\n'
        ).encode() + self.files[path] + f"\r\n--{mark}--\r\n".encode()  # fmt: skip
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            wire.request(
                "POST", self.address, body, {**self.headers, "Content-Type": f"multipart/form-data; boundary={mark}"}
            )
            reply = wire.getresponse()
            said = reply.read()
            assert reply.status < 500 or reply.status == 503, said[-2000:]
            return json.loads(said)
        finally:
            wire.close()


def make_files(count: int, seed: int) -> dict[str, bytes]:
    """Return so many small files in folders, some of them with the same bytes."""
    draw = random.Random(seed)
    return {
        f"第{number % 5}组/材料{number:03}.txt": f"文字 {draw.randint(0, count * 4)}\n".encode() * draw.randint(1, 400)
        for number in range(count)
    }


def send_and_kill(count: int, kills: int, seed: int) -> int:
    """Send a folder through a server that is killed so many times; return how many requests broke off."""
    draw = random.Random(seed)
    batch = actions.begin_batch(unit=make_supplier(), name=f"第{seed}批", by=make_account(LIAISON), at=AT)
    sender = Sender(batch, make_files(count, seed))
    with growing() as stem:
        process, sender.port = stem.grow("serve")
        threads = sender.run()
        for number in range(kills):
            goal = count * (number + 1) // (kills + 2)
            until = time.monotonic() + PATIENCE
            while len(sender.acknowledged) < goal:
                assert time.monotonic() < until, "nothing goes on"
                time.sleep(0.002)
            time.sleep(draw.random() * 0.03)
            stem.kill(process)
            process, sender.port = stem.grow("serve")
        for thread in threads:
            thread.join(PATIENCE)
        assert_there_once(batch, sender)
        # the same folder once more: nothing comes twice
        for path in draw.sample(sorted(sender.files), 5):
            sender.acknowledged[path] = sender.send(path)["digest"]
        assert_there_once(batch, sender)
        stem.kill(process)
        assert stem.kills == kills + 1
    return sender.failed


def assert_there_once(batch: PaperBatch, sender: Sender) -> None:
    """Every file was acknowledged, has one record with the digest of its bytes, and lies on the disk; the chain is whole."""
    expected = {path: sha256(content).hexdigest() for path, content in sender.files.items()}
    assert sender.acknowledged == expected
    _assert_kept(batch, expected)


def _assert_kept(batch: PaperBatch, expected: dict[str, str]) -> None:
    rows = list(batch.files.select_related("file").order_by("path"))
    assert [(one.path, one.digest, one.file.sha256) for one in rows] == [
        (path, digest, digest) for path, digest in sorted(expected.items())
    ]
    assert len({one.file_id for one in rows}) == len(rows)
    assert all(sha256(path_of(HOME, digest).read_bytes()).hexdigest() == digest for digest in expected.values())
    assert verify_chain(make_city()).whole


def unpack_and_kill(count: int, kills: int, seed: int, package: Any) -> None:
    """Unpack a zip by a job that is killed so many times; every member is there once."""
    draw = random.Random(seed)
    files = make_files(count, seed + 1)
    batch = actions.begin_batch(unit=make_supplier(), name=f"第{seed}包", by=make_account(LIAISON), at=AT)
    zipped = package(*files.items())
    actions.receive_archive(batch=batch, name="材料.zip", chunks=[zipped], by=make_account(LIAISON), at=AT)
    with growing() as stem:
        for number in range(kills):
            process, _port = stem.grow(f"unpack {batch.pk}")
            goal, until = count * (number + 1) // (kills + 2), time.monotonic() + PATIENCE
            while batch.files.count() < goal and time.monotonic() < until:
                time.sleep(0.002)
            time.sleep(draw.random() * 0.03)
            stem.kill(process)
        batch.refresh_from_db()
        assert (stem.kills, batch.state, batch.files.count() < count) == (kills, "receiving", True)
        process, _port = stem.grow(f"unpack {batch.pk}")
        stem.wait(process)
    batch.refresh_from_db()
    assert (batch.state, batch.awaited) == ("sorting", count)
    _assert_kept(batch, {path: sha256(content).hexdigest() for path, content in files.items()})
