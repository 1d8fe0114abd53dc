"""What became of a row, in words: one catalogue for the wizard and the terminal."""

from onefile_desktop.run.results.outcome import Outcome
from onefile_desktop.run.results.outcome_words import OUTCOME_WORDS


def test_every_outcome_has_words_of_its_own() -> None:
    assert set(OUTCOME_WORDS) == set(Outcome)
    assert len(set(OUTCOME_WORDS.values())) == len(Outcome)
    assert all(words[0].isupper() and "-" not in words for words in OUTCOME_WORDS.values())
