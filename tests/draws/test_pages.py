"""Pages of draws: sealed from a file or the register, drawn by the keeper, seen by nobody else, repeated by everybody after."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.draws.draws import AT, drawn, keys_of, rule, seal
from tests.people import AUDITOR, HOME, INSPECTOR, OFFICER, SUPERVISOR, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import workbook
from tests.sites.places import make_site
from wenming.draws.actions import reveal_secret
from wenming.draws.models import Draw
from wenming.draws.queries import chosen_units
from wenming.engine.sampling import differences

pytestmark = pytest.mark.django_db
BASE = f"/{HOME}/draws/"
START = {
    "title": "十二月点位",
    "purpose": "round",
    "round": "十二月",
    "each": 1,
    "sizes": "",
    "reveal_from": "",
    "design": "equal",
}


def as_(client, person):
    client.force_login(make_account(person))
    return client


def send(client, content: bytes = b"", name: str = "frame.csv", **changes):
    """Send the form of a new draw, with a file where there is content."""
    facts = {**START, "keeper": make_account(OFFICER).pk, **changes}
    if content:
        facts["file"] = SimpleUploadedFile(name, content)
    return client.post(f"{BASE}new/", facts)


def test_seal_from_a_file_draw_replace_and_reveal_by_the_pages(client):
    as_(client, OFFICER)
    content = "编号,类别\n" + "".join(f"A-{number},商场\n" for number in range(1, 6))
    sent = send(client, content.encode("gb18030"))
    one = Draw.objects.in_city(make_city()).get()
    assert (sent.status_code, sent["Location"]) == (302, f"{BASE}{one.pk}/")
    page = f"{BASE}{one.pk}/"
    assert client.post(f"{page}words/", {"words": "a|b"}).status_code == 422
    assert client.post(f"{page}words/", {"words": "骰子 4"}).status_code == 302
    assert client.post(f"{page}lots/").status_code == 302
    assert "不能再这样办" in client.post(f"{page}lots/", follow=True).content.decode()
    key = keys_of(one)[0]
    assert key in client.get(page).content.decode()
    assert client.get(f"{page}replacement/?key=A-99").status_code == 404
    assert key in client.get(f"{page}replacement/?key={key}").content.decode()
    assert client.post(f"{page}replacement/", {"key": key, "reason": "closed"}).status_code == 302
    assert f"顶替 {key}" in client.get(page).content.decode()
    assert client.get(f"{page}bundle/").status_code == 403
    assert client.post(f"{page}reveal/").status_code == 302
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"{page}bundle/").content))
    files = {name: archive.read(name) for name in archive.namelist()}
    assert "replacements.csv" in files
    assert differences(files) == []
    assert client.post(f"{page}void/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}void/", {"reason": "类别漏了"}).status_code == 302
    assert "类别漏了" in client.get(page).content.decode()


def test_seal_from_a_workbook_or_the_register_takes_its_rows(client):
    as_(client, OFFICER)
    book = workbook([["A-1", "商场", 3], ["A-2", "商场", 4]], ("点位编号", "类别", "规模"))
    assert send(client, book, "框.xlsx", design="pareto").status_code == 302
    kinds = [make_site(f"p{number}").type.name for number in range(3)]
    later = {"keeper": "system", "reveal_from": "2099-01-01"}
    assert send(client, round="register", sizes=f"{kinds[0]}：2", **later).status_code == 302
    first, second = Draw.objects.in_city(make_city()).order_by("pk")
    assert (first.strata, first.rule["design"]) == ([["商场", 2, 1]], "pareto")
    assert (second.strata, second.keeper) == ([[kinds[0], 3, 2]], None)


@pytest.mark.parametrize(
    ("content", "changes", "said"),
    [
        ("编号\nA\n", {}, "不是抽样框"),
        ("编号,类别\nA,x\n", {"each": ""}, "请填每类抽几个"),
        ("编号,类别\nA,x\n", {"sizes": "x"}, "没有写明数量"),
        ("编号,类别\nA,x\n", {"sizes": "y 1"}, "没有“y”这一类"),
        ("编号,类别\nA,x\n", {"round": "a|b"}, "轮次"),
        ("编号,类别\nA,x\n", {"keeper": "system"}, "要写最早公开日期"),
        ("编号,类别\nA,x\n", {"name": "a.xlsx"}, "工作簿"),
        ("编号,类别\nA,x\n", {"round": "第一轮"}, "已经有一次抽样"),
    ],
)
def test_seal_what_cannot_be_drawn_says_why(client, content, changes, said):
    seal(rule=rule())
    page = send(as_(client, OFFICER), content.encode(), **changes)
    assert (page.status_code, said in page.content.decode()) == (422, True)


def test_see_a_draw_as_somebody_else_shows_its_digests_and_no_unit(client):
    done = drawn(keeper=make_account(SUPERVISOR), by=None)
    page = as_(client, OFFICER).get(f"{BASE}{done.pk}/")
    text = page.content.decode()
    assert done.commitment in text
    assert [key for key in keys_of(done) if key in text] == []
    assert page["Cache-Control"] == "no-store"
    assert client.get(f"{BASE}{done.pk}/replacement/?key={keys_of(done)[0]}").status_code == 403
    text = as_(client, SUPERVISOR).get(f"{BASE}{done.pk}/").content.decode()
    assert [key for key in keys_of(done) if key not in text] == []
    assert as_(client, INSPECTOR).get(f"{BASE}{done.pk}/").status_code == 403


def test_see_a_revealed_draw_as_auditor_shows_its_units(client):
    over = reveal_secret(draw=drawn(), by=make_account(OFFICER), at=AT)
    text = as_(client, AUDITOR).get(f"{BASE}{over.pk}/").content.decode()
    assert over.secret in text
    assert all(unit.key in text for unit in chosen_units(over))
    assert client.get(f"{BASE}999/").status_code == 404


def test_take_a_bundle_whose_frame_is_gone_is_not_there(client):
    from wenming.kernel.adapters.stores import path_of

    over = reveal_secret(draw=drawn(), by=make_account(OFFICER), at=AT)
    path_of(HOME, over.frame.sha256).unlink()
    assert as_(client, AUDITOR).get(f"{BASE}{over.pk}/bundle/").status_code == 404


def test_list_draws_costs_the_same_with_three(client):
    as_(client, AUDITOR)
    seal()
    client.get(BASE)
    for round_ in ("", "二", "三"):
        if round_:
            seal(rule=rule(round_))
        with assert_queries(4):
            assert client.get(BASE).status_code == 200
    assert client.get(f"{BASE}?state=void&purpose=round").content.decode().count("十一月实地测评") == 0


def test_print_the_protocol_names_digests_and_no_unit(client):
    done = drawn()
    as_(client, AUDITOR)
    paper = docx.Document(io.BytesIO(client.get(f"{BASE}{done.pk}/protocol/docx/").content))
    cells = {row.cells[0].text: row.cells[1].text for row in paper.tables[0].rows}
    assert (cells["密钥校验码"], cells["结果校验码"], cells["密钥"].strip()) == (
        done.commitment,
        done.result_digest,
        "",
    )
    assert not any(key in text for key in keys_of(done) for text in cells.values())
    assert client.get(f"{BASE}{done.pk}/protocol/pdf/").content[:4] == b"%PDF"
    assert client.get(f"{BASE}{done.pk}/protocol/odt/").status_code == 404
