"""Replies that say nothing: 已处理, 已落实, 已整改到位 and their like, with no word of what was done.

A reply is vague when every word of it is one of a small list: who (我单位、该问题), how (已、立即、按要求), that (处理、落实、整改), and that it is over
(到位、完毕). One word more – what, where, how many – and it is none. Whether a photo came with it is for the caller to say.
"""

from __future__ import annotations

import unicodedata

_WHO = (
    "我们 我单位 我局 我街道 我社区 我处 我中心 本单位 责任单位 相关单位 有关单位 相关部门 有关部门 相关人员 工作人员 该问题 此问题 上述问题 "
    "所反映问题 反映的问题 反映问题 有关问题 相关问题 该情况 问题 情况 此事 该处 此处 现场"
)
_HOW = (
    "已 已经 现已 均已 都已 业已 正在 全部 全都 立即 马上 立刻 及时 尽快 迅速 第一时间 按要求 按照要求 按规定 按标准 认真 积极 严格 高度 "
    "进行 予以 组织 安排 派人 要求 责令 督促 协调 对 将 把 并 且 的 了"
)
_THAT = "处理 处置 落实 整改 解决 办理 办结 改正 纠正 整治 反馈 回复 核实 核查 研究 重视 关注 跟进 知悉 收到 知晓 完成 办好 办完 做好 改好 了结"
_OVER = "到位 完毕 结束 好 完 工作 中"
WORDS = frozenset(f"{_WHO} {_HOW} {_THAT} {_OVER}".split())
_LONGEST = max(map(len, WORDS))


def is_vague(text: str) -> bool:
    """Say whether a reply says only that something was done, not what. An empty one says nothing either."""
    kept = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign)[0] in "LN")
    reached = {0}
    for start in range(len(kept)):
        if start in reached:
            ends = range(start + 1, min(start + _LONGEST, len(kept)) + 1)
            reached.update(end for end in ends if kept[start:end] in WORDS)
    return len(kept) in reached
