"""What many would write: read with pandas, then mandatory fields, emails and dates with pandera."""
# pyright: reportMissingImports=false

import time
from pathlib import Path

import pandas
import pandera.pandas as pandera

_MANDATORY = ("Role", "First name", "Last name", "Email", "Placement", "Class", "Default assessor")
_DATES = ("Date of birth", "Start date", "Planned end date", "Centre registration date")


def read_and_check(file: Path) -> dict[str, float]:
    """Seconds for reading, and for reading and checking."""
    began = time.perf_counter()
    table = pandas.read_excel(file, sheet_name="People", dtype=object)
    read = time.perf_counter() - began
    email = pandera.Check.str_matches(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    columns = {name: pandera.Column(object, nullable=False) for name in _MANDATORY}
    columns["Email"] = pandera.Column(object, email, nullable=False)
    for name in _DATES:
        table[name] = pandas.to_datetime(table[name], dayfirst=True, errors="coerce", format="mixed")
        columns[name] = pandera.Column("datetime64[ns]", nullable=False, coerce=True)
    in_order = pandera.Check(lambda frame: frame["Start date"] < frame["Planned end date"])
    pandera.DataFrameSchema(columns, checks=in_order).validate(table, lazy=True)
    return {"read": read, "all": time.perf_counter() - began}
