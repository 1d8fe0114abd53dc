"""The token in a real store for secrets. Run by CI in a session with an unlocked one; not collected by itself,
because the tests need no keyring.
"""

from onefile_desktop import credentials


def test_a_token_goes_into_the_store_and_out_again() -> None:
    name = "A connection of the tests"
    assert credentials.token_of(name) is None
    credentials.save_token(name, "an-invented-token")
    try:
        assert credentials.token_of(name) == "an-invented-token"
        credentials.save_token(name, "another-invented-token")
        assert credentials.token_of(name) == "another-invented-token"
    finally:
        credentials.forget_token(name)
    assert credentials.token_of(name) is None
