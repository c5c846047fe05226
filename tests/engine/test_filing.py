"""The filing folder: names that every computer takes, the official order and numbering, what changed."""

from __future__ import annotations

import pytest

from wenming.engine.filing import (
    MOST_NAME,
    MOST_PATH,
    Line,
    Names,
    Piece,
    Row,
    Step,
    TemplateError,
    arrange,
    check_template,
    compare,
    digest_of,
    fill,
    folders_of,
    in_order,
    safe,
    width,
)

PROJECT, INDICATOR = Step("Ⅰ-1", "重点工作", 1, 5), Step("Ⅱ-2", "学习", 2, 3)


def line(
    content: int, criterion: int, number: int, *titles: str, name: str = "说明", position: int | None = None
) -> Line:
    """Return a requirement of a clause, with a piece for each title."""
    code = f"Ⅲ-{content}"
    steps = (PROJECT, INDICATOR, Step(code, "内容", content, 60), Step(f"{code}.{criterion}", "标准", criterion, 3))
    pieces = tuple(Piece(key, "docx", {"name": title}) for key, title in enumerate(titles, start=1))
    return Line(steps, content * 10 + criterion if position is None else position, number, name, pieces)


def test_arrange_keeps_the_official_order_and_numbering():
    lines = [line(10, 1, 1, "丁"), line(2, 2, 1, "丙"), line(2, 1, 2, "乙"), line(2, 1, 1, "甲", "甲二")]
    placed = arrange(lines, "{number}-{piece} {name}", padded=True)
    assert [one.path.rsplit("/", 1)[1] for one in placed] == [
        "01-01 Ⅲ-2-1)-(1)-01 甲.docx", "01-02 Ⅲ-2-1)-(1)-02 甲二.docx", "02-01 Ⅲ-2-1)-(2)-01 乙.docx", "01-01 Ⅲ-2-2)-(1)-01 丙.docx",
        "01-01 Ⅲ-10-1)-(1)-01 丁.docx",
    ]  # fmt: skip
    assert placed[0].path.startswith("01 Ⅰ-1 重点工作/02 Ⅱ-2 学习/02 Ⅲ-2 内容/01 Ⅲ-2-1) 标准/")
    assert [(one.line.number, one.place) for one in placed] == [(1, 1), (1, 2), (2, 1), (1, 1), (1, 1)]
    assert in_order([one.path for one in placed])


def test_arrange_without_padding_names_folders_as_the_edition_does():
    assert folders_of((PROJECT, INDICATOR), padded=False) == ("Ⅰ-1 重点工作", "Ⅱ-2 学习")
    placed = arrange([line(2, 1, 1, "甲", "甲")], "{name}", padded=False)
    assert [one.path.rsplit("/", 1)[1] for one in placed] == ["甲.docx", "甲(2).docx"]
    assert not in_order(["b/1", "a/10", "a/9"])
    assert in_order(["a/9 x", "a/10 x", "b/1"])


def test_arrange_many_pieces_pads_their_numbers_alike():
    placed = arrange([line(1, 1, 1, *(f"图{n}" for n in range(120)))], "{name}", padded=True)
    names = [one.path.rsplit("/", 1)[1] for one in placed]
    assert names[0].startswith("01-001 ")
    assert names[-1].startswith("01-120 ")
    assert sorted(names) == names


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("  甲/乙:丙?*.  ", "甲／乙：丙？＊"),
        ("CON", "_CON"),
        ("com1.报告", "_com1.报告"),
        ("LPT¹", "_LPT¹"),
        ("console", "console"),
        ("甲\u202e\u200b乙\x07", "甲乙"),
        ("第1号#50%", "第1号＃50％"),
        ("一\t二\n三　四", "一 二 三 四"),
        ("...", "未命名"),
        ("e\u0301", "é"),
    ],
)
def test_safe_name_is_one_everywhere(name, kept):
    assert safe(name) == kept


def test_safe_cuts_by_what_windows_counts_and_halves_nothing():
    assert safe("𠮷" * 50, 9) == "𠮷" * 4
    assert width("𠮷") == 2
    assert safe("ax\u0323\u0301", 2) == "a"
    assert safe("con", 3) == "_co"
    assert safe("甲乙 丙", 3) == "甲乙"


def test_take_gives_no_name_twice_and_no_path_too_long():
    names = Names()
    assert names.take("夹", "甲", "PDF") == "夹/甲.PDF"
    assert names.take("夹", "甲", "pdf") == "夹/甲(2).pdf"
    assert names.take("", "目录") == "目录"
    deep = "/".join(["很" * 32] * 4)
    paths = [names.take(deep, "长" * 300, "docx") for _n in range(11)]
    assert {width(path) for path in paths} == {MOST_PATH}
    assert paths[1].endswith("(2).docx")
    assert paths[10].endswith("(11).docx")
    assert width(names.take("短", "长" * 300, "docx").rsplit("/", 1)[1]) == MOST_NAME


def test_fill_leaves_out_what_parted_an_empty_field():
    assert (
        fill("{number}-{document_number}-{name}_{date}", {"number": "Ⅰ-1-1)-(1)", "name": "办法"}) == "Ⅰ-1-1)-(1)-办法"
    )
    assert check_template("{clause}{number} {name}号") == ("clause", "number", "name")


@pytest.mark.parametrize(
    ("template", "word", "about"),
    [
        (" ", "empty", ""),
        ("{name}" + "长" * 120, "long", "120"),
        ("{name", "braces", ""),
        ("{title}", "unknown", "title"),
        ("{name!r}", "unknown", "name"),
        ("{name:>9}", "unknown", "name"),
        ("{}", "unknown", ""),
        ("{unit}/{name}", "sign", "/"),
        ("{name}\u200b", "sign", "\u200b"),
        ("{unit}", "same", ""),
    ],
)
def test_check_template_says_what_is_wrong(template, word, about):
    with pytest.raises(TemplateError) as caught:
        check_template(template)
    assert (str(caught.value), caught.value.about) == (word, about)


def test_compare_tells_apart_what_is_new_gone_replaced_moved_and_renamed():
    before = [Row("a/1", "A"), Row("a/2", "B"), Row("a/form", "F"), Row("b/1", "C"), Row("b/2", "D"), Row("a/3", "A")]
    after = [Row("a/1", "A"), Row("a/2", "X"), Row("a/3", "B"), Row("a/form", "G"), Row("c/1", "C"), Row("a/4", "A")]
    found = compare(before, after)
    # a/2 became a/3 and a/3 became a/4 when X came between them: neither is called new
    assert [row.path for row in found.added] == ["a/2"]
    assert [row.path for row in found.removed] == ["b/2"]
    assert [(old.path, new.path) for old, new in found.renamed] == [("a/2", "a/3"), ("a/3", "a/4")]
    assert [(old.path, new.path) for old, new in found.moved] == [("b/1", "c/1")]
    assert [(old.digest, new.digest) for old, new in found.replaced] == [("F", "G")]
    assert (found.same, found.count) == (1, 6)
    assert [row.path for row in found.to_send] == ["a/2", "a/3", "a/4", "a/form", "c/1"]


def test_digest_of_rows_depends_on_content_path_and_order():
    rows = [Row("a", "1"), Row("b", "2")]
    assert digest_of(rows) == digest_of([Row("a", "1", 9, 9, "9"), Row("b", "2")])
    assert len({digest_of(rows), digest_of(rows[::-1]), digest_of([Row("a", "2"), Row("b", "1")])}) == 3
