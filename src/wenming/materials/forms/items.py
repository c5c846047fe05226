"""A unit's filing, the office's requirements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.campaigns.models import Campaign
from wenming.kernel.models import City
from wenming.kernel.rules import validate_upload
from wenming.materials.actions import MOST_PAPERS, Given
from wenming.materials.enums import PaperKind, Rhythm
from wenming.materials.imports.formats import PICTURES
from wenming.materials.imports.papers import endings_for, most_bytes
from wenming.materials.models import MaterialItem, Paper, Programme, Requirement
from wenming.materials.queries.requirements import Proposal
from wenming.organisations.models import Unit
from wenming.organisations.queries import name_index, units_in
from wenming.standards.models import Node

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MEGABYTE = 1024 * 1024


class ManyFilesInput(forms.ClearableFileInput):
    """A chooser of several files; the names of several inputs may be the same."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002  Django's signature
        """Return every file that was sent under the name."""
        return files.getlist(name)


class FilesField(forms.FileField):
    """Files, as many as one upload takes; what they are is judged by the action."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # noqa: ARG002  Django's signature
        """Return what was sent, unread."""
        return [one for one in data or [] if one.size or one.name]


class SupplyForm(forms.Form):
    """What a unit sends for an item: files with what is said of them, or papers that it has supplied already."""

    files = FilesField(label=_("选择文件"), required=False, widget=ManyFilesInput())
    place = forms.CharField(label=_("地点"), max_length=100, required=False)
    theme = forms.CharField(label=pgettext_lazy("caption", "主题"), max_length=100, required=False)
    people = forms.CharField(label=_("人物（可不填）"), max_length=100, required=False)
    taken_on = forms.DateField(label=_("拍摄日期（照片里有就不用填）"), required=False, widget=DAY)
    title = forms.CharField(label=_("标题（可不填，默认用文件名）"), max_length=200, required=False)
    document_number = forms.CharField(label=_("发文字号（可不填）"), max_length=80, required=False)
    dated = forms.DateField(label=_("材料日期（可不填）"), required=False, widget=DAY)
    note = forms.CharField(
        label=_("报送说明（可不填）"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-counter": ""}),
    )
    known = forms.ModelMultipleChoiceField(
        label=_("已有材料可用"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    CAPTION = ("place", "theme", "people", "taken_on")
    OF_PAPERS = ("title", "document_number", "dated")

    def __init__(self, *args: Any, item: MaterialItem, usable: Sequence[Paper], **options: Any) -> None:
        super().__init__(*args, **options)
        self.item = item
        one = item.requirement
        self.endings = endings_for(one.kind, one.limits)
        self.fields["files"].widget.attrs["accept"] = ",".join(f".{ending}" for ending in self.endings)
        picture = one.kind == PaperKind.PICTURE
        for name in self.OF_PAPERS if picture else self.CAPTION:
            del self.fields[name]
        rows = Paper.objects.in_city(item.city).filter(pk__in=[paper.pk for paper in usable])
        self.fields["known"].queryset = rows
        if not usable:
            del self.fields["known"]

    @property
    def takes_pictures(self) -> bool:
        """Whether a camera may be used."""
        return any(ending in PICTURES for ending in self.endings)

    def given(self) -> list[Given]:
        """Return what is sent; what was said holds for each of several files."""
        data = self.cleaned_data
        taken = data.get("taken_on")
        zone = self.item.city.zone
        facts = {
            "document_number": data.get("document_number", ""),
            "dated": data.get("dated") or taken,
            "taken_at": datetime.combine(taken, time(12), zone) if taken else None,
            "caption": {name: data.get(name, "") for name in ("place", "people", "theme")},
        }
        several = len(data["files"]) > 1
        title = data.get("title", "")
        return [
            Given(*self._read(one), title=f"{title}（{place}）" if several and title else title, size=one.size, **facts)
            for place, one in enumerate(data["files"], start=1)
        ]

    def _read(self, sent: UploadedFile) -> tuple[str, bytes]:
        """Return name and bytes; what is too large is not read into memory to say so."""
        return str(sent.name), sent.read() if sent.size <= most_bytes(self.item.requirement.limits) else b""

    def sent(self) -> dict[str, Any]:
        """Return what the actions take."""
        note = self.cleaned_data["note"].strip()
        known = list(self.cleaned_data.get("known", ()))
        return {"given": self.given(), "known": known, "note": note or None}

    def clean_files(self) -> list[UploadedFile]:
        """Say how many are too many before anything is read further."""
        files = self.cleaned_data["files"]
        if len(files) > MOST_PAPERS:
            raise forms.ValidationError(
                _now("一次最多 %(most)s 份，这次有 %(count)s 份；请分几次放入")
                % {"most": MOST_PAPERS, "count": len(files)}
            )
        return files


class CaptionForm(forms.Form):
    """What is said of one paper: of a picture its caption, of another paper title, number and day."""

    title = forms.CharField(label=_("标题"), max_length=200, required=False)
    document_number = forms.CharField(label=_("发文字号（可不填）"), max_length=80, required=False)
    dated = forms.DateField(label=_("材料日期（可不填）"), required=False, widget=DAY)
    place = forms.CharField(label=_("地点"), max_length=100)
    theme = forms.CharField(label=pgettext_lazy("caption", "主题"), max_length=100)
    people = forms.CharField(label=_("人物（可不填）"), max_length=100, required=False)

    def __init__(self, *args: Any, paper: Paper, **options: Any) -> None:
        names = ("title", *(SupplyForm.CAPTION[:3] if paper.kind == PaperKind.PICTURE else SupplyForm.OF_PAPERS[1:]))
        options.setdefault("initial", {name: getattr(paper, name) for name in names})
        super().__init__(*args, **options)
        for name in set(self.fields) - set(names):
            del self.fields[name]


class ExampleForm(forms.Form):
    """A file that shows suppliers how a good one looks."""

    file = forms.FileField(label=_("范例文件"), validators=[validate_upload])


class UnitsField(forms.CharField):
    """Units by their names, aliases or groups, separated as people do."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 2000)
        options.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        super().__init__(**options)


