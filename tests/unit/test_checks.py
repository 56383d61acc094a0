"""The installation says what is wrong with its settings before it is used."""

import os
import re
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import redis
from kombu import Connection

from housechats import env
from supervision import keyring
from supervision.checks import file_settings, messenger_settings, production, sign_in_settings

ROOT = Path(__file__).resolve().parents[2]


def found(settings: Any, **values: object) -> list[str]:
    for name, value in values.items():
        setattr(settings, name, value)
    return [message.id for message in messenger_settings(None)]


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        ({"LOCAL": True, "MESSENGER_TOKENS": {}}, []),
        ({"LOCAL": False, "MESSENGER_TOKENS": {"55": "token"}}, []),
        ({"LOCAL": False, "MESSENGER_TOKENS": {}}, ["supervision.W001"]),
        ({"MESSENGER_PROVISIONING": "magic"}, ["supervision.E001"]),
        ({"MESSENGER_CA_FILE": "no-such-root.pem"}, ["supervision.E002"]),
        ({"MESSENGER_CA_FILE": __file__}, ["supervision.E002"]),
    ],
)
def test_a_setting_that_cannot_work_is_named(settings: Any, values: dict[str, object], ids: list[str]) -> None:
    assert found(settings, **values) == ids


def test_a_misspelt_role_does_not_silently_go_without_its_second_factor(settings: Any) -> None:
    settings.MFA_REQUIRED_ROLES = ["administrator", "haed"]
    assert [found.id for found in sign_in_settings(None)] == ["supervision.E003"]
    settings.MFA_REQUIRED_ROLES = ["administrator", "head", "inspector", "analyst"]
    assert sign_in_settings(None) == []


def deployed(**environment: str) -> subprocess.CompletedProcess[str]:
    """`check --deploy` as an installation runs it, with this in place of its own environment."""
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    kept = {name: value for name, value in os.environ.items() if name not in ENVIRONMENT}
    return subprocess.run(command, cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True)


