"""The town in which every page has something to show, and the list of all pages with the people who see them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from tests.browser import register
from tests.people import (
    ELSEWHERE,
    FIRM,
    HOME,
    INSPECTOR,
    LEADER,
    NOBODY,
    OFFICER,
    OPERATOR,
    PASSWORD,
    SECURITY,
    STRANGER,
    STREET,
    Person,
    make_account,
    make_cast,
    make_city,
)
from tests.rounds import PACK, make_import, make_round, row
from tests.sites.pictures import photo
from tests.standards.editions import AFTER, BEFORE, FAULTY, RICH, office_form
from tests.standards.test_pictures import png

# A letter changed, words and a 3 where points are lost, a name twice wrong: what offices really send.
DAMAGED = (
    row(deduction=0.2, serial=1),
    row(site="主要交通路口2", serial=2),
    row("文明交迪1", "主要交通路口3", serial=3),
    row("文明交迪1", "主要交通路口4", serial=4),
    row("公共服条2", "主干道1", serial=5),
    row(site="主要交通路口5", deduction="一处破损", serial=6),
    row(site="主要交通路口6", deduction=3, serial=7),
)
CODE = "suzhou-2016-district"
LONG = "请在限期内核对本街道各社区的创建联络人、点位长和街巷长名单，并补齐缺少的联系方式和任职日期"
SOUND = RICH.replace("riverside-full", "riverside-next").replace('edition: "2021"', 'edition: "2025"')
FAULTY_PACK = PACK.read_text(encoding="utf-8").replace("points: 39", "points: 四十", 1)


def make_town() -> None:
    """Two written rounds, one workbook that waits, one written in part, one stopped job; the cast and an empty city."""
    from django.contrib.auth import get_user_model

    from wenming.inspections.actions import accept_names
    from wenming.inspections.models import RoundImport
    from wenming.kernel.models import Event, JobRun
    from wenming.rehearsal.seeds import seed_city

    city = seed_city(slug=HOME, name="清河市", name_en="Qinghe", at=timezone.now())
    make_cast()
    make_city(ELSEWHERE)
    make_round(DAMAGED, name="补测", at=timezone.now())
    make_import([("第四轮", "无表头"), ("文明交通1", 0.2)], name="第四轮", head=("问题", "备注"))
    make_typed(city)
    make_standards(city)
    make_moves(city)
    waiting = RoundImport.objects.in_city(city).get(name="第三轮实地测评")
    code = next(leaf.code for leaf in waiting.edition.nodes.all() if leaf.name == "文明行为2")
    officer = get_user_model().objects.get(username=OFFICER.username)
    accept_names(import_=waiting, names={"文明行力2": code}, remember=True, by=officer, at=timezone.now())
    register.make_imports(city)
    set_targets(city)
    show_examples(city)
    adopt_a_table(city)
    show_sites(city)
    make_inbox(city)
    give_second_factors(get_user_model().objects.get(username=LEADER.username))
    event = Event.objects.in_city(city).order_by("number").first()
    JobRun.objects.create(event=event, job="wenming.x.tasks.tell_units", state="dead", attempts=5, error="OSError: 113")


def adopt_a_table(city: Any) -> None:
    """Adopt a small decomposition table in part, beside the one that waits with the mistakes of an office."""
    from tests.campaigns.decompositions import Paper, as_xlsx
    from wenming.campaigns.actions.adopting import adopt_table
    from wenming.campaigns.actions.decomposition import start_table_import
    from wenming.campaigns.models import Campaign
    from wenming.engine.decomposition.plans import Scope

    rows = [
        ["测评内容", "牵头单位", "责任单位"],
        ["文化培育1", "市委宣传部、市财政局", "各区"],
        ["没有的内容", "市公安局", ""],
    ]
    said = {"by": make_account(OFFICER), "at": timezone.now()}
    campaign = Campaign.objects.in_city(city).filter(edition__code=CODE).earliest("pk")
    content = as_xlsx([Paper("分解表", rows)])
    import_ = start_table_import(campaign=campaign, file_name="补充分解表.xlsx", chunks=[content], **said)
    adopt_table(import_=import_, scope=Scope.NAMED, partial=True, **said)


def table_url(page: str = "", name: str = "创建任务分解表（征求意见稿）.xlsx") -> str:
    """Return the address of a page of a decomposition table by its file."""
    from wenming.campaigns.models import ResponsibilityImport

    import_ = ResponsibilityImport.objects.in_city(make_city()).get(file__name=name)
    return f"/{HOME}/campaigns/{import_.campaign_id}/import/{import_.pk}/{page}"


def send_wrong_members(page: Page) -> None:
    """Name a unit that nobody knows as a member of a group."""
    page.locator("textarea").fill("没有的单位")
    page.locator("#content form .btn-primary").click()
    page.locator("#content .err:not([hidden])").first.wait_for()


def set_targets(city: Any) -> None:
    """Give the whole standard a target, and one of its contents another."""
    from wenming.assessment.actions import set_target
    from wenming.standards.models import Edition

    nodes, officer = Edition.objects.in_city(city).get(code=CODE).nodes, make_account(OFFICER)
    for code, rate in ((CODE, 9000), ("8.2", 9550)):
        set_target(node=nodes.get(code=code), rate=rate, by=officer, at=timezone.now())


def make_typed(city: Any) -> None:
    """A round that is typed in, with a fault and a removed row; one that waits for its job, one that nobody can read."""
    from wenming.inspections.actions import add_row, remove_row, start_entry
    from wenming.inspections.models import RoundImport

    now, officer = timezone.now(), make_account(OFFICER)
    edition = RoundImport.objects.in_city(city).first().edition
    days = {"starts_on": now.date(), "ends_on": now.date()}
    import_ = start_entry(city=city, edition=edition, name="手录轮", by=officer, at=now, **days)
    for number, (name, deduction) in enumerate([("文明交通1", "0.2"), ("文明行力2", ""), ("公共服务2", "很多")], 1):
        cells = {"serial": str(number), "name": name, "site": "解放路口", "units": ["城管局"], "deduction": deduction}
        typed = add_row(import_=import_, number=number, fresh=True, cells=cells, by=officer, at=now)
    extra = add_row(import_=import_, number=4, fresh=True, cells={"name": "公共服务3"}, by=officer, at=now)
    remove_row(import_=import_, row=extra, by=officer, at=now)
    assert typed.state == "open"
    for name, state in (("第五轮", "reading"), ("第六轮", "failed")):
        waiting = make_import([row()], name=name)
        RoundImport.objects.in_city(city).filter(pk=waiting.pk).update(state=state, fault="文件是空的")


def make_inbox(city: Any) -> None:
    """A street's inbox with a task of each colour, one that is done, a notice put away; a key that somebody uses; two sites."""
    from tests.sites.places import make_site
    from wenming.api.actions import make_key
    from wenming.messaging.actions import finish, put_away, tell
    from wenming.organisations.models import Unit

    now, street = timezone.now(), Unit.objects.in_city(city).get(name="柏树街道")
    for days in (-400, 0, 2, 30):
        due = (now + timedelta(days=days)).date()
        tell(
            city=city,
            key=f"task{days}",
            kind="task",
            title=LONG,
            unit=street,
            due_on=due,
            url=f"/{HOME}/units/",
            at=now,
        )
    done = tell(
        city=city, key="done", kind="task", title="核对联络人", text="已离任的要更新。", role="street_office", at=now
    )
    finish(notice=done, by=make_account(STREET), at=now)
    away = tell(city=city, key="away", title="夏季工作时间已换季", role="street_office", at=now)
    put_away(notices=[away], city=city, by=make_account(STREET), at=now)
    make_key(city=city, purpose="features", name="办公室电脑的 QGIS", by=make_account(OFFICER), at=now)
    make_site("GC-001", "望河广场", area=street)
    make_site("GC-002", "没有坐标的流动摊点，名字很长很长，看它在手机上怎样换行", at=None)


