"""How the wizard looks: colours by what they mean, light and dark, and icons tinted with them.

Both schemes are painted from palettes of our own, because asking Qt for the system's does nothing on some platforms.
"""

import re
from dataclasses import asdict, dataclass
from enum import StrEnum

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from onefile_desktop.paths import resource

BASE_FONT_PIXELS = 14


class Tone(StrEnum):
    """What a colour says."""

    NEUTRAL = "neutral"
    QUIET = "quiet"
    ACCENT = "accent"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Colours:
    """One scheme. The style sheet uses these names."""

    window: str
    sidebar: str
    surface: str
    stripe: str
    line: str
    strong_line: str
    text: str
    quiet: str
    faint: str
    accent: str
    accent_strong: str
    accent_back: str
    accent_line: str
    on_accent: str
    good: str
    good_back: str
    good_line: str
    warning: str
    warning_back: str
    warning_line: str
    bad: str
    bad_back: str
    bad_line: str

    def of(self, tone: Tone) -> QColor:
        """The colour of text and icons that say `tone`."""
        named = {
            Tone.NEUTRAL: self.text,
            Tone.QUIET: self.quiet,
            Tone.ACCENT: self.accent,
            Tone.GOOD: self.good,
            Tone.WARNING: self.warning,
            Tone.BAD: self.bad,
        }
        return QColor(named[tone])


LIGHT = Colours(
    window="#F6F7F9",
    sidebar="#ECEFF3",
    surface="#FFFFFF",
    stripe="#FAFBFC",
    line="#DFE4EA",
    strong_line="#BCC5D0",
    text="#1B2430",
    quiet="#566273",
    faint="#98A2AF",
    accent="#1F5FBF",
    accent_strong="#184E9F",
    accent_back="#E6EFFB",
    accent_line="#A9C6EE",
    on_accent="#FFFFFF",
    good="#1B6E3C",
    good_back="#E5F4EA",
    good_line="#A6D4B6",
    warning="#8A5500",
    warning_back="#FFF3D9",
    warning_line="#E8CB8B",
    bad="#B3261E",
    bad_back="#FCEAE8",
    bad_line="#EBB3AE",
)
DARK = Colours(
    window="#14181E",
    sidebar="#191E25",
    surface="#1E242C",
    stripe="#222932",
    line="#313A45",
    strong_line="#4A5563",
    text="#E8ECF1",
    quiet="#A5B0BD",
    faint="#6C7784",
    accent="#7DB0FF",
    accent_strong="#9CC3FF",
    accent_back="#203250",
    accent_line="#3E5F92",
    on_accent="#0C1828",
    good="#76D196",
    good_back="#17301F",
    good_line="#2F5E3F",
    warning="#F0C25A",
    warning_back="#352B13",
    warning_line="#665321",
    bad="#FF958C",
    bad_back="#3B201E",
    bad_line="#74403B",
)


class Look(QObject):
    """The scheme in use. Whoever paints by hand repaints on `changed`."""

    changed = Signal()

    def __init__(self, app: QApplication, *, dark: bool | None = None) -> None:
        """`dark` None follows the system, now and later."""
        super().__init__(app)
        self._app = app
        hints = app.styleHints()
        self.colours = self._of_system() if dark is None else _scheme(dark)
        self._painted: dict[tuple[str, Tone, int], QPixmap] = {}
        if dark is None:
            hints.colorSchemeChanged.connect(self._follow)
        app.setStyle("Fusion")
        font = app.font()
        font.setPixelSize(BASE_FONT_PIXELS)
        app.setFont(font)
        self._paint()

    def set_dark(self, dark: bool) -> None:
        """Changes the scheme of everything that is on the screen."""
        if self.colours is _scheme(dark):
            return
        self.colours = _scheme(dark)
        self._painted.clear()
        self._paint()
        self.changed.emit()

    def icon(self, name: str, tone: Tone = Tone.NEUTRAL) -> QIcon:
        """The icon `name` in the colour of `tone`."""
        pixmap = self.pixmap(name, tone, 20)
        icon = QIcon(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Disabled)  # the tone says it all; Qt would grey it
        return icon

    def pixmap(self, name: str, tone: Tone, size: int) -> QPixmap:
        """The icon `name`, `size` pixels square on a screen of ordinary density, sharp on any."""
        known = self._painted.get((name, tone, size))
        if known is not None:
            return known
        ratio = self._app.devicePixelRatio()
        source = resource(f"icons/{name}.svg").read_text("utf-8")
        painted = source.replace("currentColor", self.colours.of(tone).name())
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(painted.encode())).render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        self._painted[name, tone, size] = pixmap
        return pixmap

    def _of_system(self) -> Colours:
        return _scheme(self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark)

    def _follow(self) -> None:
        self.set_dark(self._of_system() is DARK)

    def _paint(self) -> None:
        self._app.setPalette(_palette(self.colours))
        self._app.setStyleSheet(_style_sheet(self.colours))


def _scheme(dark: bool) -> Colours:
    return DARK if dark else LIGHT


def _palette(colours: Colours) -> QPalette:
    """For what the style sheet leaves to Fusion: check boxes, radio buttons, menus, dialogs."""
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, colours.window),
        (QPalette.ColorRole.Base, colours.surface),
        (QPalette.ColorRole.AlternateBase, colours.stripe),
        (QPalette.ColorRole.Button, colours.surface),
        (QPalette.ColorRole.Text, colours.text),
        (QPalette.ColorRole.WindowText, colours.text),
        (QPalette.ColorRole.ButtonText, colours.text),
        (QPalette.ColorRole.PlaceholderText, colours.faint),
        (QPalette.ColorRole.ToolTipBase, colours.surface),
        (QPalette.ColorRole.ToolTipText, colours.text),
        (QPalette.ColorRole.Highlight, colours.accent),
        (QPalette.ColorRole.HighlightedText, colours.on_accent),
        (QPalette.ColorRole.Accent, colours.accent),
        (QPalette.ColorRole.Link, colours.accent),
        (QPalette.ColorRole.Mid, colours.strong_line),
        (QPalette.ColorRole.Dark, colours.strong_line),
        (QPalette.ColorRole.Light, colours.surface),
    ):
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.faint))
    return palette


def _style_sheet(colours: Colours) -> str:
    tick = "tick-on-dark.svg" if colours is LIGHT else "tick-on-light.svg"  # it stands on the accent colour
    values = {**asdict(colours), "icons": resource("icons").as_posix(), "tick": tick}
    return re.sub(r"@(\w+)", lambda found: values[found.group(1)], resource("wizard.qss").read_text("utf-8"))
