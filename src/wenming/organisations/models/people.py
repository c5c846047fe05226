"""People, and what they are in a unit. A leader who never signs in is a person as well."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped
from wenming.organisations.models.units import Unit


class Person(CityScoped):
    """A person of the campaign. ``account`` is how he or she signs in, if at all; the telephone number is shown masked."""

    name = models.CharField(_("姓名"), max_length=40)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    sounds = models.CharField(_("拼音"), max_length=200, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )

    class Meta:
        verbose_name = pgettext_lazy("organisation", "人员")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "account"), condition=models.Q(account__isnull=False), name="account_is_one_person"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Tenure(CityScoped):
    """What a person is in a unit (职务), from a day until a day; one person may hold several. ``order`` is the protocol's."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tenures", verbose_name=_("人员"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tenures", verbose_name=_("单位"))
    title = models.CharField(_("职务"), max_length=60)
    is_head = models.BooleanField(_("主要负责人"), default=False)
    is_deputy = models.BooleanField(_("副职"), default=False)
    order = models.PositiveIntegerField(_("排序"))
    starts_on = models.DateField(_("任职日期"))
    ends_on = models.DateField(_("离任日期"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("organisation", "任职")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "person", "unit", "title", "starts_on"), name="tenure_once_per_day"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="tenure_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~models.Q(is_head=True, is_deputy=True), name="tenure_is_not_head_and_deputy"
            ),
        )

    def __str__(self) -> str:
        return self.title