def make_calendar_key(page: Page) -> None:
    """Make a key for a calendar."""
    page.locator("select[name=purpose]").select_option("calendar")
    page.locator("input[name=name]").fill("我的手机")
    page.locator("#content form .btn-primary").click()
    page.locator("#key-secret").wait_for()


def make_machine_key(page: Page) -> None:
    """Make a key for programs."""
    page.locator("input[name=name]").fill("办公室电脑的 QGIS")
    page.locator("#content form .btn-primary").click()
    page.locator("#key-command").wait_for()


def show_examples(city: Any) -> None:
    """Give the market's first item both pictures, one with a long caption."""
    from wenming.standards.actions import show_example

    for kind, caption in (
        ("good", "两处都在醒目位置"),
        ("bad", "褪色、撕裂、卷边、错字，或者被广告和杂物遮挡看不清楚"),
    ):
        show_example(
            city=city, item="市场-01-01", kind=kind, caption=caption, file_name="现场.png", content=png(640, 480),
            by=make_account(OFFICER), at=timezone.now(),
        )  # fmt: skip


def show_sites(city: Any) -> None:
    """Give a market a photo."""
    from wenming.sites.actions import show_photo

    officer, content = make_account(OFFICER), photo(1600, 1200, taken="2026:09:13 08:14:00")
    market = site_of("望河农贸市场")
    show_photo(site=market, caption="南门，早市", file_name="现场.jpg", content=content, by=officer, at=timezone.now())


def site_of(name: str) -> Any:
    """Return a site of the town by its name."""
    from wenming.sites.models import Site

    return Site.objects.in_city(make_city()).select_related("city", "type", "area").get(name=name)


def site_url(name: str, *arguments: str) -> str:
    """Return the address of one of the pages of the market."""
    from django.urls import reverse

    return reverse(f"sites:{name}", args=[HOME, site_of("望河农贸市场").pk, *arguments])


def scan_url() -> str:
    """Return the address in the code of the market."""
    return f"/{HOME}/q/{site_of('望河农贸市场').token}/"


def open_first_item(page: Page) -> None:
    """Unfold the first thing to look at."""
    page.locator(".scan-item > summary").first.click()


def send_no_photo(page: Page) -> None:
    """Send a text in the place of a photo."""
    file = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": b"no photo"}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name=re.compile("上传|Upload")).click()
    page.locator("[id$=-error]").first.wait_for()


def open_site_card(page: Page) -> None:
    """Open the card of the first site in the list beside the map."""
    page.locator(".map-row").first.click()
    page.locator(".place-card").wait_for()


def give_second_factors(account: Any) -> None:
    """Give the account an authenticator app and spare codes."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(account)


def check_url(name: str) -> str:
    """Return the address of an import by its round's name."""
    from wenming.inspections.models import RoundImport

    return f"/{HOME}/rounds/import/{RoundImport.objects.in_city(make_city()).get(name=name).pk}/"


