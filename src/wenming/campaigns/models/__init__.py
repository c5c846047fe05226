"""Campaigns: titles and where the city stands with them, cycles with their milestones, who answers for which clause."""

from wenming.campaigns.models.campaigns import Campaign, EditionMove, Milestone, OfficialScore
from wenming.campaigns.models.responsibilities import ClauseChief, ClauseTerms, Responsibility, ResponsibilityImport
from wenming.campaigns.models.titles import Recheck, Title, TitleChange
from wenming.campaigns.models.watching import Clearance, ConditionFinding, WatchEntry, WatchStep

__all__ = [
    "Campaign",
    "ClauseChief",
    "ClauseTerms",
    "Clearance",
    "ConditionFinding",
    "EditionMove",
    "Milestone",
    "OfficialScore",
    "Recheck",
    "Responsibility",
    "ResponsibilityImport",
    "Title",
    "TitleChange",
    "WatchEntry",
    "WatchStep",
]  # fmt: skip
