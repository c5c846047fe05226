"""Kill the workers that tell and send, and look at what people and receivers have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.db import connection

from tests.issues.cases import bring, make_issue
from tests.messaging.channels import make_channel
from tests.people import SUPERVISOR, make_account, make_city
from wenming.kernel.models import Event
from wenming.kernel.queries.events import verify_chain
from wenming.messaging.enums import NEWS
from wenming.messaging.models import Delivery, Notice

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def tell_and_kill(folder: Path, *, issues: int, times: int) -> int:
    """Dispatch issues and answer them, let killed workers tell of it; assert that all arrived and is shown once. Return how often one was killed."""
    make_account(SUPERVISOR)
    for number in range(issues):
        bring(make_issue(f"第 {number} 件"), "answered")
    log = folder / "received.jsonl"
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "WENMING_WEBHOOK_HOSTS": "127.0.0.1",
    }
    receiver = subprocess.Popen(
        [sys.executable, str(HERE / "receiver.py"), str(log)], stdout=subprocess.PIPE, text=True, env=environment
    )
    try:
        port = receiver.stdout.readline().strip()
        make_channel("webhook", f"http://127.0.0.1:{port}/hook")
        make_channel("dingtalk_robot", f"http://127.0.0.1:{port}/robot", secret="SECx")
        command = [sys.executable, str(HERE / "crash.py"), str(connection.settings_dict["NAME"]), str(times)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=1800, check=False)
    finally:
        receiver.terminate()
        receiver.wait()
        receiver.stdout.close()
    assert done.returncode == 0, done.stderr
    _assert_all_arrived([json.loads(line) for line in log.read_text().splitlines()], issues)
    return int(done.stdout)


def _assert_all_arrived(received: list[dict[str, Any]], issues: int) -> None:
    city = make_city()
    events = Event.objects.in_city(city).filter(kind__in=("issue.dispatched", "issue.answered"))
    # shown once: one line in one inbox for each step, and its turn handed on
    lines = Counter(Notice.objects.in_city(city).values_list("news", "number"))
    assert (len(lines), set(lines.values())) == (2 * issues, {1})
    still_open = Notice.objects.in_city(city).filter(done_at__isnull=True)
    assert set(still_open.values_list("news", flat=True)) == {"issue.answered"}
    # sent at least once: each delivery's id came, and by its id once
    rows = Delivery.objects.in_city(city).select_related("channel")
    hooks = [row for row in rows if row.channel.kind == "webhook"]
    assert {(row.state, row.error) for row in rows} == {("sent", "")}
    # some were killed while they were being sent, and sent again
    assert max(row.attempts for row in rows) > 1
    assert (len(rows), len(hooks), events.count()) == (4 * issues, 2 * issues, 2 * issues)
    came = {one["headers"]["webhook-id"]: one["body"] for one in received if one["path"] == "/hook"}
    assert set(came) == {f"msg_{row.uid.hex}" for row in hooks}
    said = "".join(json.loads(one["body"])["markdown"]["text"] for one in received if one["path"].startswith("/robot"))
    missing = [row.items for row in hooks if f"{NEWS[row.kind]} [{row.items[0]['number']}]" not in said]
    assert (missing, verify_chain(city).whole) == ([], True)
