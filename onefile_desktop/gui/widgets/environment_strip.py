"""Says at the top of the window, on every page, whether what you do is real."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.marks import ElidedLabel, IconLabel, restyle, text_label
from onefile_desktop.onefile.environments import Environment

_SERVER = {
    Environment.LIVE: "LIVE",
    Environment.PRACTICE: "ONEFILE PRACTICE SERVER",
    Environment.BETA: "ONEFILE BETA SERVER",
}


class EnvironmentStrip(QFrame):
    """Green for a rehearsal, red for a real centre, grey for none."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("rank", "strip")
        self.setFixedHeight(44)
        self._icon = IconLabel(look, "unplugged", Tone.QUIET)
        self._where = text_label(rank="section")
        self._meaning = ElidedLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(28, 0, 28, 0)
        layout.setSpacing(10)
        layout.addWidget(self._icon)
        layout.addWidget(self._where)
        layout.addWidget(self._meaning, 1)
        self.show_nothing()

    @property
    def text(self) -> str:
        """All that the strip says."""
        return f"{self._where.text()} {self._meaning.whole}"

    def show_nothing(self) -> None:
        """There is no connection."""
        self._say(Tone.QUIET, "unplugged", "Not connected", "Nothing is sent anywhere.")

    def show_centre(self, environment: Environment, name: str) -> None:
        """There is a connection to the centre `name`."""
        if environment is Environment.REHEARSAL:
            self._say(Tone.GOOD, "mask", f"REHEARSAL · {name}", "Nothing here is real, and nobody is emailed.")
        else:
            self._say(Tone.BAD, "globe", f"{_SERVER[environment]} · {name}", "Real people: OneFile may email them.")

    def _say(self, tone: Tone, icon: str, where: str, meaning: str) -> None:
        self.setProperty("tone", str(tone))
        restyle(self)
        self._icon.show_icon(icon, tone)
        self._where.setText(where)
        self._where.setProperty("tone", str(tone))
        restyle(self._where)
        self._meaning.show_text(meaning)
        self.setAccessibleName(f"{where}. {meaning}")
