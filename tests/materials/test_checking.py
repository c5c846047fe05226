"""What the machine finds in papers that were handed in, what it leaves alone, and what a person makes of it."""

import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from PIL import Image, ImageFilter

from tests.evidence.scenes import jpeg, scene
from tests.materials.cases import (
    CAPTION,
    HOUR,
    SECOND,
    file_for,
    make_item,
    make_requirement,
    make_supplier,
    papers_of,
    report,
)
from tests.people import AT, HOME, LIAISON, OFFICER, make_account, make_city
from wenming.evidence.models import Evidence, Finding
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Event
from wenming.materials.actions import Given, NotPossibleError, decide_check, read_new_papers, return_material
from wenming.materials.models import Paper, PaperCheck
from wenming.materials.tasks import checking

pytestmark = pytest.mark.django_db
TEXT = (
    "市环卫处关于 2026 年 11 月背街小巷整治情况的说明",
    "我们按照先急后缓的次序排查背街小巷四十二条，逐条建立问题台账，由分管负责人带队限时销号，居民代表全程参加验收。",
    "组织夜间错时清扫 36 次，出动保洁人员 480 人次，清运积存垃圾 75 吨，更换破损果皮箱 118 只，疏通堵塞井口 64 处。",
    "整治以后，投诉件数由上月的 52 件下降到 11 件，沿街商户门前三包签约率达到 97%，群众抽样满意率提高 6 个百分点。",
)


def read(**facts) -> int:
    return read_new_papers(city=make_city(), by=None, at=AT + HOUR, **facts)


def kinds(**facts) -> list[str]:
    return list(PaperCheck.objects.in_city(make_city()).filter(**facts).order_by("pk").values_list("kind", flat=True))


def send(*lines: str, name="市环卫处", period=date(2026, 11, 1), requirement=None, at=AT, **facts):
    """Hand a report in for an item of its own; return its paper."""
    unit = make_supplier(name)
    wanted = requirement or make_requirement(units=[unit])
    item = make_item(wanted, unit=unit, period=period)
    return papers_of(file_for(item, report(*(lines or TEXT), **facts), at=at))[0]


def photo(seed: int = 1, **how) -> bytes:
    return jpeg(scene(seed), **how)


def send_picture(content: bytes, *, name="市环卫处", period=date(2026, 11, 1), caption=None, at=AT, **limits):
    """Hand a picture in; return its paper."""
    unit = make_supplier(name)
    item = make_item(
        make_requirement("实景图片", kind="picture", units=[unit], limits=limits), unit=unit, period=period
    )
    given = Given("现场.jpg", content, taken_at=AT - HOUR, caption=caption or CAPTION)
    return papers_of(file_for(item, given, at=at))[0]


def test_read_new_papers_keeps_words_facts_and_one_event():
    paper = send()
    assert (read(), read()) == (1, 0)
    paper.refresh_from_db()
    assert paper.text.splitlines() == list(TEXT)
    assert (paper.facts["fault"], paper.facts["characters"] > 100, len(paper.sketch) > 20) == ("", True, True)
    assert (paper.read_at, kinds()) == (AT + HOUR, [])
    event = Event.objects.in_city(make_city()).get(kind="material.read")
    assert event.data == {"first": paper.pk, "last": paper.pk, "papers": 1, "checks": 0}


def test_read_new_papers_leaves_drafts_alone():
    from tests.materials.cases import bring

    bring(make_item(), "drafting")
    assert read() == 0


def test_read_copied_report_of_another_unit_proposes_the_later_one():
    first = send()
    second = send(
        *(
            line.replace("市环卫处", "市园林处").replace("36", "41").replace("480", "615").replace("42", "9")
            for line in TEXT
        ),
        name="市园林处",
    )
    other = send(
        "市水务局按汛前汛后两个阶段巡查河道十八条，拆除违规鱼梁 7 处，打捞漂浮物 33 吨，水面见不到成片垃圾。" * 2,
        name="市水务局",
    )
    assert read() == 3
    check = PaperCheck.objects.in_city(make_city()).get()
    assert (check.paper, check.other, check.kind) == (second, first, "same_text")
    assert check.facts["share"] > 900
    begin, end, other_begin, other_end = check.facts["passages"][0]
    assert TEXT[1][:8] in Paper.objects.in_city(make_city()).get(pk=first.pk).text[other_begin:other_end]
    assert end > begin
    assert other.checks.count() == 0


