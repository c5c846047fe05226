"""What a liaison is helped with: a caption that begins as it mostly is, an example to look at, a caption put right."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.materials import hostile
from tests.materials.cases import bring, file_for, make_item, make_requirement, papers_of, picture, word_file
from tests.people import AT, HOME, LIAISON, OFFICER, make_account
from wenming.materials import actions
from wenming.materials.imports.papers import PaperError

pytestmark = pytest.mark.django_db


def client(person) -> Client:
    found = Client()
    found.force_login(make_account(person))
    return found


def url(rest: str) -> str:
    return f"/{HOME}/materials/{rest}"


def test_file_a_picture_begins_with_the_place_of_the_unit_and_takes_the_time_of_the_camera():
    item = make_item(name="实景图片", kind="picture")
    page = client(LIAISON).get(url(f"items/{item.pk}/file/")).content.decode()
    assert all(one in page for one in ('value="市环卫处"', 'value="实景图片"'))
    from tests.sites.pictures import photo

    sent = {"files": [SimpleUploadedFile(f"{one}.jpg", photo(40 + one, taken="2026:11:03 09:30:00")) for one in (1, 2)]}
    client(LIAISON).post(url(f"items/{item.pk}/file/"), {**sent, "place": "市环卫处", "theme": "实景图片"})
    item.refresh_from_db()
    taken = [one.taken_at.astimezone(item.city.zone).isoformat() for one in papers_of(item)]
    assert (item.state, taken) == ("submitted", ["2026-11-03T09:30:00+08:00"] * 2)


def test_correct_a_caption_on_the_page_until_somebody_has_looked():
    item = file_for(make_item(kind="picture"), picture())
    (paper,) = papers_of(item)
    liaison, page = client(LIAISON), url(f"items/{item.pk}/papers/{paper.pk}/")
    assert page in liaison.get(url(f"items/{item.pk}/")).content.decode()
    assert 'value="人民广场"' in liaison.get(page).content.decode()
    assert liaison.post(page, {"title": "劝导", "place": "", "theme": "劝导"}).status_code == 422
    assert liaison.post(page, {"title": "劝导", "place": "人民公园", "theme": "劝导"}).url == url(f"items/{item.pk}/")
    paper.refresh_from_db()
    assert (paper.title, paper.place) == ("劝导", "人民公园")
    other = papers_of(file_for(make_item(name="另一项")))[0]
    assert liaison.get(url(f"items/{item.pk}/papers/{other.pk}/")).status_code == 404
    actions.pass_material(item=item, by=make_account(OFFICER), at=AT)
    assert liaison.get(page).url == liaison.post(page, {"place": "别处", "theme": "x"}).url == url(f"items/{item.pk}/")
    paper.refresh_from_db()
    assert paper.place == "人民公园"


def test_correct_what_is_said_of_a_document_that_came_back_is_refused_in_words():
    item = bring(make_item(), "returned")
    (old,) = papers_of(item)
    actions.draft_material(item=item, given=[], by=make_account(LIAISON), at=AT)
    answer = client(LIAISON).post(url(f"items/{item.pk}/papers/{old.pk}/"), {"title": "改名"})
    assert (answer.status_code, "说明不能再改" in answer.content.decode()) == (422, True)


def test_put_an_example_shows_it_to_whoever_supplies():
    requirement = make_requirement()
    item, office, liaison = make_item(requirement), client(OFFICER), client(LIAISON)
    address = url(f"requirements/{requirement.pk}/example/")
    assert (
        liaison.get(address).status_code,
        address in liaison.get(url(f"items/{item.pk}/file/")).content.decode(),
    ) == (404, False)
    assert liaison.post(address, {"file": SimpleUploadedFile("a.docx", word_file())}).status_code == 403
    office.post(address)
    office.post(address, {"file": SimpleUploadedFile("坏.docx", hostile.EICAR)})
    requirement.refresh_from_db()
    assert requirement.example is None
    assert office.post(address, {"file": SimpleUploadedFile("范例.docx", word_file())}).url == url(
        f"requirements/{requirement.pk}/"
    )
    assert "范例.docx" in office.get(url(f"requirements/{requirement.pk}/")).content.decode()
    assert all(address in liaison.get(url(f"items/{item.pk}/{step}")).content.decode() for step in ("", "file/"))
    assert b"".join(liaison.get(address).streaming_content)[:2] == b"PK"
    with pytest.raises(PaperError, match="空文件"):
        actions.set_example(requirement=requirement, name="空.docx", content=b"", by=make_account(OFFICER), at=AT)
