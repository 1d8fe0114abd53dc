"""Both schemes, every icon, and a name for everything that a screen reader comes to."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QProgressBar, QTabBar, QTableView, QWidget
from pytestqt.modeltest import ModelTester

from onefile_desktop import paths
from onefile_desktop.gui.models.problems import ProblemListing
from onefile_desktop.gui.theme import DARK, LIGHT, Colours, Look, Tone
from onefile_desktop.gui.widgets.file_drop import FileDrop
from onefile_desktop.gui.widgets.marks import ElidedLabel
from onefile_desktop.roster.problems import Place, problem
from tests.gui.driver import COHORT, Driver


@pytest.fixture
def dark(look: Look) -> Iterator[Look]:
    """The dark scheme, for one test."""
    look.set_dark(True)
    yield look
    look.set_dark(False)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG defines it."""

    def luminance(name: str) -> float:
        colour = QColor(name)
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_text_can_be_read_on_what_it_stands_on(colours: Colours) -> None:
    for text in (colours.text, colours.quiet):
        for back in (colours.window, colours.surface, colours.sidebar, colours.stripe):
            assert contrast(text, back) >= 4.5
    for text, back in (
        (colours.good, colours.good_back),
        (colours.warning, colours.warning_back),
        (colours.bad, colours.bad_back),
        (colours.on_accent, colours.accent),
        (colours.accent, colours.accent_back),
        (colours.accent, colours.window),
    ):
        assert contrast(text, back) >= 4.5


def test_every_icon_takes_its_colour(dark: Look) -> None:
    names = [path.stem for path in paths.resource("icons").glob("*.svg")]
    assert names
    for name in names:
        image: QImage = dark.pixmap(name, Tone.BAD, 32).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(32) for y in range(32)), name


def test_the_window_is_dark_where_the_scheme_is(driver: Driver, dark: Look) -> None:
    image = driver.wizard.grab().toImage()
    assert image.pixelColor(image.width() - 5, image.height() // 2) == QColor(DARK.window)


def named(widget: QWidget, window: QWidget) -> bool:
    """Whether a screen reader has something to say for `widget`."""
    labels = [label for label in window.findChildren(QLabel) if label.buddy() is widget]
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return bool(widget.accessibleName() or labels or text)


def test_everything_has_a_name_for_a_screen_reader(driver: Driver) -> None:
    driver.rehearse()
    driver.read(COHORT)
    driver.next()
    for kind in (QTableView, QTabBar, QProgressBar, QAbstractButton, QComboBox, QLineEdit):
        for widget in driver.wizard.findChildren(kind):
            inner = isinstance(widget.parent(), (QTableView, QComboBox, QLineEdit))
            empty = widget.isHidden()  # a banner's button without a banner
            assert inner or empty or named(widget, driver.wizard), (widget, widget.objectName())


def test_a_listing_is_a_sound_model(look: Look, qtmodeltester: ModelTester) -> None:
    listing = ProblemListing(look)
    listing.show_all([problem("email-shared", Place("People", 7, "E", "Email", "Email"), other_name="Ada", other=3)])
    qtmodeltester.check(listing)
    assert listing.data(listing.index(0, 1)) == "7 · People"


def test_a_long_name_gives_way_and_stays_in_the_tooltip(qtbot: object, look: Look) -> None:
    label = ElidedLabel("a very long name of a very long workbook.xlsx")
    label.resize(90, 20)
    label.show_text("another very long name of a workbook.xlsx")
    assert "…" in label.text()
    assert label.toolTip() == label.whole
    label.deleteLater()


def test_one_file_can_be_dropped(look: Look, qtbot: object) -> None:
    drop, dropped = FileDrop(look, "Drop", "", "Choose"), []
    drop.dropped.connect(dropped.append)
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(paths.resource("examples/cohort.xlsx")))])
    event = QDropEvent(
        QPointF(1, 1), Qt.DropAction.CopyAction, content, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    drop.dropEvent(event)
    assert dropped == [paths.resource("examples/cohort.xlsx")]
    drop.deleteLater()
