"""Many files at once: each kept once, proposed a place, filed as a draft; a zip unpacked piece by piece."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.module_loading import import_string

from tests.materials import hostile
from tests.materials.cases import (
    OUTSIDER,
    file_for,
    make_item,
    make_supplier,
    papers_of,
    word_file,
)
from tests.people import AT, HOME, LIAISON, OFFICER, make_account
from tests.queries import assert_queries
from tests.sites.pictures import photo
from tests.sites.places import make_unit
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Event
from wenming.materials import actions
from wenming.materials.actions import NotPossibleError
from wenming.materials.imports.archives import path_of_upload
from wenming.materials.models import BatchFile, PaperBatch
from wenming.materials.tasks import batches as tasks

pytestmark = pytest.mark.django_db


def begin(unit=None, *, by=LIAISON, name="11月材料") -> PaperBatch:
    return actions.begin_batch(unit=unit or make_supplier(), name=name, by=make_account(by), at=AT)


def receive(batch, path: str, content: bytes = b"text", *, by=LIAISON, **facts) -> BatchFile:
    return actions.receive_file(batch=batch, path=path, content=content, by=make_account(by), at=AT, **facts)


def archive(batch, content: bytes, name: str = "材料.zip") -> PaperBatch:
    return actions.receive_archive(batch=batch, name=name, chunks=[content], by=make_account(LIAISON), at=AT)


def unpack(batch, **facts) -> bool:
    return actions.unpack_batch(batch=batch, at=AT, **facts)


def paths(batch) -> list[str]:
    return sorted(batch.files.values_list("path", flat=True))


def sort(batch, chosen, *, by=LIAISON):
    return actions.file_batch(batch=batch, chosen=chosen, by=make_account(by), at=AT)


def test_receive_a_file_keeps_its_bytes_and_takes_it_once():
    batch = begin()
    first = receive(batch, "甲/一.docx", word_file())
    assert receive(batch, "甲/一.docx", path_of(HOME, first.digest).read_bytes()) == first
    again = receive(batch, "甲/一.docx", b"\0 changed")
    assert (again.pk, again.fault, again.file, paths(batch)) == (first.pk, "damaged", None, ["甲/一.docx"])
    kinds = list(
        Event.objects.across_cities()
        .filter(kind__startswith="material_batch.")
        .order_by("number")
        .values_list("kind", flat=True)
    )
    assert kinds == ["material_batch.begun", "material_batch.file_received", "material_batch.file_received"]


def test_receive_what_cannot_be_taken_stops_no_other():
    batch = begin()
    sent = {
        "甲.exe": b"MZ",
        "内部资料/乙.txt": b"text",
        "x" * 420 + "/丙.txt": b"text",
        "丁.txt": hostile.EICAR,
        "戊.txt": b"text",
    }
    faults = [receive(batch, path, content).fault for path, content in sent.items()]
    assert faults == ["program", "secret", "long_path", "virus", ""]
    assert receive(batch, "huge.pdf", b"", size=99 * 1024 * 1024).fault == "large"


def test_receive_the_same_file_from_two_sides_keeps_it_once(monkeypatch):
    batch = begin()
    place = "wenming.materials.actions.batches.read_paper"
    real = import_string(place)

    def meanwhile(*said, **facts):
        monkeypatch.setattr(place, real)
        receive(batch, "a.txt")
        return real(*said, **facts)

    monkeypatch.setattr(place, meanwhile)
    assert receive(batch, "a.txt") == batch.files.get()


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../etc/a.txt", "etc/a.txt"), ("C:\\材料\\b.txt", "C:/材料/b.txt"), ("/", ""), ("./a\0.txt", "a.txt")],
)
def test_receive_a_path_keeps_no_way_upward(name, kept):
    assert path_of_upload(name) == kept


def test_receive_as_somebody_else_or_without_a_name_is_refused():
    batch = begin()
    with pytest.raises(PermissionDenied):
        receive(batch, "a.txt", by=OUTSIDER)
    receive(batch, "a.txt")
    with pytest.raises(PermissionDenied):
        receive(batch, "a.txt", by=OUTSIDER)
    with pytest.raises(NotPossibleError, match="no_name"):
        receive(batch, "..")
    with pytest.raises(NotPossibleError, match="no_name"):
        begin(name=" ")


def test_receive_more_files_than_a_batch_holds_is_refused(monkeypatch):
    monkeypatch.setattr("wenming.materials.actions.batches.MOST_FILES", 1)
    batch = begin()
    receive(batch, "a.txt")
    with pytest.raises(NotPossibleError, match="too_many_files"):
        receive(batch, "b.txt")


def test_propose_items_by_path_and_text_then_file_them_as_drafts():
    report, image = make_item(name="市容秩序整治情况说明"), make_item(name="背街小巷整治前后实景", kind="picture")
    batch = begin()
    by_name = receive(batch, "市容秩序整治情况说明.docx", word_file("正文"))
    by_text = receive(batch, "扫描0001.docx", word_file("本月市容秩序整治情况说明如下"))
    nothing = receive(batch, "其他.docx", word_file("其他"))
    shot = receive(batch, "背街小巷整治前后实景/11月/1.jpg", photo(taken="2026:11:03 09:30:00"))
    assert [one.sure for one in (by_name, by_text, nothing, shot)] == [True, False, False, True]
    assert (by_text.proposals[0][0], nothing.proposals, by_text.facts["head"][:6]) == (report.pk, [], "本月市容秩序")
    done = sort(batch, {by_name.pk: report.pk, by_text.pk: report.pk, shot.pk: image.pk, nothing.pk: 0})
    assert (done.filed, done.refused, done.lines) == (3, ["not_here"], [])
    report.refresh_from_db()
    image.refresh_from_db()
    assert (report.state, [one.title for one in papers_of(report)]) == (
        "drafting",
        ["市容秩序整治情况说明", "扫描0001"],
    )
    (picture,) = papers_of(image)
    assert (picture.place, picture.theme, picture.taken_at.astimezone(batch.city.zone).isoformat()) == (
        "市环卫处",
        "背街小巷整治前后实景",
        "2026-11-03T09:30:00+08:00",
    )
    assert (picture.file_id, picture.file.sha256) == (shot.file_id, shot.digest)
    assert picture.entered_for is False
    assert not sort(batch, {by_name.pk: report.pk}).filed


def test_file_what_an_item_does_not_take_names_it_and_files_the_others():
    item = make_item(limits={"characters": 10})
    batch = begin()
    short, long = receive(batch, "短.txt", b"short"), receive(batch, "长.txt", b"much longer than that")
    done = sort(batch, {short.pk: item.pk, long.pk: item.pk})
    assert (done.filed, len(done.lines), "“长.txt”有 18 字" in done.lines[0]) == (1, 1, True)
    assert not sort(batch, {long.pk: item.pk}).filed


def test_file_the_same_bytes_twice_makes_one_paper():
    item = make_item()
    batch = begin()
    first, second, third = (receive(batch, f"{name}.txt", b"same") for name in ("甲", "乙", "丙"))
    assert sort(batch, {first.pk: item.pk, second.pk: item.pk}).filed == 2
    assert sort(batch, {third.pk: item.pk}).filed == 1
    states = [(one.paper_id is None, one.skipped) for one in batch.files.order_by("pk")]
    assert (states, len(papers_of(item))) == ([(False, False), (True, True), (True, True)], 1)


def test_file_many_under_one_item_goes_by_as_many_as_one_upload_takes():
    item = make_item()
    batch = begin()
    files = [receive(batch, f"{number}.txt", str(number).encode()) for number in range(actions.MOST_PAPERS + 2)]
    assert sort(batch, {one.pk: item.pk for one in files}).filed == len(files)
    batch.refresh_from_db()
    assert (len(papers_of(item)), batch.state) == (len(files), "receiving")
    assert actions.close_batch(batch=batch, by=make_account(LIAISON), at=AT).state == "filed"
    receive(batch, "late.txt")
    batch.refresh_from_db()
    assert batch.state == "sorting"


def test_file_under_an_item_that_was_handed_in_meanwhile_says_so(monkeypatch):
    item = make_item()
    batch = begin()
    file = receive(batch, "a.txt")
    inside = "wenming.materials.actions.sorting.keep_papers"
    real = actions.sorting.keep_papers

    def meanwhile(**facts):
        kept = real(**facts)
        file_for(item)
        return kept

    monkeypatch.setattr(inside, meanwhile)
    done = sort(batch, {file.pk: item.pk})
    assert (done.filed, done.refused) == (0, ["not_here"])


def test_take_out_of_the_draft_lets_it_be_sorted_again():
    item = make_item()
    batch = begin()
    file = receive(batch, "a.txt")
    actions.close_batch(batch=batch, by=make_account(LIAISON), at=AT)
    sort(batch, {file.pk: item.pk})
    batch.refresh_from_db()
    assert batch.state == "filed"
    with pytest.raises(NotPossibleError, match="filed_already"):
        receive(batch, "a.txt", b"other")
    out = actions.take_out_file(batch=batch, file=file, by=make_account(LIAISON), at=AT)
    batch.refresh_from_db()
    assert (out.paper, papers_of(item), batch.state) == (None, [], "sorting")
    with pytest.raises(NotPossibleError, match="not_here"):
        actions.take_out_file(batch=batch, file=file, by=make_account(LIAISON), at=AT)
    assert sort(batch, {file.pk: item.pk}).filed == 1


def test_set_aside_and_give_up():
    batch, liaison = begin(), make_account(LIAISON)
    file = receive(batch, "a.txt")
    assert actions.skip_files(batch=batch, files=[file.pk], skip=True, by=liaison, at=AT) == 1
    assert actions.skip_files(batch=batch, files=[file.pk], skip=True, by=liaison, at=AT) == 0
    assert actions.skip_files(batch=batch, files=[file.pk], skip=False, by=liaison, at=AT) == 1
    assert actions.drop_batch(batch=batch, by=liaison, at=AT).state == "dropped"
    with pytest.raises(NotPossibleError, match="dropped_batch"):
        receive(batch, "b.txt")


def test_file_on_behalf_of_a_unit_says_so():
    item = make_item()
    batch = begin(item.unit, by=OFFICER)
    file = receive(batch, "a.txt", by=OFFICER)
    sort(batch, {file.pk: item.pk}, by=OFFICER)
    assert papers_of(item)[0].entered_for is True


ZIP = hostile.package(
    ("甲/一.txt", b"one"), ("甲/二.txt", b"two"), ("__MACOSX/甲/._一.txt", b"x"), ("甲/Thumbs.db", b"x"), ("~$三.docx", b"x"), ("坏.docx", b"x"), ("甲/", b""),
)  # fmt: skip


def test_unpack_a_zip_piece_by_piece_keeps_each_member_once():
    batch = archive(begin(), ZIP)
    with pytest.raises(NotPossibleError, match="unpacking"):
        actions.close_batch(batch=batch, by=make_account(LIAISON), at=AT)
    assert [unpack(batch, most=2), unpack(batch, most=2), unpack(batch)] == [False, True, True]
    batch.refresh_from_db()
    assert (paths(batch), batch.awaited, batch.state) == (["坏.docx", "甲/一.txt", "甲/二.txt"], 3, "sorting")
    assert batch.files.get(path="甲/一.txt").digest == sha256(b"one").hexdigest()
    with pytest.raises(NotPossibleError, match="archive_already"):
        archive(batch, ZIP)


def test_unpack_names_as_chinese_windows_writes_them_and_twice_the_same():
    made = hostile.package(("aaaa.txt", b"1"), ("b.txt", b"2"), ("z.txt", b"3"), ("c", b"4"), ("y", b"5"), stored=True)
    content = made.replace(b"z.txt", b"b.txt").replace(b"y", b"c").replace(b"aaaa.txt", "说明.txt".encode("gb18030"))
    batch = archive(begin(), content)
    assert unpack(batch)
    assert paths(batch) == ["b.txt", "b（2）.txt", "c", "c（2）", "说明.txt"]


@pytest.mark.parametrize(
    ("content", "limits", "fault"),
    [
        (b"PK no zip", {}, "zip_damaged"),
        (hostile.package(*((str(number), b"") for number in range(3))), {"MOST_FILES": 2}, "zip_many"),
        (hostile.package(("a.txt", b"\0" * (5 * 1024 * 1024))), {}, "zip_bomb"),
        (hostile.package(("a.txt", b"123")), {"MOST_UNPACKED": 2}, "zip_bomb"),
    ],
)
def test_unpack_a_zip_that_is_too_much_says_why(monkeypatch, content, limits, fault):
    for name, value in limits.items():
        monkeypatch.setattr(f"wenming.materials.imports.archives.{name}", value)
    batch = archive(begin(), content)
    assert unpack(batch)
    batch.refresh_from_db()
    assert (batch.fault, batch.state, batch.files.count()) == (fault, "sorting", 0)
    page = client(LIAISON).get(f"/{HOME}/materials/batches/{batch.pk}/").content.decode()
    assert "压缩包“材料.zip”" in page


def test_unpack_members_that_are_locked_or_spoilt_names_each():
    spoilt = bytearray(hostile.package(("a.txt", b"x" * 50), ("b.txt", b"fine"), stored=True))
    spoilt[60] ^= 1
    first, second = archive(begin(), bytes(spoilt)), archive(begin(), hostile.locked_zip())
    assert [unpack(first), unpack(second)] == [True, True]
    assert list(first.files.order_by("path").values_list("fault", flat=True)) == ["damaged", ""]
    assert second.files.get().fault == "encrypted"


def test_unpack_by_the_job_queues_the_rest(monkeypatch):
    queued: list[tuple[str, int]] = []
    monkeypatch.setattr(tasks, "enqueue", lambda path, pk, cluster: queued.append((path, pk)))
    batch = archive(begin(), hostile.package(*((f"{number}.txt", b"x%d" % number) for number in range(21))))
    tasks.unpack_asked(Event.objects.across_cities().get(kind="material_batch.archive_received"))
    assert (queued, tasks.unpack(batch.pk), tasks.unpack(batch.pk)) == ([(tasks.UNPACK, batch.pk)] * 2, False, True)
    assert batch.files.count() == 21


def client(person) -> Client:
    found = Client()
    found.force_login(make_account(person))
    return found


def url(rest: str = "") -> str:
    return f"/{HOME}/materials/batches/{rest}"


def test_send_files_over_the_wire_is_answered_with_what_lies_there():
    unit = make_supplier()
    liaison = client(LIAISON)
    begun = liaison.post(url(), {"name": "十一月", "unit": unit.pk})
    batch = PaperBatch.objects.across_cities().get()
    assert begun.url == url(f"{batch.pk}/")
    sent = liaison.post(
        url(f"{batch.pk}/files/"), {"path": "甲/一.txt", "file": SimpleUploadedFile("一.txt", b"one")}
    ).json()
    bad = liaison.post(url(f"{batch.pk}/files/"), {"file": SimpleUploadedFile("二.docx", hostile.EICAR)}).json()
    assert sent == {"path": "甲/一.txt", "digest": sha256(b"one").hexdigest(), "fault": ""}
    assert (bad["path"], bad["fault"].startswith("“二.docx”查出病毒")) == ("二.docx", True)
    state = liaison.get(url(f"{batch.pk}/state/")).json()
    assert (state["files"], state["unpacking"]) == ([sent, bad], False)
    assert liaison.post(url(f"{batch.pk}/files/")).status_code == 404
    zipped = liaison.post(url(f"{batch.pk}/files/"), {"file": SimpleUploadedFile("三.zip", ZIP)}).json()
    again = liaison.post(url(f"{batch.pk}/files/"), {"file": SimpleUploadedFile("三.zip", ZIP)})
    assert (zipped["fault"], again.status_code, "请另开一批" in again.json()["error"]) == ("", 409, True)
    assert liaison.get(url(f"{batch.pk}/state/")).json()["unpacking"] is True


def test_send_a_zip_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr("wenming.materials.views.batches.MOST_ARCHIVE", 1)
    batch = begin()
    answer = client(LIAISON).post(url(f"{batch.pk}/files/"), {"file": SimpleUploadedFile("三.zip", ZIP)}).json()
    assert "请分成几个压缩包" in answer["fault"]


def test_sort_on_the_page_files_sets_aside_and_takes_back():
    item, other = make_item(name="市容秩序整治情况说明"), make_item(name="另一项")
    batch = begin()
    sure = receive(batch, "市容秩序整治情况说明.txt", b"1")
    named, aside, lost = (receive(batch, f"{number}.txt", str(number).encode()) for number in (2, 3, 4))
    shot = receive(batch, "5.jpg", photo())
    liaison = client(LIAISON)
    page = liaison.get(url(f"{batch.pk}/")).content.decode()
    assert all(one in page for one in ("把握大", "路径里有材料名称", "5 个文件"[:1]))
    assert liaison.get(url(f"files/{shot.pk}/?shown"))["Content-Type"] == "image/jpeg"
    assert b"".join(liaison.get(url(f"files/{named.pk}/")).streaming_content) == b"2"
    assert liaison.get(url(f"files/{named.pk}/?shown")).status_code == 404
    act = url(f"{batch.pk}/act/")
    said = {
        f"item-{aside.pk}": "skip",
        f"other-{named.pk}": f"另一项 #{other.pk}",
        f"item-{named.pk}": item.pk,
        f"other-{lost.pk}": "没有这个",
        "other-x": "#1",
        f"item-{shot.pk}": "",
    }
    liaison.post(act, {"what": "file", **said})
    liaison.post(act, {"what": "sure"})
    states = {one.path: (one.item_id, one.skipped) for one in batch.files.all()}
    assert states == {
        "市容秩序整治情况说明.txt": (item.pk, False), "2.txt": (other.pk, False), "3.txt": (None, True), "4.txt": (None, False), "5.jpg": (None, False),
    }  # fmt: skip
    liaison.post(act, {"what": "out", "file": sure.pk})
    liaison.post(act, {"what": "want", "file": aside.pk})
    assert batch.files.filter(item=None, skipped=False).count() == 4
    for shown in ("filed", "skipped", "fault", "todo"):
        assert liaison.get(url(f"{batch.pk}/?show={shown}")).status_code == 200
    liaison.post(act, {"what": "done"})
    assert liaison.post(act, {"what": "nothing"}).status_code == 404
    assert liaison.post(act, {"what": "drop"}).url == url()
    assert liaison.post(act, {"what": "file", f"item-{lost.pk}": item.pk}).status_code == 422
    assert "已放弃" in liaison.get(url()).content.decode()


def test_open_batches_of_another_unit_is_not_found():
    batch = begin(make_unit("市交警支队", "department"), by=OFFICER)
    file = receive(batch, "a.txt", by=OFFICER)
    make_supplier()
    assert client(LIAISON).get(url(f"{batch.pk}/")).status_code == 404
    assert client(LIAISON).get(url(f"files/{file.pk}/")).status_code == 404
    assert client(OUTSIDER).get(url(f"{batch.pk}/")).status_code == 403
    assert client(OFFICER).get(url(f"{batch.pk}/")).status_code == 200


def test_open_a_batch_asks_the_same_number_of_questions_for_one_and_three_files():
    make_item(name="市容秩序整治情况说明")
    batch = begin()
    receive(batch, "市容秩序整治情况说明1.txt", b"1")
    liaison = client(LIAISON)
    liaison.get(url(f"{batch.pk}/"))
    with assert_queries(8):
        liaison.get(url(f"{batch.pk}/"))
    for number in (2, 3):
        receive(batch, f"市容秩序整治情况说明{number}.txt", str(number).encode())
    with assert_queries(8):
        liaison.get(url(f"{batch.pk}/"))
