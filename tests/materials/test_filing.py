"""A filing is made step by step in the official order, names what is missing, is never offered in part, and closes its year."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from tests.materials.cases import (
    HOUR,
    bring,
    campaign,
    file_for,
    make_item,
    make_requirement,
    make_supplier,
    papers_of,
    picture,
    report,
)
from tests.materials.cycle import CONTENTS, TASKS, make_cycle
from tests.people import AT, AUDITOR, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from wenming.engine.filing import compare
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Event
from wenming.materials import actions
from wenming.materials.actions import Area, NotPossibleError
from wenming.materials.actions.asking import Asked, ask_city
from wenming.materials.actions.filing import rows_of
from wenming.materials.models import Filing, FilingPart, MaterialItem
from wenming.materials.queries.filing import lacks_in, pieces_in
from wenming.materials.rules import sees_filings
from wenming.materials.tasks.filing import advance, check_filing, continue_filing, lock_more, make_filing
from wenming.standards.models import Node

pytestmark = pytest.mark.django_db
YEAR = 2026


def officer() -> Any:
    return make_account(OFFICER)


def filed(at: Any = AT + 9 * HOUR, **wanted: Any) -> Filing:
    """Make a filing of the tests' campaign."""
    return make_filing(campaign=wanted.pop("of", None) or campaign(), year=YEAR, by=officer(), at=at, **wanted)


def asked(at: Any = AT + 9 * HOUR) -> Filing:
    return actions.ask_filing(
        campaign=campaign(), year=YEAR, template="{number} {name}", padded=True, by=officer(), at=at
    )


def bytes_of(part: FilingPart) -> bytes:
    return path_of(make_city().slug, part.file.sha256).read_bytes()


def entries(filing: Filing) -> dict[str, bytes]:
    """Return path -> bytes of everything in a filing."""
    found = {}
    for part in filing.parts.order_by("order"):
        with zipfile.ZipFile(io.BytesIO(bytes_of(part))) as archive:
            found.update({name: archive.read(name) for name in archive.namelist()})
    return found


def digests(filing: Filing) -> list[tuple[str, str]]:
    return [(part.name, part.file.sha256) for part in filing.parts.order_by("order")]


def refused(reason: str, action: Any, **facts: Any) -> None:
    with pytest.raises(NotPossibleError, match=f"^{reason}$"):
        action(**{"by": officer(), "at": AT + 20 * HOUR, **facts})


def passed_picture(requirement: Any, month: int = 11, **facts: Any) -> Any:
    """Return an item of a month whose picture has passed."""
    item = make_item(requirement, period=date(YEAR, month, 1))
    item = file_for(item, picture(size=(40 + month, 30), **facts))
    return actions.pass_material(item=item, by=officer(), at=AT + HOUR)


def test_make_a_filing_of_sixty_contents_keeps_order_numbers_and_counts():
    cycle = make_cycle()
    unit = make_supplier()
    nodes = list(
        Node.objects.in_city(make_city()).filter(edition=cycle.edition, level="criterion").order_by("position")
    )
    assert len(nodes) == TASKS
    from wenming.materials.models import Requirement

    # asked for in the wrong order, and not all of it
    for place, node in enumerate(reversed(nodes)):
        made = Requirement.objects.create(
            city=make_city(), campaign=cycle, node=node, number=1, kind="report", name=f"说明{node.code}", rhythm="yearly",
            since=date(YEAR, 1, 1), at=AT, two_reviews=False,
        )  # fmt: skip
        if place % 25 == 3:
            item = make_item(made, unit=unit, period=date(YEAR, 1, 1), due_on=date(YEAR, 11, 25))
            bring(item, "passed")
    filing = filed(of=cycle)
    clauses = filing.plan["clauses"]
    assert [one["code"] for one in clauses] == [re.sub(r"\.(\d)$", r"-\1)", node.code) for node in nodes]
    assert len({one["content"] for one in clauses}) == CONTENTS
    assert clauses[0]["lines"][0]["number"] == "Ⅲ-1-1)-(1)"
    parts = list(filing.parts.order_by("order"))
    assert [part.name for part in parts] == ["00 目录.zip", *(f"{n:02d} Ⅰ-{n} 项目{n}.zip" for n in range(1, 6))]
    paths = [row.path for row in rows_of(filing) if row.paper]
    assert [path.rsplit("/", 1)[1] for path in paths] == [
        f"01-01 {n}-(1)-01 说明报告.docx" for n in pieces_of_codes(filing)
    ]
    assert sorted(paths) == paths
    assert (len(pieces_in(filing.plan)), len(lacks_in(filing.plan))) == (3, 72)
    forms = [row.path for row in rows_of(filing) if row.path.endswith("00 测评材料提交表.docx")]
    assert len(forms) == TASKS


