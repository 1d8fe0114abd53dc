"""The fifth page: everything that would be sent, before anything is."""

from PySide6.QtWidgets import QCheckBox, QGridLayout

from onefile_desktop.enrolment.stages import Enrolment, Page
from onefile_desktop.gui.models.plan import ChangeListing
from onefile_desktop.gui.pages.page import WizardPage
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.gui.widgets.banner import Banner
from onefile_desktop.gui.widgets.marks import StatTile
from onefile_desktop.gui.widgets.table import Table
from onefile_desktop.gui.wording import counted_role
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.onefile.roles import Level
from onefile_desktop.plan.changes import Plan

_WHERE = {
    Environment.REHEARSAL: "the rehearsal",
    Environment.LIVE: "the live centre",
    Environment.PRACTICE: "the Practice server",
    Environment.BETA: "the Beta server",
}
_LEVELS = {Level.LEARNING_AIM: "learning aims", Level.UNIT_SUMMARY: "units", Level.ADDITIONAL: "additional"}


class PreviewPage(WizardPage):
    """The plan, its totals and what it means. A real centre asks for a tick first."""

    step = Page.PREVIEW
    title = "Look before you submit"
    subtitle = "This is everything that will be sent, in this order. Nothing has been sent yet."

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.meaning = Banner(look)
        self.understood = QCheckBox("I understand")
        self._people, self._updates = StatTile("new people"), StatTile("updates")
        self._assignments, self._programme = StatTile("assignments"), StatTile("programme items")
        self._emails, self._seats = StatTile("emails"), StatTile("learner seats")
        self._calls, self._out = StatTile("calls"), StatTile("rows left out")
        self.model = ChangeListing(look)
        tiles = QGridLayout()
        tiles.setSpacing(10)
        for index, tile in enumerate(
            (
                *(self._people, self._assignments, self._programme, self._updates),
                *(self._emails, self._seats, self._calls, self._out),
            )
        ):
            tiles.addWidget(tile, index // 4, index % 4)
            tiles.setColumnStretch(index % 4, 1)
        self.body.setSpacing(10)
        self.body.addWidget(self.meaning)
        self.body.addWidget(self.understood)
        self.body.addLayout(tiles)
        self.body.addWidget(
            Table("Changes in the order they are sent", self.model, (130, 165, 0, 136), two_lines=True), 1
        )
        self.understood.toggled.connect(self.readiness_changed)

    def open(self, enrolment: Enrolment) -> None:
        super().open(enrolment)
        plan = enrolment.plan
        assert plan is not None
        self.message.hide()
        self.understood.setChecked(False)
        self.model.show_all(plan.changes)
        self._show_totals(plan)
        self._show_meaning(plan)

    def next_label(self) -> str:
        return f"Submit to {_WHERE[Environment(self._plan.environment)]}" if self.enrolment.plan else "Submit"

    def can_advance(self) -> bool:
        if self.enrolment.plan is None or not self._plan.changes:
            return False
        return self.understood.isHidden() or self.understood.isChecked()

    def status(self) -> str:
        return "Nothing is sent before you press Submit."

    @property
    def _plan(self) -> Plan:
        assert self.enrolment.plan is not None
        return self.enrolment.plan

    def _show_totals(self, plan: Plan) -> None:
        summary, forecast = plan.summary(), plan.forecast
        self._people.show_number(
            str(sum(summary.create.values())),
            ", ".join(counted_role(role, count) for role, count in summary.create.items()),
        )
        self._assignments.show_number(
            str(sum(summary.assign.values())),
            ", ".join(f"{_LEVELS[level]}: {summary.assign[level]}" for level in Level if summary.assign.get(level)),
        )
        self._programme.show_number(str(summary.programme))
        self._updates.show_number(str(summary.update), f"{summary.unchanged} stay as they are")
        rehearsing = plan.environment == Environment.REHEARSAL
        tone = Tone.BAD if forecast.emails and not rehearsing else Tone.NEUTRAL
        self._emails.show_number(str(0 if rehearsing else forecast.emails), _email_detail(plan), tone)
        self._seats.show_number(str(forecast.seats))
        self._calls.show_number(str(forecast.calls), _duration(forecast.seconds))
        self._out.show_number(str(summary.excluded), tone=Tone.WARNING if summary.excluded else Tone.NEUTRAL)

    def _show_meaning(self, plan: Plan) -> None:
        centre, emails = plan.organisation.name, plan.forecast.emails
        if not plan.changes:
            self.understood.hide()
            self.meaning.say(Tone.ACCENT, "There is nothing to send", "Nobody on the roster is ready, or all is done.")
        elif plan.environment == Environment.REHEARSAL:
            self.understood.hide()
            self.meaning.say(
                Tone.GOOD,
                f"A rehearsal with {centre}",
                "Submitting changes only the invented centre on this computer. Nobody is emailed.",
            )
        else:
            people = f"{emails} {'person' if emails == 1 else 'people'}"
            self.understood.setText(
                f"I understand that OneFile may email {people}" if emails else "I understand that this centre is real"
            )
            self.understood.show()
            self.meaning.say(Tone.BAD, f"{centre} is a real centre", _real_words(plan, people))


def _real_words(plan: Plan, people: str) -> str:
    if not plan.forecast.emails:
        return "Submitting changes it at once. Its settings say that nobody is emailed, or nobody new is created."
    if plan.forecast.emails_certain:
        return f"Submitting changes it at once, and OneFile emails {people} a link to their new account."
    return (
        f"Submitting changes it at once. OneFile may email {people} a link to their new account: "
        "it does not say how this centre is set up."
    )


def _email_detail(plan: Plan) -> str:
    if plan.environment == Environment.REHEARSAL:
        return f"in a real centre: {plan.forecast.emails}" if plan.forecast.emails else "nor in a real centre"
    if not plan.forecast.emails:
        return "nobody is emailed"
    return "one each" if plan.forecast.emails_certain else "at most: OneFile does not say"


def _duration(seconds: int) -> str:
    if seconds < 60:
        return "less than a minute"
    minutes = round(seconds / 60)
    return f"about {minutes} {'minute' if minutes == 1 else 'minutes'}"
