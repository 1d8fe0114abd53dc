"""Loaded before every other plugin: pytest-qt kills the process where a system library of Qt's is missing."""

import os
import sys

from onefile_desktop import screen

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_missing = screen.missing_packages(window=os.environ["QT_QPA_PLATFORM"] == "xcb")
if _missing:
    sys.stderr.write(f"{screen.how_to_install(_missing)}\n")
    sys.stderr.flush()
    os._exit(2)  # before pytest has begun, every politer way out ends in a traceback
