"""Text with headings to read at leisure: it scrolls, can be selected and copied, and follows the scheme."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextBrowser

from onefile_desktop.gui.theme import Colours, Look

Write = Callable[[Colours], str]
"""Writes a document in the colours of a scheme, as Qt's subset of HTML."""


class Document(QTextBrowser):
    """Shows what a `Write` writes, anew when the scheme changes."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._write: Write = lambda _: ""
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(12)
        look.changed.connect(self._render)

    def show_written(self, name: str, write: Write) -> None:
        """Shows a document from its beginning; `name` is what a screen reader calls it."""
        self._write = write
        self.setAccessibleName(name)
        self._render()

    def _render(self) -> None:
        self.setHtml(self._write(self._look.colours))


def heading(text: str) -> str:
    """A heading of a section."""
    return f'<p style="font-weight:600; margin-top:14px; margin-bottom:4px">{escape(text)}</p>'


def paragraph(text: str, colour: str = "", *, space: int = 4) -> str:
    """A paragraph, with `space` pixels below."""
    tint = f"color:{colour};" if colour else ""
    return f'<p style="{tint}margin-top:0; margin-bottom:{space}px">{escape(text)}</p>'
