"""Small helpers of the component templates: icons, form controls, sample data of the gallery."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect, Select, Textarea
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """One icon of `components/icons.html`; `size` is "12", "20", "24" or nothing (16 px). Decoration only: words stand beside it."""
    extra = f" ic-{size}" if size else ""
    return format_html('<svg class="ic{}" aria-hidden="true"><use href="#i-{}"/></svg>', extra, name)


def _control_class(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return "cb"
    if isinstance(widget, RadioSelect):
        return "rb"
    if isinstance(widget, Textarea):
        return "textarea"
    return "select" if isinstance(widget, Select) else "input"


@register.simple_tag
def control(field: BoundField, **attrs: Any) -> SafeString:
    """The widget of a form field with our classes, tied to its help and its error (`components/field.html` writes both).

    Further attributes may follow; `data_search=""` becomes `data-search=""`.
    """
    described = [f"{field.auto_id}-error"] if field.errors else []
    if field.help_text:
        described.append(f"{field.auto_id}-help")
    own = field.field.widget.attrs.get("class", "")
    classes = [_control_class(field), own, "is-err" if field.errors else ""]
    full: dict[str, Any] = {
        "class": " ".join(part for part in classes if part),
        # A placeholder that only repeats the label says nothing and vanishes when one types.
        "placeholder": False if str(field.label) == str(field.field.widget.attrs.get("placeholder")) else None,
        "aria-describedby": " ".join(described) or None,
        "aria-invalid": "true" if field.errors else None,
    }
    full = {name: value for name, value in full.items() if value is not None}
    extra = {name.replace("_", "-"): value for name, value in attrs.items()}
    return field.as_widget(attrs={**full, **extra})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """True for a single checkbox, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


class SampleNode(template.Node):
    """`{% sample as rows %}[…JSON…]{% endsample %}`: sample data of the gallery, written where it is shown."""

    def __init__(self, nodelist: template.NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: template.Context) -> str:
        """Put the data into the context and write nothing."""
        context[self.name] = json.loads(self.nodelist.render(context))
        return ""


@register.tag
def sample(parser: template.base.Parser, token: template.base.Token) -> SampleNode:
    """Parses `{% sample as name %}` up to `{% endsample %}`."""
    bits = token.split_contents()
    if len(bits) != 3 or bits[1] != "as":
        raise template.TemplateSyntaxError("Write {% sample as name %}JSON{% endsample %}.")
    nodelist = parser.parse(("endsample",))
    parser.delete_first_token()
    return SampleNode(nodelist, bits[2])


@register.filter
def minutes(duration: timedelta) -> int:
    """A duration in whole minutes, rounded up: when one may try again."""
    return -(-int(duration.total_seconds()) // 60)
