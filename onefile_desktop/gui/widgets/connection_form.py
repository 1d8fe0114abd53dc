"""What a connection to OneFile needs: which server, which token, and whether to remember them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from onefile_desktop.enrolment.connecting import ServiceTarget, Target, saved_target
from onefile_desktop.gui.widgets.marks import button, row_of, text_label
from onefile_desktop.onefile.environments import BASE_URLS, Environment, as_compared
from onefile_desktop.onefile.models import Organisation
from onefile_desktop.settings import SavedConnection

_SERVERS = (
    (Environment.LIVE, "Live – your real centre"),
    (Environment.PRACTICE, "Practice – a real service, it can email people"),
    (Environment.BETA, "Beta – a real service, it can email people"),
)
_OTHER = "Another address"
_NEW = "A new connection"


class ConnectionForm(QWidget):
    """Takes a connection down. The token is never shown unless asked for, and never kept here."""

    edited = Signal()
    forgotten = Signal(str)
    """The person wants a saved connection forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self._saved: tuple[SavedConnection, ...] = ()
        self._choice, self._server, self._centre = QComboBox(), QComboBox(), QComboBox()
        self._address, self._token, self._name = QLineEdit(), QLineEdit(), QLineEdit()
        self._forget, self._reveal = button("Forget"), button("Show")
        self._remember = QCheckBox("&Remember this connection on this computer as")
        for environment, text in _SERVERS:
            self._server.addItem(text, BASE_URLS[environment])
        self._server.addItem(_OTHER, "")
        self._address.setPlaceholderText(BASE_URLS[Environment.LIVE])
        self._token.setEchoMode(QLineEdit.EchoMode.Password)
        self._name.setPlaceholderText("a name of your choice")
        self._name.setAccessibleName("Name of the connection")
        self._forget.setAccessibleName("Forget the saved connection")
        self._reveal.setAccessibleName("Show the token")
        self._reveal.setCheckable(True)
        self._lay_out()
        self._choice.currentIndexChanged.connect(self._show_choice)
        self._server.currentIndexChanged.connect(self._show_parts)
        self._remember.toggled.connect(self._show_parts)
        self._reveal.toggled.connect(self._show_token)
        self._forget.clicked.connect(lambda: self.forgotten.emit(self._choice.currentText()))
        for changed in (
            self._choice.currentIndexChanged,
            self._server.currentIndexChanged,
            self._address.textEdited,
            self._token.textEdited,
            self._remember.toggled,
            self._name.textEdited,
            self._centre.activated,
        ):
            changed.connect(lambda: self.edited.emit())
        self.show_saved(())

    def show_saved(self, saved: tuple[SavedConnection, ...]) -> None:
        """Offers the connections of the settings."""
        self._saved = saved
        self._choice.blockSignals(True)
        self._choice.clear()
        self._choice.addItems([one.name for one in saved])
        self._choice.addItem(_NEW)
        self._choice.blockSignals(False)
        self._show_choice()

    def ask_which_centre(self, organisations: tuple[Organisation, ...]) -> None:
        """The token has several centres: offers them."""
        self._centre.clear()
        for organisation in organisations:
            self._centre.addItem(organisation.name, organisation.id)
        self._show_parts()

    def ask_for_token(self, url: str) -> None:
        """Something is to go on at `url`, whose token is not known here."""
        self._choice.setCurrentIndex(len(self._saved))
        self._show_address(url)
        self._token.clear()  # one that is there was refused, or is for something else
        self._token.setFocus()

    def is_new_at(self, url: str) -> bool:
        """Whether a connection to `url` is taken down that is not one of the saved ones."""
        return self._chosen() is None and as_compared(self._url()) == as_compared(url)

    def fill_in(self, url: str, token: str) -> None:
        """Takes a new connection down without typing."""
        self._choice.setCurrentIndex(len(self._saved))
        self._show_address(url)
        self._token.setText(token)
        self.edited.emit()

    def enter_token(self, token: str) -> None:
        """Takes the token of what was asked for."""
        self._token.setText(token)
        self.edited.emit()

    def remember(self, name: str) -> None:
        """Ticks the box, with a name."""
        self._name.setText(name)
        self._remember.setChecked(True)

    @property
    def token(self) -> str:
        """The token as typed."""
        return self._token.text().strip()

    @property
    def is_complete(self) -> bool:
        """Whether there is enough to try."""
        named = not self._remember.isChecked() or bool(self._name.text().strip())
        return named and (self._chosen() is not None or bool(self.token and self._url()))

    def target(self) -> Callable[[], Target]:
        """What to connect to. It may have to ask the keyring, so it is called on the worker."""
        chosen = self._chosen()
        if chosen is not None and not self.token:
            return partial(saved_target, chosen.name)
        organisation = chosen.organisation_id if chosen else self._centre.currentData()
        target = ServiceTarget(self._url(), self.token, organisation, self.remember_as())
        return lambda: target

    def remember_as(self) -> str | None:
        """The name to save the connection under, None where it is not to be saved."""
        chosen = self._chosen()
        if chosen is not None:
            return chosen.name if self.token else None
        return self._name.text().strip() or None if self._remember.isChecked() else None

    def _chosen(self) -> SavedConnection | None:
        index = self._choice.currentIndex()
        return self._saved[index] if 0 <= index < len(self._saved) else None

    def _url(self) -> str:
        return self._server.currentData() or self._address.text().strip()

    def _show_choice(self) -> None:
        chosen = self._chosen()
        self._token.clear()
        self._centre.clear()
        if chosen is None:
            self._token.setPlaceholderText("paste it here")
        else:
            self._show_address(chosen.url)
            self._token.setPlaceholderText("kept by this computer – type here only to replace it")
        self._show_parts()

    def _show_address(self, url: str) -> None:
        known = self._server.findData(as_compared(url))
        self._server.setCurrentIndex(known if known >= 0 else self._server.count() - 1)
        self._address.setText("" if known >= 0 else url)

    def _show_token(self, shown: bool) -> None:
        self._token.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._reveal.setText("Hide" if shown else "Show")

    def _show_parts(self) -> None:
        is_new = self._chosen() is None
        for shown, widgets in (
            (bool(self._saved), (self._choice_label, self._choice, self._forget)),
            (self._server.currentText() == _OTHER, (self._address_label, self._address)),
            (self._centre.count() > 0, (self._centre_label, self._centre)),
            (is_new, (self._remember, self._name)),
        ):
            for widget in widgets:
                widget.setVisible(shown)
        self._forget.setEnabled(not is_new)
        self._server.setEnabled(is_new)
        self._address.setEnabled(is_new)
        self._name.setEnabled(self._remember.isChecked())

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(25, 12, 0, 4)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        self._choice_label = _label("Saved &connection", self._choice)
        self._server_label = _label("&Server", self._server)
        self._address_label = _label("&Address", self._address)
        self._token_label = _label("API &token", self._token)
        self._centre_label = _label("C&entre", self._centre)
        for row, (label, editor, beside) in enumerate(
            (
                (self._choice_label, self._choice, self._forget),
                (self._server_label, self._server, None),
                (self._address_label, self._address, None),
                (self._token_label, self._token, self._reveal),
                (self._centre_label, self._centre, None),
            )
        ):
            grid.addWidget(label, row, 0)
            grid.addWidget(editor, row, 1, 1, 1 if beside else 2)
            if beside:
                grid.addWidget(beside, row, 2)
        grid.addLayout(row_of(self._remember, self._name), 5, 1, 1, 2)
        hint = text_label(
            "OneFile gives you the token. It is remembered in your computer’s keyring, never in a file.", "quiet"
        )
        hint.setWordWrap(True)
        grid.addWidget(hint, 6, 1, 1, 2)


def _label(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(buddy)
    return label
