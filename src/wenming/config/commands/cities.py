"""``city create``: a new tenant on this installation."""

from __future__ import annotations

import argparse

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.config.cli import FINE, CannotDoError, show, show_json
from wenming.kernel.actions.installation import create_city
from wenming.kernel.models import City


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``city`` and its verbs."""
    verbs = nouns.add_parser("city").add_subparsers(dest="verb", metavar="VERB", required=True)
    create = verbs.add_parser("create", help=_("新建一个城市"))
    create.add_argument("slug", metavar="SLUG", help=_("网址名：小写字母、数字和 -，例如 xinyang；以后不能改"))
    create.add_argument("name", metavar="NAME", help=_("名称，例如 信阳市"))
    create.add_argument("--name-en", default="", metavar="NAME", help=_("英文名称"))
    create.add_argument("--time-zone", default="Asia/Shanghai", metavar="ZONE", help=_("时区（%(default)s）"))
    create.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    create.set_defaults(run=run_create)


def run_create(arguments: argparse.Namespace) -> int:
    """Create the city, or say in one line what is wrong."""
    try:
        city = create_city(
            slug=arguments.slug,
            name=arguments.name,
            name_en=arguments.name_en,
            time_zone=arguments.time_zone,
            by=None,
            at=timezone.now(),
        )
    except ValidationError as fault:
        raise CannotDoError(faults(fault)) from fault
    if arguments.json:
        show_json({"city": city.slug, "name": city.name})
    else:
        show(_("已建立 %(name)s，网址是 /%(slug)s/") % {"name": city.name, "slug": city.slug})
    return FINE


def faults(fault: ValidationError) -> str:
    """Return what is wrong, field by field, as one line."""
    return _("；").join(f"{field}: {' '.join(texts)}" for field, texts in fault.message_dict.items())


def city_named(slug: str) -> City:
    """Return the city with this address, or say in one line that there is none."""
    city = City.objects.filter(slug=slug).first()
    if city is None:
        raise CannotDoError(_("没有城市 %(slug)s") % {"slug": slug})
    return city
