"""A timetable as a grid: rows are days and numbers, columns classes, a cell «предмет / учитель / кабинет»."""

from zhurnal.exchange.importers.grid.cells import Lexicon, Words, parts_of, word_key
from zhurnal.exchange.importers.grid.reading import Grid, GridPart, Spot, read_grid

__all__ = ["Grid", "GridPart", "Lexicon", "Spot", "Words", "parts_of", "read_grid", "word_key"]