def test_read_copied_report_against_papers_read_before_finds_it_once():
    first = send()
    read()
    second = send(name="市园林处")
    read()
    Paper.objects.in_city(make_city()).update(read_at=None)
    read(most=1)
    read()
    assert [(one.paper, one.other) for one in PaperCheck.objects.in_city(make_city())] == [(second, first)]


def test_read_own_report_again_asks_only_for_another_time():
    unit = make_supplier()
    monthly, other = make_requirement(units=[unit]), make_requirement("同一工作另一条目", units=[unit])
    send(requirement=monthly)
    send(requirement=other)
    read()
    assert kinds(kind="same_text") == []
    december = send(*TEXT[1:], requirement=monthly, period=date(2026, 12, 1))
    read()
    assert set(PaperCheck.objects.in_city(make_city()).filter(kind="same_text").values_list("paper", flat=True)) == {
        december.pk
    }


def test_read_table_with_new_figures_asks_nothing_and_with_the_same_ones_does():
    def table(seed: int, month: int):
        rows = [f"第{row}图书室 {seed * 37 + row * 91} {seed * 11 + row * 13}" for row in range(1, 8)]
        unit = make_supplier()
        item = make_item(wanted, unit=unit, period=date(2026, month, 1))
        return papers_of(file_for(item, report("开放统计", *rows, name="统计.docx")))[0]

    wanted = make_requirement(kind="statistics", units=[make_supplier()])
    table(3, 9), table(5, 10)
    read()
    assert kinds() == []
    again = table(5, 11)
    read()
    assert [one.paper for one in PaperCheck.objects.in_city(make_city())] == [again]


def scanned() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(buffer, "PDF")
    return buffer.getvalue()


def test_read_same_scan_of_two_units_proposes_both_as_one_file():
    content = scanned()
    for name in ("市环卫处", "市园林处"):
        unit = make_supplier(name)
        file_for(make_item(make_requirement(units=[unit]), unit=unit), Given("报告.pdf", content))
    read()
    assert sorted(kinds()) == ["empty", "empty", "same_text"]
    assert PaperCheck.objects.in_city(make_city()).get(kind="same_text").facts == {"file": True, "share": 1000}


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("一年来，在上级的正确领导下，取得了显著成效。" * 4, "存在问题：重视不够。", "下一步打算：加强领导，狠抓落实。"), ["wrong_kind", "no_figures"]),
        (("这里是关于本地的一些介绍和描述，风光秀丽，历史悠久，人文荟萃，物产丰饶，四季宜人，" * 2,), ["wrong_kind", "no_figures"]),
        (("本月正常。",), ["empty"]),
        (("2025年10月" + TEXT[1], *TEXT[2:]), ["out_of_period"]),
    ],
)  # fmt: skip
def test_read_report_proposes_what_reviewers_send_back(lines, found):
    send(*lines)
    read()
    assert kinds() == found


def test_read_papers_whose_day_is_of_another_period_proposes_it():
    paper = send(dated=date(2026, 9, 30))
    read()
    check = paper.checks.get()
    assert (check.kind, check.facts) == (
        "out_of_period", {"dated": "2026-09-30", "first": "2026-11-01", "last": "2026-11-30"},
    )  # fmt: skip


