"""Adopting editions, and looking at them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.people import AUDITOR, HOME, INSPECTOR, LEADER, OFFICER, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import AT, PACK, make_edition
from wenming.kernel.models import Event
from wenming.standards.actions import EditionKnownError, adopt_edition
from wenming.standards.imports.findings import PackError
from wenming.standards.models import Edition, Node
from wenming.standards.queries import standard_of

pytestmark = pytest.mark.django_db
PAGE = f"/{HOME}/standards/"
SOURCE = PACK.read_bytes().decode()


def adopt(source: str = SOURCE, person=OFFICER):
    by = make_account(person) if person else None
    return adopt_edition(city=make_city(), source=source, file_name="pack.yaml", by=by, at=AT)


@pytest.fixture
def office(client):
    make_city()
    client.force_login(make_account(OFFICER))
    return client


def test_adopt_edition_keeps_the_bytes_and_every_line():
    edition = adopt()
    nodes = list(Node.objects.in_city(edition.city).order_by("position"))
    pure = standard_of(edition)
    assert edition.source == SOURCE
    assert [(node.code, node.level) for node in nodes] == [(node.code, node.level) for node in pure.nodes]
    assert [node.level for node in nodes].count("content") == 39
    assert {node.parent.name for node in nodes if node.code.startswith("10.")} == {"公共服务"}


def test_adopt_edition_by_the_operator_needs_no_post():
    assert adopt(person=None).created_by is None


def test_adopt_edition_again_changes_nothing():
    assert adopt().pk == adopt().pk
    assert Event.objects.in_city(make_city()).filter(kind="edition.adopted").count() == 1


def test_adopt_edition_with_other_contents_under_a_known_code_is_refused():
    adopt()
    with pytest.raises(EditionKnownError, match="suzhou-2016-district"):
        adopt(SOURCE + "\n# another remark\n")


def test_adopt_edition_with_faults_keeps_nothing():
    with pytest.raises(PackError):
        adopt(SOURCE.replace("complete: true", "complete: perhaps"))
    assert Edition.objects.in_city(make_city()).count() == 0


@pytest.mark.parametrize("person", [LEADER, AUDITOR, INSPECTOR], ids=lambda one: one.username)
def test_adopt_edition_by_anybody_but_the_office_is_refused(person):
    with pytest.raises(PermissionDenied):
        adopt(person=person)


def test_editions_page_of_a_new_city_shows_the_way(office):
    assert "还没有测评体系" in office.get(PAGE).content.decode()


def test_editions_page_adopts_a_shipped_pack(office):
    response = office.post(PAGE, {"shipped": "suzhou-2016-district"})
    assert response["Location"] == f"{PAGE}suzhou-2016-district/"
    page = office.get(response["Location"]).content.decode()
    for words in ("诚信建设制度化", "也写作", "未测不计分"):
        assert words in page, words


def test_editions_page_shows_every_fault_of_a_file_with_its_line(office):
    faulty = SOURCE.replace("complete: true", "complete: perhaps").replace("missing: exclude", "missing: forget")
    response = office.post(PAGE, {"file": SimpleUploadedFile("x.yaml", faulty.encode())})
    assert response.status_code == 422
    assert len(response.context["findings"]) == 2
    assert "x.yaml:" in response.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "二者选一"),
        ({"file": SimpleUploadedFile("x.yaml", "标准".encode("gbk"))}, "不是 UTF-8"),
        ({"file": SimpleUploadedFile("x.yaml", b"#" * (2 * 1024 * 1024 + 1))}, "超过 2 MB"),
        ({"shipped": "nirgends"}, "nirgends"),
    ],
)
def test_editions_page_with_a_faulty_choice_says_what_to_do(office, data, words):
    response = office.post(PAGE, data)
    assert (response.status_code, words in response.content.decode()) == (422, True)


def test_editions_page_with_a_known_code_asks_for_another(office):
    adopt()
    response = office.post(PAGE, {"file": SimpleUploadedFile("x.yaml", (SOURCE + "\n# x\n").encode())})
    assert "已经用于另一份内容" in response.content.decode()


def test_edition_file_comes_back_byte_for_byte(office):
    adopt()
    assert office.get(f"{PAGE}suzhou-2016-district/file/").content == PACK.read_bytes()


def test_edition_that_is_not_there_is_404(office):
    assert office.get(f"{PAGE}nirgends/").status_code == 404
    assert office.get(f"{PAGE}nirgends/file/").status_code == 404


def test_standards_pages_by_post(client):
    make_edition()
    client.force_login(make_account(LEADER))
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, {"shipped": "suzhou-2016-district"}).status_code == 403
    client.force_login(make_account(INSPECTOR))
    pages = (PAGE, f"{PAGE}suzhou-2016-district/", f"{PAGE}suzhou-2016-district/file/")
    assert [client.get(page).status_code for page in pages] == [403] * 3


def test_editions_page_sends_few_queries(office):
    adopt()
    office.get(PAGE)
    with assert_queries(4):
        office.get(PAGE)
