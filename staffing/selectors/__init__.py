"""Reads of the register."""

from staffing.selectors.ceilings import CeilingPosition, ceiling
from staffing.selectors.position import KindFigures, LevelFigures, Position, position

__all__ = ["CeilingPosition", "KindFigures", "LevelFigures", "Position", "ceiling", "position"]
