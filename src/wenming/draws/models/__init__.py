"""抽样: sealed draws and what they chose."""

from wenming.draws.models.draws import NAME_LENGTH, Draw, DrawnUnit

__all__ = ["NAME_LENGTH", "Draw", "DrawnUnit"]