ENVIRONMENT = (
    *("HOUSECHATS_LOCAL", "DEBUG", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SECRET_KEY_FALLBACKS"),
    "ENCRYPTION_KEYS",
)


STRONG = "k7" * 20 + "abcdefghijklmnop"


def good(tmp_path: Path) -> dict[str, str]:
    return {
        "SECRET_KEY": STRONG,
        "ENCRYPTION_KEYS": keyring.new_key(),
        "MESSENGER_TOKEN": "token",
        "FILES_DIR": str(tmp_path),
        "DATABASE_URL": "postgres:///nothing-is-read",
        "REDIS_URL": "rediss://:password@redis.example.ru:6379/0",
    }


def test_a_good_production_environment_is_safe_to_deploy(tmp_path: Path) -> None:
    """Django's own list of what is dangerous and ours, on the defaults of an installation that is not local."""
    ran = deployed(**good(tmp_path))
    assert ran.returncode == 0, ran.stderr


def test_a_bad_production_environment_fails_with_errors(tmp_path: Path) -> None:
    bad = {"DEBUG": "1", "SECRET_KEY": "short", "REDIS_URL": "redis://redis.example.ru", "HOUSECHATS_LOCAL": "1"}
    bad |= {"ENCRYPTION_KEYS": "no-key", "DATABASE_URL": "postgres://db.example.ru/name"}
    ran = deployed(**{**good(tmp_path), **bad})
    assert ran.returncode == 1
    errors = ran.stderr.partition("ERRORS:")[2].partition("WARNINGS:")[0]
    assert {f"supervision.{number}" for number in ("E040", "E050", "E051", "E052", "E053", "E054")} <= set(
        re.findall(r"supervision\.E\d+", errors)
    )
    assert "no-key" not in ran.stderr


@pytest.mark.parametrize("weak", ["little", "a" * 60])
@pytest.mark.parametrize("name", ["SECRET_KEY", "SECRET_KEY_FALLBACKS"])
def test_no_key_that_is_believed_is_a_weak_one(settings: Any, name: str, weak: str) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = STRONG, [STRONG[::-1]]
    assert "supervision.E051" not in [error.id for error in production(None)]
    setattr(settings, name, weak if name == "SECRET_KEY" else [STRONG[::-1], weak])
    assert [error.msg.split()[0] for error in production(None) if error.id == "supervision.E051"] == [name]
    assert not [error for error in production(None) if weak in error.msg]


@pytest.mark.parametrize(
    ("url", "faults"),
    [
        ("redis://127.0.0.1:6379/0", 0),
        ("redis://[::1]:6379/0", 0),
        ("redis://localhost/0", 0),
        ("unix:///run/redis.sock", 0),
        ("rediss://:password@redis.example.ru/0", 0),
        ("rediss://:password@redis.example.ru/0?ssl_cert_reqs=required&ssl_check_hostname=true", 0),
        ("rediss://:password@redis.example.ru/0?ssl_ca_certs=/etc/ssl/redis.pem", 0),
        ("rediss://:password@redis.example.ru/0?ssl_cert_reqs=none", 1),
        ("rediss://:password@redis.example.ru/0?ssl_cert_reqs=required&ssl_cert_reqs=None", 1),
        ("rediss://:password@redis.example.ru/0?ssl_cert_reqs=optional", 1),
        ("rediss://:password@redis.example.ru/0?ssl_cert_reqs=", 1),
        ("rediss://:password@redis.example.ru/0?ssl%5Fcert%5Freqs=CERT_NONE", 1),
        ("rediss://:password@redis.example.ru/0?ssl_check_hostname=false", 1),
        ("rediss://redis.example.ru/0?ssl_cert_reqs=none", 2),
        ("rediss://127.0.0.1/0?ssl_cert_reqs=none", 0),
        ("rediss://redis.example.ru/0", 1),
        ("redis://:password@redis.example.ru/0", 1),
        ("redis://10.0.0.5/0", 2),
    ],
)
def test_redis_off_the_host_needs_password_and_encryption(settings: Any, url: str, faults: int) -> None:
    settings.DEBUG, settings.LOCAL, settings.SECRET_KEY, settings.REDIS_URL = False, False, "k7abcdefghij" * 5, url
    assert [found.id for found in production(None)] == ["supervision.E052"] * faults


@pytest.mark.parametrize(
    "options", ["", "?ssl_ca_certs=/etc/ssl/redis.pem", "?ssl_cert_reqs=required", "?ssl_check_hostname=true"]
)
def test_workers_hold_redis_to_its_certificate_as_the_cache_does(options: str) -> None:
    """As both clients read an address that the check lets pass; Celery's asks for none by itself."""
    url = f"rediss://:password@redis.example.ru:6379/0{options}"
    with Connection(env.broker(url)) as connection:
        assert connection.ssl["ssl_cert_reqs"] == ssl.CERT_REQUIRED
        assert (connection.hostname, connection.password) == ("redis.example.ru", "password")
        assert (connection.port, connection.virtual_host) == (6379, "0")
    cache = redis.Redis.from_url(url).connection_pool.make_connection()
    assert cache.cert_reqs == ssl.CERT_REQUIRED


@pytest.mark.parametrize("url", ["redis://", "redis://:password@127.0.0.1:6379/0", "rediss://h/0?ssl_cert_reqs=none"])
def test_another_address_is_left_as_it_is(url: str) -> None:
    assert env.broker(url) == url


@pytest.mark.parametrize(
    ("url", "faults"),
    [
        ("postgres:///name", 0),
        ("postgres://portal@/name?host=/run/postgresql", 0),
        ("postgres://portal:secret@localhost:5432/name", 0),
        ("postgres://portal:secret@127.0.0.1/name", 0),
        ("postgres://portal:secret@[::1]/name", 0),
        ("postgres://portal:secret@db.example.ru/name?sslmode=verify-full", 0),
        ("postgres://portal:secret@db.example.ru/name?sslmode=verify-ca", 1),
        ("postgres://portal:secret@db.example.ru/name?sslmode=require", 1),
        ("postgres://portal:secret@db.example.ru/name", 1),
        ("postgres://portal:secret@10.0.0.5/name", 1),
    ],
)
def test_a_database_off_the_host_is_held_to_its_certificate(
    settings: Any, monkeypatch: pytest.MonkeyPatch, url: str, faults: int
) -> None:
    settings.DEBUG, settings.LOCAL, settings.SECRET_KEY = False, False, "k7abcdefghij" * 5
    settings.REDIS_URL = "redis://localhost/0"
    monkeypatch.setitem(settings.DATABASES, "default", env.database(url))
    assert [found.id for found in production(None)] == ["supervision.E054"] * faults


def test_files_need_a_folder_that_can_be_written(settings: Any, tmp_path: Path) -> None:
    settings.LOCAL, settings.MEDIA_ROOT = False, str(tmp_path / "none")
    assert [message.id for message in file_settings(None)] == ["supervision.E030"]
    settings.MEDIA_ROOT = str(tmp_path)
    assert file_settings(None) == []