def entry_url() -> str:
    """Return the address of the round that is typed in."""
    return check_url("手录轮").replace("/import/", "/entry/")


def score_url(name: str = "第二轮实地测评") -> str:
    """Return the address of a round's score by its name."""
    from wenming.inspections.models import Round

    return f"/{HOME}/scores/{Round.objects.in_city(make_city()).get(name=name).number}/"


def rows_url(name: str = "第二轮实地测评") -> str:
    """Return the address of a round's rows by its name."""
    return score_url(name).replace("/scores/", "/rounds/") + "rows/"


def node_code(name: str = "文明行为2") -> str:
    """Return the code of a node of the town's standard by its name."""
    from wenming.standards.models import Edition

    return next(
        leaf.code for leaf in Edition.objects.in_city(make_city()).get(code=CODE).nodes.all() if leaf.name == name
    )


def gap_url(code: str, name: str = "第二轮实地测评") -> str:
    """Return the address of the card of a gap."""
    return f"{score_url(name)}gap/{code}/"


def set_empty_target(page: Page) -> None:
    """Set a target without writing one."""
    page.locator("#target input[name=rate]").fill("")
    page.locator("#target button").first.click()
    page.locator("#target .err").wait_for()


def unit_url(name: str = "市城市管理局") -> str:
    """Return the address of a unit of the town by its name."""
    from wenming.organisations.models import Unit

    return f"/{HOME}/units/{Unit.objects.in_city(make_city()).get(name=name).pk}/"


def campaign_url(rest: str = "matrix/", code: str = CODE) -> str:
    """Return the address of a page of the town's campaign by an edition."""
    from wenming.campaigns.models import Campaign

    return f"/{HOME}/campaigns/{Campaign.objects.in_city(make_city()).get(edition__code=code).pk}/{rest}"


def duties_url(name: str = "市城市管理局", rest: str = "") -> str:
    """Return the address of what falls to a unit of the town."""
    return campaign_url(f"matrix/units/{unit_url(name).split('/')[-2]}/{rest}")


def open_other(page: Page) -> None:
    """Open what names another lead for a gap."""
    page.locator(".other > summary").first.click()
    page.locator(".other[open] input[name=name]").wait_for()


def open_cell(page: Page) -> None:
    """Open the menu of a cell, where there is a grid (on the desk)."""
    page.locator("td.x").first.click()
    page.locator("dialog[open] .mx-choices").wait_for()


def send_two_parts(page: Page) -> None:
    """Give one unit two parts in a clause."""
    page.locator("textarea[name=lead]").fill("市城市管理局")
    page.locator("textarea[name=sponsor]").fill("市城市管理局")
    page.locator("#parts .btn-primary").click()
    page.locator("#parts .err:not([hidden])").first.wait_for()


def person_url(name: str = "林松涛") -> str:
    """Return the address of a person of the town by name."""
    from wenming.organisations.models import Person

    return f"/{HOME}/people/{Person.objects.in_city(make_city()).get(name=name).pk}/"


def tenure_url(what: str) -> str:
    """Return the address of a change of the first tenure of the town."""
    from wenming.organisations.models import Tenure

    return f"/{HOME}/people/tenures/{Tenure.objects.in_city(make_city()).earliest('pk').pk}/{what}/"


def post_url(what: str) -> str:
    """Return the address of a change of the first post of the town."""
    from wenming.organisations.models import Post

    return f"/{HOME}/posts/{Post.objects.in_city(make_city()).earliest('pk').pk}/{what}/"


def close_wrongly(page: Page) -> None:
    """Close a unit from a day before it was founded, and answer the question that is asked."""
    page.locator("input[name=on]").fill("2001-01-01")
    page.locator("#content form .btn-primary").click()
    page.locator("dialog[open] [data-ok]").click()
    page.locator(".note-bad").wait_for()


def show_number(page: Page) -> None:
    """Ask for a person's telephone number."""
    page.locator("#content form .btn").click()
    page.get_by_text("13900000001").wait_for()


def open_hours(page: Page) -> None:
    """Open the form of the working hours."""
    page.locator("#content details > summary").click()


def send_faulty_units(page: Page) -> None:
    """Send a workbook of the organisation with rows that cannot be used."""
    from tests.organisations.test_rosters import book

    rows = [["", "市直单位"], ["甲局", "局"], ["乙局", "市直单位", "没有的局"]]
    file = {"name": "单位.xlsx", "mimeType": "application/octet-stream", "buffer": book(units=rows)}
    page.locator("input[type=file]").set_input_files(file)
    page.locator("#content form .btn-primary").click()
    page.locator(".note-bad").wait_for()


def prove(page: Page) -> None:
    """Type the password again where a page asks who is there."""
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("#content form button[type=submit], #content form button:not([type])").first.click()
    page.wait_for_url(lambda url: "reauthenticate" not in url)


def send_empty(page: Page) -> None:
    """Send the page's own form as it is."""
    page.locator("#content form .btn-primary").click()
    page.locator("#content .err:not([hidden])").first.wait_for()


def refuse(page: Page) -> None:
    """Sign in with a wrong password."""
    page.locator("input[name=login]").fill(OFFICER.username)
    page.locator("input[name=password]").fill("wrong")
    page.locator("input[name=password]").press("Enter")
    page.locator(".note-bad").wait_for()


