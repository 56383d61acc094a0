"""What an installation is made from: units, proxy, image and monitoring fit the portal as it is.

Pulling base images and starting containers is not tried here; that the image holds what the portal needs is.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from prometheus_client.parser import text_string_to_metric_families

from housechats import celeryconfig
from supervision import keyring
from supervision.signin.middleware import BoundedRequest
from supervision.upkeep import gauges
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
ALERTS = yaml.safe_load((DEPLOY / "monitoring" / "alerts.yaml").read_text(encoding="utf-8"))
DASHBOARD = json.loads((DEPLOY / "monitoring" / "dashboard.json").read_text(encoding="utf-8"))
QUEUES = {"celery", *(route["queue"] for route in celeryconfig.task_routes.values())}


def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **options)


def command_of(unit: Path, line: str = "ExecStart") -> list[str]:
    found = re.search(rf"^{line}=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return shlex.split(found[1])


def image() -> str:
    return (DEPLOY / "Containerfile").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_reads_every_unit_without_a_complaint(unit: Path, tmp_path: Path) -> None:
    """Where the programs of this machine stand in for those of an installation."""
    text = unit.read_text(encoding="utf-8")
    text = text.replace("/opt/housechats/.venv/bin", str(Path(sys.executable).parent)).replace("User=housechats\n", "")
    (tmp_path / unit.name).write_text(text.replace("/opt/housechats", str(ROOT)), encoding="utf-8")
    name = unit.name.replace("@.", "@1.")
    ran = run(["systemd-analyze", "verify", "--man=no", str(tmp_path / name)])
    assert (ran.returncode, [line for line in ran.stderr.splitlines() if unit.stem.strip("@") in line]) == (0, [])


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not on this machine")
def test_nginx_takes_the_configuration(tmp_path: Path) -> None:
    made = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]
    names = [
        "-subj",
        "/CN=chats.example.ru",
        "-keyout",
        str(tmp_path / "chats.key"),
        "-out",
        str(tmp_path / "chats.pem"),
    ]
    assert run(["openssl", "req", *made, *names]).returncode == 0
    told = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for folder in ("/etc/nginx/tls", "/var/log/nginx"):
        told = told.replace(folder, str(tmp_path))
    whole = f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{told}\n}}\n"
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    ran = run(["nginx", "-t", "-q", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")])
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_web_server_is_started_alike_everywhere() -> None:
    """But for the address at which it listens."""
    unit = command_of(DEPLOY / "systemd" / "housechats-web.service")[1:]
    found = re.search(r"^CMD (\[.*\])$", image(), re.MULTILINE)
    assert found
    container = json.loads(found[1])[1:]
    for command in (unit, container):
        del command[command.index("--bind") : command.index("--bind") + 2]
    assert unit == container
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "housechats.settings"}
    checked = run([sys.executable, "-m", "gunicorn", "--check-config", *unit], cwd=ROOT, env=environment)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_no_unit_starts_with_settings_that_are_not_safe(unit: Path) -> None:
    assert command_of(unit, "ExecStartPre")[1:] == ["manage.py", "check", "--deploy"]


@pytest.mark.parametrize(
    ("command", "redis", "starts"),
    [
        (["gunicorn", "--version"], "redis://:password@127.0.0.1/0", True),
        (["gunicorn", "--version"], "redis://redis.example.ru/0", False),
        (["celery", "--version"], "redis://redis.example.ru/0", False),
        (["python", "-c", "print('asked nothing')"], "redis://redis.example.ru/0", True),
    ],
)
def test_no_container_starts_with_settings_that_are_not_safe(
    tmp_path: Path, command: list[str], redis: str, starts: bool
) -> None:
    """As the image runs every command of compose.yaml; what people run by hand is not asked about."""
    found = re.search(r"^ENTRYPOINT (\[.*\])$", image(), re.MULTILINE)
    assert found and not any("entrypoint" in service for service in COMPOSE["services"].values())
    safe = {"SECRET_KEY": "k7" * 20 + "abcdefghijklmnop", "ENCRYPTION_KEYS": keyring.new_key()}
    safe |= {"FILES_DIR": str(tmp_path), "DATABASE_URL": "postgres:///nothing-is-read", "REDIS_URL": redis}
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    ran = run([*json.loads(found[1]), *command], cwd=ROOT, env={"PATH": path, **safe})
    assert (ran.returncode == 0, bool(ran.stdout)) == (starts, starts), ran.stderr
    assert ("supervision.E052" in ran.stderr) != starts


def test_the_proxy_takes_the_largest_upload_and_little_more() -> None:
    """Of the default UPLOAD_MAX_MB; the runbook says the same."""
    sizes = [
        re.findall(r"client_max_body_size (\d+)m", text.read_text(encoding="utf-8"))
        for text in (DEPLOY / "nginx.conf", ROOT / "docs" / "runbook.md")
    ]
    assert sizes[0] == sizes[1] and len(sizes[0]) == 1
    spare = int(sizes[0][0]) * 1024**2 - settings.UPLOAD_MAX_BYTES - BoundedRequest.AROUND_A_FILE
    assert 0 < spare < 20 * 1024**2


def test_every_queue_has_a_worker_by_units_and_by_containers() -> None:
    def listened(command: list[str]) -> str:
        return command[command.index("--queues") + 1] if "--queues" in command else "celery"

    by_units = {listened(command) for unit in UNITS if "worker" in (command := command_of(unit))}
    commands = [service.get("command", []) for service in COMPOSE["services"].values()]
    by_containers = {listened(command) for command in commands if "worker" in command}
    assert by_units == by_containers == QUEUES


def test_containers_name_only_secrets_and_volumes_that_there_are() -> None:
    for name, service in COMPOSE["services"].items():
        assert set(service["secrets"]) <= set(COMPOSE["secrets"]), name
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= set(COMPOSE["volumes"]), name
        assert set(service.get("depends_on", {})) <= set(COMPOSE["services"]), name


def test_the_image_holds_what_the_portal_needs(tmp_path: Path) -> None:
    """Its files alone, in an empty folder: the settings are safe to deploy and the static files are gathered."""
    for source in re.findall(r"^COPY (\S+) ", image(), re.MULTILINE):
        at = ROOT / source
        if at.is_dir():
            shutil.copytree(at, tmp_path / source, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(at, tmp_path / source)
    alone = {"PATH": os.environ["PATH"], "DATABASE_URL": "postgres:///none", "REDIS_URL": "redis://localhost/0"}
    alone |= {"HOUSECHATS_LOCAL": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    for command in (["check"], ["collectstatic", "--noinput", "-v0"]):
        ran = run([sys.executable, "manage.py", *command], cwd=tmp_path, env=alone)
        assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "static" / "supervision" / "portal.css").exists()


# --- monitoring -----------------------------------------------------------------------------------------------------


def expressions() -> list[str]:
    rules = [rule["expr"] for group in ALERTS["groups"] for rule in group["rules"]]
    return [*rules, *(target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"])]


def test_rules_and_pictures_ask_for_figures_that_there_are(world: World) -> None:
    families = text_string_to_metric_families(gauges.told().decode())
    told = {f"{family.name}{'_total' * (family.type == 'counter')}" for family in families}
    asked = {name for text in expressions() for name in re.findall(r"\bhousechats_\w+", text)}
    assert asked == told


def test_every_alert_says_in_a_sentence_what_the_operator_needs() -> None:
    for group in ALERTS["groups"]:
        for rule in group["rules"]:
            assert re.search(r"[а-я].*\.$", rule["annotations"]["summary"]), rule["alert"]
