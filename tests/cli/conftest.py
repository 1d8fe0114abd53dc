"""Runs the command line in this process, against rehearsal centres on real sockets."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from onefile_desktop.__main__ import main
from onefile_desktop.rehearsal.server import RehearsalServer


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one document on standard output."""
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Types a command."""

    def type_it(*words: object) -> Said:
        capsys.readouterr()
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return type_it


@pytest.fixture
def centre(monkeypatch: pytest.MonkeyPatch) -> Iterator[RehearsalServer]:
    """A rehearsal centre of its own, whose token is in the environment."""
    with RehearsalServer() as server:
        monkeypatch.setenv("ONEFILE_TOKEN", server.token)
        yield server


def state_of(server: RehearsalServer) -> dict[str, Any]:
    """What a rehearsal centre holds."""
    with urlopen(server.url.replace("/api/v2.1", "/rehearsal/state")) as answer:
        return json.load(answer)


def write_faults(folder: Path, *rules: dict[str, object]) -> Path:
    """A fault file."""
    file = folder / "faults.json"
    file.write_text(json.dumps(rules), "utf-8")
    return file
