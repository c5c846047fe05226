"""Who holds which post in a city, and since when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped
from wenming.organisations.enums import Role
from wenming.organisations.models.units import Unit


class Post(CityScoped):
    """A post that a person holds in a city from ``starts_on`` until ``ends_on`` (both days included; empty = open).

    A person may hold several. What an account may see and do in a city follows from the posts it holds there today.
    ``unit`` is the unit for which the post is held: a liaison's own, a street's dispatcher's street; empty means the whole city.
    A post that was delegated names the one it came from, and ends.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts", verbose_name=_("账号")
    )
    role = models.CharField(_("职责"), max_length=30, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("单位")
    )
    delegated_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="delegations", verbose_name=_("委托自")
    )
    starts_on = models.DateField(_("任职日期"))
    ends_on = models.DateField(_("离任日期"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("organisation", "岗位")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "account", "role", "starts_on"),
                condition=models.Q(unit__isnull=True),
                name="post_of_the_city_once_per_day",
            ),
            models.UniqueConstraint(
                fields=("city", "account", "role", "unit", "starts_on"),
                condition=models.Q(unit__isnull=False),
                name="post_of_a_unit_once_per_day",
            ),
            models.CheckConstraint(
                condition=models.Q(delegated_from__isnull=True) | models.Q(ends_on__isnull=False),
                name="delegated_post_has_an_end",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="post_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"
