"""Settings come back as they were saved, and a broken file costs nothing but the settings."""

import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from onefile_desktop import settings
from onefile_desktop.settings import SavedConnection, SavedMapping, Settings
from tests.run.disks import disk

SAVED = Settings(
    connections=(
        SavedConnection("Zoë’s centre", "https://wsapi.onefile.co.uk/api/v2.1", 5740, "Example – Business"),
        SavedConnection("Beta", "https://wsapibeta.onefile.co.uk/api/v2.1"),
        SavedConnection(
            "Tried", "https://wsapi2.onefile.co.uk/api/v2.1", abilities={"shows_email": True, "honours": []}
        ),
    ),
    roster_folder="/home/ada/rosters",
    mappings=(
        SavedMapping(("Prénom", "", "Name", "Name"), (("Prénom", "FirstName"), ("C", "LastName"), ("B", "-"))),
        SavedMapping(("Ref",), (("Ref", "MISID"),)),
    ),
    calls_at_once=8,
    keep_days=365,
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ONEFILE_DESKTOP_HOME", str(tmp_path))
    return tmp_path


def test_the_first_start() -> None:
    assert settings.load() == Settings()
    assert settings.load().notice is None


def test_saved_and_loaded(home: Path) -> None:
    settings.save(Settings(notice="Not kept"))
    settings.save(SAVED)
    assert settings.load() == SAVED
    assert settings.load().notice is None
    assert [file.name for file in home.iterdir()] == ["settings.json"]
    assert json.loads((home / "settings.json").read_text("utf-8"))["schema"] == 1


def test_connections_from_before_the_searches_were_tried_out(home: Path) -> None:
    settings.save(SAVED)
    file = home / "settings.json"
    content = json.loads(file.read_text("utf-8"))
    for connection in content["connections"]:
        del connection["abilities"]
    file.write_text(json.dumps(content), "utf-8")
    loaded = settings.load()
    assert loaded.notice is None
    assert [one.abilities for one in loaded.connections] == [None, None, None]
    assert loaded.connections[:2] == SAVED.connections[:2]


@pytest.mark.usefixtures("home")
def test_connections_by_name() -> None:
    assert SAVED.connection("Beta") == SAVED.connections[1]
    assert SAVED.connection("Gamma") is None


def test_for_its_owner_only(home: Path) -> None:
    settings.save(SAVED)
    mode = stat.S_IMODE((home / "settings.json").stat().st_mode)
    assert os.name == "nt" or mode == 0o600


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"schema": 2, "connections": []}',
        b'{"schema": 1, "connections": {}}',
        b'{"schema": 1, "connections": [3]}',
        b'{"schema": 1, "connections": [{"name": "A"}]}',
        b'{"schema": 1, "connections": [{"name": 3, "url": "u", "organisation_id": 1, "organisation_name": "C"}]}',
        b'{"schema": 1, "connections": [{"name": "A", "url": "u", "organisation_id": "1", "organisation_name": "C"}]}',
        b'{"schema": 1, "connections": [], "roster_folder": 3}',
        b'{"schema": 1, "connections": [], "mappings": {}}',
        b'{"schema": 1, "connections": [], "mappings": [{"headers": [1], "choices": []}]}',
        b'{"schema": 1, "connections": [], "mappings": [{"headers": [], "choices": [["A"]]}]}',
        b'{"schema": 1, "connections": [], "mappings": [{"headers": [], "choices": ["AB"]}]}',
        pytest.param(b"[" * 100_000, id="deep"),
    ],
)
def test_an_unusable_file_is_moved_aside(home: Path, content: bytes) -> None:
    (home / "settings.json").write_bytes(content)
    loaded = settings.load()
    assert loaded == Settings(keep_days=365)
    assert "settings.unreadable.json" in (loaded.notice or "")
    assert (home / "settings.unreadable.json").read_bytes() == content
    assert settings.load().notice is None


def test_what_a_later_program_adds_is_no_trouble(home: Path) -> None:
    settings.save(SAVED)
    file = home / "settings.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), "theme": "dark"}))
    assert settings.load() == SAVED


def test_a_file_from_before_mappings_were_remembered(home: Path) -> None:
    settings.save(SAVED)
    file = home / "settings.json"
    content = json.loads(file.read_text("utf-8"))
    del content["mappings"]
    file.write_text(json.dumps(content))
    assert settings.load() == replace(SAVED, mappings=())


