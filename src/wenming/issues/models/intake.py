"""What comes in before an issue stands: receipts of forms that were sent, pasted chats, the drafts made of them with their photos."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.issues.enums import DraftState
from wenming.issues.models.categories import MinorClass
from wenming.issues.models.issues import Issue
from wenming.kernel.models import CityScoped, StoredFile
from wenming.organisations.enums import LimitUnit
from wenming.organisations.models import Unit
from wenming.sites.models import Site

_ACCOUNT = settings.AUTH_USER_MODEL


class IssueReceipt(CityScoped):
    """A form that was sent (上报回执): the same form sent again, by a double tap or after a lost signal, leads to the same issue.

    ``issue`` is empty only while the issue is being written, inside one transaction.
    """

    form = models.UUIDField()
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = pgettext_lazy("issue", "上报回执")
        constraints = (models.UniqueConstraint(fields=("city", "form"), name="issue_receipt_once_per_form"),)

    def __str__(self) -> str:
        return str(self.form)


class IssuePaste(CityScoped):
    """A chat that somebody pasted; it belongs to that person alone.

    ``lines`` counts all lines of the text, ``heads`` those that only say who sent something when: names are read past, never kept.
    ``unused`` are the lines that became no draft: [number, why, text], the text empty where it would name somebody.
    """

    form = models.UUIDField()
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("粘贴时间"))
    lines = models.PositiveSmallIntegerField(default=0)
    heads = models.PositiveSmallIntegerField(default=0)
    markers = models.PositiveSmallIntegerField(default=0)
    unused = models.JSONField(default=list)

    class Meta:
        verbose_name = pgettext_lazy("issue", "粘贴的聊天")
        constraints = (models.UniqueConstraint(fields=("city", "form"), name="issue_paste_once_per_form"),)
        indexes = (models.Index(fields=("city", "by", "-at"), name="issue_paste_by_person"),)

    def __str__(self) -> str:
        return f"{self.by_id} {self.at}"


class IssueDraft(CityScoped):
    """An issue that is not reported yet (问题草稿): read from a chat, corrected by a person, then reported or dropped.

    ``unit`` and the limit are what the chat asked for; ``said`` are its words for the limit. ``first_line`` is where it stood in the chat.
    """

    paste = models.ForeignKey(IssuePaste, on_delete=models.PROTECT, related_name="drafts")
    state = models.CharField(_("状态"), max_length=10, choices=DraftState.choices, default=DraftState.WAITING)
    first_line = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("问题描述"), max_length=300)
    place = models.CharField(_("位置"), max_length=200, blank=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    minor = models.ForeignKey(MinorClass, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    said = models.CharField(_("时限要求"), max_length=40, blank=True)
    limit_amount = models.PositiveSmallIntegerField(null=True, blank=True)
    limit_unit = models.CharField(max_length=10, choices=LimitUnit.choices, blank=True)
    is_urgent = models.BooleanField(_("紧急"), default=False)
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("issue", "问题草稿")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state=DraftState.TAKEN, issue__isnull=False)
                | (~models.Q(state=DraftState.TAKEN) & models.Q(issue__isnull=True)),
                name="issue_draft_taken_exactly_with_its_issue",
            ),
            models.CheckConstraint(
                condition=models.Q(limit_amount__isnull=True, limit_unit="")
                | (models.Q(limit_amount__gt=0) & ~models.Q(limit_unit="")),
                name="issue_draft_limit_whole_or_none",
            ),
        )
        indexes = (models.Index(fields=("city", "paste", "first_line", "id"), name="issue_draft_by_line"),)

    def __str__(self) -> str:
        return self.text


class DraftPhoto(CityScoped):
    """A photo that came with a chat; without a draft it waits to be put to one. ``order`` is its place among those that came.

    ``file`` is what was sent, unchanged, never shown; ``large`` and ``small`` are made from it (as IssuePhoto).
    """

    paste = models.ForeignKey(IssuePaste, on_delete=models.PROTECT, related_name="photos")
    draft = models.ForeignKey(IssueDraft, on_delete=models.PROTECT, null=True, blank=True, related_name="photos")
    order = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("原图"))
    large = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    small = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    taken_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("issue", "草稿照片")
        constraints = (
            models.UniqueConstraint(fields=("city", "paste", "order"), name="draft_photo_once_per_place"),
            models.CheckConstraint(condition=models.Q(width__gt=0, height__gt=0), name="draft_photo_has_a_size"),
        )

    def __str__(self) -> str:
        return f"{self.paste_id} {self.order}"
