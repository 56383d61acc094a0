"""The demo: its logins are kept beside its data for nobody else and told again, and it has a month behind it."""

import stat
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command

from supervision.management.commands.load_demo import LOGINS, logins_of_demo
from supervision.management.demo_history import NIGHTS
from supervision.models import DailySnapshot, Target


@pytest.mark.django_db
def test_what_is_printed_is_kept_and_opens_the_portal(settings: Any, tmp_path: Path) -> None:
    settings.LOCAL, settings.LOCAL_DIR = True, tmp_path / "local"
    quiet, first, second = StringIO(), StringIO(), StringIO()
    call_command("load_demo", quiet_logins=True, stdout=quiet)
    nights = DailySnapshot.objects.filter(region="71", municipality=None).order_by("day")
    assert nights.count() == NIGHTS
    shares = [night.with_chat / night.in_scope for night in nights]
    assert shares == sorted(shares) and nights.last().day == nights.last().region.today() - timedelta(days=1)
    assert Target.objects.count() == 1
    for out in (first, second):
        call_command("load_demo", stdout=out)
    kept = tmp_path / "local" / "logins.txt"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    told = dict(line.split() for line in logins_of_demo().splitlines())
    assert set(told) == set(LOGINS)
    assert all(authenticate(None, username=name, password=word) for name, word in told.items())
    assert told["admin"] not in quiet.getvalue()
    assert (nights.count(), Target.objects.count()) == (NIGHTS, 1)
    assert first.getvalue() == second.getvalue() and told["admin"] in first.getvalue()
