"""Editions and collections of checklists as a city keeps them, imports on their way, and the handbook's additions."""

from wenming.standards.models.editions import RESERVED_CODES, Edition, Node
from wenming.standards.models.handbook import Checklist, Example, SiteTypeChief
from wenming.standards.models.imports import StandardImport

__all__ = ["RESERVED_CODES", "Checklist", "Edition", "Example", "Node", "SiteTypeChief", "StandardImport"]
