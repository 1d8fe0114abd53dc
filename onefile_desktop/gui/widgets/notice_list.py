"""What deserves a look before a plan is sent, in full: what should make you pause first."""

from collections.abc import Sequence
from html import escape

from onefile_desktop.gui.theme import Colours, Look
from onefile_desktop.gui.widgets.document import Document
from onefile_desktop.plan.changes import Notice


class NoticeList(Document):
    """Shows notices under their topics."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.show_notices(())

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Shows `notices`, the warnings among them first."""
        ordered = sorted(notices, key=lambda notice: not notice.is_warning)
        self.show_written("Good to know", lambda colours: "".join(_written(colours, notice) for notice in ordered))


def _written(colours: Colours, notice: Notice) -> str:
    colour = colours.warning if notice.is_warning else colours.text
    return (
        f'<p style="font-weight:600; color:{colour}; margin-top:0; margin-bottom:3px">{escape(notice.topic)}</p>'
        f'<p style="margin-top:0; margin-bottom:14px">{escape(notice.text)}</p>'
    )
