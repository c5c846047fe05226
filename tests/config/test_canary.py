"""A second city in which every text bears a mark: crawled as everybody of the first, the mark is found nowhere.

Nor is a site's name, by those whose posts give no sight of the register; nor what somebody has put away in the own inbox; nor, by anybody but
its keeper, what a draw has chosen or its secret, before it is revealed; nor, by anybody but its planner, who walks where in a field round that runs;
nor, by anybody who was not named, a number of the forecast's chances.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from tests.access import (
    CRAWLERS,
    FORETOLD,
    HIDDEN,
    SAME,
    VISITORS,
    WALKED,
    Visitor,
    account_of,
    make_rehearsal,
    rehearsal,
)
from tests.knocking import client_of, fault_of, paths_in
from wenming.config.commands.doors import DOORS
from wenming.config.commands.doors.city import CITY
from wenming.config.commands.urls import path_of
from wenming.draws.adapters.seals import unseal
from wenming.draws.models import Draw
from wenming.inspections.models import FieldRound
from wenming.kernel.models import Event
from wenming.messaging.models import Notice, PutAway

# What a page says to whom is the same on both databases, and this takes minutes.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only, pytest.mark.xdist_group("crawl")]
MARK, SITE = "金丝雀记号", "滨河广场"
SEEN = (
    "", "units/", "units/workbook/", "dates/", "accounts/", "sites/", "sites/types/", "map/list/", "titles/", "campaigns/", "matrix/",
    "watch/",
)  # fmt: skip
"""Pages on which the office of the canary reads the mark."""
SEES_MOST = "fang"
"""Whose crawl opens two addresses of each kind and six of each view, where one of each view does for the others."""
BLIND = ("inspector", "firm", "security_administrator")
"""Who may not see the register: they open one address of each kind, and three of each view."""
HREF = re.compile(r'(?:href|src|action|hx-get)="([^"#]+)"')
CHANGING = re.compile(
    r'csrfmiddlewaretoken" value="[^"]+"|name="key" value="[^"]+"|X-CSRFToken": "[^"]+"|"timeStamp":"[^"]+"|W3CDTF">[^<]+|\d\d:\d\d 打印'
)
"""What differs from call to call: tokens, and the minute at which something is made."""


@pytest.fixture(scope="module")
def cities(kept, django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Any, Any]]:
    """The rehearsal city and the canary."""
    from wenming.kernel.models import City
    from wenming.rehearsal.seeds.canary import SLUG, plant_canary

    def plant() -> None:
        kept.bring("rehearsal", lambda: make_rehearsal(kept))
        plant_canary(text=MARK, by=None, at=timezone.now())

    with django_db_blocker.unblock(), kept.standing("canary", plant):
        yield rehearsal(), City.objects.get(slug=SLUG)


def text_of(response: Any) -> str:
    """Return everything that an answer says, with workbooks and archives unpacked, those within archives too."""
    body = b"".join(response.streaming_content) if hasattr(response, "streaming_content") else response.content
    return html.unescape(unpacked(body))


def unpacked(body: bytes) -> str:
    """Return bytes as text, an archive's parts one after the other."""
    if body[:2] != b"PK":
        return body.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "\n".join(unpacked(archive.read(name)) for name in archive.namelist())


def kind_of(url: str) -> tuple[str, str]:
    """Return which view an address leads to, and what it is asked: addresses of one kind are sampled."""
    parts = urlsplit(url)
    return view_of(parts.path), ",".join(sorted({pair.partition("=")[0] for pair in parts.query.split("&")}))


