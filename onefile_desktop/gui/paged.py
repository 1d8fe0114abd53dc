"""The window with its seven pages, before anything is said about which of them comes when."""

from onefile_desktop.enrolment.connecting import RehearsalTarget
from onefile_desktop.enrolment.stages import Page
from onefile_desktop.gui.frame import WizardFrame
from onefile_desktop.gui.pages.check import CheckPage
from onefile_desktop.gui.pages.columns import ColumnsPage
from onefile_desktop.gui.pages.connect import ConnectPage
from onefile_desktop.gui.pages.done import DonePage
from onefile_desktop.gui.pages.page import WizardPage
from onefile_desktop.gui.pages.preview import PreviewPage
from onefile_desktop.gui.pages.roster import RosterPage
from onefile_desktop.gui.pages.submit import SubmitPage
from onefile_desktop.gui.prompts import Prompts
from onefile_desktop.gui.theme import Look
from onefile_desktop.onefile.limiter import Rate


class PagedFrame(WizardFrame):
    """Makes the pages; `current` is the one that is shown."""

    def __init__(self, look: Look, prompts: Prompts, rehearsal: RehearsalTarget, rate: Rate) -> None:
        super().__init__(look)
        self.connect_page = ConnectPage(look, prompts, rehearsal, rate)
        self.roster_page = RosterPage(look, prompts)
        self.columns_page = ColumnsPage(look)
        self.check_page = CheckPage(look, prompts)
        self.preview_page = PreviewPage(look, prompts)
        self.submit_page = SubmitPage(look)
        self.done_page = DonePage(look, prompts)
        self.pages: tuple[WizardPage, ...] = (
            self.connect_page,
            self.roster_page,
            self.columns_page,
            self.check_page,
            self.preview_page,
            self.submit_page,
            self.done_page,
        )
        for page in self.pages:
            self.stack.addWidget(page)
        self.current = Page.CONNECT

    @property
    def page(self) -> WizardPage:
        """The page that is shown."""
        return next(page for page in self.pages if page.step is self.current)

    def shut_pages_down(self) -> None:
        """Whatever runs on some page is stopped, and waited for."""
        for page in self.pages:
            page.shut_down()

    def hand_roster_on(self) -> None:
        """The pages that read the roster again get it as it was read."""
        self.columns_page.source = self.check_page.source = self.roster_page.source

    def forget_roster(self) -> None:
        """What was read of the file is dropped, and its password with it."""
        for page in (self.roster_page, self.columns_page, self.check_page):
            page.source = None
