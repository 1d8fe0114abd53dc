"""The six roles that OneFile's API knows, and which of them an assignment level takes.

Source: OneFile's guides "Creating and managing users via the API" (role numbers) and "Assigning users to
learners via the API" (levels). A trainee assessor counts as an assessor.
"""

from enum import IntEnum


class Role(IntEnum):
    """A user role, with the number the API uses for it."""

    LEARNER = 1
    TRAINEE_ASSESSOR = 4
    ASSESSOR = 5
    IQA = 10
    EMPLOYER = 40
    OBSERVER = 45

    @property
    def label(self) -> str:
        """The role's name for people, as OneFile's guide prints it."""
        return _LABELS[self]


_LABELS = {
    Role.LEARNER: "Learner",
    Role.TRAINEE_ASSESSOR: "Trainee Assessor",
    Role.ASSESSOR: "Assessor",
    Role.IQA: "IQA",
    Role.EMPLOYER: "Employer",
    Role.OBSERVER: "Observer",
}

ASSESSORS = frozenset({Role.ASSESSOR, Role.TRAINEE_ASSESSOR})


class Level(IntEnum):
    """What an assignment is to: everything of the learner, one unit summary, or one learning aim."""

    ADDITIONAL = 1
    UNIT_SUMMARY = 2
    LEARNING_AIM = 3

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of the people who can be assigned at this level."""
        verifying = ASSESSORS | {Role.IQA}
        return verifying | {Role.EMPLOYER, Role.OBSERVER} if self is Level.ADDITIONAL else verifying
