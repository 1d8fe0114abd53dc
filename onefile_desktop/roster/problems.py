"""The problem catalogue: everything that can be wrong with a roster, in one place and in people's words.

A problem is a value with a stable code. Codes and severities are part of the program's public interface:
scripts rely on them, so they are never renamed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Severity(StrEnum):
    """Whether a row can go ahead: an error leaves it out, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Place:
    """Where in the workbook something stands: the row as Excel numbers it, the column by its letter."""

    sheet: str
    row: int | None = None
    column: str | None = None
    header: str | None = None
    field: str | None = None

    @property
    def of_row(self) -> tuple[str, int | None]:
        """Sheet and number of the row."""
        return self.sheet, self.row

    @property
    def order(self) -> tuple[int, int, str]:
        """Sorts places of one sheet as the eye goes: by row, then from column A on."""
        return self.row or 0, len(self.column or ""), self.column or ""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, or deserves a look, at one place."""

    code: str
    severity: Severity
    message: str
    place: Place
    value: str | None = None
    suggestions: tuple[str, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether it keeps its row from going ahead."""
        return self.severity is Severity.ERROR


_ERRORS = {
    "required-missing": "{who} needs {field}. {how}",
    "ditto": "“{value}” stands for what is in a cell above. Write the value itself: rows may be sorted or left out.",
    "name-invalid": "“{value}” is not a name, but a number, a date, a TRUE or FALSE, or a sign. Write the person’s "
    "name, as text.",
    "role-unknown": "“{value}” is not a role. Use Learner, Trainee Assessor, Assessor, IQA, Employer or Observer.",
    "email-invalid": "“{value}” is not an email address: {why}",
    "email-repeated": "Row {other} has this email for the same role ({role}), and differs in {what}. "
    "Keep one of the rows, or correct it: rows that agree become one person.",
    "email-shared": "{other_name} on row {other} has the same email. Each person needs an address of their own: "
    "whoever opens this mailbox would get into both portfolios.",
    "mis-id-repeated": "Row {other} has the same MIS ID. No two people may share one.",
    "email-in-use": "{other_name} has this email in OneFile already. Each person needs an address of their own: "
    "whoever opens this mailbox would get into both portfolios.",
    "mis-id-in-use": "{other_name} has this MIS ID in OneFile already. No two people may share one.",
    "uln-repeated": "Row {other} has the same ULN. Everybody has one of their own, so one of the two is "
    "mistyped, or both rows are one person.",
    "uln-invalid": "“{value}” is not a Unique Learner Number: {why} Leave it blank if it is not known yet.",
    "nino-invalid": "“{value}” is not a National Insurance number: two letters (some pairs, such as QQ, are not "
    "in use), six digits, and A, B, C or D.",
    "date-invalid": "“{value}” {why}",
    "date-mixed": "Some dates in this column have the day first, and some the month first, such as “{example}”. "
    "Write all of them day first, for instance 23/03/2004.",
    "date-order": "{later} ({later_value}) must come after {earlier} ({earlier_value}).",
    "reference-unknown": "There is no {what} “{value}” {where}.",
    "reference-ambiguous": "“{value}” could be several: {candidates}. Write what only one of them has, such as the "
    "email or the OneFile ID.",
    "reference-archived": "{who} archived in OneFile, so nobody can be given to them. Reactivate them there, or name "
    "somebody else.",
    "described-perhaps-there": "{who} may be {candidates}, who is in OneFile already: {why}. Choose for “{value}” who "
    "is meant, by their OneFile ID, or choose “create” for somebody new ({field}).",
    "described-differs": "Row {other} gives this email to {other_name}. Write the same name on both rows, or correct "
    "the email that is mistyped.",
    "described-nameless": "Nobody has this email yet, and without a first and a last name no {who} can be created for "
    "it.",
    "reference-not-ready": "{who} on row {other} {why}, so this row must wait. {how}",
    "cell-error": "Excel shows {value} here instead of a value. Mend the formula, or type the value.",
    "formula-not-calculated": "The formula here has never been calculated, so there is no value to read. Open the file "
    "in Excel, save it there, and choose it again; or type the value.",
    "learner-too-young": "{who} would be {age} on the start date ({start}). One of the two dates must be wrong.",
    "same-person-waits": "Row {other} is the same person and cannot go ahead as it stands, so this row must wait. "
    "Mend that row first.",
    "digits-lost": "Excel has shortened “{value}”, so digits of it are lost. Look it up and write it in full, as text.",
    "level-role": "{role} cannot be assigned at the level “{level}”.",
    "level-unknown": "“{value}” is not a level. Use 3 (learning aim), 2 (unit summary) or 1 (additional).",
    "yes-no-invalid": "“{value}” is neither yes nor no.",
    "phone-invalid": "“{value}” is not a phone number: {why}",
    "id-invalid": "“{value}” is not a OneFile ID, which is a number.",
    "assignment-incomplete": "{level} needs {field}: say which one.",
    "assignment-conflict": "Row {other} gives this {what} to somebody else in the same role. Only one can be.",
    "person-repeated": "Row {other} is the same person: {why}. Keep one of the rows.",
    "unsettled-before": "An earlier run may have created this person, and could not tell. Resume that run first; "
    "nothing is done with this row until then.",
    "assignment-self": "A learner cannot be assigned to themselves.",
    "onefile-id-unknown": "Nobody in this centre has the OneFile ID {value}. Correct it, or clear the cell to create "
    "a new person. Every rehearsal starts afresh, so an ID from an earlier one means nobody.",
    "nobody-found": "OneFile shows no {role} who has {what}. Correct it; or, if this is somebody new, give their first "
    "and last name and whatever else a new person needs.",
    "decided-unlike": "You decided that this row is {who}, but nothing of it agrees with them. Correct the number, or "
    "decide otherwise.",
    "standard-missing": "{who} does not have the standard “{value}” and is not given it here, "
    "so nobody can be assigned to it.",
    "unit-missing": "{who} does not have the unit “{value}” and is not given it here, so nobody can be assigned to it.",
}
_OWN_MIS_VALUES = (
    "In OneFile, as a centre manager, open Users, then Assessors, choose “Include archived users” under Archived "
    "users, and give each assessor, archived or not, a MIS value of their own on their Account tab. If learners still "
    "cannot be created, write to OneFile Support, with the learner’s name and the assessor’s name."
)
_WARNINGS = {
    "date-ambiguous": "Read as {read}, day first. If the month comes first, correct it.",
    "already-in-onefile": "{who} is in OneFile already ({by}) and {then}.",
    "possible-duplicate": "This may be {candidates}, who is in OneFile already: {why}. "
    "Nothing is done with this row until you decide.",
    "archived-left": "{who} is archived in OneFile, so nothing is changed or given to them. Reactivate them there "
    "first, and make the plan again.",
    "joins-keychain": "{who} is in OneFile as {role} with this email. That is fine: the new account joins the same "
    "Keychain, one login for both.",
    "email-not-changed": "{who} has {there} in OneFile, and keeps it: an email is never changed from here, because it "
    "is a login. In OneFile, open their profile, choose Unlink Account, and edit Primary Email.",
    "not-compared": "{note}",
    "row-unused": "This row names nobody (it begins with “{value}”), so nothing on it is used, not for the rows below "
    "it either.",
    "sheet-unused": "The sheet “{value}” looks like people as well and is not read. Choose it for a run of its own, "
    "or move those people to this sheet.",
    "field-not-for-role": "{role} does not take {field}, so this value is not sent.",
    "mis-id-shared": "{people} share the MIS ID “{value}” in OneFile. That stops your MIS from creating learners. "
    + _OWN_MIS_VALUES,
    "hidden-rows": "{count} included. If they should not be, leave them out.",
    "totals-row": "This row looks like a total (“{value}”), so it is not read.",
    "example-row": "This row is marked as an example (“{value}”), so it is not read. If it is a person, write there "
    "what belongs there.",
    "row-struck": "This row is struck through, but is read like any other. If it is not meant to be, delete the row.",
    "perhaps-unwanted": "“{value}” under “{header}” may mean that this person is not to be enrolled. If so, delete the "
    "row: whoever is on a row is enrolled.",
    "email-of-staff": "“{value}” stands on row {other} as the address of somebody’s {what}. If it is not this person’s "
    "own, correct it: OneFile writes to it, and whoever opens that mailbox would get into the portfolio.",
    "name-unusual": "“{value}” goes into OneFile as it stands. Take out what is no part of the name.",
    "name-repeated": "Row {other} has the same name, and only the email tells the two apart. If both are one person, "
    "delete one of the rows: each of them becomes an account.",
    "rows-joined": "Row {other} is the same person, so both rows are enrolled as one.",
    "column-guessed": "The column “{value}” is taken for {field}: {why}. Choose another field if that is wrong.",
    "name-split": "Read as first name “{first}” and last name “{last}”. If that is wrong, use two columns.",
    "date-month-first": "The dates of this column have the month first (as “{value}” shows), so all of them are read "
    "that way.",
    "date-swapped": "Excel may have swapped day and month of the real dates in this column, such as {read}: none of "
    "them is past the 12th of a month, and those typed in digits all are. Compare them with where they came from.",
    "date-unlikely": "Read as {read}, which is unusual for {field}: look at its year.",
    "email-unusual": "“{value}” may be mistyped. Perhaps it is {read}.",
    "learner-young": "{who} would be {age} on the start date ({start}). Look whether both dates are right.",
    "zeros-lost": "“{value}” may have lost zeros at its front, because Excel takes them away from a number. Look it "
    "up, and write it as text.",
    "mis-id-zeros": "Row {other} has the MIS ID “{theirs}”, which differs from this one only by zeros at the front. If "
    "both mean one number, one of the two is mistyped, or both rows are one person.",
    "mis-id-date": "Excel holds this MIS ID as a date (“{value}”), and has perhaps made one of it. Look it up, and "
    "write it as text.",
    "name-ditto": "“{value}” is taken for a surname. If it stands for the name in the cell above, write that name.",
    "code-unusual": "“{value}” does not look like a code. It is passed on as it stands.",
    "iqa-is-assessor": "{who} would verify their own assessing of {learner}.",
    "reference-contradicted": "“{value}” is {who}, but beside it stands “{name}”. {who} is taken. If {name} is "
    "meant, correct this cell.",
    "described-alike": "Row {other} has {who} as well, with the email {theirs}, so these count as two people. If they "
    "are one, write the same email on both rows.",
    "described-spelling": "Row {other} gives this email to {other_name}, and that name is taken. If these are two "
    "people, give each an email of their own.",
    "new-thing-near": "There is no {what} “{value}”, so it is made new, although {near}. If that is the one that is "
    "meant, correct the spelling.",
    "template-not-given": "{who} has learning aims in OneFile already, and OneFile does not show whether they come "
    "from “{value}”, so that is not given to them again. If it is another programme, give it to them in OneFile.",
    "default-kept": "{who} has another default employer in OneFile, {employer}, who stays. To change that, choose that "
    "people who are there are updated.",
    "replaces-assignment": "Whoever is {role} of this {what} now is replaced.",
    "column-unused": "The column “{value}” is not used: {why}.",
    "choice-unused": "The column “{value}” is not used: every row counts as one to enrol, whatever this column says. "
    "Delete the rows that are not.",
    "assignment-repeated": "Row {other} asks for the same assignment. It is made once.",
}

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "look-by-hand": "OneFile may not show archived people to this program, so an assessor who shares a MIS ID with "
        "an archived one may not be noticed here. That stops your MIS from creating learners. " + _OWN_MIS_VALUES,
        "not-read": "OneFile did not show the details of {who}, so what the row says could not be compared with them.",
        "chosen": "For “{text}” you chose “{meant}”.",
        "email-placeholder": "it only fills the gap. OneFile writes to it, so it must be the person’s own.",
        "email-several": "it holds several. Keep one, the person’s own.",
        "email-no-at": "it has no @.",
        "email-long": "it is too long to be one.",
        "email-space": "it has a space inside.",
        "email-character": "it holds a character that no address has.",
        "no-email-to-create": "Their email is missing: without one nobody can be created.",
        "name-of-a-company": "“{name}” is the name of a company or placement. If a person is called so, write their "
        "first and last name in columns of their own.",
        "row-with-error": "Mend that row first.",
        "row-undecided": "Decide about that row first.",
        "row-left-out": "Take that row in as well, or write the email or MIS ID of somebody who is in OneFile.",
        "fill-in": "Fill in this cell, or leave the row out.",
        "counts-as-blank": "What stands there counts as blank: fill in the cell, or leave the row out.",
        "one-word": "The name in this cell is a single word, so use two columns, one for each name.",
        "no-column": "No column is recognised as this one: add it or map it, or set one value for everyone.",
        "digits-lost": "Excel has shortened it, so digits of it are lost. Look it up and write it in full, as text.",
        "uln-digits": "it has ten digits, the first not 0.",
        "uln-check": "its last digit does not fit the others, so one of them is mistyped.",
        "phone-characters": "it holds other things than digits.",
        "phone-several": "it holds several. Keep one.",
        "phone-digits": "a UK number has eleven digits with its 0 (a few have ten), and another begins with + and its "
        "country code.",
        "date-none": "is not a date. Write it day first, for instance 23/03/2004.",
        "date-calendar": "is not a date: that month does not have so many days.",
        "date-birth-future": "cannot be a date of birth: that day is still to come.",
        "date-birth-early": "cannot be a date of birth: it is too long ago.",
        "date-far": "is too far away to be right: look at its year.",
    }
)
"""What fills the blank `why` or `how` of a message, or stands before it, by a name of its own."""

