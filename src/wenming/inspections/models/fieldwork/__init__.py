"""Field work: rounds as they are planned and walked, visits, what was seen there, files, routes."""

from wenming.inspections.models.fieldwork.answers import Answer, AnswerReplacement
from wenming.inspections.models.fieldwork.files import FieldFile
from wenming.inspections.models.fieldwork.findings import FieldFinding, FieldFindingWithdrawal
from wenming.inspections.models.fieldwork.rounds import FieldRound, Team, TeamMember
from wenming.inspections.models.fieldwork.routes import RoutePlan
from wenming.inspections.models.fieldwork.steps import VisitStep
from wenming.inspections.models.fieldwork.visits import Visit

__all__ = [
    "Answer", "AnswerReplacement", "FieldFile", "FieldFinding", "FieldFindingWithdrawal", "FieldRound", "RoutePlan", "Team", "TeamMember",
    "Visit", "VisitStep",
]  # fmt: skip
