"""The papers and pictures themselves, their versions, and for which clauses each is used."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.evidence.models import Evidence
from wenming.kernel.models import CityScoped, StoredFile
from wenming.materials.enums import BatchState, PaperKind
from wenming.materials.models.requirements import MaterialItem
from wenming.organisations.models import Unit
from wenming.standards.models import Node

_ACCOUNT = settings.AUTH_USER_MODEL


class Paper(CityScoped):
    """A document, report, picture or table as it was sent (材料): the bytes unchanged in ``file``, once per content.

    ``unit`` supplied it; ``entered_for`` says that somebody else uploaded it on the unit's behalf. ``dated`` is the day that it bears, ``document_number``
    its 发文字号. ``taken_at``/``place``/``people``/``theme`` are a picture's caption. ``text`` is what was read of it (first characters), ``sketch`` the digest
    of its shingles for likeness, ``facts`` what the machine read (pages, characters, pixels, sharpness …), both empty until ``read_at``.
    ``evidence`` is a picture's record in the archive of photos. ``marks`` are red lines below proving sentences and remarks: see ``PaperMark``.
    """

    kind = models.CharField(_("材料种类"), max_length=10, choices=PaperKind.choices)
    title = models.CharField(_("标题"), max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("报送单位"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("原文件"))
    shown = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(_("格式"), max_length=80)
    dated = models.DateField(_("材料日期"), null=True, blank=True)
    document_number = models.CharField(_("发文字号"), max_length=80, blank=True)
    taken_at = models.DateTimeField(_("拍摄时间"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=100, blank=True)
    people = models.CharField(_("人物"), max_length=100, blank=True)
    theme = models.CharField(_("主题"), max_length=100, blank=True)
    text = models.TextField(_("读出的文字"), blank=True)
    sketch = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True, blank=True)
    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="paper")
    entered_for = models.BooleanField(_("代为上传"), default=False)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("上传人"))
    at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = pgettext_lazy("material", "材料")
        indexes = (
            models.Index(fields=("city", "unit", "-id"), name="paper_by_unit"),
            models.Index(fields=("city", "read_at", "id"), name="paper_to_read"),
        )

    def __str__(self) -> str:
        return self.title


class PaperClause(CityScoped):
    """That a paper proves something for a clause, of whatever edition: asked once, used wherever it counts."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="clauses")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", verbose_name=_("测评条目"))
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("material", "材料适用条目")
        constraints = (models.UniqueConstraint(fields=("city", "paper", "node"), name="paper_clause_once"),)

    def __str__(self) -> str:
        return f"{self.paper_id} {self.node_id}"


class MaterialVersion(CityScoped):
    """What was handed in for an item, version by version; ``submitted_at`` is empty while it is a draft. A handed-in version is never changed."""

    item = models.ForeignKey(MaterialItem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    note = models.CharField(_("报送说明"), max_length=500, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("报送人"))
    at = models.DateTimeField(_("起草时间"))
    submitted_at = models.DateTimeField(_("报送时间"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("material", "材料版本")
        constraints = (models.UniqueConstraint(fields=("city", "item", "number"), name="version_once_per_item"),)

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"


class VersionPaper(CityScoped):
    """A paper of a version, in its order."""

    version = models.ForeignKey(MaterialVersion, on_delete=models.PROTECT, related_name="papers")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    order = models.PositiveSmallIntegerField(_("次序"))

    class Meta:
        verbose_name = pgettext_lazy("material", "版本内材料")
        constraints = (
            models.UniqueConstraint(fields=("city", "version", "order"), name="version_paper_order_once"),
            models.UniqueConstraint(fields=("city", "version", "paper"), name="version_paper_once"),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.order}"


class PaperBatch(CityScoped):
    """Many files sent at once, as a folder or a zip; each is kept before it is acknowledged, and filed under items by a person.

    ``archive`` is the zip as it came, ``awaited`` how many files lie in it, ``fault`` why it could not be unpacked.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("报送单位"))
    name = models.CharField(_("名称"), max_length=120)
    state = models.CharField(_("状态"), max_length=9, choices=BatchState.choices, default=BatchState.RECEIVING)
    archive = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    awaited = models.PositiveIntegerField(_("压缩包内文件数"), default=0)
    fault = models.CharField(_("不能收的原因"), max_length=20, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("上传人"))
    at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = pgettext_lazy("material", "批量上传")

    def __str__(self) -> str:
        return self.name


class BatchFile(CityScoped):
    """One file of a batch under its path; ``fault`` says why it cannot be a material, with its ``facts``. ``digest`` is that of the bytes as they came.

    ``proposals`` are items that it may belong to, best first: [item, points, [[reason, words], …]]; ``sure``: the first may be accepted with others.
    """

    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, related_name="files")
    path = models.CharField(_("路径"), max_length=400)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(_("校验码"), max_length=64)
    fault = models.CharField(_("不能收的原因"), max_length=20, blank=True)
    facts = models.JSONField(default=dict)
    proposals = models.JSONField(_("建议归入"), default=list)
    sure = models.BooleanField(_("把握大"), default=False)
    item = models.ForeignKey(MaterialItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="batch_file")
    skipped = models.BooleanField(_("不归入"), default=False)

    class Meta:
        verbose_name = pgettext_lazy("material", "批量文件")
        constraints = (
            models.UniqueConstraint(fields=("city", "batch", "path"), name="batch_file_once_per_path"),
            models.CheckConstraint(
                condition=models.Q(file__isnull=False, fault="") | (models.Q(file__isnull=True) & ~models.Q(fault="")),
                name="batch_file_kept_or_named_as_a_fault",
            ),
        )

    def __str__(self) -> str:
        return self.path
