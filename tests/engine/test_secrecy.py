"""Marks of secrecy: what is one, and what only looks like one."""

import pytest

from wenming.engine.secrecy import mark_in_name, mark_in_text

MARKED_NAMES = {
    "机密-考评方案.docx": "机密", "绝密文件.pdf": "绝密文件", "关于点位的通知（秘密）.doc": "秘密", "【机密】名单.xlsx": "机密",
    "2026年创文内部资料.pdf": "内部资料", "内部资料_汇编.docx": "内部资料", "方案(内部使用).docx": "内部使用", "测评点位 不得外传.xlsx": "不得外传",
    "秘密★1年 会议材料.docx": "秘密★1年", "机密级材料.pdf": "机密级", "仅供内部参考.pdf": "仅供内部参考", "C:\\文件\\严禁外传.png": "严禁外传",
    "秘 密 ★ 长期.pdf": "秘密★长期", "内部材料汇编.doc": "内部材料汇编", "绝密.": "绝密",
}  # fmt: skip
PLAIN_NAMES = (
    "秘密花园小区整改.jpg", "秘书处通知.docx", "保密协议模板.docx", "商业秘密文件样式.docx", "国家秘密材料管理办法.pdf", "机密室门前.jpg",
    "小区内部使用的停车场.jpg", "内部道路.png", "现场.jpg", "内部资料室卫生.jpg", "", "外传播站.jpg", "保守国家秘密宣传.png",
)  # fmt: skip
MARKED_TEXTS = {
    "机密★5年\n关于点位": "机密★5年", "秘密 ★ 6个月": "秘密★6个月", "密级：秘密": "密级:秘密", "标题\n\n　绝　密　\n正文": "绝密", "【内部资料】 第 3 期": "内部资料",
    "内部资料，注意保存": "内部资料,注意保存", "第三期\n不得外传！": "不得外传", "仅供内部使用": "仅供内部使用", "考题 绝密★启用前": "绝密★启用前",
    "内部材料 妥善保管": "内部材料妥善保管",
}  # fmt: skip
PLAIN_TEXTS = (
    "秘密花园小区3号楼楼道堆物", "秘书处已收到，谢谢", "停车场仅供小区内部使用", "请勿上传涉及国家秘密、商业秘密的内容", "单位内部使用的垃圾房没有关门",
    "宣传栏内容：保守国家秘密，人人有责", "请收集内部资料并归档", "机密的事不要在群里说", "", "这份名单不得外传，请各社区注意",
)  # fmt: skip


@pytest.mark.parametrize(("name", "mark"), MARKED_NAMES.items())
def test_read_name_with_a_mark_finds_it(name, mark):
    found = mark_in_name(name)
    assert found is not None
    assert (found.mark, found.where) == (mark, name)


@pytest.mark.parametrize("name", PLAIN_NAMES)
def test_read_name_that_only_looks_like_it_finds_nothing(name):
    assert mark_in_name(name) is None


@pytest.mark.parametrize(("text", "mark"), MARKED_TEXTS.items())
def test_read_text_with_a_mark_finds_it(text, mark):
    found = mark_in_text(text)
    assert found is not None
    assert found.mark == mark


@pytest.mark.parametrize("text", PLAIN_TEXTS)
def test_read_text_that_only_looks_like_it_finds_nothing(text):
    assert mark_in_text(text) is None


def test_read_text_says_the_line_in_which_it_stands():
    assert mark_in_text("通知\n  机 密 ★ 1 年   第 3 号 \n").where == "机 密 ★ 1 年 第 3 号"
