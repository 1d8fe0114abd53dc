import gc

import pytest

from onefile_desktop import collector


def test_it_is_paused_inside_and_on_again_afterwards_even_after_an_error() -> None:
    @collector.paused()
    def fail() -> None:
        with collector.paused():
            pass
        assert not gc.isenabled()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert gc.isenabled()


def test_whoever_had_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        with collector.paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_was_built_meanwhile_is_old_at_once() -> None:
    with collector.paused():
        built = [[n] for n in range(1000)]
    young = [one for generation in (0, 1) for one in gc.get_objects(generation)]
    assert not any(one is built for one in young)
    assert any(one is built for one in gc.get_objects(2))