@cache
def view_of(path: str) -> str:
    """Return the name of the view, or the path where there is none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return path


class Crawl:
    """Everything that somebody reaches by links, and every address that there is; what the table of doors says of each is checked on the way."""

    def __init__(self, visitor: Visitor, city: Any) -> None:
        self.visitor, self.city = visitor, city
        self.client = client_of(visitor)
        self.waiting: list[str] = []
        self.each = 2 if visitor.username == SEES_MOST else 1
        self.most = {SEES_MOST: 6}.get(visitor.username, 3 if visitor.role in BLIND else 1)
        self.opened: Counter[tuple[str, str]] = Counter()
        self.views: Counter[str] = Counter()
        self.pages: dict[str, str] = {}
        self.met: set[str] = set()
        self.faults: dict[str, str] = {}

    def _feeds(self) -> Iterator[str]:
        """Yield the person's own calendar feed."""
        made = self.client.post(f"/{self.city.slug}/keys/", {"purpose": "calendar", "name": "手机"})
        if made.status_code == 200:
            yield urlsplit(made.context["made"]["secret"]).path

    def enough(self, kind: tuple[str, str]) -> bool:
        """Tell whether addresses like this one were opened often enough: a ledger's filters combine without end."""
        return self.opened[kind] >= self.each or self.views[kind[0]] >= self.most

    def open(self, url: str) -> Any:
        """Open an address, keep what it says, remember where it leads, and return the answer."""
        self.met.add(url)
        kind = kind_of(url)
        self.opened[kind] += 1
        self.views[kind[0]] += 1
        response = self.client.get(url)
        text = self.pages[url] = text_of(response)
        if response.status_code in {301, 302}:
            self.waiting.append(urljoin(url, response["Location"]))
        if response.get("Content-Type", "").startswith("text/html"):
            links = (urljoin(url, html.unescape(link)) for link in HREF.findall(text))
            self.waiting += [link for link in links if link.startswith("/") and not link.startswith("/static/")]
        return response

    def run(self) -> dict[str, str]:
        """Open every address, then what can be reached, and return address -> what it says."""
        for name, path in paths_in(self.city).items():
            if fault := fault_of(self.open(path), self.visitor, DOORS[name]):
                self.faults[name] = fault
        self.waiting += [f"/{self.city.slug}/", *self._feeds()]
        while self.waiting:
            url = self.waiting.pop()
            # every page has the menu's links: what was opened or left out once is so for good
            if url in self.met or "logout" in url:
                continue
            self.met.add(url)
            if not self.enough(kind_of(url)):
                self.open(url)
        return self.pages


@pytest.mark.parametrize("visitor", CRAWLERS, ids=lambda visitor: visitor.name)
def test_crawl_as_everybody_finds_doors_as_the_table_says_and_nothing_of_the_other_city(cities, visitor):
    crawl = Crawl(visitor, cities[0])
    pages = crawl.run()
    assert crawl.faults == {}
    assert [url for url, text in pages.items() if MARK in text or "/canary/" in text] == []
    _see_no_draw(pages, visitor, cities[0])
    _see_no_walk(pages, visitor, cities[0])
    _see_no_chance(pages, visitor, cities[0])
    if visitor.role in BLIND:
        # Whoever stands at a place and scans its code reads which place it is, and may report what is wrong there; whoever is sent there today
        # has it on the phone: nothing else of the register.
        scan = path_of("sites:scan", CITY["sites:scan"], cities[0])
        there = {
            scan,
            f"/{cities[0].slug}/issues/report/?token={scan.split('/')[-2]}",
            f"/{cities[0].slug}/onsite/day/",
        }
        assert {url for url, text in pages.items() if SITE in text} - there == set()
        assert SITE in pages[scan]
    assert len(pages) > 20


def _see_no_walk(pages: dict[str, str], visitor: Visitor, city: Any) -> None:
    """Assert that who walks in a running round, where, and what was found is read by its planner alone."""
    running = FieldRound.objects.in_city(city).get(name="随机暗访", state="running")
    address, client = f"/{city.slug}/rounds/field/{running.pk}/", Client()
    client.force_login(account_of(visitor.username))
    for ending in (
        "",
        "plan/",
        "sites/",
        "visits/",
        "visits/export/",
        "calendar/",
        "findings/",
        "conflicts/",
        "quality/",
    ):
        pages[f"{address}{ending}"] = text_of(client.get(f"{address}{ending}"))
    reads = {url for url, text in pages.items() if WALKED in text}
    places = {url for url, text in pages.items() if url.startswith(address) and SITE in text}
    shown = {f"{address}{ending}" for ending in ("plan/", "visits/", "visits/export/", "calendar/", "findings/")}
    assert (shown <= reads, bool(places)) == (visitor.username == "du", visitor.username == "du")
    # who walks reads what the own day says, and nothing else
    own = {f"/{city.slug}/onsite/day/"} if visitor.username == "ce" else set()
    assert visitor.username == "du" or reads <= own


def _see_no_chance(pages: dict[str, str], visitor: Visitor, city: Any) -> None:
    """Check that chances stand on the two pages of those who were named, and nowhere for anybody else: the office's second included."""
    own = {f"/{city.slug}/state/", f"/{city.slug}/scores/forecast/"}
    reads = {url for url, text in pages.items() if any(mark in text for mark in FORETOLD)}
    assert {urlsplit(url).path for url in reads} == (own if visitor.username in {"he", "fang"} else set())
    client = Client()
    client.force_login(account_of(SAME))
    said = "".join(text_of(client.get(url)) for url in own) if visitor.username == SEES_MOST else ""
    assert not any(mark in said for mark in FORETOLD)


