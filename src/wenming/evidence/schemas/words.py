"""What a finding says, in one sentence without a verdict."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wenming.engine.pictures.fingerprints import VARIANTS
from wenming.evidence.enums import FindingKind, PhotoMoment, PictureVariant
from wenming.evidence.models import Evidence, Finding
from wenming.kernel.schemas import number_text

_K = FindingKind
HOUR, DAY = 60, 24 * 60


def photo_name(evidence: Evidence) -> str:
    """Return what a photo is called beside another one: the issue with what it shows, or the site."""
    if evidence.matter:
        return f"{evidence.matter} {PhotoMoment(evidence.moment).label}"
    if evidence.moment == PhotoMoment.MATERIAL:
        return _("%(unit)s的材料图片") % {"unit": evidence.unit.name if evidence.unit else ""}
    return _("点位“%(site)s”的照片") % {"site": evidence.site.name if evidence.site else ""}


def finding_text(finding: Finding, *, named: bool = True) -> str:
    """Return what was found; ``named``: with the number of the other issue, which a unit need not know."""
    if finding.kind == _K.TAKEN_EARLIER:
        return _("相机记录的拍摄时间比上报早 %(span)s") % {"span": span_text(finding.minutes or 0)}
    if finding.kind == _K.TAKEN_LATER:
        return _("相机记录的拍摄时间比上传晚 %(span)s") % {"span": span_text(finding.minutes or 0)}
    if finding.kind == _K.FAR_AWAY:
        return _("相机记录的位置离点位 %(metres)s 米") % {"metres": number_text(finding.metres or 0)}
    return _pair_text(finding, named=named)


def _pair_text(finding: Finding, *, named: bool) -> str:
    """Return what was found beside another photo, with its numbers."""
    other = photo_name(finding.other) if named and finding.other else _("较早的一张照片")
    heads = {
        _K.SAME_BYTES: _("与 %(other)s 是同一个文件"),
        _K.SAME_PIXELS: _("与 %(other)s 像素完全相同"),
        _K.SAME_PICTURE: _("与 %(other)s 画面相同"),
        _K.SAME_VIEW: _("与 %(other)s 画面部分相同"),
        _K.SAME_SCENE: _("与 %(other)s 是同一现场，画面已变化"),
    }
    parts = [heads[_K(finding.kind)] % {"other": other}]
    if finding.variant and finding.variant != VARIANTS[0]:
        parts.append(str(PictureVariant(finding.variant).label))
    return "，".join([*parts, *measures(finding)])


def measures(finding: Finding) -> list[str]:
    """Return the numbers that a finding about two photos rests on."""
    found = []
    if finding.distance:
        found.append(_("指纹相差 %(bits)s/256 位") % {"bits": finding.distance})
    if finding.inliers:
        found.append(_("%(points)s 个特征点吻合") % {"points": finding.inliers})
    if finding.agreement is not None and finding.kind != _K.SAME_SCENE:
        found.append(_("重叠部分 %(share)s%% 一致") % {"share": finding.agreement // 10})
    return found


def span_text(minutes: int) -> str:
    """Return a stretch of time in its largest unit."""
    if minutes >= DAY:
        return ngettext("%(count)s 天", "%(count)s 天", minutes // DAY) % {"count": minutes // DAY}
    if minutes >= HOUR:
        return ngettext("%(count)s 小时", "%(count)s 小时", minutes // HOUR) % {"count": minutes // HOUR}
    return ngettext("%(count)s 分钟", "%(count)s 分钟", minutes) % {"count": minutes}