CLAUSES: Mapping[str, str] = MappingProxyType(
    {
        "archived": "They are archived: reactivate them in OneFile, or create a new person",
        "returning": "the {by} agrees, but the programme is another: {what}. If it is a new portfolio, create a new "
        "person; if it goes on in the old one, this is them",
        "no-email": "no email",
        "row-with-error": "cannot be created as that row stands",
        "row-undecided": "waits for your decision",
        "row-left-out": "is left out",
    }
)
"""What fills a blank in the middle of a message, so that the sentence goes on, by a name of its own."""

CATALOGUE: Mapping[str, tuple[Severity, str]] = MappingProxyType(
    {code: (Severity.ERROR, text) for code, text in _ERRORS.items()}
    | {code: (Severity.WARNING, text) for code, text in _WARNINGS.items()}
)
"""Severity and message template by code."""


def problem(
    code: str, place: Place, *, value: str | None = None, suggestions: tuple[str, ...] = (), **details: object
) -> Problem:
    """The problem `code` at `place`. `value` is what the cell shows; `details` fill the message's other blanks."""
    severity, template = CATALOGUE[code]
    message = template.format(value=value, **details)
    if suggestions:
        message = f"{message} Did you mean {_either(suggestions)}?"
    return Problem(code, severity, message, place, value, suggestions)


def _either(suggestions: tuple[str, ...]) -> str:
    quoted = [f"“{suggestion}”" for suggestion in suggestions]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def rows_with_errors(problems: Iterable[Problem]) -> frozenset[tuple[str, int]]:
    """Sheet and number of each row that one of `problems` keeps back."""
    return frozenset(
        (found.place.sheet, found.place.row) for found in problems if found.is_error and found.place.row is not None
    )
