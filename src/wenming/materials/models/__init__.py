"""Materials: requirements and who supplies them, papers in versions, reviews, checks, grades, filings."""

from wenming.materials.models.filing import Filing, FilingPart
from wenming.materials.models.grades import ClauseGrade, GradeRule, GradeSample, SampledClause
from wenming.materials.models.papers import BatchFile, MaterialVersion, Paper, PaperBatch, PaperClause, VersionPaper
from wenming.materials.models.requirements import MaterialItem, Requirement, Supplier
from wenming.materials.models.reviews import MaterialReview, PaperCheck, PaperMark

__all__ = [
    "BatchFile", "ClauseGrade", "Filing", "FilingPart", "GradeRule", "GradeSample", "MaterialItem", "MaterialReview", "MaterialVersion", "Paper", "PaperBatch",
    "PaperCheck", "PaperClause", "PaperMark", "Requirement", "SampledClause", "Supplier", "VersionPaper",
]  # fmt: skip