def _with(home: Path, **others: object) -> Settings:
    settings.save(SAVED)
    file = home / "settings.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), **others}))
    return settings.load()


@pytest.mark.parametrize("value", [0, 9, -1, "4", 4.0, True, None, [4]])
def test_a_number_of_calls_that_cannot_be_is_not_taken(home: Path, value: object) -> None:
    assert _with(home, calls_at_once=value) == replace(SAVED, calls_at_once=4)
    assert settings.load().notice is None


@pytest.mark.parametrize("value", [0, 366, "30", 1.5, False, None])
def test_a_number_of_days_that_cannot_be_is_not_taken(home: Path, value: object) -> None:
    assert _with(home, keep_days=value) == replace(SAVED, keep_days=30)


@pytest.mark.parametrize(("calls", "days"), [(1, 1), (8, 365), (3, 14)])
def test_numbers_that_can_be_are_taken(home: Path, calls: int, days: int) -> None:
    loaded = _with(home, calls_at_once=calls, keep_days=days)
    assert (loaded.calls_at_once, loaded.keep_days) == (calls, days)


def test_a_file_from_before_these_numbers(home: Path) -> None:
    settings.save(SAVED)
    file = home / "settings.json"
    content = json.loads(file.read_text("utf-8"))
    del content["calls_at_once"], content["keep_days"]
    file.write_text(json.dumps(content))
    assert settings.load() == replace(SAVED, calls_at_once=4, keep_days=30)


def test_every_file_with_settings_is_known(home: Path) -> None:
    settings.save(SAVED)
    (home / "settings.unreadable.json").write_text("{")
    (home / "settings.unreadable-2.json").write_text("{")
    (home / "settings.json.a1_b2c3d").write_text("{")  # the power went while it was written
    (home / "other.json").write_text("{")
    (home / "settings.json5").write_text("{")
    (home / "settings.unreadable.json.txt").write_text("{")
    assert [file.name for file in settings.files()] == [
        "settings.json",
        "settings.json.a1_b2c3d",
        "settings.unreadable-2.json",
        "settings.unreadable.json",
    ]


def test_a_file_that_cannot_be_opened(home: Path) -> None:
    (home / "settings.json").mkdir()
    loaded = settings.load()
    assert loaded == Settings(keep_days=365)
    assert loaded.notice is not None


def test_a_file_that_cannot_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with disk(tmp_path / "disk", 64) as small:
        monkeypatch.setenv("ONEFILE_DESKTOP_HOME", str(small.folder))
        (small.folder / "settings.json").write_text("{")
        with small.read_only():
            assert str(small.folder / "settings.json") in (settings.load().notice or "")


def test_a_file_that_was_set_aside_before_is_not_overwritten(home: Path) -> None:
    for number in range(3):
        (home / "settings.json").write_text(f"[{number}")
        assert settings.load().notice is not None
    aside = {file.name: file.read_text() for file in home.iterdir()}
    assert aside == {
        "settings.unreadable.json": "[0",
        "settings.unreadable-2.json": "[1",
        "settings.unreadable-3.json": "[2",
    }


def test_how_long_to_keep_is_known_only_where_it_can_be_read(home: Path) -> None:
    assert (settings.keep_days(), settings.are_whole()) == (30, True)
    settings.save(SAVED)
    assert (settings.keep_days(), settings.are_whole()) == (365, True)
    (home / "settings.json").write_text("{")
    assert (settings.keep_days(), settings.are_whole()) == (None, False)
    assert settings.load().notice is not None
    assert (settings.keep_days(), settings.are_whole()) == (None, False)
    settings.save(replace(settings.load(), roster_folder="/rosters"))  # nobody has chosen how long
    assert (settings.keep_days(), settings.are_whole()) == (365, False)
    settings.save(Settings(keep_days=7))
    assert (settings.keep_days(), settings.are_whole()) == (7, False)


def test_a_save_that_fails_leaves_the_old_file(home: Path) -> None:
    (home / "settings.json").mkdir()
    with pytest.raises(OSError, match=r"settings\.json"):
        settings.save(SAVED)
    assert [file.name for file in home.iterdir()] == ["settings.json"]


def test_what_can_be_done_without_is_saved_if_possible(home: Path) -> None:
    assert settings.save_if_possible(SAVED)
    assert settings.load() == SAVED
    (home / "settings.json").unlink()
    (home / "settings.json").mkdir()
    assert not settings.save_if_possible(SAVED)
