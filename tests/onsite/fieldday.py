"""A day in the field, lived through in a real browser: everything said without a network, sent over a wire that breaks, compared at the end."""

from __future__ import annotations

import io
import os
import random
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from tests.checklists import adopt_example
from tests.inspections.fieldwork_cases import make_field_round, make_member, make_visits
from tests.onsite.wires import Server, Wire
from tests.people import INSPECTOR, make_city
from tests.sites.places import make_site, make_unit

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
}
KIND = "背街小巷"
VERDICTS = ("met", "unmet", "not_applicable")
READ = """async () => {
  const names = (await indexedDB.databases()).map((one) => one.name).filter((name) => name.includes(':'));
  const database = await new Promise((resolve) => { const ask = indexedDB.open(names[0]); ask.onsuccess = () => resolve(ask.result); });
  const all = (store) => new Promise((resolve) => { const ask = database.transaction(store).objectStore(store).getAll(); ask.onsuccess = () => resolve(ask.result); });
  const one = (key) => new Promise((resolve) => { const ask = database.transaction('blobs').objectStore('blobs').get(key); ask.onsuccess = () => resolve(ask.result); });
  const [answers, findings] = WHOLE ? [await all('answers'), await all('findings')] : [[], []];
  const [files, outbox] = [await all('files'), await all('outbox')];
  for (const file of WHOLE ? files : []) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await (await one(file.key)).arrayBuffer()));
    file.digest = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }
  database.close();
  return {answers, findings, files, outbox: outbox.map((entry) => ({kind: entry.kind, failed: entry.failed}))};
}"""
"""What lies on the phone, read past the page's own code; WHOLE: all of it, with the digests of the bytes, else only what is not sent yet."""


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    sites: int
    answers: int
    photos: int
    cuts: int
    kills: int
    restarts: int

    @property
    def items(self) -> int:
        """Check items of a site."""
        return self.answers // self.sites


@dataclass
class Said:
    """What the inspector said, as the test remembers it: (visit, item) -> verdict, and the digest of every photo."""

    verdicts: dict[tuple[int, str], str] = field(default_factory=dict)
    digests: list[str] = field(default_factory=list)


def checklist(items: int) -> str:
    """A checklist of one kind of place with so many items."""
    lines = [
        f"  - {{code: 小巷-{number // 8 + 1:02}-{number:02}, name: {{zh: 第{number}项无垃圾、积水, en: Item {number}}}, site_type: {KIND}, clauses: []}}"
        for number in range(1, items + 1)
    ]
    return "\n".join([
        "format: wenming-checklists/1", "code: field-day", "title: {zh: 检查表, en: Checklist}", 'edition: "1"',
        "sources:", "  made: {zh: 测试用, en: For tests, confidence: unverified}", "source: made", "site_types:",
        f"  - {{code: {KIND}, name: {{zh: {KIND}, en: Lanes}}}}", "check_items:", *lines, "",
    ])  # fmt: skip


def make_day(size: Size) -> list[Any]:
    """A running round of so many sites for the inspector, today; return its visits."""
    from wenming.sites.models import SiteType

    city = make_city()
    adopt_example(checklist(size.items))
    kind = SiteType.objects.create(city=city, name=KIND, checklist=KIND, order=1)
    street = make_unit("柏树街道")
    field_round = make_field_round("running", starts_on=timezone.localdate(), ends_on=timezone.localdate())
    sites = [
        make_site(f"D{number:03}", f"第{number}巷", area=street, type=kind, at=(32.1 + number * 0.001, 114.1))
        for number in range(1, size.sites + 1)
    ]
    return make_visits(field_round, make_member(field_round), sites, on=timezone.localdate())


def make_photo(seed: int) -> bytes:
    """A photo of 12 megapixels and three and a half megabytes, with what a camera writes beside it; no two are alike."""
    noise = np.random.default_rng(seed).integers(0, 256, (750, 1000, 3), dtype=np.uint8)
    picture = Image.fromarray(noise).resize((4000, 3000), Image.Resampling.BILINEAR)
    exif = Image.Exif()
    exif[0x0132], exif[0x010F], exif[0x0110] = "2026:11:26 09:30:00", "Rehearsal", f"Phone {seed}"
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=78, exif=exif)
    return buffer.getvalue()


