"""Loaded as a plugin: a test fails when the program logs a warning or worse that the test did not announce.

`@pytest.mark.logs_warnings` announces it.
"""

import logging
from collections.abc import Iterator

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Makes the marker known; an unknown one is an error."""
    config.addinivalue_line("markers", "logs_warnings: the program may log warnings in this test")


@pytest.fixture(autouse=True)
def no_unexpected_log_records(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Looks at everything that was logged while the test ran."""
    yield
    if request.node.get_closest_marker("logs_warnings"):
        return
    for record in caplog.get_records("call"):
        if record.levelno >= logging.WARNING:
            pytest.fail(f"unexpected log record: {record.name}: {record.getMessage()}")
