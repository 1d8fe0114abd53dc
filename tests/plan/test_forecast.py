"""What a plan means before it is carried out: how many people OneFile writes to, seats, calls, time, totals."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from onefile_desktop.centre.abilities import Abilities
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.changes import Notice, Plan
from onefile_desktop.plan.options import Decision, Existing, PlanOptions
from onefile_desktop.plan.totals import totals
from tests.plan.cases import ORGANISATION, case, centre, learner, staff

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=LONDON)

COMBINATIONS = [
    pytest.param(True, False, 2, True, id="makes Keychains, suppresses nothing"),
    pytest.param(True, True, 0, True, id="makes Keychains, suppresses emails"),
    pytest.param(False, True, 0, True, id="makes none, suppresses emails"),
    pytest.param(False, False, 2, False, id="makes none, suppresses nothing"),
    pytest.param(None, True, 0, True, id="creation unknown, suppresses emails"),
    pytest.param(None, False, 2, False, id="creation unknown, suppresses nothing"),
    pytest.param(True, None, 2, False, id="makes Keychains, suppression unknown"),
    pytest.param(False, None, 2, False, id="makes none, suppression unknown"),
    pytest.param(None, None, 2, False, id="neither is known"),
]


def planned(
    creation: bool | None, suppression: bool | None, *, environment: str = "live", now: datetime | None = None
) -> Plan:
    """A learner and an IQA are created in a centre with these two settings."""
    there = centre(organisation=replace(ORGANISATION, keychain_creation=creation, email_suppression=suppression))
    return make_plan(case(learner(), staff("IQA", "Kim Lowe"), at=there), environment=environment, now=now)


def emails(plan: Plan) -> str:
    """What is said of emails."""
    (said,) = [notice for notice in plan.notices if notice.topic == "Emails"]
    assert not said.is_warning
    return said.text


@pytest.mark.parametrize(("creation", "suppression", "number", "certain"), COMBINATIONS)
def test_how_many_are_emailed_follows_from_the_two_settings(
    creation: bool | None, suppression: bool | None, number: int, certain: bool
) -> None:
    plan = planned(creation, suppression)
    assert (plan.forecast.emails, plan.forecast.emails_certain) == (number, certain)


@pytest.mark.parametrize(("creation", "suppression", "number", "certain"), COMBINATIONS)
def test_each_combination_is_explained(
    creation: bool | None, suppression: bool | None, number: int, certain: bool
) -> None:
    text = emails(planned(creation, suppression))
    assert ("up to 2 emails" in text) is (not certain)
    assert ("sends 2 emails at once, one for each new account" in text) is (certain and number > 0)
    assert text.startswith("None:") is (number == 0)
    assert ("Email button on the user’s account page" in text) is (number == 0)
    assert ("72 hours" in text) is (number > 0 and not (creation is False and suppression is False))
    assert ("24 hours" in text) is (number > 0)
    assert ("does not say" in text) is (None in (creation, suppression) and number > 0)
    assert ("joins it" in text) is (certain and number > 0)


@pytest.mark.parametrize(
    ("creation", "suppression", "told"),
    [
        (None, None, "does not say whether this centre makes Keychains for new people, nor whether"),
        (True, None, "makes Keychains for new people; OneFile does not say whether it suppresses"),
        (False, None, "makes no Keychains for new people; OneFile does not say whether it suppresses"),
        (None, False, "suppresses no emails; OneFile does not say whether it makes Keychains"),
        (False, False, "emailed to verify their address"),
    ],
)
def test_what_is_not_sure_is_named(creation: bool | None, suppression: bool | None, told: str) -> None:
    assert told in emails(planned(creation, suppression))


def test_the_texts_of_all_combinations_differ_unless_emails_are_suppressed() -> None:
    flags = (True, False, None)
    texts = {(makes, suppresses): emails(planned(makes, suppresses)) for makes in flags for suppresses in flags}
    assert len(set(texts.values())) == 7
    assert len({text for (_, suppressed), text in texts.items() if suppressed}) == 1


def test_one_email_is_one() -> None:
    assert "sends 1 email at once" in emails(make_plan(case(staff("IQA", "Kim Lowe")), environment="live"))


def test_nobody_created_is_nobody_emailed() -> None:
    unsure = replace(ORGANISATION, keychain_creation=None, email_suppression=None)
    plan = make_plan(
        case(at=centre(organisation=unsure, abilities=Abilities(shows_archived=True))), environment="live", now=TUESDAY
    )
    assert (plan.forecast.emails, plan.forecast.emails_certain) == (0, True)
    assert emails(plan) == "Nobody is created, so OneFile writes to nobody."
    assert [notice.topic for notice in plan.notices] == ["Nothing to send", "Emails"]


def test_a_rehearsal_emails_nobody_and_says_what_it_would_be() -> None:
    plan = planned(True, False, environment="rehearsal", now=datetime(2026, 11, 27, 17, tzinfo=LONDON))
    text = emails(plan)
    assert text.startswith("This is a rehearsal, so nobody is emailed.")
    assert "sends 2 emails at once" in text
    assert "When to send" not in [notice.topic for notice in plan.notices]


@pytest.mark.parametrize("environment", ["live", "practice", "beta"])
def test_practice_and_beta_email_real_people_too(environment: str) -> None:
    assert emails(planned(True, False, environment=environment)).startswith("OneFile sends 2 emails")


@pytest.mark.parametrize(
    ("moment", "warned"),
    [
        pytest.param("2026-11-26T23:59", False, id="Thursday night"),
        pytest.param("2026-11-27T11:59", False, id="Friday, just before noon"),
        pytest.param("2026-11-27T12:00", True, id="Friday noon"),
        pytest.param("2026-11-27T23:59", True, id="Friday night"),
        pytest.param("2026-11-28T00:00", True, id="Saturday begins"),
        pytest.param("2026-11-28T23:59", True, id="Saturday ends"),
        pytest.param("2026-11-29T00:00", False, id="Sunday"),
        pytest.param("2026-11-30T09:00", False, id="Monday"),
    ],
)
def test_a_friday_evening_is_a_bad_moment(moment: str, warned: bool) -> None:
    said = when_to_send(planned(True, False, now=datetime.fromisoformat(moment).replace(tzinfo=LONDON)))
    assert said is not None
    assert said.is_warning is warned
    assert "Friday" in said.text or "Saturday" in said.text


def test_the_moment_is_londons() -> None:
    """A Friday morning in New York is past noon in London; Friday noon in Tokyo is still night in London."""
    new_york = datetime(2026, 11, 27, 7, 30, tzinfo=ZoneInfo("America/New_York"))
    tokyo = datetime(2026, 11, 27, 12, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    warned = [when_to_send(planned(True, False, now=moment)) for moment in (new_york, tokyo)]
    assert [said.is_warning for said in warned if said] == [True, False]


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (
            datetime(2026, 11, 27, 17, tzinfo=LONDON),
            "24 hours would run out on Saturday, those that last 72 hours on Monday",
        ),
        (
            datetime(2026, 11, 28, 9, tzinfo=LONDON),
            "24 hours would run out on Sunday, those that last 72 hours on Tuesday",
        ),
    ],
    ids=["Friday", "Saturday"],
)
def test_a_bad_moment_says_when_the_links_run_out(moment: datetime, told: str) -> None:
    said = when_to_send(planned(None, None, now=moment))
    assert said is not None
    assert told in said.text


@pytest.mark.parametrize(
    ("suppression", "now"), [(True, datetime(2026, 11, 27, 17, tzinfo=LONDON)), (False, None)], ids=["none", "no clock"]
)
def test_without_emails_or_a_clock_no_moment_is_bad(suppression: bool, now: datetime | None) -> None:
    assert when_to_send(planned(True, suppression, now=now)) is None


def test_the_digest_does_not_follow_the_clock() -> None:
    moments = (None, TUESDAY, datetime(2026, 11, 27, 17, tzinfo=LONDON), datetime(2031, 1, 1, tzinfo=LONDON))
    plans = [planned(True, False, now=moment) for moment in moments]
    assert len({plan.notices for plan in plans}) > 2
    assert len({plan.digest for plan in plans}) == 1


def when_to_send(plan: Plan) -> Notice | None:
    """What is said of the moment."""
    return next((notice for notice in plan.notices if notice.topic == "When to send"), None)


def test_paid_seats_are_the_new_learners() -> None:
    plan = make_plan(case(learner(), learner("Bea Cross"), staff("IQA", "Kim Lowe")), environment="live")
    assert plan.forecast.seats == 2
    assert dict(totals(plan))["Paid seats"] == "2, one for each new learner"


@pytest.mark.parametrize(
    ("people", "limit", "seconds", "told"),
    [
        pytest.param(1, 300, 0, "1, one for each change: about 1 second within OneFile’s limit", id="one"),
        pytest.param(10, 10, 1, "10, one for each change: about 1 second within OneFile’s limit", id="a full window"),
        pytest.param(11, 10, 60, "11, one for each change: about 60 seconds within OneFile’s limit", id="one more"),
        pytest.param(
            25, 10, 120, "25, one for each change: about 2 minutes within OneFile’s limit", id="two more windows"
        ),
    ],
)
def test_calls_and_time_follow_the_limit(people: int, limit: int, seconds: int, told: str) -> None:
    rows = [staff("IQA", f"Kim {chr(65 + n)}owe", Email=f"k{n}@example.org") for n in range(people)]
    plan = make_plan(case(*rows), environment="rehearsal", calls_a_window=limit, window_seconds=60)
    assert (plan.forecast.calls, plan.forecast.seconds) == (people, seconds)
    assert dict(totals(plan))["Calls"] == told


def test_the_totals_tell_everything_the_plan_does_and_does_not_do() -> None:
    options = PlanOptions(Existing.UPDATE, {5: Decision.SKIP}, create_missing=True)
    plan = make_plan(
        case(
            learner(
                PlacementID="Harbour Café",
                ClassroomID="Spring B",
                Standards="Early Years Educator",
                AdditionalIQAs="Owen Price",
                LearningAimAssessor="Zara Malik",
            ),
            learner("Leo Grant", Email="leo@example.org", MobileNumber="07700900123"),
            staff("IQA", "Kim Lowe"),
            staff("IQA", "Kit Left"),
            staff("Assessor", "Zara Malik", Email="zara@example.org"),
            options=options,
        ),
        environment="live",
    )
    assert dict(totals(plan)) == {
        "Centre": "Harbourside Training, live: real people, real emails",
        "Create": "1 learner, 1 IQA",
        "Update": "1 person",
        "Give": "1 standard",
        "Assign": "1 to learning aims, 1 additional",
        "Make": "1 placement and 1 class",
        "Unchanged": "1 person who is there already",
        "Left out": "1 row",
        "Paid seats": "1, one for each new learner",
        "Calls": "8, one for each change: about 1 second within OneFile’s limit",
    }
    summary = plan.summary()
    assert (summary.placements, summary.classes, summary.assign_placements) == (1, 1, 0)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([{"Standards": "Early Years Educator"}] * 2, "2 standards"),
        ([{"Standards": "Early Years Educator", "Units": "EY_1"}], "2 standards and units"),
    ],
)
def test_only_what_is_given_is_named(given: list[dict[str, str]], told: str) -> None:
    rows = [learner(f"Tam {chr(65 + n)}owe", Email=f"t{n}@example.org", **one) for n, one in enumerate(given)]
    assert dict(totals(make_plan(case(*rows), environment="rehearsal")))["Give"] == told


def test_an_empty_plan_has_totals_too() -> None:
    assert dict(totals(make_plan(case(), environment="beta"))) == {
        "Centre": "Harbourside Training, Beta, a server of OneFile’s: real people, real emails",
        "Create": "nobody",
        "Update": "nobody",
        "Give": "nothing",
        "Assign": "nobody",
        "Unchanged": "nobody who is there already",
        "Left out": "no rows",
        "Paid seats": "none",
        "Calls": "none",
    }