class Phone:
    """The inspector's phone: one browser profile that outlives the browser."""

    def __init__(self, playwright: Playwright, program: str, folder: Path, url: str) -> None:
        self.playwright, self.program, self.folder, self.url = playwright, program, folder, url
        self.offline, self.restarts = False, 0
        self.complaints: list[str] = []
        self.open()

    def open(self) -> None:
        """Start the browser; the session did not outlive the last one, so the inspector signs in."""
        self.context: BrowserContext = self.playwright.chromium.launch_persistent_context(
            str(self.folder), executable_path=self.program, args=["--no-sandbox", "--disable-gpu"], **PHONE
        )
        self.context.set_default_timeout(20_000)
        self.context.on("weberror", lambda fault: self.complaints.append(str(fault.error)))
        self.sign_in()
        self.context.set_offline(self.offline)
        self.page: Page = self.context.pages[0]

    def sign_in(self) -> None:
        client = Client()
        from tests.people import make_account

        client.force_login(make_account(INSPECTOR))
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.url}])

    def go(self, address: str = "") -> None:
        """Open a screen of the page."""
        self.page.goto(f"{self.url}/onsite/#/{address}")
        expect(self.page.locator("html[data-ready]")).to_be_attached()

    def set_offline(self, offline: bool) -> None:
        self.offline = offline
        self.context.set_offline(offline)

    def close(self) -> None:
        with suppress(Error):
            self.context.close()

    def die(self) -> None:
        """The phone dies: its browser is killed, nothing is put in order."""
        mark = f"--user-data-dir={self.folder}".encode()
        for entry in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                parts = (entry / "cmdline").read_bytes().split(b"\0")
                if mark in parts and not any(part.startswith(b"--type=") for part in parts):
                    os.kill(int(entry.name), signal.SIGKILL)
        self.close()
        (self.folder / "SingletonLock").unlink(missing_ok=True)

    def restart(self, *, killed: bool) -> None:
        """End the browser, by its own or not, and start it anew."""
        self.restarts += 1
        self.die() if killed else self.close()
        self.open()

    def lies_there(self, *, whole: bool = False) -> dict[str, Any]:
        """Return what lies on the phone; ``whole``: everything, and the digests of all bytes, made from the bytes."""
        return self.page.evaluate(READ.replace("WHOLE", "true" if whole else "false"))


FAULTS = ("wire", "wire", "wire", "offline", "reload", "restart", "session")


def plan_of(size: Size, seed: int) -> list[str]:
    """Return what breaks, one after the other."""
    draw = random.Random(f"{seed} cuts")
    plan = [draw.choice(FAULTS) for _cut in range(size.cuts)]
    for place in draw.sample(range(len(plan)), size.kills):
        plan[place] = "kill"
    return plan