def pieces_of_codes(filing: Filing) -> list[str]:
    return [
        clause["code"] for clause in filing.plan["clauses"] for line in clause["lines"] for _piece in line["pieces"]
    ]


def test_make_a_filing_names_what_is_missing_and_takes_only_what_has_passed():
    both = make_requirement("志愿服务实景", kind="picture", count=2)
    passed_picture(both)
    late = make_item(make_requirement("情况说明"))
    bring(late, "returned")
    bring(make_item(make_requirement("本月免报")), "waived")
    make_requirement("还没下发")
    filing = filed()
    assert [(line["name"], lack["state"], lack["missing"]) for line, lack in lacks_in(filing.plan)] == [
        ("志愿服务实景", "compiled", 1), ("情况说明", "returned", 1), ("还没下发", "", 1),
    ]  # fmt: skip
    inside = entries(filing)
    book = openpyxl.load_workbook(io.BytesIO(inside["00 目录.xlsx"]))
    rows = list(book["目录"].iter_rows(min_row=3))
    assert [(row[2].value, row[8].value) for row in rows] == [
        ("文明劝导", None), ("志愿服务实景", "缺 1 份（市环卫处，2026年11月，份数不足）"), ("情况说明", "缺 1 份（市环卫处，2026年11月，已退回）"),
        ("本月免报", "不再要求"), ("还没下发", "缺 1 份（尚未下发）"),
    ]  # fmt: skip
    # the link leads from the index to the file, where the folder is unpacked
    link = rows[0][9].hyperlink.target.replace("%20", " ")
    assert link in inside
    assert [row[0].value for row in book["缺的材料"].iter_rows(min_row=3)] == ["1.1-(1)", "1.1-(2)", "1.1-(4)"]
    both.refresh_from_db()
    assert set(MaterialItem.objects.in_city(make_city()).values_list("requirement__name", "state")) == {
        ("志愿服务实景", "compiled"), ("情况说明", "returned"), ("本月免报", "waived"),
    }  # fmt: skip


def test_a_filing_holds_forms_albums_originals_and_red_copies():
    requirement = make_requirement("志愿服务实景", kind="picture")
    item = passed_picture(requirement)
    (paper,) = papers_of(item)
    actions.mark_paper(paper=paper, area=Area(1, 100, 100, 300, 200), red_line=True, by=officer(), at=AT)
    text = bring(make_item(make_requirement("情况说明")), "passed")
    (words,) = papers_of(text)
    actions.mark_paper(paper=words, area=Area(1, 0, 0, 1000, 1000), red_line=True, by=officer(), at=AT)
    filing = filed()
    inside = entries(filing)
    names = [path.rsplit("/", 1)[-1] for path in inside if "/" in path]
    assert names == [
        "00 实景图片册.docx", "00 测评材料提交表.docx", "01-01 1.1-(1)-01 文明劝导.jpg", "01-01 1.1-(1)-01 文明劝导（红线标注）.pdf",
        "02-01 1.1-(2)-01 说明报告.docx",
    ]  # fmt: skip
    original = next(content for path, content in inside.items() if path.endswith(".jpg"))
    assert hashlib.sha256(original).hexdigest() == paper.file.sha256
    form = words_in(next(content for path, content in inside.items() if path.endswith("提交表.docx")))
    assert "本月整治背街小巷 12 条，清运垃圾 30 吨。" in form
    assert "见同一文件夹内的红线标注件" in form
    assert "□ 符合" in form
    album = words_in(next(content for path, content in inside.items() if path.endswith("图片册.docx")))
    assert {"人民广场", "志愿者", "文明劝导", "1.1-(1)-1"} <= set(album.split("\n"))
    listed = json.loads(inside["校验清单.json"])["files"]
    assert {one["path"] for one in listed} == set(inside) - {"校验清单.json"}
    assert all(hashlib.sha256(inside[one["path"]]).hexdigest() == one["sha256"] for one in listed)


