"""Shorter waits for trials at a rehearsal centre, so that a hundred of them need not last a day."""

import math
from collections.abc import Mapping
from dataclasses import replace

from onefile_desktop.run.waits import Waits

_VARIABLE = "ONEFILE_WAITS"


def trial_waits(waits: Waits, environment: Mapping[str, str]) -> Waits:
    """`waits`, each multiplied by the number up to 1 that `environment` has as `ONEFILE_WAITS`, if it has any.

    For a rehearsal centre only: OneFile's search may lag by more than a short wait allows for.
    """
    try:
        factor = float(environment.get(_VARIABLE, "1"))
    except ValueError:
        return waits
    return scaled(waits, factor) if 0 < factor <= 1 and math.isfinite(factor) else waits


def scaled(waits: Waits, factor: float) -> Waits:
    """`waits`, each multiplied by `factor`."""
    first, second = waits.lookups
    return replace(
        waits,
        lookups=(first * factor, second * factor),
        late_lookup=waits.late_lookup * factor,
        lag_at_most=waits.lag_at_most * factor,
        retry=waits.retry * factor,
        retry_at_most=waits.retry_at_most * factor,
        give_up_after=waits.give_up_after * factor,
    )
