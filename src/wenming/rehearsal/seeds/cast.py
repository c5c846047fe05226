"""Who plays in the rehearsal: one fictional person for each post that the platform knows, a lent post and one that has ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from wenming.kernel.actions.installation import create_account
from wenming.kernel.models import Account, City
from wenming.organisations.actions import appoint, delegate_post
from wenming.organisations.enums import Role
from wenming.organisations.models import Post, Unit

PASSWORD = "Yanlian-2026"  # noqa: S105  printed for everybody who starts the demo; production has no seeded account
CITIES = (
    ("xinyang", "信阳市（演练）", "Xinyang (rehearsal)"),
    ("zhumadian", "驻马店市（演练）", "Zhumadian (rehearsal)"),
    ("xinxiang", "新乡市（演练）", "Xinxiang (rehearsal)"),
    ("jiaozuo", "焦作市（演练）", "Jiaozuo (rehearsal)"),
)


@dataclass(frozen=True, slots=True)
class Player:
    """One of the fictional people, with a post.

    ``unit``: "" = the whole city; ``days`` from now until it ends: 0 = open, below 0 it has ended; ``lent_by``: whose post it is.
    """

    username: str
    name: str
    role: str
    unit: str = ""
    days: int = 0
    lent_by: str = ""


CAST = (
    Player("fang", "方文澜", str(Role.OFFICE)),
    Player("he", "何望川", str(Role.LEADER)),
    Player("du", "杜清和", str(Role.SUPERVISOR)),
    Player("lian", "连小满", str(Role.LIAISON), "市城市管理局"),
    Player("ce", "岑一苇", str(Role.INSPECTOR)),
    Player("shen", "沈知白", str(Role.AUDITOR)),
    Player("wang", "汪河清", str(Role.DISTRICT_OFFICE), "望河区"),
    Player("nan", "南一舟", str(Role.STREET_OFFICE), "望河街道"),
    Player("bin", "宾春晓", str(Role.COMMUNITY_WORKER), "滨河社区"),
    Player("zu", "祖承安", str(Role.GROUP_HEAD), "实地点位组"),
    Player("gu", "顾长河", str(Role.FIRM), "河畔社会调查有限公司", 90),
    Player("xi", "习静安", str(Role.SYSTEM_ADMINISTRATOR)),
    Player("an", "安如磐", str(Role.SECURITY_ADMINISTRATOR)),
    Player("dai", "戴月明", str(Role.OFFICE), days=14, lent_by="fang"),
    Player("xie", "谢归田", str(Role.LIAISON), "市公安局", -1),
)


def appoint_cast(city: City, *, at: datetime) -> Account:
    """Give everybody of the cast an account and the post; return the officer who does the rest."""
    posts: dict[str, Post] = {}
    for one in CAST:
        account = person_named(username_in(city.slug, one.username), one.name, at)
        until = (at + timedelta(days=one.days)).astimezone(city.zone).date() if one.days else None
        if one.lent_by:
            delegate_post(post=posts[one.lent_by], account=account, until=until, by=None, at=at)
            continue
        unit = Unit.objects.in_city(city).get(name=one.unit, ends_on=None) if one.unit else None
        begins = at + timedelta(days=min(one.days, 0) * 30)
        posts[one.username] = appoint(
            city=city, account=account, role=one.role, unit=unit, until=until, by=None, at=begins
        )
    return posts[CAST[0].username].account


def username_in(slug: str, username: str) -> str:
    """Return the sign-in name: plain in the first city, with the city's address in the others."""
    return username if slug == CITIES[0][0] else f"{username}@{slug}"


def person_named(username: str, name: str, at: datetime, *, is_operator: bool = False) -> Account:
    """Create an account with the rehearsal's password, or return the one that exists."""
    known = Account.objects.filter(username=username).first()
    return known or create_account(
        username=username, name=name, password=PASSWORD, is_operator=is_operator, by=None, at=at
    )


def cast_of(cities: list[City]) -> list[dict[str, str]]:
    """List who can sign in, for the person who started the demo; whose post has ended is told so by the platform."""
    people = [
        {
            "city": city.name,
            "username": username_in(city.slug, one.username),
            "name": one.name,
            "role": "".join([str(Role(one.role).label), f"（{one.unit}）" if one.unit else "", _until(one)]),
        }
        for city in cities
        for one in CAST
    ]
    return [*people, {"city": "", "username": "yunwei", "name": "余守一", "role": "系统运维"}]


def _until(one: Player) -> str:
    """Say of a post that ends when it does."""
    if one.days < 0:
        return "，已离任"
    lent = "，受委托" if one.lent_by else ""
    return f"{lent}，{one.days} 天后到期" if one.days else ""
