"""Text copied out of a chat, read as matters: every line is used or listed, every picture has its place, nobody's name comes through."""

from __future__ import annotations

import pytest

from wenming.engine.chats import Leftover, Rest, read_chat, read_wish
from wenming.engine.deadlines import LimitUnit

GROUP = """———  2026-11-26  ———
张三 9:12
某某小区垃圾桶满溢 @城管局
[图片]
李四 2026/11/26 9:15:05
收到，马上安排
王五 9:20
望河路中段：
1. 垃圾桶满溢，3日内
2、占道经营 13800001111
请以上单位立行立改 @城管局
[图片][图片]
赵六:
[图片]
赵六:
[语音]公厕门口积水 [强]
“钱七”撤回了一条消息
孙八
10:02
[强]
滨河广场非机动车乱停放
一直没人管
[2026-11-26 10:05] 周九：井盖缺损
11:00
"""


def said(text: str) -> list[tuple[str, str, str, tuple[str, ...], tuple[int, ...]]]:
    """Return what the matters of a text say."""
    return [(one.text, one.lead, one.asked, one.called, one.pictures) for one in read_chat(text).matters]


def test_read_a_group_chat_gives_each_message_and_each_entry_with_its_pictures():
    asked = "请以上单位立行立改"
    assert said(GROUP) == [
        ("某某小区垃圾桶满溢", "", "", ("城管局",), (0,)),
        ("垃圾桶满溢，3日内", "望河路中段", asked, ("城管局",), ()),
        ("占道经营", "望河路中段", asked, ("城管局",), (1, 2)),
        ("公厕门口积水", "", "", (), (3,)),
        ("滨河广场非机动车乱停放，一直没人管", "", "", (), ()),
        ("井盖缺损", "", "", (), ()),
    ]


def test_read_a_group_chat_uses_or_lists_every_line_and_keeps_no_name():
    chat = read_chat(GROUP)
    assert chat.rests == (
        Rest(6, Leftover.CHATTER, "收到，马上安排"),
        Rest(16, Leftover.ATTACHMENT, "[语音]"),
        Rest(17, Leftover.SYSTEM, ""),
        Rest(20, Leftover.CHATTER, "[强]"),
    )
    # the day, six heads in one line, one in two lines, the bracketed one, the hour at the end
    assert (chat.lines, chat.heads, chat.pictures, chat.loose) == (24, 10, 4, ())
    written = repr(chat)
    assert not any(name in written for name in ("张三", "李四", "王五", "赵六", "钱七", "孙八", "周九", "13800001111"))


@pytest.mark.parametrize(
    ("text", "matters"),
    [
        # no names: a line is a matter, what asks belongs to the one before
        ("A路垃圾未清\n请城管局处理\nB路积水", [("A路垃圾未清", "请城管局处理"), ("B路积水", "")]),
        ("1、A路积水 2、B路灯不亮", [("A路积水", ""), ("B路灯不亮", "")]),
        ("滨河广场：1）积水；2）垃圾；3）", [("滨河广场：积水", ""), ("滨河广场：垃圾", "")]),
        ("① A路积水\n（二）B路灯不亮", [("A路积水", ""), ("B路灯不亮", "")]),
        ("高 1.5 米的围挡倒了", [("高 1.5 米的围挡倒了", "")]),
        ("请马上清理A路垃圾", [("请马上清理A路垃圾", "")]),
        # a sentence that ends in an hour is no head; a colon does not make one of these words a name
        ("滨河广场非机动车乱停放 9:41", [("滨河广场非机动车乱停放 9:41", "")]),
        ("位置：\n滨河广场积水", [("位置：", ""), ("滨河广场积水", "")]),
        ("张三 9:12\n检查时间 9:10\n问题：积水。\n很深", [("检查时间 9:10，问题：积水。很深", "")]),
        ("张三 9:12\n@城管局\n", []),
        ("A路积水\n\nB路灯不亮", [("A路积水", ""), ("B路灯不亮", "")]),
        ("张三 9:12\nA路积水\n\n很深", [("A路积水，很深", "")]),
        ("", []),
    ],
)
def test_read_a_text_finds_its_matters(text, matters):
    assert [(one.text, one.asked) for one in read_chat(text).matters] == matters


@pytest.mark.parametrize(
    ("text", "pictures", "loose"),
    [
        # who begins with a picture puts his pictures before the words
        ("甲 9:00\n[图片]\n甲 9:01\n积水\n甲 9:02\n[图片]\n甲 9:03\n垃圾", [(0,), (1,)], ()),
        ("甲 9:00\n[图片]\n甲 9:01\n积水\n甲 9:02\n[图片]", [(0, 1)], ()),
        ("甲 9:00\n积水[图片]\n乙 9:01\n[图片]", [(0,)], (1,)),
        ("[图片]", [], (0,)),
    ],
)
def test_read_pictures_puts_each_to_the_words_of_its_sender(text, pictures, loose):
    chat = read_chat(text)
    assert ([one.pictures for one in chat.matters], chat.loose) == (pictures, loose)


def test_read_a_matter_that_is_too_long_lists_what_is_cut_off():
    chat = read_chat("积" * 310)
    assert (len(chat.matters[0].text), chat.rests) == (300, (Rest(1, Leftover.TOO_LONG, "积" * 10),))


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("限3日内整改", ("限3日内", 3, LimitUnit.DAY, False)),
        ("三个工作日内", ("三个工作日内", 3, LimitUnit.WORK_DAY, False)),
        ("2小时以内", ("2小时以内", 2, LimitUnit.HOUR, False)),
        ("0天内", None),
        ("请立行立改", ("立行立改", 0, None, True)),
        ("11.30前完成", ("11.30前", 0, None, False)),
        ("没有时限", None),
    ],
)
def test_read_a_wish_gives_a_length_or_its_words(text, wish):
    found = read_wish(text)
    assert (found and (found.words, found.amount, found.unit, found.urgent)) == wish
