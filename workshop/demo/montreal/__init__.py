"""The workshop of Montreal, 19 June 2017, as data: facts as published, sentences our own.

What people said in public stands in reported speech. The past walk is made of examples.
"""

from workshop.demo.montreal import angus, barcelona, ekhaya, seoul
from workshop.demo.montreal.insights import CONDITIONS, THEMES, VOICES
from workshop.demo.montreal.introduction import QUESTION, STAGES, WORKSHOP

CASES = [angus, seoul, ekhaya, barcelona]

__all__ = ["CASES", "CONDITIONS", "QUESTION", "STAGES", "THEMES", "VOICES", "WORKSHOP"]
