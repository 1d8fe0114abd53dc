"""Right before a plan is sent the centre is looked at once more; a plan that holds no more is refused."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from onefile_desktop import paths
from onefile_desktop.centre.download import Reading
from onefile_desktop.enrolment import running
from onefile_desktop.enrolment.connecting import ServiceTarget, connect
from onefile_desktop.enrolment.rechecking import FRESH_SECONDS, rechecked
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.errors import StalePlanError
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.options import Decision, PlanOptions
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.run.engine import Control
from onefile_desktop.run.moments import Moment
from tests.cli.conftest import state_of
from tests.cli.rosters import RosterRow, new_learner, write_roster
from tests.enrolment.colleagues import ALISON, LEARNER, OTHER_LEARNER, Clock, Colleague, centre_file
from tests.enrolment.test_stages import downloaded

ASSESSOR = f"{ALISON['FirstName']} {ALISON['LastName']}"
ROWS = (new_learner(1, ASSESSOR), new_learner(2, ASSESSOR))
EMAIL = "tamsin1@example.org"
NO_DECISIONS = PlanOptions()
TODAY = date(2026, 11, 22)

Search = dict[str, bool | list[str]]
SEARCHES: dict[str, Search] = {
    "shows emails": {},
    "shows the archived": {"search_shows_archived": True},
    "hides emails": {"search_shows_email": False},
    "hides emails and roles": {"search_shows_email": False, "search_shows_role": False},
    "heeds no filter": {"search_honours": []},
    "hides roles and heeds no filter": {"search_honours": [], "search_shows_role": False},
}
NO_WAY_TO_AN_EMAIL: Search = {"search_shows_email": False, "search_honours": ["Role"]}
any_search = pytest.mark.parametrize("search", SEARCHES.values(), ids=SEARCHES)


class Scene:
    """A plan that lies about, and a colleague."""

    def __init__(self, server: RehearsalServer, enrolment: Enrolment) -> None:
        self.server, self.enrolment = server, enrolment
        self.colleague = Colleague(server)

    def recheck(self, ahead: float = FRESH_SECONDS) -> Enrolment:
        """What may be sent after `ahead` seconds."""
        return finished(rechecked(self.enrolment, Clock(ahead)))

    def refusal(self) -> StalePlanError:
        """Why nothing may be sent."""
        with pytest.raises(StalePlanError) as caught:
            self.recheck()
        assert caught.value.message.endswith("Nothing was sent.")
        assert "anew" in caught.value.what_to_do
        assert not list(paths.runs_folder().iterdir())
        return caught.value

    def replan(self, options: PlanOptions) -> None:
        """Plans with other decisions."""
        self.enrolment = self.enrolment.planned(options)

    def submit(self, enrolment: Enrolment) -> None:
        """Sends a plan."""
        assert enrolment.connection is not None
        with running.start(enrolment) as journal:
            for _ in running.carrying_out(journal, enrolment.connection, Control()):
                pass

    def emails(self) -> Counter[str]:
        """How many people of the centre have each address."""
        return Counter(str(user.get("Email")).casefold() for user in state_of(self.server)["users"])


def finished(reading: Iterator[Reading]) -> Enrolment:
    """Reads to the end."""
    while True:
        try:
            next(reading)
        except StopIteration as done:
            return done.value


@contextmanager
def scene(
    folder: Path, *rows: RosterRow, options: PlanOptions = NO_DECISIONS, search: Search | None = None
) -> Iterator[Scene]:
    """A plan for `rows` in a centre whose searches do what `search` says."""
    rate = Rate(6000, 60)
    with (
        RehearsalServer(centre=centre_file(folder, **(search or {})), rate=rate.calls) as server,
        connect(ServiceTarget(server.url, server.token, server.organisation_id), rate=rate) as connection,
    ):
        file = write_roster(folder / "r.xlsx", *(rows or ROWS))
        loaded = Enrolment(plan_options=options).connected(connection)
        yield Scene(server, downloaded(loaded.loaded(file, ReadOptions(), today=TODAY)))


@any_search
def test_nothing_has_changed(tmp_path: Path, search: Search) -> None:
    with scene(tmp_path, search=search) as plan:
        assert plan.recheck() is plan.enrolment


@any_search
def test_whoever_was_created_meanwhile_is_never_created_twice(tmp_path: Path, search: Search) -> None:
    with scene(tmp_path, search=search) as plan:
        new = plan.colleague.add("Tamsin", "Quillfeather1", EMAIL)
        message = plan.refusal().message
        assert f"Tamsin Quillfeather1 (Learner, OneFile ID {new}) was added by somebody else." in message
        plan.submit(downloaded(plan.enrolment))
        emails = plan.emails()
        assert (emails[EMAIL], emails["tamsin2@example.org"]) == (1, 1)


Action = Callable[[Colleague], object]
CHANGES: dict[str, tuple[Action, str]] = {
    "somebody new has the email of a row and another name": (
        lambda them: them.add("Ottoline", "Fairweather", EMAIL),
        "Ottoline Fairweather (Learner, OneFile ID",
    ),
    "somebody who was there is given the email of a row": (
        lambda them: them.change(LEARNER["ID"], Email=EMAIL),
        f"OneFile ID {LEARNER['ID']}) has the email address {EMAIL} now",
    ),
    "somebody who was there takes the name of a row": (
        lambda them: them.change(LEARNER["ID"], FirstName="Tamsin", LastName="Quillfeather1"),
        f"OneFile ID {LEARNER['ID']}) is called Tamsin Quillfeather1 now",
    ),
    "the assessor is called something else": (
        lambda them: them.change(ALISON["ID"], LastName="Fairweather"),
        f"{ASSESSOR} (Assessor, OneFile ID {ALISON['ID']}) is called {ALISON['FirstName']} Fairweather now",
    ),
    "the assessor is archived": (
        lambda them: them.archive(ALISON["ID"]),
        f"{ASSESSOR} (Assessor, OneFile ID {ALISON['ID']}) was archived",
    ),
    "a second assessor has the name": (
        lambda them: them.add(ALISON["FirstName"], ALISON["LastName"], "alison2@example.org", Role.ASSESSOR),
        "was added by somebody else",
    ),
}


@any_search
@pytest.mark.parametrize(("action", "told"), CHANGES.values(), ids=CHANGES)
def test_what_makes_a_plan_stale(tmp_path: Path, search: Search, action: Action, told: str) -> None:
    with scene(tmp_path, search=search) as plan:
        action(plan.colleague)
        assert told in plan.refusal().message


HARMLESS: dict[str, Action] = {
    "others are added": lambda them: [them.add("Ann", f"Oth{n}er", f"o{n}@example.org") for n in "abcdefg"],
    "others are renamed": lambda them: them.change(LEARNER["ID"], FirstName="Ottoline", LastName="Fairweather"),
    "others are archived": lambda them: them.archive(LEARNER["ID"]),
    "others have another email": lambda them: them.change(LEARNER["ID"], Email="elsewhere@example.org"),
    "others are added in another role": lambda them: them.add("Ann", "Other", "ann@example.org", Role.IQA),
}


@any_search
@pytest.mark.parametrize("action", HARMLESS.values(), ids=HARMLESS)
def test_what_others_do_holds_nobody_up(tmp_path: Path, search: Search, action: Action) -> None:
    with scene(tmp_path, search=search) as plan:
        action(plan.colleague)
        remade = plan.recheck()
        assert plan.enrolment.plan is not None
        assert remade.plan is not None
        assert remade.plan.digest == plan.enrolment.plan.digest
        plan.submit(remade)
        assert plan.emails()[EMAIL] == 1


def test_where_no_search_helps_with_emails_those_who_share_a_name_are_noticed(tmp_path: Path) -> None:
    with scene(tmp_path, search=NO_WAY_TO_AN_EMAIL) as plan:
        assert plan.recheck() is plan.enrolment
        new = plan.colleague.add("Tamsin", "Quillfeather1", EMAIL)
        assert f"Tamsin Quillfeather1 (Learner, OneFile ID {new}) was added" in plan.refusal().message


def test_whom_the_last_look_has_noticed_the_new_plan_does_not_forget(tmp_path: Path) -> None:
    """A reading of everybody would not find her: under another surname, in a large role, with a hidden address."""
    with scene(tmp_path, search=NO_WAY_TO_AN_EMAIL) as plan:
        new = plan.colleague.add("Ottoline", "Fairweather", EMAIL)
        noticed = plan.refusal().noticed
        assert noticed == {new}
        anew = finished(replace(plan.enrolment, noticed=noticed).downloading())
        assert anew.plan is not None
        assert EMAIL not in [change.request.body.get("Email") for change in anew.plan.changes]


def test_and_in_a_role_of_few_people_everybody(tmp_path: Path) -> None:
    with scene(tmp_path, ("Assessor", "Ada", "Quill", "ada.quill@example.org"), search=NO_WAY_TO_AN_EMAIL) as plan:
        assert plan.recheck() is plan.enrolment
        plan.colleague.change(ALISON["ID"], Email="Ada.Quill@example.org")
        assert "has the email address Ada.Quill@example.org now" in plan.refusal().message


def test_somebody_who_became_a_trainee_assessor_is_not_made_an_assessor_unasked(tmp_path: Path) -> None:
    with scene(tmp_path, ("Assessor", "Ada", "Quill", "ada.quill@example.org")) as plan:
        plan.colleague.add("Ada", "Quill", "ada.quill@example.org", Role.TRAINEE_ASSESSOR)
        assert "Ada Quill (Trainee Assessor, OneFile ID" in plan.refusal().message


def test_a_mis_id_of_the_roster_is_taken(tmp_path: Path) -> None:
    headers = ("Role", "First name", "Last name", "Email", "MIS ID")
    with scene(tmp_path) as plan:
        file = write_roster(
            tmp_path / "m.xlsx", ("Assessor", "Ada", "Quill", "ada@example.org", "Z77"), headers=headers
        )
        plan.enrolment = downloaded(plan.enrolment.loaded(file, ReadOptions(), today=TODAY))
        plan.colleague.change(ALISON["ID"], MISID="Z77")
        assert f"OneFile ID {ALISON['ID']}) has the MIS ID Z77 now" in plan.refusal().message


def test_a_placement_that_the_plan_makes_was_made(tmp_path: Path) -> None:
    row = (*new_learner(1, ASSESSOR)[:4], "Quince Tree Bakery", *new_learner(1, ASSESSOR)[5:])
    with scene(tmp_path, row, options=PlanOptions(create_missing=True)) as plan:
        assert plan.recheck() is plan.enrolment
        plan.colleague.make_placement("Quince Tree Bakery")
        assert "the placement “Quince Tree Bakery” was made by somebody else." in plan.refusal().message


def test_only_what_concerns_the_roster_is_named(tmp_path: Path) -> None:
    with scene(tmp_path) as plan:
        for letter in "abcdefg":
            plan.colleague.add("Ann", f"Oth{letter}er", f"{letter}@example.org")
        plan.colleague.add("Tamsin", "Quillfeather1", EMAIL)
        message = plan.refusal().message
        assert message.count("was added") == 1
        assert "Tamsin Quillfeather1" in message


def test_five_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    rows = tuple(new_learner(number, ASSESSOR) for number in range(17))
    with scene(tmp_path, *rows) as plan:
        for number in range(17):
            plan.colleague.add("Tamsin", f"Quillfeather{number}", f"tamsin{number}@example.org")
        message = plan.refusal().message
        assert message.count("was added by somebody else") == 5
        assert "; and 12 more." in message


def test_a_decision_to_create_holds_only_against_those_it_was_made_about(tmp_path: Path) -> None:
    name = {"FirstName": "Tamsin", "LastName": "Quillfeather1"}
    with scene(tmp_path) as plan:
        plan.colleague.change(LEARNER["ID"], **name)
        plan.enrolment = downloaded(plan.enrolment)
        plan.replan(PlanOptions(decisions={2: Decision.CREATE}))
        assert plan.enrolment.plan is not None
        assert plan.recheck() is plan.enrolment
        plan.colleague.change(OTHER_LEARNER["ID"], **name)
        assert plan.refusal().reconsider == {2}


def test_a_reading_of_a_moment_ago_is_not_repeated(tmp_path: Path) -> None:
    with scene(tmp_path) as plan:
        plan.colleague.add("Tamsin", "Quillfeather1", EMAIL)
        calls = state_of(plan.server)["calls"]["total"]
        assert plan.recheck(FRESH_SECONDS - 30) is plan.enrolment
        assert state_of(plan.server)["calls"]["total"] == calls


def test_it_counts_from_where_the_reading_began(tmp_path: Path) -> None:
    with scene(tmp_path) as plan:
        moments = iter([Moment(0, 0), Moment(30, 30), Moment(FRESH_SECONDS, FRESH_SECONDS)])
        plan.enrolment = finished(plan.enrolment.downloading(lambda: next(moments)))
        assert plan.enrolment.read_at == Moment(0, 0)
        plan.colleague.add("Tamsin", "Quillfeather1", EMAIL)
        assert finished(rechecked(plan.enrolment, lambda: next(moments))) is plan.enrolment
        with pytest.raises(StalePlanError):
            finished(rechecked(plan.enrolment, lambda: next(moments)))


@pytest.mark.parametrize(
    ("ticks", "wall"), [(1, 9000), (9000, 1), (9000, -9000)], ids=["asleep", "clock stands", "clock set back"]
)
def test_neither_sleep_nor_a_clock_that_is_set_makes_a_reading_younger(
    tmp_path: Path, ticks: float, wall: float
) -> None:
    with scene(tmp_path) as plan:
        read = plan.enrolment.read_at
        assert read is not None
        plan.colleague.add("Tamsin", "Quillfeather1", EMAIL)
        with pytest.raises(StalePlanError):
            finished(rechecked(plan.enrolment, lambda: Moment(read.ticks + ticks, read.wall + wall)))


def test_a_reading_of_unknown_age_is_repeated(tmp_path: Path) -> None:
    with scene(tmp_path) as plan:
        plan.enrolment = replace(plan.enrolment, read_at=None)
        plan.colleague.add("Tamsin", "Quillfeather1", EMAIL)
        with pytest.raises(StalePlanError):
            plan.recheck(0)


def test_only_the_roles_concerned_are_read_again(tmp_path: Path) -> None:
    with scene(tmp_path) as plan:
        before = Counter(state_of(plan.server)["calls"]["by_endpoint"])
        plan.recheck()
        after = Counter(state_of(plan.server)["calls"]["by_endpoint"])
        assert set(after - before) == {"POST /User/Search/{page}/{size}"}
        assert (after - before).total() <= 6  # a page of learners, assessors and trainees each, and the empty one after
