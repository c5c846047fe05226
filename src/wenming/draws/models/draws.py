"""A draw: sealed before anybody could know its outcome, repeatable by everybody afterwards."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.draws.enums import DrawPurpose, DrawState, ReplacementReason, UnitState
from wenming.kernel.models import CityScoped, StoredFile

_ACCOUNT = settings.AUTH_USER_MODEL
NAME_LENGTH = 120
_SEALED, _DRAWN, _REVEALED, _VOID = DrawState.SEALED, DrawState.DRAWN, DrawState.REVEALED, DrawState.VOID


class Draw(CityScoped):
    """A draw of some units of a frame by a rule, with a secret that nobody sees before it is revealed.

    ``frame`` keeps the frame's canonical bytes, whose digest is ``frame_digest``; ``rule`` is the rule as a map, ``rule_digest`` that of its canonical bytes;
    ``code`` says which version draws; ``commitment`` is the digest of salt and secret. ``strata`` lists [name, units, chosen] in order.
    ``sealed_secret`` holds salt and secret, readable to this installation only; ``salt`` and ``secret`` are filled when they are revealed
    (never for a void draw whose seal could not be opened any more).
    ``words`` were added in public after the commitment; the seed is the digest of the secret and of them. ``result_digest`` is that of the whole
    outcome with its tickets, which nobody can guess without the secret. ``keeper`` alone sees the outcome before it is revealed;
    empty = nobody does, the system shares the units out by itself. ``reveal_from``: not before that day.
    """

    title = models.CharField(_("抽样名称"), max_length=NAME_LENGTH)
    purpose = models.CharField(_("用途"), max_length=10, choices=DrawPurpose.choices)
    round = models.CharField(pgettext_lazy("draw", "轮次"), max_length=60)
    rule = models.JSONField(_("抽样规则"))
    strata = models.JSONField(_("各类数量"))
    frame = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("抽样框"))
    frame_digest = models.CharField(_("抽样框校验码"), max_length=64)
    rule_digest = models.CharField(_("规则校验码"), max_length=64)
    code = models.CharField(_("算法版本"), max_length=20)
    commitment = models.CharField(_("密钥校验码"), max_length=64)
    sealed_secret = models.TextField()
    secret = models.CharField(_("密钥"), max_length=200, blank=True)
    salt = models.CharField(_("盐值"), max_length=200, blank=True)
    words = models.JSONField(_("公开的数字或文字"), default=list)
    keeper = models.ForeignKey(
        _ACCOUNT, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("保管人")
    )
    reveal_from = models.DateField(_("最早公开日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=DrawState.choices, default=_SEALED)
    sealed_at = models.DateTimeField(_("封签时间"))
    drawn_at = models.DateTimeField(_("抽取时间"), null=True, blank=True)
    result_digest = models.CharField(_("结果校验码"), max_length=64, blank=True)
    revealed_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    voided_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("draw", "抽样")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "purpose", "round"), condition=~models.Q(state=_VOID), name="draw_once_per_purpose_and_round"
            ),
            models.CheckConstraint(
                condition=models.Q(state=_SEALED, drawn_at__isnull=True, result_digest="")
                | (models.Q(state__in=(_DRAWN, _REVEALED), drawn_at__isnull=False) & ~models.Q(result_digest=""))
                | models.Q(state=_VOID),
                name="draw_drawn_exactly_with_its_result",
            ),
            models.CheckConstraint(
                condition=(~models.Q(secret="") & ~models.Q(salt="") & models.Q(revealed_at__isnull=False))
                | models.Q(secret="", salt="", revealed_at__isnull=True),
                name="draw_secret_shown_exactly_since_a_moment",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=_REVEALED) & ~models.Q(secret=""))
                | models.Q(state__in=(_SEALED, _DRAWN), secret="")
                | models.Q(state=_VOID),
                name="draw_secret_shown_only_when_it_is_over",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=_VOID, voided_at__isnull=False) & ~models.Q(void_reason=""))
                | (~models.Q(state=_VOID) & models.Q(voided_at__isnull=True, void_reason="")),
                name="draw_void_exactly_with_its_reason",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("city", "-id"), name="draw_by_age"),)

    def __str__(self) -> str:
        return f"{self.title} {self.round}"


class DrawnUnit(CityScoped):
    """One unit of a stratum that was drawn from: its ticket, its place, and what became of it.

    A reserve that was taken ``replaces`` the unit that gave its place up, for the ``reason`` that stands at that unit.
    ``assignee`` goes there on ``assigned_on``, and sees it from that day on, but nothing else of the draw.
    """

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="units")
    stratum = models.CharField(pgettext_lazy("draw", "类别"), max_length=NAME_LENGTH)
    order = models.PositiveIntegerField(_("抽签次序"))
    key = models.CharField(pgettext_lazy("draw", "编号"), max_length=NAME_LENGTH)
    ticket = models.CharField(_("签号"), max_length=64)
    state = models.CharField(_("结果"), max_length=10, choices=UnitState.choices)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("替换了")
    )
    reason = models.CharField(_("替换原因"), max_length=10, choices=ReplacementReason.choices, blank=True)
    replaced_at = models.DateTimeField(_("替换时间"), null=True, blank=True)
    assignee = models.ForeignKey(
        _ACCOUNT, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("由谁去看")
    )
    assigned_on = models.DateField(_("哪天去看"), null=True, blank=True)

    class Meta:
        verbose_name = _("抽样单位")
        constraints = (
            models.UniqueConstraint(fields=("city", "draw", "key"), name="drawn_unit_once_per_draw"),
            models.UniqueConstraint(fields=("city", "draw", "stratum", "order"), name="drawn_unit_order_once"),
            models.CheckConstraint(
                condition=(models.Q(state=UnitState.REPLACED, replaced_at__isnull=False) & ~models.Q(reason=""))
                | (~models.Q(state=UnitState.REPLACED) & models.Q(reason="", replaced_at__isnull=True)),
                name="drawn_unit_replaced_exactly_with_its_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(assignee__isnull=True, assigned_on__isnull=True)
                | models.Q(assignee__isnull=False, assigned_on__isnull=False, state=UnitState.CHOSEN),
                name="drawn_unit_assigned_with_its_day_while_chosen",
            ),
            models.CheckConstraint(
                condition=models.Q(replaces__isnull=True) | ~models.Q(state=UnitState.RESERVE),
                name="drawn_unit_replaces_as_no_reserve",
            ),
        )
        indexes = (models.Index(fields=("city", "assignee", "assigned_on"), name="drawn_unit_by_assignee"),)

    def __str__(self) -> str:
        return f"{self.draw_id} {self.order}"
