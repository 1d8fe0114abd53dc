"""Is there a screen, and what is missing for a window?"""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from onefile_desktop import screen

ROOT = Path(__file__).resolve().parent.parent

LOADS_ALL_BUT_EGL = """
import ctypes
real = ctypes.CDLL
def loading(name, *rest, **options):
    if name == "libEGL.so.1":
        raise OSError(name)
    return real(name, *rest, **options)
ctypes.CDLL = loading
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can lack a screen")
@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "w"}, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
    ],
)
def test_a_screen(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], *, found: bool) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert screen.has_screen() is found
    assert screen.is_offscreen() is ("QT_QPA_PLATFORM" in environment)


def test_elsewhere_there_is_always_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert screen.has_screen()
    assert screen.missing_packages(window=True) == ()


def test_a_missing_library_is_named_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    real = ctypes.CDLL

    def loading(name: str) -> ctypes.CDLL:
        if name in ("libEGL.so.1", "libxcb-cursor.so.0"):
            raise OSError(name)
        return real(name)

    monkeypatch.setattr(ctypes, "CDLL", loading)
    monkeypatch.setattr(sys, "platform", "linux")
    assert "libegl1" in screen.missing_packages(window=False)
    assert "libxcb-cursor0" not in screen.missing_packages(window=False)
    assert "libxcb-cursor0" in screen.missing_packages(window=True)
    assert "apt-get install libegl1 libxcb-cursor0" in screen.how_to_install(("libegl1", "libxcb-cursor0"))


def _run_without_egl(tmp_path: Path, *command: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "sitecustomize.py").write_text(LOADS_ALL_BUT_EGL)
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    environment |= {"PYTHONPATH": str(tmp_path), "ONEFILE_DESKTOP_HOME": str(tmp_path / "home")}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can lack a library")
def test_the_program_names_the_packages_in_one_line(tmp_path: Path) -> None:
    ended = _run_without_egl(tmp_path, "onefile_desktop", "tour", str(tmp_path / "out"))
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "apt-get install libegl1" in ended.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can lack a library")
def test_the_tests_name_the_packages_before_qt_is_loaded(tmp_path: Path) -> None:
    ended = _run_without_egl(tmp_path, "pytest", "-q", "tests/test_paths.py")
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "apt-get install libegl1" in ended.stderr
