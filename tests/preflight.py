"""Loaded before every other plugin: pytest-qt kills the process where a system library of Qt's is missing."""

import os

import pytest

from onefile_desktop import screen

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_missing = screen.missing_packages(window=os.environ["QT_QPA_PLATFORM"] == "xcb")
if _missing:
    pytest.exit(screen.how_to_install(_missing), returncode=2)
