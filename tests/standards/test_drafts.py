"""Typing an edition in by hand: the contents, the actions under their lock, and the page with one form at a time."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.people import AUDITOR, HOME, LEADER, OFFICER, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import AT
from tests.standards.editions import BEFORE, FAULTY, RICH
from wenming.kernel.models import Event
from wenming.standards.actions import (
    EditionKnownError,
    NotPossibleError,
    adopt_edition,
    adopt_import,
    answer_import,
    drop_standard_import,
    edit_draft,
    start_draft,
    start_standard_import,
    undo_draft,
)
from wenming.standards.exports.packs import pack_text
from wenming.standards.imports import drafting
from wenming.standards.imports.packs import read_contents
from wenming.standards.imports.readings import read_draft
from wenming.standards.models import RESERVED_CODES, StandardImport
from wenming.standards.queries import reading_of

CONTENTS = read_contents(BEFORE.encode(), "x")[0]
FULL = read_contents(RICH.encode(), "x")[0]
LINE = {"code": "1.1.1", "name": {"zh": "甲", "en": "A"}, "parent": "1.1", "points": "6", "methods": ["survey"]}


def codes(contents):
    """Return the codes of the tree in order."""
    return [node["code"] for node, _depth, _above in drafting.lines(contents)]


# ---- the contents


def test_change_a_line_renames_it_in_every_clause():
    new = drafting.changed_line(FULL, "1.1.3", {**LINE, "code": "1.1.9", "points": "4"})
    assert "1.1.9" in codes(new)
    assert drafting.row_of(new, "materials", "M1")["clauses"] == ["1.1.9"]
    assert "1.1.3" in codes(FULL)


def test_change_a_line_moves_it_under_another_one():
    new = drafting.changed_line(CONTENTS, "1.1.1", {**LINE, "parent": "1.2"})
    assert drafting.line_of(new, "1.1.1")[1] == "1.2"
    top = drafting.changed_line(CONTENTS, "3.1", {**LINE, "code": "3.1", "parent": ""})
    assert drafting.line_of(top, "3.1")[1] == ""
    assert "children" not in drafting.line_of(top, "3")[0]


@pytest.mark.parametrize("parent", ["1.1", "1.1.1", "nowhere"])
def test_change_a_line_never_moves_it_below_itself_or_nowhere(parent):
    new = drafting.changed_line(CONTENTS, "1.1", {**LINE, "code": "1.1", "parent": parent})
    assert codes(new) == codes(CONTENTS)


def test_change_a_line_leaves_out_what_is_empty():
    node = drafting.line_of(drafting.changed_line(CONTENTS, "1.1.3", {**LINE, "points": "", "weight": "0.5"}), "1.1.1")[
        0
    ]
    assert node["name"]["zh"] == "主次干道保洁"
    changed = drafting.changed_line(CONTENTS, "1.1.3", {**LINE, "code": "1.1.3", "points": "", "weight": "0.5"})
    assert drafting.line_of(changed, "1.1.3")[0] == {
        "code": "1.1.3", "name": {"zh": "甲", "en": "A"}, "weight": "0.5", "methods": ["survey"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("beside", "below", "made", "before"),
    [
        ("1.1.1", False, "1.1.4", "1.1.1"),
        ("1.1", True, "1.1.4", "1.1.3"),
        ("", False, "4", "3.1"),
        ("3", False, "4", "3.1"),
    ],
)
def test_add_a_line_gives_it_a_free_code_and_its_place(beside, below, made, before):
    new, code = drafting.added_line(CONTENTS, beside, below=below)
    assert code == made
    assert codes(new)[codes(new).index(made) - 1] == before


def test_move_and_drop_lines():
    moved = drafting.moved_line(CONTENTS, "1.1.2", -1)
    assert codes(moved)[2:4] == ["1.1.2", "1.1.1"]
    assert codes(drafting.moved_line(moved, "1.1.2", -1)) == codes(moved)
    assert "1.2.1" not in codes(drafting.dropped_line(CONTENTS, "1.2"))
    with pytest.raises(KeyError):
        drafting.dropped_line(CONTENTS, "9.9")


def test_change_add_move_and_drop_rows_of_a_section():
    new, code = drafting.added_row(FULL, "questions")
    assert code == "2"
    new = drafting.changed_row(new, "questions", "2", {"code": "Q2", "name": {"zh": "问", "en": "Q"}, "at_least": ""})
    assert drafting.moved_row(new, "questions", "Q2", -1)["questions"][0] == {
        "code": "Q2",
        "name": {"zh": "问", "en": "Q"},
    }
    assert "bonus" not in drafting.dropped_row(FULL, "bonus", "B1")
    assert drafting.changed_row(FULL, "bonus", "B9", {"code": "x"}) == FULL
    twice = drafting.added_row(drafting.changed_row(new, "questions", "Q1", {"code": "3"}), "questions")
    assert twice[1] == "4"


def test_copy_of_an_edition_has_its_own_code_and_is_sound():
    assert read_draft(drafting.copied(FULL, code="riverside-2")).findings == ()


def test_empty_contents_lack_only_lines():
    empty = drafting.empty_contents(code="new", title="新", title_en="New", edition="2026")
    assert [fault.finding.problem for fault in read_draft(empty).findings] == ["“tree”下面一个条目也没有"]


def test_check_of_contents_leads_to_the_line_and_the_row():
    wrong = drafting.changed_line(FULL, "1.1.1", {**LINE, "points": "六"})
    wrong = drafting.changed_row(wrong, "bonus", "B1", {"points": "-1"})
    assert {(fault.section, fault.code) for fault in read_draft(wrong).findings} >= {("tree", "1.1.1"), ("bonus", "B1")}


# ---- the actions


def begin(contents=CONTENTS, person=OFFICER):
    return start_draft(city=make_city(), name="草稿", contents=contents, by=make_account(person), at=AT)


def with_file(text):
    return start_standard_import(
        city=make_city(), file_name="a.yaml", chunks=[text.encode()], by=make_account(OFFICER), at=AT
    )


@pytest.mark.django_db
def test_every_action_of_an_import_records_one_event():
    by = make_account(OFFICER)
    import_ = with_file(FAULTY)
    for key, values in (("edits", {"19": BEFORE.splitlines()[18]}), ("edits", {"40": BEFORE.splitlines()[39]})):
        answer_import(import_=import_, key=key, values=values, by=by, at=AT)
    answer_import(import_=import_, key="mapping", values={"x": "skip"}, by=by, at=AT)
    answer_import(import_=import_, key="mapping", values={"x": None}, by=by, at=AT)
    edit_draft(import_=import_, change=lambda contents: drafting.dropped_line(contents, "3"), what="x", by=by, at=AT)
    undo_draft(import_=import_, by=by, at=AT)
    edition = adopt_import(import_=import_, written=pack_text, by=by, at=AT)
    kinds = Event.objects.in_city(make_city()).order_by("number").values_list("kind", flat=True)
    assert list(kinds) == [
        "standard_import.started", *["standard_import.answered"] * 4, "standard_import.edited", "standard_import.undone",
        "edition.adopted",
    ]  # fmt: skip
    assert (edition.code, StandardImport.objects.in_city(make_city()).get().mapping) == ("riverside-2021", {})


@pytest.mark.django_db
def test_undo_twice_brings_the_change_back_and_without_a_change_is_refused():
    by, import_ = make_account(OFFICER), begin()
    with pytest.raises(NotPossibleError, match="nothing_to_undo"):
        undo_draft(import_=import_, by=by, at=AT)
    edit_draft(import_=import_, change=lambda contents: drafting.dropped_line(contents, "3"), what="x", by=by, at=AT)
    assert "3" in codes(undo_draft(import_=import_, by=by, at=AT).draft)
    assert "3" not in codes(undo_draft(import_=import_, by=by, at=AT).draft)


@pytest.mark.django_db
def test_adopt_an_edition_under_a_word_of_our_addresses_is_refused():
    source = BEFORE.replace("riverside-2021", min(RESERVED_CODES), 1)
    with pytest.raises(EditionKnownError):
        adopt_edition(city=make_city(), source=source, file_name="x.yaml", by=None, at=AT)


@pytest.mark.django_db
def test_adopt_a_draft_twice_under_one_code_is_refused_only_for_other_contents():
    by = make_account(OFFICER)
    first, same, other = begin(), begin(), begin(drafting.dropped_line(CONTENTS, "3"))
    edition = adopt_import(import_=first, written=pack_text, by=by, at=AT)
    assert adopt_import(import_=same, written=pack_text, by=by, at=AT) == edition
    with pytest.raises(EditionKnownError):
        adopt_import(import_=other, written=pack_text, by=by, at=AT)


@pytest.mark.django_db
def test_adopt_and_edit_of_an_import_with_faults_are_refused():
    by, import_ = make_account(OFFICER), with_file(FAULTY)
    with pytest.raises(NotPossibleError, match="faults"):
        adopt_import(import_=import_, written=pack_text, by=by, at=AT)
    with pytest.raises(NotPossibleError, match="faults"):
        edit_draft(import_=import_, change=dict, what="x", by=by, at=AT)


@pytest.mark.django_db
def test_actions_on_a_dropped_import_are_refused():
    by, import_ = make_account(OFFICER), begin()
    drop_standard_import(import_=import_, by=by, at=AT)
    with pytest.raises(NotPossibleError, match="not_open"):
        adopt_import(import_=import_, written=pack_text, by=by, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("person", [LEADER, AUDITOR], ids=lambda one: one.username)
def test_actions_by_anybody_but_the_office_are_refused(person):
    import_, by = begin(), make_account(person)
    with pytest.raises(PermissionDenied):
        begin(person=person)
    with pytest.raises(PermissionDenied):
        start_standard_import(city=make_city(), file_name="a", chunks=[], by=by, at=AT)
    with pytest.raises(PermissionDenied):
        adopt_import(import_=import_, written=pack_text, by=by, at=AT)
    for action in (drop_standard_import, undo_draft):
        with pytest.raises(PermissionDenied):
            action(import_=import_, by=by, at=AT)


# ---- the page


@pytest.fixture
def office(client, db):
    make_city()
    client.force_login(make_account(OFFICER))
    return client


def draft():
    return StandardImport.objects.in_city(make_city()).order_by("-pk").first()


def page(part="", row=""):
    query = "&".join(f"{name}={value}" for name, value in (("part", part), ("row", row)) if value)
    return f"/{HOME}/standards/imports/{draft().pk}/draft/?{query}"


LINE_FORM = {
    "name_zh": "主次干道保洁", "name_en": "", "code": "1.1.1", "parent": "1.1", "measure": "points", "amount": "6",
    "sites": "", "methods": ["survey"], "aliases": "大街；马路",
}  # fmt: skip


def test_draft_from_nothing_begins_with_the_head(office):
    response = office.post(f"/{HOME}/standards/imports/draft/")
    assert response["Location"].endswith("/draft/?part=head")
    head = office.get(response["Location"])
    assert [(one["title"], one["place"]) for one in head.context["problems"]] == [("体系条目还是空的", "体系条目")]
    assert "逐条录入" in head.content.decode()
    assert "上传文件" not in head.content.decode()
    shown = office.get(response["Location"])
    form = shown.context["form"]
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    values |= {"code": "hand-1", "title_zh": "手录指数", "points": "10", "complete": "", "levels": ["project"]}
    assert office.post(page("head"), {**values, "op": "save"}).status_code == 302
    office.post(page(), {"op": "add"})
    office.post(page("", "1"), {**LINE_FORM, "code": "1", "parent": "", "amount": "10", "op": "save"})
    assert reading_of(draft()).findings == ()
    edition = office.post(f"/{HOME}/standards/imports/{draft().pk}/adopt/", follow=True).context["edition"]
    assert (edition.code, edition.title, edition.complete) == ("hand-1", "手录指数", False)


def test_draft_from_an_edition_is_a_copy(office):
    adopt_edition(city=make_city(), source=RICH, file_name="x", by=make_account(OFFICER), at=AT)
    office.post(f"/{HOME}/standards/imports/draft/", {"copy": "riverside-full"})
    assert (draft().draft["code"], draft().draft["tree"]) == ("riverside-full-2", FULL["tree"])
    assert office.post(f"/{HOME}/standards/imports/draft/", {"copy": "nirgends"}).status_code == 404


def test_draft_from_a_sound_file_takes_what_was_read(office):
    import_ = with_file(BEFORE)
    assert office.get(page()).status_code == 302
    assert office.post(page("", "1"), {"op": "up"}).status_code == 404
    office.post(page(), {"op": "take"})
    assert draft().draft == CONTENTS
    assert office.get(f"/{HOME}/standards/imports/{import_.pk}/")["Location"].endswith("/draft/")


def test_draft_page_saves_a_line_and_goes_on_to_the_next(office):
    begin()
    office.post(page("", "1.1.1"), {**LINE_FORM, "op": "save"})
    node = drafting.line_of(draft().draft, "1.1.1")[0]
    assert (node["aliases"], node["name"]["en"]) == (["大街", "马路"], "主次干道保洁")
    response = office.post(page("", "1.1.1"), {**LINE_FORM, "op": "save_next"})
    assert response["Location"].endswith("?row=1.1.4#panel")
    assert codes(draft().draft)[2:4] == ["1.1.1", "1.1.4"]


def test_draft_page_refuses_a_code_twice_and_keeps_what_was_typed(office):
    begin()
    response = office.post(page("", "1.1.1"), {**LINE_FORM, "code": "1.1.2", "name_zh": "打了一半", "op": "save"})
    assert response.status_code == 422
    assert "已经用过" in response.content.decode()
    assert "打了一半" in response.content.decode()
    begin(FULL)
    data = {"code": "G16", "name_zh": "x", "op": "save"}
    assert "已经用过" in office.post(page("negative_list", "G15"), data).content.decode()


def test_draft_page_deletes_and_undoes(office):
    begin()
    shown = office.post(page("", "1.2"), {"op": "drop"}, follow=True)
    assert "已删去“1.2”，可以撤销" in shown.content.decode()
    assert "1.2.1" not in codes(draft().draft)
    office.post(page(), {"op": "undo"})
    assert codes(draft().draft) == codes(CONTENTS)


def test_draft_page_arranges_lines_and_rows(office):
    begin(FULL)
    office.post(page("", "1.1.2"), {"op": "up"})
    office.post(page("", "1.1.2"), {"op": "down"})
    office.post(page("", "1.1"), {"op": "add_below"})
    assert codes(draft().draft)[2:6] == ["1.1.1", "1.1.2", "1.1.3", "1.1.4"]
    office.post(page("negative_list", "G16"), {"op": "up"})
    office.post(page("negative_list", "G15"), {"op": "drop"})
    office.post(page("negative_list"), {"op": "add"})
    assert [row["code"] for row in draft().draft["negative_list"]] == ["G16", "2"]


def test_draft_page_saves_a_row_with_its_penalties(office):
    begin(FULL)
    shown = office.get(page("negative_list", "G15"))
    assert shown.context["form"].initial["nominated_points"] == "3"
    data = {
        "code": "G15", "name_zh": "重大事故", "name_en": "", "holder_effect": "cancel", "holder_points": "",
        "holder_months": "", "nominated_effect": "deduct", "nominated_points": "5", "nominated_months": "12",
    }  # fmt: skip
    office.post(page("negative_list", "G15"), {**data, "op": "save"})
    assert drafting.row_of(draft().draft, "negative_list", "G15") == {
        "code": "G15", "name": {"zh": "重大事故", "en": ""}, "holder": {"effect": "cancel"},
        "nominated": {"effect": "deduct", "points": "5", "months": "12"},
    }  # fmt: skip


@pytest.mark.parametrize("part", ["questions", "materials", "figures", "samples", "site_types", "check_items", "cards"])
def test_draft_page_has_a_form_for_every_section(office, part):
    begin(FULL)
    row = FULL.get(part, [{"code": "1"}])[0]["code"]
    if part not in FULL:
        office.post(page(part), {"op": "add"})
    form = office.get(page(part, row)).context["form"]
    values = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    values = {
        name: "；".join(value) if isinstance(value, list) and name != "methods" else value
        for name, value in values.items()
    }
    before = draft().draft
    response = office.post(page(part, row), {**values, "name_zh": values["name_zh"] or "x", "op": "save"})
    assert response.status_code == 302
    if part in FULL:
        assert draft().draft == before


def test_draft_page_shows_problems_with_the_way_to_their_line(office):
    begin(drafting.changed_line(FULL, "1.1.1", {**LINE, "points": "六"}))
    shown = office.get(page())
    places = {problem["place"]: problem["url"] for problem in shown.context["problems"]}
    assert places["1.1.1"].endswith("?row=1.1.1#panel")
    assert "有问题" in shown.context["rows_html"]
    begin(drafting.changed_row(FULL, "bonus", "B1", {"points": "-1"}))
    assert office.get(page()).context["problems"][0]["url"].endswith("?part=bonus&row=B1#panel")


def test_draft_panel_alone_comes_for_htmx(office):
    begin()
    answer = office.get(page("", "1.1.1"), headers={"HX-Request": "true", "HX-Target": "panel"}).content.decode()
    assert 'id="panel"' in answer
    assert "<html" not in answer


@pytest.mark.parametrize(
    ("part", "row", "operation"),
    [("", "9.9", "up"), ("", "", "drop"), ("head", "", "add"), ("", "1", "nonsense"), ("bonus", "B9", "down")],
)
def test_draft_page_with_a_step_that_does_not_fit_is_404(office, part, row, operation):
    begin(FULL)
    assert office.post(page(part, row), {"op": operation}).status_code == 404


def test_draft_page_of_a_line_that_is_gone_leads_back(office):
    begin()
    assert office.post(page("", "9.9"), {**LINE_FORM, "op": "save"}).status_code == 302
    assert office.get(page("", "9.9")).context["form"] is None
    assert "没有可以撤销" in office.post(page(), {"op": "undo"}, follow=True).content.decode()


def test_draft_page_sends_few_queries(office):
    begin()
    address = page("", "1.1.1")
    office.get(address)
    with assert_queries(4):
        office.get(address)