class Walk:
    """One day: said without a network, then sent."""

    def __init__(self, phone: Phone, server: Server, wire: Wire, size: Size, seed: int) -> None:
        self.phone, self.server, self.wire, self.size = phone, server, wire, size
        self.draw, self.said = random.Random(seed), Said()
        self.seed, self.plan = seed, plan_of(size, seed)

    def take_along(self) -> None:
        """Open the page once with a network: it and the day lie on the phone then."""
        self.phone.go()
        expect(self.phone.page.locator(".o-stop").first).to_be_visible()
        self.phone.page.evaluate("async () => { await navigator.serviceWorker.ready; }")
        self.phone.set_offline(True)
        self.phone.page.reload()
        expect(self.phone.page.locator(".o-stop").first).to_be_visible()

    def say_everything(self, visits: list[Any]) -> None:
        """Answer every item of every site, photos where something is not met; the page is reloaded and the browser ends in between."""
        places = [(visit.pk, number) for visit in visits for number in range(1, self.size.items + 1)]
        pictured = set(self.draw.sample(places, self.size.photos))
        restarts = set(self.draw.sample(places[1:], self.size.restarts))
        reloads = set(self.draw.sample(places[1:], self.size.restarts))
        for number, place in enumerate(places):
            if place in restarts:
                self.phone.restart(killed=number % 2 == 0)
            if place in reloads:
                self.phone.page.goto("about:blank")
            self.say(*place, picture=place in pictured)

    def say(self, visit: int, number: int, *, picture: bool) -> None:
        """Answer one item."""
        code = f"小巷-{number // 8 + 1:02}-{number:02}"
        page, address = self.phone.page, f"site/{visit}"
        if f"#/{address}" not in page.url:
            self.phone.go(address)
        verdict = "unmet" if picture else self.draw.choice(("met", "not_applicable"))
        item = page.locator(f'[data-item="{code}"]')
        button = item.locator(".o-tri button").nth(VERDICTS.index(verdict))
        button.click()
        if picture:
            self.picture(len(self.said.digests))
            item.scroll_into_view_if_needed()
        expect(button).to_have_attribute("aria-pressed", "true")
        self.said.verdicts[visit, code] = verdict

    def picture(self, number: int) -> None:
        """Choose a photo in the screen of the camera, and save."""
        import hashlib

        page, content = self.phone.page, make_photo(self.seed * 10_000 + number)
        self.said.digests.append(hashlib.sha256(content).hexdigest())
        chosen = {"name": f"IMG_{number:04}.jpg", "mimeType": "image/jpeg", "buffer": content}
        page.locator(".o-camctl input[type=file]").set_input_files(chosen)
        page.locator(".o-savebar .o-btn-xl").click()

    # ---- back in the network

    def send_everything(self) -> None:
        """Send with the outbox open in two tabs, while wire, network, browser and server break; return when nothing is left."""
        self.phone.set_offline(False)
        self.two_tabs()
        # the faults are spread over all that is to be sent
        step = sum(file["size"] for file in self.phone.lies_there()["files"]) // (len(self.plan) + 1)
        for fault in self.plan:
            goal = self.wire.sent + self.draw.randint(1, 2 * step)
            self.until(lambda goal=goal: self.wire.sent > goal or self.is_empty())
            getattr(self, f"break_{fault}")()
        self.until(self.is_empty)

    def two_tabs(self) -> None:
        self.phone.go("outbox")
        second = self.phone.context.new_page()
        second.goto(f"{self.phone.url}/onsite/#/outbox")
        expect(second.locator("html[data-ready]")).to_be_attached()

    def until(self, condition: Any, patience: float = 600) -> None:
        end = time.monotonic() + patience
        while not condition():
            assert time.monotonic() < end, self.phone.lies_there()["outbox"]
            self.phone.page.wait_for_timeout(250)

    def is_empty(self) -> bool:
        there = self.phone.lies_there()
        assert [entry for entry in there["outbox"] if entry["failed"]] == []
        assert [file for file in there["files"] if file.get("failed")] == []
        return not there["outbox"] and all(file["complete"] for file in there["files"])

    def break_wire(self) -> None:
        """In the middle of what is being sent."""
        self.wire.cut_after(self.draw.randint(1, 1_500_000))

    def break_offline(self) -> None:
        self.phone.set_offline(True)
        self.phone.page.wait_for_timeout(self.draw.randint(100, 800))
        self.phone.set_offline(False)

    def break_reload(self) -> None:
        self.draw.choice(self.phone.context.pages).reload()

    def break_session(self) -> None:
        """The session ends; the inspector signs in again."""
        self.phone.context.clear_cookies()
        self.phone.page.wait_for_timeout(self.draw.randint(100, 800))
        self.phone.sign_in()
        self.phone.page.reload()

    def break_restart(self) -> None:
        self.phone.restart(killed=self.draw.random() < 0.5)
        self.two_tabs()

    def break_kill(self) -> None:
        self.server.kill()
        self.phone.page.wait_for_timeout(self.draw.randint(0, 300))
        self.server.start()

    # ---- what is there in the end

    def compare(self) -> dict[str, int]:
        """Nothing is lost, nothing is there twice, all bytes are equal: what was said, what lies on the phone, what lies on the server."""
        from wenming.inspections.models import Answer, FieldFile, FieldFinding
        from wenming.inspections.queries.fieldwork import standing_answers
        from wenming.kernel.adapters.stores import path_of
        from wenming.kernel.queries.events import verify_chain

        city, there = make_city(), self.phone.lies_there(whole=True)
        answers = Answer.objects.in_city(city)
        assert {str(key) for key in answers.values_list("key", flat=True)} == {one["key"] for one in there["answers"]}
        visits = {visit for visit, _item in self.said.verdicts}
        standing = standing_answers(city, visits).values_list("visit_id", "item", "verdict")
        assert sorted(standing) == sorted((*place, verdict) for place, verdict in self.said.verdicts.items())
        files = list(FieldFile.objects.in_city(city).select_related("file"))
        assert sorted(file.sha256 for file in files) == sorted(self.said.digests)
        on_phone = {file["key"]: file["digest"] for file in there["files"]}
        assert {str(file.key): file.file.sha256 for file in files} == on_phone
        assert all(_digest(path_of(city.slug, file.sha256)) == file.sha256 for file in files)
        findings = FieldFinding.objects.in_city(city)
        assert {str(key) for key in findings.values_list("key", flat=True)} == {one["key"] for one in there["findings"]}
        assert list((settings.FILES_FOLDER / city.slug / "parts").iterdir()) == []
        assert verify_chain(city).whole
        assert self.phone.complaints == []
        return {
            "answers": answers.count(), "standing": len(self.said.verdicts), "findings": findings.count(), "photos": len(files),
            "bytes": sum(file.size for file in files), "sent": self.wire.sent, "wire_cuts": self.wire.cuts, "kills": self.server.kills,
            "restarts": self.phone.restarts,
        }  # fmt: skip


def _digest(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def live_through(playwright: Playwright, program: str, folder: Path, size: Size, seed: int) -> dict[str, int]:
    """Live through one day and return its numbers."""
    visits = make_day(size)
    server = Server()
    wire = Wire(server.port)
    phone = Phone(playwright, program, folder, wire.url)
    try:
        walk = Walk(phone, server, wire, size, seed)
        walk.take_along()
        walk.say_everything(visits)
        walk.send_everything()
        return walk.compare()
    finally:
        phone.close()
        wire.close()
        server.kill()
