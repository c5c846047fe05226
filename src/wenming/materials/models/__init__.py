"""Materials: requirements and who supplies them, papers in versions, reviews, checks, grades, filings."""

from wenming.materials.models.creation import (
    Application,
    ApplicationFinding,
    ApplicationStep,
    NoticeObjection,
    Programme,
    UnitTitle,
    UnitTitleEntry,
)
from wenming.materials.models.filing import Filing, FilingPart
from wenming.materials.models.grades import ClauseGrade, GradeRule, GradeSample, SampledClause
from wenming.materials.models.papers import BatchFile, MaterialVersion, Paper, PaperBatch, PaperClause, VersionPaper
from wenming.materials.models.requirements import MaterialItem, Requirement, Supplier
from wenming.materials.models.reviews import MaterialReview, PaperCheck, PaperMark

__all__ = [
    "Application", "ApplicationFinding", "ApplicationStep", "BatchFile", "ClauseGrade", "Filing", "FilingPart", "GradeRule", "GradeSample",
    "MaterialItem", "MaterialReview", "MaterialVersion", "NoticeObjection", "Paper", "PaperBatch", "PaperCheck", "PaperClause", "PaperMark",
    "Programme", "Requirement", "SampledClause", "Supplier", "UnitTitle", "UnitTitleEntry", "VersionPaper",
]  # fmt: skip
