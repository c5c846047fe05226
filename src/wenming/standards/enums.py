"""The engine's words about standards, as people read them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.engine.provenance import Confidence
from wenming.engine.standards import MissingRule

LEVELS = {
    "standard": pgettext_lazy("level", "体系"),
    "project": pgettext_lazy("level", "测评项目"),
    "indicator": pgettext_lazy("level", "测评指标"),
    "content": pgettext_lazy("level", "测评内容"),
    "criterion": pgettext_lazy("level", "测评标准"),
    "method": pgettext_lazy("level", "测评方法"),
}
MISSING = {
    MissingRule.EXCLUDE: gettext_lazy("未测不计分（满分相应减少）"),
    MissingRule.REDISTRIBUTE: gettext_lazy("未测的分值由其他条目分担"),
    MissingRule.ZERO: gettext_lazy("未测按 0 分"),
    MissingRule.LAST: gettext_lazy("未测沿用上次"),
}
CONFIDENCE = {
    Confidence.SOURCED: gettext_lazy("有出处"),
    Confidence.SHARED: gettext_lazy("出自转载"),
    Confidence.INFERRED: gettext_lazy("推断"),
    Confidence.UNVERIFIED: gettext_lazy("未核实"),
}


class ExampleKind(models.TextChoices):
    """What an example picture of a check item shows."""

    GOOD = "good", pgettext_lazy("example", "好")
    BAD = "bad", pgettext_lazy("example", "差")


def level_word(level: str) -> str:
    """Return the name of a level; a level of the pack's own is shown as written."""
    return str(LEVELS.get(level, level))


def missing_word(rule: MissingRule) -> str:
    """Say in words what happens when nothing is known."""
    return str(MISSING[rule])


def confidence_word(confidence: Confidence) -> str:
    """Say in words how sure a fact is."""
    return str(CONFIDENCE[confidence])
