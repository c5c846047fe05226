"""Forms of the channels and of one's own digest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from wenming.kernel.models import City
from wenming.messaging.adapters.guarded import refusal_of
from wenming.messaging.enums import NEWS, ChannelKind
from wenming.messaging.models import Channel
from wenming.organisations.enums import Role
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in

_CLOCK = forms.TimeInput({"type": "time"}, "%H:%M")
_WRONG = {
    "scheme": _("网址要以 https:// 开头；本单位内网的主机由系统运维列入 WENMING_WEBHOOK_HOSTS 后才能用 http"),
    "host": _("网址里没有主机名；请填完整的网址"),
    "user": _("网址里不能带用户名和密码"),
    "port": _("网址的端口不对；请核对"),
}


class ChannelForm(forms.Form):
    """One channel. An address that is there already is not shown; empty leaves it as it is, and so with the robot's secret."""

    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("写给管理的人看的，例如“市局收件箱”"))
    address = forms.CharField(label=_("地址"), max_length=500)
    secret = forms.CharField(
        label=_("加签密钥"),
        max_length=200,
        required=False,
        help_text=_("机器人安全设置里的“加签”，以 SEC 开头；没有启用就留空"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    sends_each = forms.BooleanField(label=_("随时发送"), required=False, initial=True)
    sends_digest = forms.BooleanField(label=_("工作日 8:30 发送待办摘要"), required=False)
    events = forms.MultipleChoiceField(
        label=_("发送哪些消息"),
        required=False,
        choices=list(NEWS.items()),
        widget=forms.CheckboxSelectMultiple({"class": "cb"}),
    )
    unit = forms.ModelChoiceField(
        label=_("只发给这个单位的消息"),
        queryset=Unit.objects.across_cities().none(),
        required=False,
        empty_label=_("全市"),
    )
    role = forms.ChoiceField(label=_("只发给这个职责的消息"), required=False)
    quiet_from = forms.TimeField(label=_("静默开始"), required=False, widget=_CLOCK)
    quiet_until = forms.TimeField(label=_("静默结束"), required=False, widget=_CLOCK)
    visit_lifts_quiet = forms.BooleanField(label=_("迎检时段不静默"), required=False)

    def __init__(self, *args: Any, city: City, kind: str, channel: Channel | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["unit"].queryset = units_in(city)
        self.fields["role"].choices = [("", _("不限")), *Role.choices]
        address = self.fields["address"]
        if kind == ChannelKind.EMAIL:
            address.label = _("邮箱地址")
        else:
            address.label = _("网址")
            address.widget.attrs["autocomplete"] = "off"
        if kind != ChannelKind.DINGTALK_ROBOT:
            self.fields.pop("secret")
        if channel is not None:
            address.required = False
            address.help_text = _("已保存，不再显示；要更换就填新的，留空不变")

    def clean_address(self) -> str:
        """Refuse what cannot be an address of this kind; where it leads is looked at again at every connection."""
        typed = self.cleaned_data["address"].strip()
        if not typed:
            return ""
        if self.kind == ChannelKind.EMAIL:
            validate_email(typed)
        elif refusal_of(typed):
            raise ValidationError(_WRONG[refusal_of(typed)])
        return typed

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a begin and an end; a channel that sends neither is none."""
        cleaned = super().clean() or {}
        if (cleaned.get("quiet_from") is None) != (cleaned.get("quiet_until") is None):
            self.add_error("quiet_until", _("静默时段要有开始和结束；不需要就都清空"))
        if not cleaned.get("sends_each") and not cleaned.get("sends_digest"):
            self.add_error("sends_each", _("“随时发送”和“摘要”至少选一样"))
        return cleaned


class OwnDigestForm(forms.Form):
    """Where one's own digest should go."""

    address = forms.EmailField(
        label=_("邮箱地址"), max_length=200, help_text=_("先发一封确认邮件；打开里面的链接后才开始发送")
    )