def words_in(content: bytes) -> str:
    """Return the text of a Word file, cell by cell."""
    import docx

    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def test_make_the_same_filing_twice_gives_the_same_bytes_and_an_empty_supplement():
    passed_picture(make_requirement("志愿服务实景", kind="picture"))
    first = filed()
    second = filed(AT + 10 * HOUR)
    assert digests(second)[: len(digests(first))] == digests(first)
    assert (first.digest, second.number) == (second.digest, 2)
    supplement = second.parts.get(kind="supplement")
    assert [row[0] for row in supplement.manifest] == ["00 变化清单.xlsx"]
    assert compare(rows_of(first), rows_of(second)).count == 0


def test_a_later_filing_sends_only_what_changed():
    requirement = make_requirement("志愿服务实景", kind="picture")
    passed_picture(requirement, 11)
    first = filed()
    passed_picture(requirement, 10, caption={"place": "车站", "theme": "引导", "people": ""})
    second = filed(AT + 10 * HOUR)
    found = compare(rows_of(first), rows_of(second))
    assert [row.path.rsplit(" ", 1)[1] for row in found.added if row.paper] == ["引导.jpg"]
    assert [new.path.rsplit("/", 1)[1] for _old, new in found.renamed] == ["01-02 1.1-(1)-02 文明劝导.jpg"]
    with zipfile.ZipFile(io.BytesIO(bytes_of(second.parts.get(kind="supplement")))) as archive:
        assert set(archive.namelist()) == {"00 变化清单.xlsx", *(row.path for row in found.to_send)}
        book = openpyxl.load_workbook(io.BytesIO(archive.read("00 变化清单.xlsx")))
    assert {row[0].value for row in book.active.iter_rows(min_row=3)} == {"新增", "替换", "改名"}


def test_a_machine_that_dies_in_the_middle_goes_on_with_the_same_bytes(monkeypatch):
    passed_picture(make_requirement("志愿服务实景", kind="picture"))
    bring(make_item(make_requirement("情况说明", clause="2.1")), "passed")
    whole = digests(filed())
    filing = asked(AT + 10 * HOUR)
    filing.template = "{number}-{piece} {name}"
    filing.save()
    seen = []
    while filing.made_at is None:
        event = (
            Event.objects.in_city(make_city())
            .filter(subject__endswith=f"Filing:{filing.pk}")
            .order_by("-number")
            .first()
        )
        continue_filing(event)
        # the same step twice: the queue delivered it again
        before = digests(filing)
        advance(filing, at=AT + 10 * HOUR)
        filing.refresh_from_db()
        seen.append(bool(filing.digest))
        assert set(before) <= set(digests(filing))
    assert seen[:-1] == [False] * (len(seen) - 1)
    assert digests(filing)[: len(whole)] == whole
    continue_filing(event)
    assert Filing.objects.in_city(make_city()).get(pk=filing.pk).made_at == filing.made_at


def test_ask_for_a_filing_refuses_what_cannot_be():
    refused("nothing_to_file", actions.ask_filing, campaign=campaign(), year=YEAR, template="{name}", padded=True)
    make_requirement()
    refused("bad_template", actions.ask_filing, campaign=campaign(), year=YEAR, template="{", padded=True)
    filing = asked()
    refused("being_made", actions.ask_filing, campaign=campaign(), year=YEAR, template="{name}", padded=True)
    refused("not_made", actions.ask_check, filing=filing)
    refused("not_made", actions.close_year, filing=filing)
    refused("not_made", actions.lock_some, filing=filing)
    with pytest.raises(PermissionDenied):
        actions.ask_filing(
            campaign=campaign(), year=2025, template="{name}", padded=True, by=make_account(AUDITOR), at=AT
        )


