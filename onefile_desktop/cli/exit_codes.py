"""How a command ends; the README promises these."""

OK = 0
ATTENTION = 1
"""It ran, and some row has an error, waits for a decision, failed, is unknown, or differs in OneFile from the plan; or
a workbook of the run that was asked for could not be saved.
"""
COULD_NOT_RUN = 2
WORK_LEFT = 3
"""Stopped with work left that `resume` can finish."""
INTERRUPTED = 130
