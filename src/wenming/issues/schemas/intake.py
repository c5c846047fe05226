"""What people see while something comes in: places, categories with their proposals, issues that may be the same, drafts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wenming.engine.chats import Leftover
from wenming.issues.enums import DraftState
from wenming.issues.models import DraftPhoto, IssueDraft, IssuePaste, MinorClass
from wenming.issues.queries.nearby import Alike
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.organisations.enums import LimitUnit
from wenming.sites.models import Site


def metres_text(metres: float | None) -> str:
    """Return how far away something is, "" where nobody knows."""
    if metres is None:
        return ""
    if metres < 1000:
        return _("%(count)s 米") % {"count": round(metres)}
    return _("%(count).1f 公里") % {"count": metres / 1000}


def place_facts(site: Site, metres: float | None = None) -> dict[str, Any]:
    """Return a site that somebody may mean."""
    return {
        "pk": site.pk,
        "name": site.name,
        "code": site.code,
        "away": metres_text(metres),
        "beside": " · ".join(part for part in (site.type.name, site.area.name if site.area else "") if part),
    }


def limit_text(amount: int, unit: str) -> str:
    """Return a limit in words."""
    return f"{amount} {LimitUnit(unit).label}"


def alike_facts(city: City, alike: Alike) -> dict[str, Any]:
    """Return an issue that may be the same."""
    issue = alike.issue
    near = alike.likeness.metres
    return {
        "number": issue.number,
        "text": issue.text,
        "place": issue.place or (issue.site.name if issue.site else ""),
        "state": issue.get_state_display(),
        "unit": issue.unit.name if issue.unit else "",
        "at": moment_text(issue.reported_at, city),
        "away": metres_text(near),
        "photo": alike.photo.pk if alike.photo else 0,
    }


def minor_facts(minor: MinorClass | None) -> dict[str, Any] | None:
    """Return what a category proposes: when it is filed, who settles it, by when under which condition."""
    if minor is None:
        return None
    limits = sorted(minor.limits.all(), key=lambda limit: (limit.condition != "", limit.order))
    return {
        "name": minor.name,
        "filing": minor.filing_condition,
        "unit": minor.unit.name if minor.unit else "",
        "urgent": minor.is_urgent,
        "limits": [{"condition": limit.condition, "text": limit_text(limit.amount, limit.unit)} for limit in limits],
    }


def leftover_words(why: str) -> str:
    """Say why a line of a chat became no draft."""
    return {
        str(Leftover.SYSTEM): _("撤回、入群等系统提示，不保留内容"),
        str(Leftover.CHATTER): _("像是回复，不是问题"),
        str(Leftover.ATTACHMENT): _("视频、文件、语音、位置没有随文字带过来"),
        str(Leftover.TOO_LONG): _("一条问题最多 300 字，这是多出来的部分"),
    }[why]


def paste_facts(paste: IssuePaste) -> dict[str, Any]:
    """Return how a chat was read, in one sentence each; nothing of it is left unsaid."""
    drafts, photos = list(paste.drafts.all()), list(paste.photos.all())
    missing = max(paste.markers - len(photos), 0)
    counts = ngettext("%(lines)s 行文字", "%(lines)s 行文字", paste.lines) % {"lines": paste.lines}
    read = _("读成 %(drafts)s 条草稿，另有 %(heads)s 行是发送人和时间（已略去，不保存姓名），%(rest)s 行没有采用。") % {
        "drafts": len(drafts),
        "heads": paste.heads,
        "rest": len(paste.unused),
    }
    pictures = _("照片 %(count)s 张。") % {"count": len(photos)} if photos else ""
    lacking = (
        _("文字里还有 %(count)s 处“[图片]”没有对应的照片：聊天里的图片不会随文字复制，请把照片粘贴或选进来。")
        % {"count": missing}
        if missing
        else ""
    )
    return {
        "read": f"{counts}{_('，')}{read}{pictures}",
        "lacking": lacking,
        "rests": [{"line": line, "why": leftover_words(why), "text": text} for line, why, text in paste.unused],
        "waiting": sum(draft.state == DraftState.WAITING for draft in drafts),
    }


def photo_facts(photo: DraftPhoto, homes: Sequence[tuple[int, str]]) -> dict[str, Any]:
    """Return a photo of a chat, and where it may go."""
    return {
        "pk": photo.pk,
        "number": photo.order + 1,
        "width": photo.width,
        "height": photo.height,
        "homes": [{"pk": pk, "label": label, "here": pk == (photo.draft_id or 0)} for pk, label in homes],
    }


def draft_facts(
    draft: IssueDraft, number: int, photos: Iterable[dict[str, Any]], alike: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """Return a draft as its card shows it."""
    return {
        "pk": draft.pk,
        "number": number,
        "state": draft.state,
        "line": draft.first_line,
        "text": draft.text,
        "said": draft.said,
        "issue": draft.issue.number if draft.issue else "",
        "photos": list(photos),
        "alike": list(alike),
    }