def test_close_a_year_lets_nothing_in_it_change():
    requirement = make_requirement("情况说明")
    item = bring(make_item(requirement), "passed")
    (paper,) = papers_of(item)
    mark = actions.mark_paper(paper=paper, area=Area(1, 0, 0, 1000, 1000), red_line=True, by=officer(), at=AT)
    waiting = make_item(make_requirement("别的说明"))
    first = filed()
    second = filed(AT + 10 * HOUR)
    refused("not_last", actions.close_year, filing=first)
    returned = actions.return_material(item=item, reason="no_seal", by=officer(), at=AT + 11 * HOUR)
    refused("stale", actions.close_year, filing=second)
    file_for(returned, report("本月整治背街小巷 14 条。"), at=AT + 12 * HOUR)
    actions.pass_material(item=returned, by=officer(), at=AT + 13 * HOUR)
    third = filed(AT + 14 * HOUR)
    archive = actions.close_year(filing=third, by=officer(), at=AT + 15 * HOUR)
    refused("cycle_locked", actions.close_year, filing=archive)
    event = Event.objects.in_city(make_city()).get(kind="filing.archived")
    lock_more(event)
    lock_more(event)
    item.refresh_from_db()
    assert item.state == "locked"
    refused("cycle_locked", file_for_now, item=waiting)
    refused("cycle_locked", actions.mark_paper, paper=paper, area=Area(1, 0, 0, 9, 9), red_line=True)
    refused("cycle_locked", actions.remove_mark, mark=mark)
    refused("cycle_locked", actions.ask_filing, campaign=campaign(), year=YEAR, template="{name}", padded=True)
    # nothing more of it is asked for, and another year goes on
    assert ask_city(city=make_city(), at=datetime(YEAR, 12, 2, 4, tzinfo=UTC)) == Asked()
    file_for(make_item(requirement, period=date(YEAR + 1, 1, 1)))


def test_every_step_of_a_filing_is_done_once():
    bring(make_item(), "passed")
    filing = filed()
    bring(make_item(make_requirement("后来的")), "passed")
    before, at = digests(filing), AT + 12 * HOUR
    assert actions.compile_some(filing=filing, at=at) == 0
    assert actions.keep_plan(filing=filing, plan={"parts": []}, at=at).plan == filing.plan
    facts = {"order": 0, "kind": "index", "name": "x.zip", "chunks": [b"x"], "rows": []}
    actions.keep_part(filing=filing, at=at, **facts)
    assert actions.finish_filing(filing=filing, at=at).made_at == filing.made_at
    assert digests(filing) == before


def test_the_whole_folder_is_for_the_office_and_those_who_audit():
    city = make_city()
    assert [sees_filings(make_account(one), city) for one in (OFFICER, AUDITOR, SUPERVISOR, LIAISON)] == [
        True, True, False, False,
    ]  # fmt: skip


def file_for_now(*, item: Any, by: Any, at: Any) -> Any:
    return file_for(item, at=at)


def test_check_a_filing_finds_a_changed_byte():
    bring(make_item(), "passed")
    filing = filed()
    actions.ask_check(filing=filing, by=officer(), at=AT + 10 * HOUR)
    assert check_filing(filing, by=officer(), at=AT + 11 * HOUR) == []
    part = filing.parts.get(order=1)
    place = path_of(make_city().slug, part.file.sha256)
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    assert check_filing(filing, by=officer(), at=AT + 12 * HOUR) == [part.name]
    place.unlink()
    FilingPart.objects.in_city(make_city()).filter(order=1).update(manifest=[])
    assert check_filing(filing, by=None, at=AT + 13 * HOUR) == [part.name, "目录"]
    filing.refresh_from_db()
    assert filing.faults == [part.name, "目录"]
