"""One long picture of issues for a chat: unit by unit, what is overdue first, photos beside each other, a code to the records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from wenming.documents.exports.longpictures import LongPicture, Photo, PictureRow, Section, long_picture
from wenming.issues.enums import PhotoMoment
from wenming.issues.models import Issue
from wenming.issues.queries.exports import IssueFacts
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.outgoing import by_unit, moment_words
from wenming.kernel.models import City

MOST = 40
"""Issues of one picture; more are no picture that anybody reads on a phone."""
_TONES = {"bad": "red", "warn": "yellow", "ok": "green", "mute": "grey"}


def issues_picture(
    city: City, rows: Sequence[tuple[Issue, IssueFacts]], *, at: datetime, link: str, full: bool
) -> bytes:
    """Return the picture as PNG. ``full`` says what the matters are and shows photos; else number, place and limit only."""
    lamps, groups = Lamps.of(city, at), by_unit(rows)
    sections = [
        Section(
            group.unit or _("待定单位"),
            _("%(count)s 件") % {"count": group.count},
            rows=[_row(city, lamps, issue, facts, full=full) for issue, facts in group.issues],
        )
        for group in groups
    ]
    alone = groups[0].unit if len(groups) == 1 else ""
    local = at.astimezone(city.zone)
    return long_picture(
        LongPicture(
            title=_("%(unit)s文明创建问题清单") % {"unit": alone or city.name},
            subtitle=_("%(city)s · 截至 %(moment)s · 共 %(count)s 件")
            % {
                "city": city.name,
                "moment": local.strftime("%Y-%m-%d %H:%M"),
                "count": len(rows),
            },
            sections=sections,
            code=link,
            code_note=_("扫码登录查看最新状态、照片和办理经过"),
            footer=_("以系统记录为准"),
        )
    )


def _row(city: City, lamps: Lamps, issue: Issue, facts: IssueFacts, *, full: bool) -> PictureRow:
    """Return one issue."""
    lamp = lamps(issue)
    notes = []
    if facts.helpers:
        notes.append(_("会办单位：%(units)s") % {"units": _("、").join(facts.helpers)})
    if issue.due_at is not None and issue.closed_at is None:
        notes.append(_("时限：%(moment)s前") % {"moment": moment_words(city, issue.due_at)})
    pill = lamp.rest if issue.runs_out_at else str(issue.get_state_display())
    if not full:
        return PictureRow(issue.number, issue.place or issue.number, pill, _TONES[lamp.tone], notes)
    photos = [
        Photo(caption, content)
        for moment, caption in ((PhotoMoment.BEFORE, _("整改前")), (PhotoMoment.AFTER, _("整改后")))
        for content in facts.pictures(city.slug, moment, 1)
    ]
    head = f"{issue.number} · {issue.place}" if issue.place else issue.number
    return PictureRow(head, issue.text, pill, _TONES[lamp.tone], notes, photos)
