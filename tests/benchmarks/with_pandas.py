"""What many would write: read with pandas, then mandatory fields, emails and dates with pandera.

Emails once with a regular expression, which lets much pass, and once with the library that the program uses.
"""
# pyright: reportMissingImports=false

import time
from pathlib import Path

import pandas
import pandera.pandas as pandera
from email_validator import EmailNotValidError, validate_email

_MANDATORY = ("Role", "First name", "Last name", "Email", "Placement", "Class", "Default assessor")
_DATES = ("Date of birth", "Start date", "Planned end date", "Centre registration date")


def read_and_check(file: Path, *, same_emails: bool) -> float:
    """Seconds for reading and checking."""
    began = time.perf_counter()
    table = pandas.read_excel(file, sheet_name="People", dtype=object)
    email = (
        pandera.Check(_is_email, element_wise=True)
        if same_emails
        else pandera.Check.str_matches(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    )
    columns = {name: pandera.Column(object, nullable=False) for name in _MANDATORY}
    columns["Email"] = pandera.Column(object, email, nullable=False)
    for name in _DATES:
        table[name] = pandas.to_datetime(table[name], dayfirst=True, errors="coerce", format="mixed")
        columns[name] = pandera.Column("datetime64[ns]", nullable=False, coerce=True)
    in_order = pandera.Check(lambda frame: frame["Start date"] < frame["Planned end date"])
    pandera.DataFrameSchema(columns, checks=in_order).validate(table, lazy=True)
    return time.perf_counter() - began


def _is_email(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True
