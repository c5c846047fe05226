"""The cast: fictional people, one for each post that the rules of the platform know, and a stranger from another city.

Every test of who may do what goes through all of them. Names are invented; nobody real is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

PASSWORD = "Qingshan-2026-Lüshui"
HOME, ELSEWHERE = "qinghe", "baiyun"
SINCE = date(2026, 1, 1)
AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    """One of the cast. ``role`` is the value of organisations.enums.Role, "" for who holds no post; ``unit`` is for which unit, and its kind."""

    username: str
    name: str
    role: str
    city: str = HOME
    is_operator: bool = False
    unit: tuple[str, str] | None = None


OFFICER = Person("chen.yulan", "陈玉兰", "office")
LEADER = Person("gao.changming", "高长明", "leader")
SUPERVISOR = Person("fang.zhengping", "方正平", "supervisor")
LIAISON = Person("liu.xiaohe", "刘小河", "liaison")
INSPECTOR = Person("ma.qianli", "马千里", "inspector")
AUDITOR = Person("ding.mingcha", "丁明察", "auditor")
DISTRICT = Person("qu.wanli", "曲万里", "district_office", unit=("青石区", "district"))
STREET = Person("jie.fangping", "解方平", "street_office", unit=("柏树街道", "street"))
COMMUNITY = Person("she.pingan", "佘平安", "community_worker", unit=("槐荫社区", "community"))
GROUP_HEAD = Person("zu.mingyuan", "祖明远", "group_head", unit=("环境整治组", "working_group"))
FIRM = Person("gu.ping", "顾平", "firm", unit=("青石调查有限公司", "outside_firm"))
SYSTEM = Person("xi.changan", "习长安", "system_administrator")
SECURITY = Person("an.shouzheng", "安守正", "security_administrator")
OPERATOR = Person("tang.shouye", "唐守夜", "", is_operator=True)
STRANGER = Person("bai.yunfei", "白云飞", "office", city=ELSEWHERE)
NOBODY = Person("wu.wuzhi", "吴无职", "")

CAST = (
    OFFICER, LEADER, SUPERVISOR, LIAISON, INSPECTOR, AUDITOR, DISTRICT, STREET, COMMUNITY, GROUP_HEAD, FIRM, SYSTEM, SECURITY,
    OPERATOR, STRANGER, NOBODY,
)  # fmt: skip


def make_city(slug: str = HOME) -> Any:
    """Return the fictional city with this slug, created when it is not there yet."""
    from wenming.kernel.models import City

    name = {HOME: "清河市", ELSEWHERE: "白云市"}.get(slug, slug)
    return City.objects.get_or_create(slug=slug, defaults={"name": name, "created_at": AT})[0]


def make_account(person: Person) -> Any:
    """Return the account of one of the cast, with the post in the person's city; created once."""
    from django.contrib.auth import get_user_model

    accounts = get_user_model().objects
    account = accounts.filter(username=person.username).first()
    if account:
        return account
    account = get_user_model()(
        username=person.username, name=person.name, is_operator=person.is_operator, created_at=AT
    )
    account.set_password(PASSWORD)
    account.save()
    if person.role:
        from wenming.organisations.models import Post

        city = make_city(person.city)
        unit = _unit(city, *person.unit) if person.unit else None
        Post.objects.create(city=city, account=account, role=person.role, unit=unit, starts_on=SINCE)
    return account


def _unit(city: Any, name: str, kind: str) -> Any:
    """Return the unit for which somebody holds the post, founded once."""
    from wenming.organisations.actions import found_unit
    from wenming.organisations.models import Unit

    known = Unit.objects.in_city(city).filter(name=name).first()
    return known or found_unit(city=city, kind=kind, name=name, since=SINCE, by=None, at=AT)


def make_cast() -> dict[str, Any]:
    """Return every account of the cast by sign-in name; both cities exist afterwards."""
    make_city(HOME)
    make_city(ELSEWHERE)
    return {person.username: make_account(person) for person in CAST}
