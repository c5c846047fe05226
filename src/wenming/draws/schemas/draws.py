"""A draw in the list and on its page. Nothing here says what was chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.draws.enums import DrawPurpose, DrawState
from wenming.draws.models import Draw
from wenming.engine.sampling import Allocation, Design
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text, number_text

STATES = {
    str(DrawState.SEALED): ("warn", "half"),
    str(DrawState.DRAWN): ("info", "arrow"),
    str(DrawState.REVEALED): ("ok", "check"),
    str(DrawState.VOID): ("", "cross"),
}


def state_pill(draw: Draw) -> dict[str, str]:
    """Return the state as a pill."""
    tone, shape = STATES[draw.state]
    return {"label": str(DrawState(draw.state).label), "tone": tone, "shape": shape}


def draw_line(draw: Draw, city: City) -> dict[str, Any]:
    """Return one draw as a row."""
    return {
        "url": reverse("draws:draw", args=[city.slug, draw.pk]),
        "title": draw.title,
        "round": draw.round,
        "purpose": str(DrawPurpose(draw.purpose).label),
        "state": state_pill(draw),
        "units": number_text(sum(row[1] for row in draw.strata)),
        "chosen": number_text(sum(row[2] for row in draw.strata)),
        "keeper": keeper_name(draw),
        "sealed": moment_text(draw.sealed_at, city),
        "commitment": draw.commitment[:16],
    }


def keeper_name(draw: Draw) -> str:
    """Return who keeps a draw."""
    return draw.keeper.name if draw.keeper else pgettext("draw", "系统（无人看得到）")


def strata_rows(draw: Draw) -> list[dict[str, str]]:
    """Return the strata with how many units each has and gives."""
    return [
        {"name": name, "units": number_text(units), "chosen": number_text(chosen)}
        for name, units, chosen in draw.strata
    ]


def rule_lines(draw: Draw) -> list[str]:
    """Return the rule in words."""
    rule = draw.rule
    spread = _("每类之内按位置均衡：相邻的单位很少一同抽中，又不改变各自的机会（局部枢轴法 LPM2，随机数由种子生成）")
    design = {
        str(Design.EQUAL): _("每类之内机会均等：签号最小的抽中"),
        str(Design.PARETO): _("每类之内机会按规模：帕累托抽样"),
        str(Design.BALANCED): spread,
    }[rule["design"]]
    ways = {
        str(Allocation.FIXED): _("各类数量逐类指定"),
        str(Allocation.EACH): _("每类抽同样多（不足的全抽）"),
        str(Allocation.NEYMAN): _("总数按最优分配（精确整数，有上下限）"),
    }
    by_size = [_("机会按规模大小")] if rule.get("by_size") else []
    return [design, *by_size, ways[rule["allocation"]], _("签号 = SHA-256（种子|轮次|类别|编号）"), _reserves(rule)]


def _reserves(rule: Mapping[str, Any]) -> str:
    """Return in words which reserves there are, and in what order."""
    order = _("备选也在图上均衡地排好次序") if rule["design"] == str(Design.BALANCED) else _("备选按签号依次排")
    reserves = rule.get("reserves")
    if reserves is None:
        return _("%(order)s，其余都是备选") % {"order": order}
    if not reserves:
        return _("没有备选")
    words: str = ngettext("%(order)s，每类至多 %(n)s 个", "%(order)s，每类至多 %(n)s 个", reserves)
    return words % {"order": order, "n": reserves}


def keeper_words(draw: Draw, before: Sequence[tuple[str, datetime]]) -> str:
    """Return who keeps a draw, and who kept it before until when."""
    earlier = [_("%(name)s保管到%(at)s") % {"name": name, "at": moment_text(at, draw.city)} for name, at in before]
    return "；".join([keeper_name(draw), *earlier])


def draw_facts(draw: Draw, before: Sequence[tuple[str, datetime]] = ()) -> list[dict[str, Any]]:
    """Return what was committed to, and when what happened; ``before`` says who kept it earlier."""
    city = draw.city
    facts = [
        (_("密钥校验码"), draw.commitment, True),
        (_("抽样框校验码"), draw.frame_digest, True),
        (_("规则校验码"), draw.rule_digest, True),
        (_("算法版本"), draw.code, True),
        (_("保管人"), keeper_words(draw, before), False),
        (_("封签时间"), moment_text(draw.sealed_at, city), False),
        *((_("公开的数字或文字"), words, False) for words in draw.words),
        *(((_("抽取时间"), moment_text(draw.drawn_at, city), False),) if draw.drawn_at else ()),
        *(((_("结果校验码"), draw.result_digest, True),) if draw.result_digest else ()),
        *(
            ((_("最早公开日期"), formats.date_format(draw.reveal_from, "DATE_FORMAT"), False),)
            if draw.reveal_from
            else ()
        ),
        *(((_("公开时间"), moment_text(draw.revealed_at, city), False),) if draw.revealed_at else ()),
        *(((_("密钥"), draw.secret, True), (_("盐值"), draw.salt, True)) if draw.secret else ()),
        *(((_("作废原因"), draw.void_reason, False),) if draw.void_reason else ()),
    ]
    return [{"name": name, "value": value, "mono": mono} for name, value, mono in facts]


def steps_of(draw: Draw) -> list[dict[str, Any]]:
    """Return the steps of a draw, those that are done marked."""
    done = {
        str(DrawState.SEALED): 1,
        str(DrawState.DRAWN): 2,
        str(DrawState.REVEALED): 3,
        str(DrawState.VOID): 2 if draw.drawn_at else 1,
    }[draw.state]
    words: str = ngettext("加入公开数字（%(n)s 次）", "加入公开数字（%(n)s 次）", len(draw.words)) % {
        "n": len(draw.words)
    }
    names = [
        _("封签：抽样框、规则和密钥的校验码公布"),
        _("%(words)s，抽取") % {"words": words},
        _("公开密钥，人人可以重抽核对"),
    ]
    return [
        {"label": name, "done": number <= done, "now": number == done + 1} for number, name in enumerate(names, start=1)
    ]
