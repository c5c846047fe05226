"""A day of an inspector as the server gives it: nine stops, three of them done, checklists of every way of judging; and a server that answers a phone."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, Route

CITY, ACCOUNT = "xinyang", "a7"
ZONE = ZoneInfo("Asia/Shanghai")
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 260"><rect width="400" height="260" fill="#c8d6df"/>'
    '<rect y="180" width="400" height="80" fill="#8f918d"/><rect x="70" y="40" width="260" height="120" fill="{colour}"/></svg>'
)
RULES = [
    ("note", "1 平方米以内算 1 处"),
    ("yes", "褪色看不清、撕裂、错字、卷边，每块记 1 处"),
    ("no", "有灰尘但看得清，不计"),
]


def item(code: str, name: str, judge: str = "yes_no", **more: Any) -> dict[str, Any]:
    """Return one check item."""
    blank = {"at_least": None, "at_most": None, "per_metres": None, "apart_metres": None, "chips": [], "examples": []}
    return {
        "code": code,
        "name": name,
        "how": [{"sign": sign, "text": text} for sign, text in RULES],
        "judge": judge,
        **blank,
        **more,
    }


def pictures(city: str = CITY) -> list[dict[str, str]]:
    """Return a good and a bad example."""
    return [
        {"kind": kind, "caption": caption, "url": f"/{city}/standards/handbook/pictures/{number}/"}
        for number, (kind, caption) in enumerate([("bad", "褪色、右角撕裂"), ("good", "")], start=1)
    ]


def market() -> dict[str, Any]:
    """Return the checklist of markets: four groups, every way of judging."""
    groups = {
        "环境": [
            item("农贸-01-01", "通道畅通，无占道经营"),
            item("农贸-01-02", "垃圾日产日清，桶盖完好", "grade"),
            item("农贸-01-03", "通道无积水、无污水外流", chips=["积水", "污水外流", "地面破损"]),
        ],
        "宣传": [
            item("农贸-02-01", "公益广告不少于 5 处，两处相隔 10 米以上", "count", at_least=5, apart_metres=10),
            item("农贸-02-04", "公益广告无褪色、破损、错字", examples=pictures()),
            item("农贸-02-05", "醒目处有“遵德守礼”提示牌"),
        ],
        "诚信": [
            item("农贸-03-01", "出口处设公平秤，能用、有检定标志"),
            item("农贸-03-02", "散落垃圾", "count", at_most=0),
        ],
        "便民": [
            item("农贸-04-01", "有无障碍通道，坡道没有被占用"),
            item("农贸-04-02", "公共厕所干净、无异味，洗手液和纸齐全，第三卫生间开放"),
        ],
    }
    return checklist("农贸市场", "正门进入，走完全部通道", groups)


def checklist(name: str, walk: str, groups: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Return a checklist with its groups numbered from 01."""
    numbered = [
        {"code": f"{number:02}", "name": group, "items": items}
        for number, (group, items) in enumerate(groups.items(), start=1)
    ]
    return {"name": name, "walk": walk, "metres": 500, "minutes": 25, "groups": numbered}


def lane() -> dict[str, Any]:
    """Return a short checklist of one group."""
    return checklist(
        "背街小巷",
        "从头走到尾",
        {
            "环境": [
                item(f"小巷-01-{number:02}", name)
                for number, name in enumerate(["路面平整，无坑洼", "无乱贴小广告", "路灯完好"], start=1)
            ]
        },
    )


STOPS = [
    ("梧桐小区", "居民小区", "lane", 6, None), ("民望路", "主次干道", "lane", 5, 400), ("第三小学周边", "校园周边", "lane", 8, 650),
    ("东关农贸市场", "农贸市场", "market", None, 500), ("柳林巷", "背街小巷", "lane", None, 350), ("市第五医院门诊楼", "医院", "lane", None, 900),
    ("文苑小区", "居民小区", "lane", None, 1100), ("信阳火车站南广场公共交通换乘中心候车区", "车站", "lane", None, 1400), ("公交 18 路", "公交车", "", None, None),
]  # fmt: skip
"""Name, type, checklist, answered (a finished visit), metres from the stop before."""


def visit(number: int, stop: tuple[Any, ...], hour: int) -> dict[str, Any]:
    """Return one visit of the day."""
    name, kind, code, done, metres = stop
    at = hour * 60 + number * 40
    site = {
        "code": f"S{number:03}", "name": name, "type": kind, "address": f"河东路 {number * 12} 号", "area": "滨河街道", "hours": "8:00—17:30", "walking": "",
        "lat": 32.12 + number * 0.003 * (1 if number % 2 else 0.4), "lng": 114.07 + number * 0.004, "closes": 16 * 60 + 30 if number == 6 else None,
    }  # fmt: skip
    return {
        "id": number, "number": 40 + number, "round": 1, "order": number, "site": site, "checklist": code, "arrives": at, "leaves": at + 30,
        "metres": metres, "seconds": metres and round(metres / 1.2), "state": "finished" if done else "planned", "skip": "", "note": "",
    }  # fmt: skip


