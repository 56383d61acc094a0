"""The environment is read strictly: what is missing or malformed names itself."""

import re
from pathlib import Path

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured

from housechats import env


def test_a_missing_variable_names_itself_and_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY is not set.*SECRET_KEY_FILE.*docs/runbook\.md"):
        env.text("SECRET_KEY")


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("тайна\n")
    monkeypatch.setenv("MESSENGER_TOKEN_FILE", str(secret))
    monkeypatch.setenv("MESSENGER_TOKEN", "the file wins")
    assert env.text("MESSENGER_TOKEN") == "тайна"


def test_an_unreadable_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY_FILE names .*nothing, which cannot be read"):
        env.text("SECRET_KEY")


@pytest.mark.parametrize(("value", "meaning"), [("1", True), (" Yes ", True), ("off", False), ("", False)])
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, value: str, meaning: bool) -> None:
    monkeypatch.setenv("DEBUG", value)
    assert env.flag("DEBUG", not meaning) is meaning


def test_a_flag_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="DEBUG='maybe' is neither yes nor no"):
        env.flag("DEBUG", False)


def test_a_number_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMULATOR_PORT", "eighty")
    with pytest.raises(ImproperlyConfigured, match="EMULATOR_PORT='eighty' is not a number"):
        env.number("EMULATOR_PORT", 8091)


def test_names_are_separated_by_commas_and_blanks_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "chats.example.ru, ,localhost")
    assert env.names("ALLOWED_HOSTS") == ["chats.example.ru", "localhost"]


def test_a_database_on_the_network() -> None:
    entry = env.database("postgres://portal:p%40ss@db.example.ru:6432/house%20chats?sslmode=verify-full")
    assert (entry["USER"], entry["PASSWORD"], entry["NAME"]) == ("portal", "p@ss", "house chats")
    assert (entry["HOST"], entry["PORT"], entry["OPTIONS"]) == (
        "db.example.ru",
        "6432",
        {**env.SILENT_LINE, "connect_timeout": "3", "sslmode": "verify-full"},
    )


def test_a_database_behind_a_socket() -> None:
    entry = env.database("postgres://postgres@:5432/housechats?host=/run/postgresql")
    assert (entry["HOST"], entry["PORT"], entry["OPTIONS"]) == ("/run/postgresql", "5432", {"connect_timeout": "3"})


@pytest.mark.parametrize("url", ["mysql://root@localhost/portal", "postgres://portal@localhost", ""])
def test_anything_but_a_postgres_address_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must look like postgres://"):
        env.database(url)


def test_the_runbook_explains_every_variable_of_the_settings() -> None:
    project = Path(env.__file__).parents[1]
    read = set(re.findall(r'env\.(\w+)\(\s*"(\w+)"', (project / "housechats/settings.py").read_text()))
    runbook = (project / "docs/runbook.md").read_text()
    assert read
    explained = {name for how, name in read if f"`{name}`" in runbook or (how == "family" and f"`{name}_" in runbook)}
    assert {name for _how, name in read} - explained == set()


def test_the_wait_for_a_database_may_be_another() -> None:
    options = env.database("postgres://db/houses?connect_timeout=9&tcp_user_timeout=5000")["OPTIONS"]
    assert (options["connect_timeout"], options["tcp_user_timeout"]) == ("9", "5000")


def test_the_driver_takes_every_word_about_a_silent_line() -> None:
    assert all(word in psycopg.conninfo.make_conninfo(**env.SILENT_LINE) for word in env.SILENT_LINE)
    with pytest.raises(psycopg.ProgrammingError):
        psycopg.conninfo.make_conninfo(keepalive_seconds="4")
