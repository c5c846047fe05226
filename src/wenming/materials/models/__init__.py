"""Materials: requirements and who supplies them, papers in versions, reviews, checks, grades, filings."""

from wenming.materials.models.filing import Filing, FilingPart
from wenming.materials.models.papers import BatchFile, MaterialVersion, Paper, PaperBatch, PaperClause, VersionPaper
from wenming.materials.models.requirements import MaterialItem, Requirement, Supplier
from wenming.materials.models.reviews import ClauseGrade, MaterialReview, PaperCheck, PaperMark

__all__ = [
    "BatchFile", "ClauseGrade", "Filing", "FilingPart", "MaterialItem", "MaterialReview", "MaterialVersion", "Paper", "PaperBatch", "PaperCheck",
    "PaperClause", "PaperMark", "Requirement", "Supplier", "VersionPaper",
]  # fmt: skip
