"""What is asked for when somebody acts on an issue; one form for each action. What was typed stays on errors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.engine.deadlines import Limit, LimitUnit
from wenming.issues.enums import RequestKind
from wenming.issues.forms.case_fields import MomentField, SiteCodeField, unit_field, units_field, words_field
from wenming.issues.forms.photos import PhotosField
from wenming.issues.forms.units import OfCity, day_field
from wenming.issues.models import Issue, MinorClass
from wenming.organisations.enums import LimitUnit as LimitWord

OWN, UNTIL = "own", "until"
"""How a limit is given beside the conditions of the category: a number of one's own, or a moment."""
REASON = gettext_lazy("原因")
NOTE = gettext_lazy("说明（可不填）")
WRONG = gettext_lazy("哪里不行")


class MinorField(forms.ModelChoiceField):
    """A category in use; the page draws the list with the conditions."""

    def label_from_instance(self, obj: Any) -> str:
        """Return its name."""
        return str(obj.name)


class AboutIssue(OfCity):
    """A form about one issue, which stays at hand; ``start`` is what it begins with."""

    def __init__(self, *args: Any, issue: Issue, **options: Any) -> None:
        super().__init__(*args, **options)
        self.issue = issue

    @classmethod
    def start(cls, issue: Issue, asked: Any = None) -> dict[str, Any]:  # noqa: ARG003  forms that begin with something use them
        """Return what the form begins with; ``asked`` is the open request of the unit."""
        return {}


class NoteForm(AboutIssue):
    """A word, if one likes."""

    note = words_field(NOTE, required=False)


class ReasonForm(AboutIssue):
    """Why."""

    reason = words_field(REASON)

    @classmethod
    def start(cls, issue: Issue, asked: Any = None) -> dict[str, Any]:
        """Take over what the unit wrote when it asked."""
        del issue
        return {"reason": asked.reason} if asked is not None and asked.kind == RequestKind.VOIDING else {}


class RefuseForm(AboutIssue):
    """Why not."""

    reason = words_field(REASON)


class FileForm(AboutIssue):
    """Make a case of it: the category, by its condition."""

    minor = MinorField(label=gettext_lazy("小类"), queryset=None, widget=forms.RadioSelect)
    note = words_field(NOTE, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["minor"].queryset = minors_for(self.issue)

    @classmethod
    def start(cls, issue: Issue, asked: Any = None) -> dict[str, Any]:
        """Begin with the category that it has."""
        del asked
        return {"minor": issue.minor_id}


class LimitForm(AboutIssue):
    """By when: under a condition of the category, so many hours or days, or until a moment."""

    how = forms.CharField(required=False, max_length=70)
    amount = forms.IntegerField(label=gettext_lazy("时限"), required=False, min_value=1, max_value=999)
    unit_of_limit = forms.ChoiceField(label=gettext_lazy("时限单位"), required=False, choices=LimitWord.choices)
    until = MomentField(label=gettext_lazy("到期时间"), required=False)

    limit_needed = False

    def clean(self) -> dict[str, Any]:
        """A number and a moment are asked for only where they were chosen."""
        data = super().clean()
        if data.get("how") == OWN and not data.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("请写时限的数字，例如 4"))
        if data.get("how") == UNTIL and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("请选到期时间"))
        return data

    def limit(self) -> Limit | None:
        """Return the limit that was given by a number."""
        data = self.cleaned_data
        if data.get("how") == OWN and data.get("amount"):
            return Limit(data["amount"], LimitUnit(data.get("unit_of_limit") or LimitUnit.WORK_HOUR))
        return None

    def until_moment(self) -> datetime | None:
        """Return the moment that was given."""
        return self.cleaned_data.get("until") if self.cleaned_data.get("how") == UNTIL else None

    def condition(self) -> str:
        """Return the condition of the category that was chosen."""
        how = self.cleaned_data.get("how") or ""
        return how.removeprefix("is:") if how.startswith("is:") else ""


class DispatchForm(LimitForm):
    """To whom, with whose help, by when."""

    unit = unit_field(gettext_lazy("派给"))
    helpers = units_field(gettext_lazy("会办单位（可不填）"), required=False)
    note = words_field(NOTE, required=False, rows=2)
    field_order = ("unit", "helpers", "note")

    @classmethod
    def start(cls, issue: Issue, asked: Any = None) -> dict[str, Any]:
        """Propose the unit that disposes of the category by rule; whoever has it already is not meant."""
        del asked
        rule = issue.minor.unit if issue.minor else None
        return {"unit": rule.name if rule and rule.pk != issue.unit_id else ""}


class ForwardForm(AboutIssue):
    """To which second dispatcher."""

    unit = unit_field(gettext_lazy("转派给"))
    note = words_field(NOTE, required=False)


class WhoseForm(AboutIssue):
    """Why it is not ours, and whose it is instead."""

    reason = words_field(REASON)
    suggested = unit_field(gettext_lazy("该归谁（可不填）"), required=False)


class ArbitrateForm(LimitForm):
    """Whose it is."""

    unit = unit_field(gettext_lazy("由谁处置"))
    reason = words_field(gettext_lazy("裁定理由"))
    field_order = ("unit", "reason")

    @classmethod
    def start(cls, issue: Issue, asked: Any = None) -> dict[str, Any]:
        """Begin with the unit that has it."""
        del asked
        return {"unit": issue.unit.name if issue.unit else ""}


class AskForm(AboutIssue):
    """What is asked for, why, and until when."""

    kind = forms.ChoiceField(label=gettext_lazy("申请什么"), choices=RequestKind.choices, widget=forms.RadioSelect)
    reason = words_field(REASON)
    until = MomentField(label=gettext_lazy("到什么时候（延期必填）"), required=False)