def test_read_paper_wanted_once_looks_at_the_months_that_count():
    unit = make_supplier()
    for months, day, _found in ((None, date(2020, 1, 1), 0), (12, date(2025, 1, 1), 1), (12, date(2026, 3, 1), 0)):
        wanted = make_requirement(kind="document", rhythm="once", window_months=months, units=[unit])
        file_for(make_item(wanted, unit=unit), report(TEXT[1], name="办法.docx", dated=day))
    read()
    assert [one.paper.dated for one in PaperCheck.objects.in_city(make_city())] == [date(2025, 1, 1)]


def test_read_table_without_figures_and_damaged_file_proposes_both():
    unit = make_supplier()
    wanted = make_requirement(kind="statistics", units=[unit])
    file_for(make_item(wanted, unit=unit), report("开放统计：各馆均正常开放", name="统计.docx"))
    file_for(make_item(make_requirement(units=[unit]), unit=unit), report(TEXT[1], name="报告.docx"))
    # the door lets nothing damaged in; a disk may still lose what it has
    kept = Paper.objects.in_city(make_city()).get(name="报告.docx").file
    path_of(HOME, kept.sha256).write_bytes(b"PK\x03\x04 broken")
    read()
    assert kinds() == ["no_figures", "empty"]


def test_read_file_that_is_not_there_proposes_instead_of_failing(settings, tmp_path):
    send()
    send_picture(photo())
    settings.FILES_FOLDER = tmp_path / "restored"
    assert read() == 2
    assert kinds() == ["empty", "empty"]
    assert Evidence.objects.in_city(make_city()).count() == 0


def blurred(radius: float) -> bytes:
    buffer = io.BytesIO()
    picture = Image.open(io.BytesIO(photo())).resize((1024, 768))
    picture.filter(ImageFilter.GaussianBlur(radius)).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def test_read_pictures_proposes_blurred_small_and_borrowed_ones():
    send_picture(photo(1))
    send_picture(blurred(6), name="市园林处")
    send_picture(jpeg(scene(3).resize((320, 240))), name="市水务局")
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x8298] = "(c) www.58pic.com"
    scene(4).save(buffer, "JPEG", exif=exif)
    send_picture(buffer.getvalue(), name="市教育局")
    read()
    found = {one.paper.unit.name: (one.kind, one.facts) for one in PaperCheck.objects.in_city(make_city())}
    assert set(found) == {"市园林处", "市水务局", "市教育局"}
    assert found["市园林处"][0] == "blurred"
    assert found["市水务局"] == ("too_small", {"width": 320, "height": 240, "least": 600})
    assert found["市教育局"] == ("watermarked", {"source": "58pic.com"})


def test_read_picture_without_caption_or_over_the_limit_says_what_is_lacking():
    paper = send_picture(photo(1))
    Paper.objects.in_city(make_city()).filter(pk=paper.pk).update(taken_at=None, dated=None, theme="")
    requirement = paper.versions.get().version.item.requirement
    requirement.limits = {"bytes": 20_000, "pixels": 200}
    requirement.save()
    read()
    found = {one.kind: one.facts for one in PaperCheck.objects.in_city(make_city())}
    assert found["no_caption"] == {"lacks": ["time", "theme"]}
    assert found["too_large"]["most"] == 20_000
    assert found["too_large"]["after"] <= 20_000


def test_read_picture_of_another_unit_proposes_it_mirrored_and_compressed_too():
    first = send_picture(photo(7))
    mirrored = Image.open(io.BytesIO(photo(7))).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    second = send_picture(jpeg(mirrored, quality=60), name="市园林处", at=AT + HOUR)
    third = send_picture(photo(8), name="市水务局", at=AT + 2 * HOUR)
    read()
    check = PaperCheck.objects.in_city(make_city()).get()
    assert (check.kind, check.paper, check.other, check.facts["variant"]) == ("same_picture", second, first, "mirrored")
    assert check.facts["finding"] == Finding.objects.in_city(make_city()).get().pk
    assert {one.moment for one in Evidence.objects.in_city(make_city())} == {"material"}
    assert third.checks.count() == 0


