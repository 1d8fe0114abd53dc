"""Takes pictures of a window, and waits for the moment to do so."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QRect, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QWidget

from onefile_desktop.errors import ConnectionFailedError, UnreadableFileError, UserFacingError
from onefile_desktop.gui.theme import Look, Tone

SETTLE_MS = 60
_POLL_MS = 5
_PATIENCE_MS = 120_000


class Camera:
    """Takes a window's picture in both schemes."""

    def __init__(self, look: Look, outdir: Path) -> None:
        self._look, self._outdir = look, outdir
        self.pictures: list[Path] = []
        try:
            (outdir / "dark").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _not_saved(outdir) from error

    def take(self, window: QWidget, name: str, dialog: QDialog | None = None) -> None:
        """Saves the picture `name` of `window`, light and dark, with `dialog` in its middle where one is open."""
        pause(SETTLE_MS)
        for dark, path in ((False, self._outdir / name), (True, self._outdir / "dark" / name)):
            self._look.set_dark(dark)
            picture = window.grab()
            if dialog is not None:
                _lay_over(picture, dialog.grab(), self._look.colours.of(Tone.QUIET))
            if not picture.save(str(path)):
                raise _not_saved(path)
            self.pictures.append(path)
        self._look.set_dark(False)


def pause_until(condition: Callable[[], bool]) -> None:
    """Lets the window live until `condition` holds; raises `UserFacingError` where it never does."""
    loop, poll, limit = QEventLoop(), QTimer(), QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(lambda: loop.exit(1))
    poll.timeout.connect(lambda: loop.quit() if condition() else None)
    poll.start(_POLL_MS)
    limit.start(_PATIENCE_MS)
    if loop.exec():
        raise halted()


def pause(milliseconds: int) -> None:
    """Lets the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def halted(page: str = "A page") -> UserFacingError:
    """What is raised where `page` does not go on."""
    return ConnectionFailedError("The tour came to a halt", f"{page} did not go on.", "Try again.")


def _lay_over(picture: QPixmap, dialog: QPixmap, edge: QColor) -> None:
    """Paints `dialog` into the middle of `picture`."""
    place = QRect(QPoint(), dialog.deviceIndependentSize().toSize())
    place.moveCenter(QRect(QPoint(), picture.deviceIndependentSize().toSize()).center())
    painter = QPainter(picture)
    painter.drawPixmap(place, dialog)
    painter.setPen(edge)
    painter.drawRect(place.adjusted(-1, -1, 0, 0))
    painter.end()


def _not_saved(path: Path) -> UserFacingError:
    return UnreadableFileError("The pictures cannot be saved", f"“{path}” cannot be written.", "Choose another folder.")
