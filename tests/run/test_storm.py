"""All faults at once, reading included: nobody twice, nobody lost, and every outcome true."""

from pathlib import Path

import pytest

from tests.e2e.storm import storm, weather


@pytest.mark.parametrize("seed", range(1, 11))
def test_a_storm_leaves_nobody_twice_and_nobody_lost(tmp_path: Path, seed: int) -> None:
    seen = storm(seed, tmp_path, learners=8)
    assert seen.findings == []
    assert seen.people == 11
    assert seen.done >= 3


def test_the_weather_goes_round() -> None:
    services = [weather(seed) for seed in range(1, 25)]
    assert {service["create_answers"] for service in services} == {"object", "number", "empty", "organisation"}
    assert len({str(sorted(service.items())) for service in services}) == 16