def test_read_picture_again_for_the_same_work_is_honest_and_for_another_month_is_not():
    send_picture(photo(7))
    again = send_picture(photo(7), at=AT + HOUR)
    later = send_picture(photo(7), period=date(2026, 12, 1), at=AT + 2 * HOUR)
    read()
    # read once more, as after a crash: the evidence is there and is kept once
    Paper.objects.in_city(make_city()).update(read_at=None)
    read()
    assert Evidence.objects.in_city(make_city()).count() == 3
    assert again.checks.count() == 0
    assert set(later.checks.values_list("kind", flat=True)) == {"same_picture", "out_of_period"}


def test_read_corrected_report_of_the_same_item_asks_nothing():
    unit = make_supplier()
    item = file_for(make_item(make_requirement(units=[unit]), unit=unit), report(*TEXT))
    item = return_material(item=item, reason="no_figures", words="", by=make_account(OFFICER), at=AT + HOUR)
    file_for(item, report(*TEXT, "另补 3 张照片。", name="改.docx"), at=AT + 2 * HOUR)
    read()
    assert kinds() == []


def test_read_twice_at_the_same_time_writes_once(monkeypatch):
    """Somebody else reads between the look and the writing."""
    send("本月正常。")
    from wenming.materials.actions import checking as action

    real = action.alike

    def late(city, readings, at):
        if not Paper.objects.in_city(city).filter(read_at__isnull=False).exists():
            Paper.objects.in_city(city).update(read_at=AT)
        return real(city, readings, at)

    monkeypatch.setattr(action, "alike", late)
    assert read() == 1
    assert (kinds(), Event.objects.in_city(make_city()).filter(kind="material.read").count()) == ([], 0)


def proposal() -> PaperCheck:
    send("本月正常。")
    read()
    return PaperCheck.objects.in_city(make_city()).get()


def decide(check, state="confirmed", by=OFFICER, **facts):
    return decide_check(check=check, state=state, by=make_account(by), at=AT + 2 * HOUR, **facts)


def test_decide_check_keeps_who_when_and_words():
    found = decide(proposal(), words=" 确实太简单 ")
    assert (found.state, found.words, found.by, found.at) == (
        "confirmed",
        "确实太简单",
        make_account(OFFICER),
        AT + 2 * HOUR,
    )
    event = Event.objects.in_city(make_city()).get(kind="material.decided")
    assert event.data == {"check": found.pk, "kind": "empty", "state": "confirmed", "words": "确实太简单"}
    assert decide(found, "dismissed").state == "dismissed"


def test_decide_check_refuses_what_does_not_fit():
    check = proposal()
    with pytest.raises(NotPossibleError, match="decided_already"):
        decide(check, "proposed")
    decide(check)
    with pytest.raises(NotPossibleError, match="decided_already"):
        decide(check)
    with pytest.raises(PermissionDenied):
        decide(check, "dismissed", by=LIAISON)
    check.paper.by = make_account(SECOND)
    check.paper.save()
    with pytest.raises(NotPossibleError, match="own_material"):
        decide(check, "dismissed", by=SECOND)


def test_keep_check_against_the_rules_is_refused_by_the_database():
    paper = send()
    for facts in ({"kind": "same_text"}, {"kind": "empty", "other": paper}, {"kind": "empty", "state": "confirmed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PaperCheck.objects.create(city=make_city(), paper=paper, found_at=AT, **facts)


def test_run_jobs_reads_what_was_handed_in(monkeypatch):
    queued = []
    monkeypatch.setattr(checking, "enqueue", lambda *args, **facts: queued.append((args, facts)))
    monkeypatch.setattr(checking, "BATCH", 1)
    send()
    event = Event.objects.in_city(make_city()).filter(kind="material.submitted").latest("pk")
    checking.read_submitted(event)
    assert checking.read_city(make_city().pk) == 1
    assert len(queued) == 2
    checking.read_submitted(event)
    assert (len(queued), checking.read_left()) == (2, 0)
    send("本月正常。")
    assert checking.read_left() == 1