def lock(page: Page) -> None:
    """Sign in with a wrong password until the door stays shut."""
    for _ in range(4):
        refuse(page)
    page.locator("input[name=password]").fill("wrong")
    page.locator("input[name=password]").press("Enter")
    page.locator(".oops").wait_for()


def ask_for_code(page: Page) -> None:
    """Sign in with the right password where a second factor is asked for."""
    page.locator("input[name=login]").fill(LEADER.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.locator("input[name=code]").wait_for()


def ask_to_write(page: Page) -> None:
    """Open the question that comes before a partial write."""
    page.locator(".foot [data-write] button").click()
    page.locator("dialog[open]").wait_for()


def open_choice(page: Page) -> None:
    """Open what chooses another line for a name."""
    page.locator(".way summary").first.click()
    page.locator(".way[open] input").first.wait_for()


def adopt_faulty(page: Page) -> None:
    """Send a standard with a fault."""
    page.locator("input[type=file]").set_input_files(
        {"name": "faulty.yaml", "mimeType": "text/yaml", "buffer": FAULTY_PACK.encode()}
    )
    page.locator("#content form .btn-primary").click()
    page.locator("[role=alert] li").first.wait_for()


def make_standards(city: Any) -> None:
    """Two editions to be compared, one that says something in every section, and three on their way in."""
    from wenming.standards.actions import adopt_edition, start_draft, start_standard_import
    from wenming.standards.imports.packs import read_contents

    by, at = make_account(OFFICER), timezone.now()
    for text in (BEFORE, AFTER, RICH):
        adopt_edition(city=city, source=text, file_name="x.yaml", by=by, at=at)
    for name, content in (("有错.yaml", FAULTY.encode()), ("单位.docx", office_form()), ("可以.yaml", SOUND.encode())):
        start_standard_import(city=city, file_name=name, chunks=[content], by=by, at=at)
    start_draft(city=city, name="手工录入的体系", contents=read_contents(SOUND.encode(), "x")[0], by=by, at=at)


def make_moves(city: Any) -> None:
    """A campaign that is about to move to another edition, and one that did."""
    from tests.campaigns.moving import make_move
    from wenming.campaigns.actions.moves import begin_move, drop_move
    from wenming.standards.models import Edition

    campaign, by, at = make_move(city, timezone.now()), make_account(OFFICER), timezone.now()
    after = Edition.objects.in_city(city).get(code="riverside-2024")
    drop_move(move=begin_move(campaign=campaign, after=after, by=by, at=at), by=by, at=at)
    begin_move(campaign=campaign, after=after, by=by, at=at)


def title_url(name: str = "国家园林城市", step: str = "") -> str:
    """Return the address of a title by its name."""
    from wenming.campaigns.models import Title

    return f"/{HOME}/titles/{Title.objects.in_city(make_city()).get(name=name).pk}/{step}"


def cycle_url(title: str = "全国文明城市", step: str = "") -> str:
    """Return the address of the cycle of a title."""
    from wenming.campaigns.models import Campaign

    return f"/{HOME}/campaigns/{Campaign.objects.in_city(make_city()).get(title__name=title).pk}/{step}"


def row_url(model: str, path: str, **wanted: Any) -> str:
    """Return the address of the first record of a kind in campaigns: ``path`` with its key."""
    from django.apps import apps

    row = apps.get_model("campaigns", model).objects.in_city(make_city()).filter(**wanted).order_by("pk").first()
    return f"/{HOME}/{path.format(row.pk)}"


def import_url(name: str, step: str = "") -> str:
    """Return the address of a standard's import by its name."""
    from wenming.standards.models import StandardImport

    return f"/{HOME}/standards/imports/{StandardImport.objects.in_city(make_city()).get(name=name).pk}/{step}"


def send_no_picture(page: Page) -> None:
    """Send a page of text under the name of a picture."""
    form = page.locator("#content form[enctype]").first
    form.locator("input[type=file]").set_input_files(
        {"name": "现场.png", "mimeType": "image/png", "buffer": b"<html><script>1</script></html>"}
    )
    form.locator("input[name=caption]").fill("地面干爽，排水沟加盖，摊位之间留出通道，顾客不用绕行")
    form.locator(".btn").click()
    page.locator("#content .err:not([hidden])").first.wait_for()


def open_card(page: Page) -> None:
    """Turn the first card."""
    page.locator(".kcard summary").first.click()


def open_account_menu(page: Page) -> None:
    """Open the menu of the account."""
    page.locator("summary.who").click()


def account_url() -> str:
    """Return the address of the leader's account."""
    return f"/{HOME}/accounts/{make_account(LEADER).pk}/"


def look_through(page: Page) -> None:
    """Go on to the review of everybody on the page who has no account."""
    page.locator("[data-pick-all]").check()
    page.locator(".pick-bar .btn-primary").click()
    page.locator(".batch").wait_for()


def hand_out_wrongly(page: Page) -> None:
    """Send a batch whose first row names a unit that is none and a name that is taken."""
    look_through(page)
    page.locator("[name=row-0-unit]").fill("没有这样的一个单位")
    page.locator("[name=row-1-username]").fill("a b")
    page.locator(".pick-bar .btn-primary").click()
    page.locator(".batch .err").first.wait_for()


def hand_out(page: Page) -> None:
    """Write a batch, and stay on the sheet of first passwords."""
    look_through(page)
    page.locator(".pick-bar .btn-primary").click()
    page.locator(".slip").first.wait_for()


def make_link(page: Page) -> None:
    """Make a link for the person."""
    page.locator("form[action$='/link/'] button").click()
    page.locator(".one-url").wait_for()


@dataclass(frozen=True)
class Sight:
    """One page in one state: who looks, the address (or how to find it), what is done there first."""

    name: str
    path: str | Callable[[], str]
    person: Person | None = OFFICER
    act: Callable[[Page], Any] | None = None

    def address(self) -> str:
        """Return the path of the page in the town."""
        return self.path if isinstance(self.path, str) else self.path()


PARTS = ("tree", "conditions", "questions", "materials", "figures", "sites")
SIGHTS = (
    Sight("sign-in", "/accounts/login/", None),
    Sight("sign-in-refused", "/accounts/login/", None, refuse),
    Sight("sign-in-locked", "/accounts/login/", None, lock),
    Sight("sign-in-code", "/accounts/login/", None, ask_for_code),
    Sight("home", f"/{HOME}/"),
    Sight("home-menu", f"/{HOME}/", OFFICER, open_account_menu),
    Sight("home-leader", f"/{HOME}/", LEADER),
    Sight("home-inspector", f"/{HOME}/", INSPECTOR),
    Sight("home-street", f"/{HOME}/", STREET),
    Sight("home-firm", f"/{HOME}/", FIRM),
    Sight("home-security", f"/{HOME}/", SECURITY),
    Sight("inbox", f"/{HOME}/inbox/", STREET),
    Sight("inbox-notices", f"/{HOME}/inbox/?tab=notices", STREET),
    Sight("inbox-away", f"/{HOME}/inbox/?tab=away", STREET),
    Sight("inbox-empty", f"/{ELSEWHERE}/inbox/", STRANGER),
    Sight("dates", f"/{HOME}/dates/"),
    Sight("dates-empty", f"/{ELSEWHERE}/dates/", STRANGER),
    Sight("keys", f"/{HOME}/keys/"),
    Sight("keys-made", f"/{HOME}/keys/", OFFICER, make_machine_key),
    Sight("keys-calendar", f"/{HOME}/keys/", STREET, make_calendar_key),
    Sight("keys-refused", f"/{HOME}/keys/", STREET, send_empty),
    Sight("keys-empty", f"/{ELSEWHERE}/keys/", STRANGER),
    Sight("keys-city", f"/{HOME}/keys/city/", SECURITY),
    Sight("features", f"/{HOME}/api/features/?f=html"),
    Sight("features-api", f"/{HOME}/api/features/api?f=html"),
    Sight("features-items", f"/{HOME}/api/features/collections/sites/items?f=html&limit=1"),
    Sight("features-none", f"/{ELSEWHERE}/api/features/collections/sites/items?f=html", STRANGER),
    Sight("home-empty", f"/{ELSEWHERE}/", STRANGER),
    Sight("no-city", "/", NOBODY),
    Sight("jobs", "/operations/jobs/", OPERATOR),
    Sight("rounds", f"/{HOME}/rounds/"),
    Sight("rounds-empty", f"/{ELSEWHERE}/rounds/", STRANGER),
    Sight("import", f"/{HOME}/rounds/import/"),
    Sight("import-refused", f"/{HOME}/rounds/import/", OFFICER, send_empty),
    Sight("check", lambda: check_url("第三轮实地测评")),
    Sight("check-settled", lambda: f"{check_url('第三轮实地测评')}?kind=settled"),
    Sight("check-choosing", lambda: check_url("第三轮实地测评"), OFFICER, open_choice),
    Sight("columns", lambda: f"{check_url('第三轮实地测评')}columns/"),
    Sight("columns-unknown", lambda: f"{check_url('第四轮')}columns/"),
    Sight("preview", lambda: f"{check_url('第三轮实地测评')}preview/"),
    Sight("waiting", lambda: f"{check_url('第五轮')}wait/"),
    Sight("unreadable", lambda: f"{check_url('第六轮')}wait/"),
    Sight("aliases", f"/{HOME}/rounds/aliases/"),
    Sight("aliases-empty", f"/{ELSEWHERE}/rounds/aliases/", STRANGER),
    Sight("entry-start", f"/{HOME}/rounds/entry/"),
    Sight("entry", entry_url),
    Sight("check-asking", lambda: f"{check_url('第三轮实地测评')}?kind=asking"),
    Sight("check-dialog", lambda: check_url("第三轮实地测评"), OFFICER, ask_to_write),
    Sight("done", lambda: check_url("补测")),
    Sight("score", score_url),
    Sight("score-node", lambda: f"{score_url()}?node={node_code()}"),
    Sight("score-areas", lambda: f"{score_url()}?view=areas"),
    Sight("score-units", lambda: f"{score_url()}?view=units"),
    Sight("score-trial", lambda: f"{score_url()}?pick={node_code()}&to-{node_code()}=95&pick=10.9&to-10.9=120"),
    Sight("changes", lambda: f"{score_url()}changes/"),
    Sight("changes-points", lambda: f"{score_url()}changes/?by=points"),
    Sight("changes-coverage", lambda: f"{score_url('补测')}changes/"),
    Sight("changes-areas", lambda: f"{score_url()}changes/?view=areas"),
    Sight("changes-units", lambda: f"{score_url('补测')}changes/?view=units"),
    Sight("gaps", lambda: f"{score_url()}gaps/"),
    Sight("gaps-leader", lambda: f"{score_url()}gaps/?node=8&least=0.01", LEADER),
    Sight("gaps-none", lambda: f"{score_url()}gaps/?cause=rule"),
    Sight("gap", lambda: gap_url("8.2")),
    Sight("gap-part", lambda: gap_url("10")),
    Sight("gap-whole", lambda: gap_url(CODE)),
    Sight("gap-unseen", lambda: gap_url("1.1", "补测")),
    Sight("gap-refused", lambda: gap_url("8.2"), OFFICER, set_empty_target),
    Sight("matrix", lambda: f"{score_url()}matrix/"),
    Sight("matrix-units", lambda: f"{score_url()}matrix/?by=units&show=rate"),
    Sight("rows", rows_url),
    Sight("rows-site", lambda: f"{rows_url()}?site=医院1&node=8.2"),
    Sight("rows-lost", lambda: f"{rows_url()}?lost=on&node={node_code()}"),
    Sight("rows-none", lambda: f"{rows_url()}?q=没有这样的点位"),
    *(Sight(*one) for one in register.SIGHTS),
    Sight("standards", f"/{HOME}/standards/"),
    Sight("standards-empty", f"/{ELSEWHERE}/standards/", STRANGER),
    Sight("standard", f"/{HOME}/standards/{CODE}/"),
    Sight("titles", lambda: f"{score_url()}titles/"),
    Sight("titles-empty", lambda: f"{score_url('补测')}titles/"),
    Sight("rows-clause", lambda: f"{rows_url()}?clause=sanitary-city-2014/5"),
    Sight("checklists", f"/{HOME}/standards/checklists/"),
    Sight("checklists-empty", f"/{ELSEWHERE}/standards/checklists/", STRANGER),
    Sight("checklists-refused", f"/{HOME}/standards/checklists/", OFFICER, adopt_faulty),
    Sight("crosswalk", f"/{HOME}/standards/crosswalk/"),
    Sight("crosswalk-matrix", f"/{HOME}/standards/crosswalk/?view=matrix"),
    Sight("crosswalk-none", f"/{HOME}/standards/crosswalk/?q=没有这一项"),
    Sight("crosswalk-empty", f"/{ELSEWHERE}/standards/crosswalk/", STRANGER),
    Sight("handbook", f"/{HOME}/standards/handbook/"),
    Sight("handbook-empty", f"/{ELSEWHERE}/standards/handbook/", STRANGER),
    Sight("sheet", f"/{HOME}/standards/handbook/市场/"),
    Sight("sheet-inspector", f"/{HOME}/standards/handbook/市场/", INSPECTOR),
    Sight("sheets", f"/{HOME}/standards/handbook/all/"),
    Sight("item", f"/{HOME}/standards/handbook/市场/items/市场-01-01/"),
    Sight("item-refused", f"/{HOME}/standards/handbook/市场/items/市场-01-01/", OFFICER, send_no_picture),
    Sight("chief", f"/{HOME}/standards/handbook/市场/chief/"),
    Sight("cards", f"/{HOME}/standards/cards/", OFFICER, open_card),
    Sight("cards-none", f"/{HOME}/standards/cards/?q=没有这一张"),
    Sight("cards-empty", f"/{ELSEWHERE}/standards/cards/", STRANGER),
    *(Sight(f"standard-{part}", f"/{HOME}/standards/riverside-full/?part={part}") for part in PARTS),
    Sight("standard-import", f"/{HOME}/standards/imports/"),
    Sight("standard-import-refused", f"/{HOME}/standards/imports/", OFFICER, send_empty),
    Sight("standard-columns", lambda: import_url("单位.docx", "columns/")),
    Sight("standard-check", lambda: import_url("有错.yaml")),
    Sight("standard-check-office", lambda: import_url("单位.docx")),
    Sight("standard-check-sound", lambda: import_url("可以.yaml")),
    Sight("standard-preview", lambda: import_url("可以.yaml", "preview/")),
    Sight("standard-draft", lambda: import_url("手工录入的体系", "draft/")),
    Sight("standard-draft-line", lambda: import_url("手工录入的体系", "draft/?row=1.1.1")),
    Sight("standard-draft-row", lambda: import_url("手工录入的体系", "draft/?part=negative_list&row=G15")),
    Sight("standard-draft-head", lambda: import_url("手工录入的体系", "draft/?part=head")),
    Sight("diff", f"/{HOME}/standards/diff/?before=riverside-2021&after=riverside-2024"),
    Sight("diff-kind", f"/{HOME}/standards/diff/?before=riverside-2021&after=riverside-2024&kind=merged"),
    Sight("diff-empty", f"/{HOME}/standards/diff/"),
    Sight("units", f"/{HOME}/units/"),
    Sight("units-all", f"/{HOME}/units/?levels=0&on=2016-05-01"),
    Sight("units-none", f"/{HOME}/units/?q=没有这样的单位"),
    Sight("units-leader", f"/{HOME}/units/", LEADER),
    Sight("units-empty", f"/{ELSEWHERE}/units/", STRANGER),
    Sight("unit", unit_url),
    Sight("unit-ended", lambda: unit_url("市市容环境卫生管理局")),
    Sight("unit-new", f"/{HOME}/units/new/"),
    Sight("unit-order", f"/{HOME}/units/order/"),
    Sight("unit-rename", lambda: f"{unit_url()}rename/"),
    Sight("unit-merge", lambda: f"{unit_url()}merge/"),
    Sight("unit-close-refused", lambda: f"{unit_url()}close/", OFFICER, close_wrongly),
    Sight("unit-groups", f"/{HOME}/units/groups/"),
    Sight("unit-groups-empty", f"/{ELSEWHERE}/units/groups/", STRANGER),
    Sight("unit-group", f"/{HOME}/units/groups/new/"),
    Sight("headquarters", f"/{HOME}/units/headquarters/"),
    Sight("headquarters-empty", f"/{ELSEWHERE}/units/headquarters/", STRANGER),
    Sight("responsibility", campaign_url),
    Sight("responsibility-leader", lambda: f"{campaign_url()}?only=faulty&everyone=on", LEADER),
    Sight("responsibility-edit", lambda: f"{campaign_url()}?edit=on"),
    Sight("responsibility-cell", lambda: f"{campaign_url()}?edit=on", OFFICER, open_cell),
    Sight("responsibility-other", campaign_url, OFFICER, open_other),
    Sight("responsibility-none", lambda: f"{campaign_url()}?q=没有这一条"),
    Sight("responsibility-empty", f"/{ELSEWHERE}/matrix/", STRANGER),
    Sight("responsibility-paper", lambda: campaign_url("matrix/paper/")),
    Sight("responsibility-units", lambda: campaign_url("matrix/units/")),
    Sight("responsibility-shared", lambda: campaign_url("matrix/shared/")),
    Sight("duties", duties_url),
    Sight("duties-ended", lambda: duties_url("市爱国卫生服务中心")),
    Sight("letter", lambda: duties_url().replace("matrix/units", "letters")),
    Sight("plan", lambda: campaign_url("plan/")),
    Sight("plan-unit", lambda: f"{campaign_url('plan/')}?unit={unit_url().split('/')[-2]}"),
    Sight("plan-none", lambda: campaign_url("plan/", "sanitary-city-2014")),
    Sight("clause", lambda: campaign_url("clauses/10.6/")),
    Sight("clause-gap", lambda: campaign_url("clauses/5.1/"), LEADER),
    Sight("clause-edit", lambda: campaign_url("clauses/10.6/edit/")),
    Sight("clause-edit-refused", lambda: campaign_url("clauses/10.6/edit/"), OFFICER, send_two_parts),
    Sight("tenure-new", lambda: f"{unit_url()}people/new/"),
    Sight("tenure-successor", lambda: tenure_url("successor")),
    Sight("tenure-end", lambda: tenure_url("end")),
    Sight("people", f"/{HOME}/people/"),
    Sight("people-none", f"/{HOME}/people/?q=没有这个人"),
    Sight("people-empty", f"/{ELSEWHERE}/people/", STRANGER),
    Sight("person", person_url),
    Sight("person-number", person_url, OFFICER, show_number),
    Sight("person-edit", lambda: f"{person_url()}edit/"),
    Sight("posts", f"/{HOME}/posts/"),
    Sight("posts-own", f"/{HOME}/posts/", LEADER),
    Sight("post-new", f"/{HOME}/posts/new/"),
    Sight("post-delegation", lambda: post_url("delegation")),
    Sight("post-end", lambda: post_url("end")),
    Sight("map", f"/{HOME}/map/"),
    Sight("map-card", f"/{HOME}/map/", OFFICER, open_site_card),
    Sight("map-leader", f"/{HOME}/map/?q=农贸", LEADER),
    Sight("map-none", f"/{HOME}/map/?q=没有这样的点位"),
    Sight("map-empty", f"/{ELSEWHERE}/map/", STRANGER),
    Sight("map-card-page", lambda: site_url("map_card")),
    Sight("codes", f"/{HOME}/sites/qr/?q=农贸"),
    Sight("codes-a6", f"/{HOME}/sites/qr/?q=农贸&size=a6"),
    Sight("codes-none", f"/{HOME}/sites/qr/?q=没有这样的点位"),
    Sight("photos", lambda: site_url("photos")),
    Sight("photos-refused", lambda: site_url("photos"), OFFICER, send_no_photo),
    Sight("photos-leader", lambda: site_url("photos"), LEADER),
    Sight("scan", scan_url),
    Sight("scan-item", scan_url, OFFICER, open_first_item),
    Sight("scan-inspector", scan_url, INSPECTOR),
    Sight("scan-stranger", scan_url, None),
    Sight("scan-none", f"/{HOME}/q/nothing/"),
    Sight("calendar", f"/{HOME}/calendar/?year=2026"),
    Sight("calendar-hours", f"/{HOME}/calendar/?year=2026", OFFICER, open_hours),
    Sight("calendar-estimated", f"/{HOME}/calendar/?year=2027", LEADER),
    Sight("calendar-empty", f"/{ELSEWHERE}/calendar/?year=2026", STRANGER),
    Sight("calendar-import", f"/{HOME}/calendar/import/"),
    Sight("units-import", f"/{HOME}/units/workbook/import/"),
    Sight("units-check", f"/{HOME}/units/workbook/import/", OFFICER, send_faulty_units),
    Sight("campaign-titles", f"/{HOME}/titles/"),
    Sight("campaign-titles-empty", f"/{ELSEWHERE}/titles/", STRANGER),
    Sight("campaign-title", title_url),
    Sight("campaign-title-leader", lambda: title_url("国家卫生城市"), LEADER),
    Sight("campaign-title-new", f"/{HOME}/titles/new/"),
    Sight("campaign-title-order", f"/{HOME}/titles/order/"),
    Sight("campaign-title-change", lambda: title_url(step="change/")),
    Sight("campaign-recheck-done", lambda: row_url("Recheck", "titles/rechecks/{}/done/", done_on=None)),
    Sight("campaigns", f"/{HOME}/campaigns/"),
    Sight("campaigns-empty", f"/{ELSEWHERE}/campaigns/", STRANGER),
    Sight("campaign", cycle_url),
    Sight("campaign-leader", lambda: cycle_url("国家卫生城市"), LEADER),
    Sight("campaign-new", f"/{HOME}/campaigns/new/"),
    Sight("campaign-edit", lambda: cycle_url(step="edit/")),
    Sight("campaign-milestone", lambda: row_url("Milestone", "campaigns/milestones/{}/", done_on=None)),
    Sight("campaign-milestone-done", lambda: row_url("Milestone", "campaigns/milestones/{}/", done_on__isnull=False)),
    Sight("campaign-milestone-new", lambda: cycle_url(step="milestones/new/")),
    Sight("campaign-score-new", lambda: cycle_url(step="scores/new/")),
    Sight("campaign-move", lambda: cycle_url("滨河文明城市", "move/")),
    Sight("campaign-move-open", lambda: cycle_url("滨河文明城市", "move/?show=merged")),
    Sight("campaign-move-start", lambda: cycle_url(step="move/")),
    Sight("watch", lambda: cycle_url(step="watch/")),
    Sight("watch-none", lambda: cycle_url(step="watch/?state=counts&q=没有这件事")),
    Sight("watch-empty", f"/{ELSEWHERE}/watch/", STRANGER),
    Sight("watch-new", lambda: cycle_url(step="watch/new/")),
    Sight("watch-entry", lambda: row_url("WatchEntry", "watch/{}/", rule="G15")),
    Sight("watch-board", lambda: cycle_url(step="watch/conditions/")),
    Sight("watch-board-unsaid", lambda: cycle_url("滨河文明城市", "watch/conditions/")),
    Sight("watch-finding", lambda: cycle_url(step="watch/conditions/finding/?rule=minors-85")),
    Sight("watch-clearance", lambda: cycle_url(step="watch/clearance/")),
    Sight("watch-clearance-ask", lambda: cycle_url(step="watch/clearance/ask/")),
    Sight("table-import", f"/{HOME}/campaigns/import/"),
    Sight("table-import-refused", f"/{HOME}/campaigns/import/", OFFICER, send_empty),
    Sight("table-import-none", f"/{ELSEWHERE}/campaigns/import/", STRANGER),
    Sight("table-columns", lambda: table_url("columns/")),
    Sight("table-check", table_url),
    Sight("table-check-choosing", table_url, OFFICER, open_choice),
    Sight("table-check-done", lambda: table_url("?kind=done")),
    Sight("table-check-rows", lambda: table_url("?kind=clauses&rows=5-34")),
    Sight("table-group", lambda: table_url("group/?name=各管理区")),
    Sight("table-group-refused", lambda: table_url("group/?name=各医院"), OFFICER, send_wrong_members),
    Sight("table-preview", lambda: table_url("preview/?complete=all")),
    Sight("table-done", lambda: table_url(name="补充分解表.xlsx")),
    Sight("accounts", f"/{HOME}/accounts/"),
    Sight("accounts-none", f"/{HOME}/accounts/?q=没有这样的账号"),
    Sight("accounts-security", f"/{HOME}/accounts/", SECURITY),
    Sight("accounts-new", f"/{HOME}/accounts/new/"),
    Sight("accounts-new-none", f"/{HOME}/accounts/new/?q=没有这样的人"),
    Sight("accounts-review", f"/{HOME}/accounts/new/?q=街道", OFFICER, look_through),
    Sight("accounts-refused", f"/{HOME}/accounts/new/?q=街道", OFFICER, hand_out_wrongly),
    Sight("accounts-sheet", f"/{HOME}/accounts/new/?q=街道", OFFICER, hand_out),
    Sight("accounts-import", f"/{HOME}/accounts/new/workbook/"),
    Sight("account-of", account_url),
    Sight("account-of-security", account_url, SECURITY),
    Sight("account-link", account_url, OFFICER, make_link),
    Sight("sign-ins", f"/{HOME}/accounts/sign-ins/", SECURITY),
    Sight("sign-ins-failed", f"/{HOME}/accounts/sign-ins/?show=failed", SECURITY),
    Sight("link-dead", "/accounts/link/none/", None),
    Sight("phone-off", "/accounts/phone/", None),
    Sight("https", "/https/", None),
    Sight("account-phone", "/accounts/own/phone/", OFFICER, prove),
    Sight("account-linked", "/accounts/3rdparty/", OFFICER),
    Sight("account", "/accounts/2fa/"),
    Sight("account-password", "/accounts/password/change/"),
    Sight("account-totp", "/accounts/2fa/totp/activate/", OFFICER, prove),
    Sight("account-passkey", "/accounts/2fa/webauthn/add/", OFFICER, prove),
    Sight("account-factors", "/accounts/2fa/", LEADER),
    Sight("account-codes", "/accounts/2fa/recovery-codes/", LEADER, prove),
    Sight("account-prove", "/accounts/reauthenticate/"),
    Sight("sign-out", "/accounts/logout/"),
    Sight("not-found", f"/{HOME}/rounds/99/rows/"),
    Sight("not-allowed", "/operations/jobs/"),
    Sight("parts", "/components/"),
    Sight("parts-dark", "/components/?theme=dark"),
)
