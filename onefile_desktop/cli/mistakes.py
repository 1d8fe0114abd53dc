"""What is said when the program itself is at fault."""

import traceback
from pathlib import Path


def our_mistake(error: Exception) -> str:
    """Where something went wrong that should not have; without the error's own words, which may hold anybody's name."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}"
    return f"The program made a mistake: {where}. Please report it."
