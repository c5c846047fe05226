"""Which edition a campaign moves to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.campaigns.forms.campaigns import EditionChoice
from wenming.campaigns.models import Campaign
from wenming.campaigns.queries.moves import editions_to_move_to


class MoveForm(forms.Form):
    """Another edition of the city."""

    after = EditionChoice(label=_("换到哪个版本"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["after"].queryset = editions_to_move_to(campaign)
