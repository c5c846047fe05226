"""Summaries and explanations, with the words that tell them apart."""

import pytest

from wenming.engine.papers.kinds import figures_in, read_report

EXPLAINS = "为提升背街小巷环境，制定包干清单，组织集中清理 12 次，出动 320 人次，修补路面 85 处。整治后群众满意率达到 96.5%，投诉下降三成。"
SUMS_UP = "一年来，在上级的正确领导下，在各部门的大力支持下，我单位创建工作取得了显著成效。\n存在问题：重视不够。\n下一步打算：加强领导，狠抓落实。"


def test_read_explanation_finds_measures_effects_and_figures():
    read = read_report("背街小巷整治情况说明", EXPLAINS)
    assert (read.is_summary, read.measures, read.effects, read.explains, read.is_nearly_empty) == (
        False, True, True, True, False,
    )  # fmt: skip
    assert (read.count, read.figures) == (4, ("12次", "320人次", "85处"))


def test_read_summary_names_the_words_that_make_it_one():
    read = read_report("创建工作情况", SUMS_UP)
    assert read.is_summary
    assert [(one.sign, one.words) for one in read.signs] == [
        ("look_back", "一年来"),
        ("leadership", "在上级的正确领导下"),
        ("shortcomings", "存在问题"),
        ("next_steps", "下一步打算"),
    ]


@pytest.mark.parametrize(
    ("title", "text", "summary"),
    [
        ("2026年工作总结", "下一步打算：再加把劲。", True),
        ("2026年工作总结", EXPLAINS, False),
        ("整治情况说明", f"{EXPLAINS}存在的问题已逐条交办。下一步，我们将继续巡查。", False),
        ("整治情况说明", EXPLAINS, False),
    ],
)
def test_read_report_calls_it_a_summary_only_for_several_signs(title, text, summary):
    assert read_report(title, text).is_summary is summary


def test_read_title_that_begins_the_text_counts_once():
    assert read_report("整治 12 处说明", "整治 12 处说明\n没有了").count == 1


def test_read_few_words_calls_it_nearly_empty():
    read = read_report("说明", "本月正常。")
    assert (read.is_nearly_empty, read.letters, read.explains, read.count) == (True, 5, False, 0)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("2026年11月5日召开，城文〔2026〕3号，第三季度", ()),
        ("一、组织领导\n（二）主要做法\n1. 宣传\n2、整治", ()),
        ("一个平台，一支队伍，两项制度", ()),
        ("三百余人次，十二条街，百分之九十六", ("三百余人次", "十二条", "百分之九十六")),
        ("电话 13800000000、0376-6666666", ()),
        ("投入 1,200 万元，合格率 98.5%", ("1,200万元", "98.5%")),
    ],
)
def test_read_figures_leaves_out_dates_numbers_and_counting(text, figures):
    assert figures_in(text) == figures
