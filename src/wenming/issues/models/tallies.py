"""Running counts of issues: what each step changed, and the totals into which a job folds it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.issues.enums import TallyFace
from wenming.kernel.models import CityScoped


class IssueDelta(CityScoped):
    """By how much one step changed a count, appended in its transaction; gone as soon as it is folded into the totals.

    ``day`` empty: a count of what there is, ``word`` is a state. Else a count of that day, ``word`` is a counter (``engine.casework``).
    ``area``, ``minor``, ``unit`` are keys, 0 for none: the count outlives nothing, so nothing needs to hold them.
    """

    day = models.DateField(_("日期"), null=True)
    word = models.CharField(_("计数项"), max_length=24)
    area = models.BigIntegerField()
    minor = models.BigIntegerField()
    unit = models.BigIntegerField()
    number = models.IntegerField(_("数量"))

    class Meta:
        verbose_name = pgettext_lazy("issue", "计数变动")
        constraints = (models.CheckConstraint(condition=~models.Q(number=0), name="issue_delta_changes_something"),)

    def __str__(self) -> str:
        return f"{self.day} {self.word} {self.number:+}"


class IssueTotal(CityScoped):
    """A count seen from one side (``face``), without what is not folded yet: read it through ``queries.tallies`` only.

    ``key`` is the area, category or unit that the face is about, 0 for none; ``second`` the category of an area. For ``day`` and ``word`` see IssueDelta.
    """

    face = models.CharField(_("分组"), max_length=8, choices=TallyFace.choices)
    day = models.DateField(_("日期"), null=True)
    word = models.CharField(_("计数项"), max_length=24)
    key = models.BigIntegerField()
    second = models.BigIntegerField()
    number = models.IntegerField(_("数量"))

    class Meta:
        verbose_name = pgettext_lazy("issue", "计数")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "face", "word", "key", "second"),
                condition=models.Q(day__isnull=True),
                name="issue_total_of_stock_once",
            ),
            models.UniqueConstraint(
                fields=("city", "face", "day", "word", "key", "second"),
                condition=models.Q(day__isnull=False),
                name="issue_total_of_day_once",
            ),
        )
        indexes = (models.Index(fields=("city",), condition=models.Q(number=0), name="issue_total_of_nothing"),)

    def __str__(self) -> str:
        return f"{self.face} {self.day} {self.word} {self.number}"