def units_named(text: str, city: City, on: date) -> list[Unit]:
    """Return the units that a text names, each once. ValidationError names those that are none."""
    readings = name_index(city, on=on).read(text)
    unknown = [reading.written for reading in readings if not reading.keys]
    if unknown:
        raise forms.ValidationError(_now("没有这个单位：%(names)s"), params={"names": "、".join(unknown)})
    keys = list(dict.fromkeys(key for reading in readings for key in reading.keys))
    found = units_in(city).in_bulk(keys)
    return [found[key] for key in keys]


class RequirementForm(forms.Form):
    """One requirement; ``requirement`` = the one that is changed, whose clause, kind and rhythm stay."""

    node = forms.ModelChoiceField(label=_("测评条目"), queryset=None, to_field_name="code", empty_label="")
    kind = forms.ChoiceField(label=_("材料种类"), choices=PaperKind.choices)
    name = forms.CharField(label=_("材料名称"), max_length=200)
    count = forms.IntegerField(label=_("份数"), min_value=1, max_value=99, initial=1)
    rhythm = forms.ChoiceField(label=_("报送周期"), choices=Rhythm.choices)
    due_day = forms.IntegerField(label=_("当月几日前"), min_value=1, max_value=28, initial=25)
    units = UnitsField(label=_("报送单位（用“、”隔开）"), help_text=_("写单位页上的名称、简称、别名或单位组"))
    window_months = forms.IntegerField(label=_("有效期（月，可不填）"), min_value=1, max_value=120, required=False)
    megabytes = forms.IntegerField(label=_("每个文件最多（MB，可不填）"), min_value=1, max_value=50, required=False)
    pixels = forms.IntegerField(label=_("图片长边至少（像素，可不填）"), min_value=100, max_value=9000, required=False)
    characters = forms.IntegerField(label=_("最多（字，可不填）"), min_value=50, max_value=50000, required=False)
    note = forms.CharField(
        label=_("填报说明（可不填）"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-counter": ""}),
    )
    two_reviews = forms.BooleanField(label=_("两人审核：初审以后，由另一个人复审"), required=False, initial=True)

    FIXED = ("node", "kind", "rhythm")

    def __init__(
        self,
        *args: Any,
        campaign: Campaign | Programme,
        on: date,
        requirement: Requirement | None = None,
        **options: Any,
    ) -> None:
        if requirement is not None:
            options.setdefault("initial", _initial(requirement))
        super().__init__(*args, **options)
        self.campaign, self.on = campaign, on
        nodes = Node.objects.in_city(campaign.city).filter(edition=campaign.edition)
        self.fields["node"].queryset = nodes.order_by("position")
        if requirement is not None:
            for name in self.FIXED:
                del self.fields[name]

    def clean_units(self) -> list[Unit]:
        """Return the units that the text names."""
        return units_named(self.cleaned_data["units"], self.campaign.city, self.on)

    def facts(self) -> dict[str, Any]:
        """Return what the actions take beside clause, kind, rhythm and units."""
        data = self.cleaned_data
        limits = {
            "bytes": (data["megabytes"] or 0) * MEGABYTE,
            "pixels": data["pixels"],
            "characters": data["characters"],
        }
        plain = ("name", "count", "due_day", "window_months", "note", "two_reviews")
        return {
            **{name: data[name] for name in plain},
            "limits": {key: value for key, value in limits.items() if value},
        }


def _initial(one: Requirement) -> dict[str, Any]:
    """Return a requirement as the form shows it."""
    limits = one.limits
    return {
        **{name: getattr(one, name) for name in ("name", "count", "due_day", "window_months", "note", "two_reviews")},
        "megabytes": limits["bytes"] // MEGABYTE if limits.get("bytes") else None,
        "pixels": limits.get("pixels"),
        "characters": limits.get("characters"),
    }


class EndForm(forms.Form):
    """From when on it is not asked for any more."""

    until = forms.DateField(label=_("最后一天"), widget=DAY)


class ProposalsForm(forms.Form):
    """Which of the edition's materials are to be asked for, and how often each kind."""

    picks = forms.MultipleChoiceField(label=_("要列入的"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, proposals: Sequence[Proposal], rhythms: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.proposals = {f"{one.source}/{one.node.pk}": one for one in proposals}
        self.fields["picks"].choices = [(key, key) for key, one in self.proposals.items() if one.units]
        for kind, label in PaperKind.choices:
            self.fields[f"rhythm_{kind}"] = forms.ChoiceField(
                label=label, choices=Rhythm.choices, initial=rhythms[str(kind)]
            )

    def chosen(self) -> list[tuple[Proposal, str]]:
        """Return what was picked, each with its rhythm."""
        data = self.cleaned_data
        picked = [self.proposals[key] for key in data["picks"]]
        return [(one, data[f"rhythm_{one.kind}"]) for one in picked]


class TableForm(forms.Form):
    """A workbook of requirements."""

    file = forms.FileField(
        label=_("材料要求表"), validators=[FileExtensionValidator(["xlsx", "xls", "ods"]), validate_upload]
    )
