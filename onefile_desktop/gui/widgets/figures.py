"""The totals of a plan in one row: a number over what it counts, and the details below."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout

from onefile_desktop.gui.theme import Tone
from onefile_desktop.gui.widgets.marks import Card, restyle, text_label


@dataclass(frozen=True)
class Figure:
    """A number and what it counts; a line of detail where there is more to say."""

    caption: str
    number: int
    detail: str = ""
    tone: Tone = Tone.NEUTRAL


class Figures(Card):
    """Shows as many figures as it has captions for."""

    def __init__(self, captions: Sequence[str]) -> None:
        super().__init__()
        self._shown: tuple[Figure, ...] = ()
        self._is_brief = False
        self.body.setContentsMargins(14, 8, 14, 8)
        self.body.setSpacing(4)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(0)
        self._numbers = [text_label("–", "number") for _ in captions]
        for column, (caption, number) in enumerate(zip(captions, self._numbers, strict=True)):
            self._grid.addWidget(number, 0, column)
            self._grid.addWidget(text_label(caption, "quiet"), 1, column)
            self._grid.setColumnStretch(column, 1)
        self._detail = text_label("", "quiet", wraps=True)
        self.body.addLayout(self._grid)
        self.body.addWidget(self._detail)

    @property
    def shown(self) -> tuple[Figure, ...]:
        """What is shown."""
        return self._shown

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Shows `figures`, in the order of the captions."""
        self._shown = tuple(figures)
        for label, figure in zip(self._numbers, figures, strict=True):
            label.setText(f"{figure.number:,}")
            label.setProperty("tone", str(figure.tone))
            label.setAccessibleName(f"{figure.caption}: {figure.number} {figure.detail}".strip())
            label.setToolTip(figure.detail)
            restyle(label)
        details = [figure.detail for figure in figures if figure.detail]
        self._detail.setText("\u00a0 ·  ".join(details))
        self._detail.setVisible(bool(details) and not self._is_brief)

    def be_brief(self, brief: bool) -> None:
        """Leaves the details to the tooltips, or shows them again."""
        self._is_brief = brief
        self._detail.setVisible(bool(self._detail.text()) and not brief)
