"""Ranks that say how sure they are: bands of places that hold together, runs that cannot be told apart, and changes that can be seen.

``bands`` works on estimates and their joint errors, ``leagues`` puts the formula's own place beside it, ``levels`` and
``standings`` make all of it from whole-number counts by place and compare rounds; ``kept`` is how levels are kept. (The red and black lists of
cases have their own, simpler bands in :mod:`wenming.engine.lists`.)
"""

from wenming.engine.ranking.bands import Bands, deviations, rank_bands
from wenming.engine.ranking.kept import level_from, level_numbers
from wenming.engine.ranking.leagues import Entrant, League, Row, league, share_errors
from wenming.engine.ranking.levels import Cell, Level, LevelChange, level_change, level_of
from wenming.engine.ranking.standings import Standing, standings

__all__ = [
    "Bands", "Cell", "Entrant", "League", "Level", "LevelChange", "Row", "Standing", "deviations", "league", "level_change", "level_from",
    "level_numbers", "level_of", "rank_bands", "share_errors", "standings",
]  # fmt: skip
