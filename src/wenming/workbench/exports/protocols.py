"""The protocol of a draw on one page: for the file, and for who looks on. The paper is Chinese, whatever the reader's language."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import translation

from wenming.documents.exports.official import Body, OfficialPaper, chinese_day
from wenming.draws.models import Draw
from wenming.draws.queries import keepers_before
from wenming.draws.schemas import rule_lines
from wenming.draws.schemas.draws import keeper_words

COLUMNS = (("项目", 36), ("内容", 120))


def protocol_paper(draw: Draw, today: date) -> OfficialPaper:
    """Return what was committed to, how many of each class, and when what happened; never which units were chosen."""
    with translation.override("zh-hans"):
        rules, keeper = rule_lines(draw), keeper_words(draw, keepers_before(draw))
    body = Body()
    units, chosen = (sum(row[place] for row in draw.strata) for place in (1, 2))
    body.text(
        f"抽样“{draw.title}”，轮次“{draw.round}”：{len(draw.strata)} 类 {units} 个单位，抽取 {chosen} 个。{'；'.join(rules)}。"
    )
    body.table(COLUMNS, _rows(draw, keeper))
    body.text("核对办法：公开密钥后取得记录包，运行“draw verify 文件夹”，重抽结果与本表校验码应当一致。")
    return OfficialPaper(title="抽样记录表", blocks=body.blocks, issuer=draw.city.name, day=chinese_day(today))


def _rows(draw: Draw, keeper: str) -> list[tuple[str, str]]:
    """Return the lines of the table; what has not happened yet is left to be filled in by hand."""
    rows = [
        ("密钥校验码", draw.commitment),
        ("抽样框校验码", draw.frame_digest),
        ("规则校验码", draw.rule_digest),
        ("算法版本", draw.code),
        ("保管人", keeper),
        ("封签时间", _moment(draw, draw.sealed_at)),
        ("公开数字", "；".join(draw.words) or "　"),
        ("抽取时间", _moment(draw, draw.drawn_at)),
        ("结果校验码", draw.result_digest or "　"),
        ("公开时间", _moment(draw, draw.revealed_at)),
        ("密钥", draw.secret or "　"),
        ("盐值", draw.salt or "　"),
        ("监督人签字", "　"),
    ]
    return [*rows, ("作废原因", draw.void_reason)] if draw.void_reason else rows


def _moment(draw: Draw, at: datetime | None) -> str:
    """Return a moment by the city's clock."""
    return f"{at.astimezone(draw.city.zone):%Y-%m-%d %H:%M}" if at else "　"
