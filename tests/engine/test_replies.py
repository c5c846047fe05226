"""Replies that say nothing."""

from __future__ import annotations

import pytest

from wenming.engine.replies import is_vague


@pytest.mark.parametrize(
    "text",
    [
        "", "  。", "已处理", "已落实", "已整改。", "已 整 改 ！", "该问题已处理完毕", "我单位已按要求整改到位", "已立即安排相关人员进行处理，已办结。",
        "收到", "正在处理中", "高度重视，认真整改", "现场已整改完成",
    ],
)  # fmt: skip
def test_read_a_reply_of_stock_words_alone_is_vague(text):
    assert is_vague(text)


@pytest.mark.parametrize(
    "text",
    [
        "已清运", "已清运两车", "已处理，换桶 2 个", "已更换并检查同类点位", "已告知商户并清理", "车辆已驶离", "已落实专人巡查", "已整改3处", "已修复",
        "物业已处理", "done", "Ⅱ", "已处理完毕" * 200 + "桶",
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_read_a_reply_that_says_what_was_done_is_not_vague(text):
    assert not is_vague(text)
