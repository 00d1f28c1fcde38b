"""Intake: untrusted spreadsheets become sheets of text cells, each with its address."""

from offer_opendata.intake.runner import read_workbook
from offer_opendata.intake.sheet import Note, Sheet, Workbook

__all__ = ["Note", "Sheet", "Workbook", "read_workbook"]
