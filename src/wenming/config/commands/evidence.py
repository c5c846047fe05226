"""``evidence match FOLDER``: which pictures of a folder are one, without a database; ``evidence look``: at what was not looked at yet."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.config.cli import FINDINGS, FINE, CannotDoError, show, show_json
from wenming.evidence.adapters.comparing import Pair, match_all
from wenming.evidence.enums import FindingKind, PictureFault, PictureVariant

ENDINGS = {".jpg", ".jpeg", ".png", ".webp"}
NOT_CHECKED = gettext_lazy("只比对画面；图片里的文字、拍摄的真实时间和地点不在比对之内。")


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``evidence`` and its verb."""
    verbs = nouns.add_parser("evidence").add_subparsers(dest="verb", metavar="VERB", required=True)
    match = verbs.add_parser("match", help=_("比对一个文件夹里的照片，列出画面相同或部分相同的各对；不需要数据库"))
    match.add_argument("folder", metavar="FOLDER", type=Path, help=_("放照片的文件夹（.jpg、.jpeg、.png、.webp）"))
    match.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    match.set_defaults(run=run_match)
    look = verbs.add_parser("look", help=_("比对还没有比对过的照片（导入旧档案、恢复备份之后）"))
    look.add_argument("city", metavar="CITY", nargs="?", help=_("只比对这一个城市"))
    look.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    look.set_defaults(run=run_look)


def run_match(arguments: argparse.Namespace) -> int:
    """Compare all pictures of a folder; 1 where pairs were found or a picture could not be read."""
    folder = arguments.folder
    if not folder.is_dir():
        raise CannotDoError(_("没有文件夹 %(folder)s") % {"folder": folder})
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in ENDINGS)
    pairs, damaged = match_all([(path.name, path.read_bytes()) for path in files])
    if arguments.json:
        show_json(
            {
                "pictures": len(files),
                "pairs": [_pair(pair) for pair in pairs],
                "unreadable": [
                    {"file": name, "reason": word, "text": str(PictureFault(word).label)} for name, word in damaged
                ],
            }
        )
    else:
        for line in _lines(len(files), pairs, damaged):
            show(line)
    return FINDINGS if pairs or damaged else FINE


def run_look(arguments: argparse.Namespace) -> int:
    """Look at whatever nobody looked at: photos of sites are kept as evidence first, then batch after batch."""
    from wenming.evidence.actions import keep_site_photos, look_at_new  # noqa: PLC0415  the other verb needs no database
    from wenming.kernel.models import City  # noqa: PLC0415  as above

    cities = City.objects.filter(slug=arguments.city) if arguments.city else City.objects.all()
    if arguments.city and not cities:
        raise CannotDoError(_("没有城市 %(slug)s") % {"slug": arguments.city})
    answer = []
    for city in cities:
        keep_site_photos(city=city, by=None, at=timezone.now())
        looked = 0
        while done := look_at_new(city=city, by=None, at=timezone.now()):
            looked += done
        answer.append({"city": city.slug, "photos": looked})
    if arguments.json:
        show_json({"cities": answer})
    else:
        for one in answer:
            show(_("%(city)s：比对了 %(photos)s 张照片") % one)
    return FINE


def _pair(pair: Pair) -> dict[str, Any]:
    """Return a pair for machines; what was not measured is null."""
    likeness, lie = pair.likeness, pair.likeness.lie
    return {
        "first": pair.first,
        "second": pair.second,
        "kind": str(likeness.kind),
        "variant": likeness.variant,
        "distance": likeness.distance,
        "inliers": lie.inliers if lie else None,
        "overlap": lie.covered if lie else None,
        "agreement": lie.agreement if lie else None,
    }


def _lines(number: int, pairs: list[Pair], damaged: list[tuple[str, str]]) -> list[str]:
    """Return everything as lines for a person."""
    lines = [_("%(number)s 张照片，%(pairs)s 对需要再看一眼") % {"number": number, "pairs": len(pairs)}]
    for pair in pairs:
        likeness, lie = pair.likeness, pair.likeness.lie
        words = [str(FindingKind(str(likeness.kind)).label), str(PictureVariant(likeness.variant).label)]
        if likeness.distance is not None:
            words.append(_("指纹相差 %(bits)s 位") % {"bits": likeness.distance})
        if lie:
            shares = {"points": lie.inliers, "share": round(lie.agreement * 100)}
            words.append(_("%(points)s 个特征点吻合，重叠部分 %(share)s%% 一致") % shares)
        lines.append(f"  {pair.first} – {pair.second}  {'，'.join(words)}")
    lines += [f"  {name}  {PictureFault(word).label}" for name, word in damaged]
    return [*lines, str(NOT_CHECKED)]