class ExtendForm(AboutIssue):
    """Until when."""

    until = MomentField(label=gettext_lazy("延期到"))
    note = words_field(NOTE, required=False)

    @classmethod
    def start(cls, issue: Issue, asked: Any = None) -> dict[str, Any]:
        """Begin with what the unit asked for, else with the present end."""
        wanted = asked.until if asked is not None and asked.kind == RequestKind.EXTENSION else issue.due_at
        return {"until": wanted}


class SuspendForm(AboutIssue):
    """Why it rests, and until which day."""

    reason = words_field(REASON)
    until = day_field(gettext_lazy("挂账到哪天（可不填）"), required=False)

    @classmethod
    def start(cls, issue: Issue, asked: Any = None) -> dict[str, Any]:
        """Begin with what the unit wrote."""
        if asked is None or asked.kind != RequestKind.SUSPENSION:
            return {}
        day = asked.until.astimezone(issue.city.zone).date() if asked.until else None
        return {"reason": asked.reason, "until": day}


class JoinForm(AboutIssue):
    """Into which issue."""

    number = forms.CharField(label=gettext_lazy("并入哪一件（编号）"), max_length=16)
    note = words_field(NOTE, required=False, rows=2)

    def clean_number(self) -> Issue:
        """Return the issue with that number."""
        text = self.cleaned_data["number"].strip()
        found = Issue.objects.in_city(self.city).filter(number=text).first()
        if found is None:
            raise forms.ValidationError(
                _("没有编号是“%(number)s”的问题；编号写成 2026-11-0042 这样"), params={"number": text}
            )
        return found


class SplitForm(AboutIssue):
    """The parts, one a line."""

    texts = words_field(gettext_lazy("分成哪几件（一行一件）"), most=1500, rows=5)
    note = words_field(NOTE, required=False, rows=2)

    def lines(self) -> Sequence[str]:
        """Return the parts."""
        return [line.strip()[:300] for line in self.cleaned_data["texts"].splitlines() if line.strip()]


class InviteForm(AboutIssue):
    """Who helps."""

    units = units_field(gettext_lazy("会办单位"))
    note = words_field(NOTE, required=False)


class RemindForm(AboutIssue):
    """In which words."""

    text = words_field(gettext_lazy("催办内容"), most=500, rows=4)


class CheckForm(AboutIssue):
    """It is settled; a word and photos if one likes."""

    passed = True
    note = words_field(NOTE, required=False)
    photos = PhotosField(label=gettext_lazy("核查照片（可不传）"))

    def words(self) -> str:
        """Return what was said."""
        return self.cleaned_data["note"]

    def limit(self) -> Limit | None:
        """Nothing is left to do, and so there is no limit."""
        return None


class ReworkForm(LimitForm):
    """What is missing: chips and words, photos, a new limit if one likes."""

    passed = False
    chips = forms.MultipleChoiceField(label=WRONG, required=False, widget=forms.CheckboxSelectMultiple)
    note = words_field(gettext_lazy("补一句"), required=False)
    photos = PhotosField(label=gettext_lazy("核查照片（可不传）"))
    ask_photo = forms.BooleanField(label=gettext_lazy("请责任单位补一张整改后照片（计入它本周的负担）"), required=False)
    field_order = ("chips", "note", "photos", "ask_photo")

    def __init__(self, *args: Any, chips: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["chips"].choices = [(chip, chip) for chip in chips]
        if not chips:
            self.fields["note"].label = WRONG

    def words(self) -> str:
        """Return the chosen chips and the words as one text."""
        return joined(self.cleaned_data["chips"], self.cleaned_data["note"])


class ReopenForm(LimitForm):
    """Why it has to be done again."""

    reason = words_field(REASON)
    field_order = ("reason",)


class DoneForm(AboutIssue):
    """What was done."""

    text = words_field(pgettext_lazy("issue answer", "办了什么"), most=500)
    photos = PhotosField(label=gettext_lazy("整改后照片（可不传）"))


class CorrectForm(AboutIssue):
    """What an issue says."""

    text = words_field(gettext_lazy("问题描述"))
    place = forms.CharField(label=gettext_lazy("位置"), max_length=200, required=False)
    site = SiteCodeField(label=gettext_lazy("点位（编号或名称）"), max_length=100, required=False)
    area = unit_field(gettext_lazy("属地"), required=False)
    minor = MinorField(label=gettext_lazy("小类"), queryset=None, required=False)
    is_urgent = forms.BooleanField(label=gettext_lazy("紧急"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["minor"].queryset = minors_for(self.issue)

    @classmethod
    def start(cls, issue: Issue, asked: Any = None) -> dict[str, Any]:
        """Begin with what it says."""
        del asked
        return {
            "text": issue.text,
            "place": issue.place,
            "site": issue.site.code if issue.site else "",
            "area": issue.area.name if issue.area else "",
            "minor": issue.minor_id,
            "is_urgent": issue.is_urgent,
        }


def minors_for(issue: Issue) -> QuerySet[MinorClass]:
    """Return the categories in use, in the city's order; the one that the issue has stays even if it no longer is."""
    rows = MinorClass.objects.in_city(issue.city).select_related("major", "unit")
    rows = rows.filter(is_active=True) | rows.filter(pk=issue.minor_id)
    return rows.order_by("major__order", "major__kind", "order", "pk")


def joined(chips: Sequence[str], words: str) -> str:
    """Return chosen chips and words as one sentence."""
    return _("，").join([*chips, *([words.strip()] if words.strip() else [])])
