"""Whether a window can be opened here: is there a screen, and are Qt's system libraries installed?

Qt aborts the whole process when a library is missing, so this is asked before Qt is imported. Only Linux
can lack them; Windows and macOS ship all that Qt needs.
"""

import ctypes
import os
import sys

_NEEDED_BY_QT = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
_NEEDED_BY_A_WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def has_screen() -> bool:
    """Whether there is somewhere to show a window, or Qt was told to paint without one."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def is_offscreen() -> bool:
    """Whether Qt was told to paint without a screen."""
    return os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal"))


def paint_offscreen() -> None:
    """Has Qt paint without a screen from now on; to be called before Qt is loaded."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # Without a screen Qt remarks on every window that it cannot hint at its size.
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")


def missing_packages(*, window: bool) -> tuple[str, ...]:
    """The Debian names of the system packages that Qt needs here and does not find.

    `window` asks for those of a real window on X11 too; painting without a screen needs fewer.
    """
    if not sys.platform.startswith("linux"):
        return ()
    needed = _NEEDED_BY_QT | (_NEEDED_BY_A_WINDOW if window else {})
    return tuple(package for library, package in needed.items() if not _loads(library))


def how_to_install(packages: tuple[str, ...]) -> str:
    """The one line that tells a person how to put `packages` right."""
    return (
        f"Qt, which paints the window, misses system packages here: install them with "
        f"`apt-get install {' '.join(packages)}` (Debian and Ubuntu names) and try again."
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