def _see_no_draw(pages: dict[str, str], visitor: Visitor, city: Any) -> None:
    """Check that nobody reads a secret that is not revealed, and the keeper alone which units are chosen, at the address of the draw alone."""
    sealed = Draw.objects.in_city(city).filter(secret="")
    secrets = [text for draw in sealed for text in (*unseal(draw.sealed_secret), draw.sealed_secret)]
    kept = Draw.objects.in_city(city).get(title="暗访点位", state="drawn")
    address, client = f"/{city.slug}/draws/{kept.pk}/", Client()
    client.force_login(account_of(visitor.username))
    # the crawl samples addresses; these are opened by everybody
    for ending in ("", "bundle/", "protocol/docx/", f"replacement/?key={HIDDEN}01", "nothing/"):
        pages[f"{address}{ending}"] = text_of(client.get(f"{address}{ending}"))
    assert len(secrets) >= 6
    assert [url for url, text in pages.items() for secret in secrets if secret in text] == []
    shown = {url for url, text in pages.items() if HIDDEN in text and "replacement" not in url}
    assert shown == ({address} if visitor.username == "du" else set())


def test_open_records_of_the_other_city_under_ones_own_address_finds_nothing(cities):
    city, canary = cities
    client, faults = Client(), []
    client.force_login(account_of("fang"))
    own = {name: path_of(name, door, city) for name, door in CITY.items()}
    for name, door in CITY.items():
        strange = path_of(name, door, canary)
        if strange is None or not door.fills:
            continue
        for path in {strange, strange.replace("/canary/", f"/{city.slug}/", 1)} - {own[name]}:
            text = text_of(client.get(path)) + text_of(client.post(path))
            faults += [path] if MARK in text else []
    assert faults == []


def test_find_the_mark_as_office_of_the_canary_shows_that_the_crawl_can_see(cities):
    client = Client()
    client.force_login(account_of("fang@canary"))
    texts = {path: text_of(client.get(f"/canary/{path}", follow=True)) for path in SEEN}
    assert [path for path, text in texts.items() if MARK not in text] == []


def test_put_a_notice_away_changes_nothing_that_anybody_else_can_read(cities):
    city = cities[0]
    notice = Notice.objects.in_city(city).get(key="demo:welcome")
    # who reads most of the city, and who reads everything that is kept of accounts
    watchers = [visitor for visitor in VISITORS if visitor.username in {"fang", "an"}]
    # Everybody signs in first: the list of sign-ins is to tell nothing new either.
    clients = {username: Client() for username in ("lian", *(visitor.username for visitor in watchers))}
    for username, client in clients.items():
        client.force_login(account_of(username))
    before = {visitor.username: read_all(clients[visitor.username], visitor, city) for visitor in watchers}
    events = Event.objects.in_city(city).count()
    assert clients["lian"].post(f"/{city.slug}/inbox/{notice.pk}/away/").status_code == 302
    assert PutAway.objects.in_city(city).filter(account__username="lian").count() == 1
    assert Event.objects.in_city(city).count() == events
    after = {visitor.username: read_all(clients[visitor.username], visitor, city) for visitor in watchers}
    assert [f"{who}: {line}" for who, said in after.items() for line in sorted(said - before[who])] == []


def read_all(client: Client, visitor: Visitor, city: Any) -> set[str]:
    """Return the lines that the addresses of the city say to somebody, without what differs from call to call."""
    said = set()
    for name, door in CITY.items():
        # what says how much is left of a limit differs from minute to minute
        clocked = name.startswith("issues:") or name == "workbench:home"
        if door.opens & visitor.circles and not clocked and not name.endswith(("export", "workbook", "template")):
            text = CHANGING.sub("", text_of(client.get(path_of(name, door, city))))
            said |= {f"{name}: {line}" for line in text.splitlines()}
    return said


def test_search_the_source_for_what_was_put_away_finds_it_in_the_inbox_only():
    from tests.architecture.sources import files, named

    asking = {
        named(path) for path in files(".py", under="src/wenming/") if "PutAway" in path.read_text(encoding="utf-8")
    }
    own = {
        f"src/wenming/messaging/{name}.py"
        for name in ("actions/notices", "models/notices", "models/__init__", "queries")
    }
    assert {name for name in asking if "/migrations/" not in name} == own