def day(now: datetime | None = None) -> dict[str, Any]:
    """Return the whole day, as of now."""
    now = now or datetime.now(UTC)
    said = (now - timedelta(hours=2)).isoformat()
    visits = [visit(number, stop, 8) for number, stop in enumerate(STOPS, start=1)]
    answers = [
        {
            "key": f"00000000-0000-4000-8000-0000000{number}{row:04}", "visit": number, "item": f"小巷-01-{row:02}", "verdict": "unmet" if row == 2 else "met",
            "count": None, "places": 2 if row == 2 else 0, "grade": "", "note": "", "device": "other", "said_at": said, "replaces": [],
        }
        for number in (1, 2, 3)
        for row in (1, 2, 3)
    ]  # fmt: skip
    return {
        "server_time": now.isoformat(), "day": now.astimezone(ZONE).date().isoformat(), "zone": "Asia/Shanghai", "city": {"slug": CITY, "name": "信阳市"},
        "account": ACCOUNT, "visits": visits, "checklists": {"market": market(), "lane": lane()}, "answers": answers, "findings": [], "files": [],
        "rounds": [
            {"id": 1, "name": "九月暗访 · 东线", "manner": "incognito", "manner_words": "暗访", "edition": "2021 版操作手册", "grades": ["好", "一般", "差"], "team": "测评一组", "code": "甲1"}
        ],
    }  # fmt: skip


@dataclass
class Server:
    """Answers a phone as the platform does, from memory. ``word``: "" it works, "down" or "session"; ``slow`` milliseconds of its clock."""

    today: dict[str, Any] = field(default_factory=day)
    word: str = ""
    ahead: timedelta = timedelta(0)
    records: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    holds: bool = False
    """Files are taken but never complete."""

    def wait_on(self, context: BrowserContext) -> Server:
        """Take what the phone asks of addresses below a city and of /onsite/me/."""
        context.route("**/onsite/me/", self.me)
        context.route(f"**/{CITY}/**", self.city)
        return self

    def answer(self, route: Route, body: Any, status: int = 200) -> None:
        """Answer with JSON and the server's time."""
        if isinstance(body, dict):
            body = {"server_time": (datetime.now(UTC) + self.ahead).isoformat(), **body}
        route.fulfill(status=status, content_type="application/json", body=json.dumps(body, ensure_ascii=False))

    def stopped(self, route: Route) -> bool:
        """Whether nothing is answered, or nobody is signed in."""
        if self.word == "down":
            route.abort()
        elif self.word == "session":
            self.answer(route, {"error": "signed_out", "login": "/accounts/login/?next=/onsite/"}, 401)
        return bool(self.word)

    def me(self, route: Route) -> None:
        """Say who is there."""
        if not self.stopped(route):
            cities = [{"slug": CITY, "name": "信阳市", "term": "文明创建"}]
            self.answer(route, {"account": ACCOUNT, "name": "测评员小张", "cities": cities, "csrf": "token"})

    def city(self, route: Route) -> None:
        """Answer what is asked of the city."""
        path = route.request.url.split(f"/{CITY}/")[1]
        if path.startswith("standards/"):
            colour = "#b9867c" if "/1/" in path else "#c2392e"
            route.fulfill(content_type="image/svg+xml", body=PICTURE.format(colour=colour))
        elif not self.stopped(route):
            self.below(route, path)

    def below(self, route: Route, path: str) -> None:
        """Give the day, take records, take bytes."""
        if path == "onsite/day/":
            return self.answer(route, self.today)
        if path == "onsite/records/":
            sent = route.request.post_data_json["records"]
            self.records += sent
            return self.answer(
                route,
                {"results": [{"key": one["key"], "outcome": "kept"} for one in sent], "conflicts": [], "wanted": []},
            )
        key = path.split("/")[2]
        have = self.files.setdefault(key, b"")
        if route.request.method == "PUT":
            have = self.files[key] = have + (route.request.post_data_buffer or b"")
        size = next(one["size"] for one in self.records if one["key"] == key)
        return self.answer(route, {"offset": len(have), "complete": len(have) == size and not self.holds})

    def said(self, kind: str) -> list[dict[str, Any]]:
        """Return the records of one kind."""
        return [one for one in self.records if one["kind"] == kind]

    def digests_agree(self) -> bool:
        """Whether every photo has arrived byte for byte."""
        return all(
            hashlib.sha256(self.files.get(one["key"], b"")).hexdigest() == one["sha256"] for one in self.said("file")
        )
