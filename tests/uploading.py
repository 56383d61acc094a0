"""A person at the pages of uploads, and the worker that comes by.

A module that names `storage` and `desk` in `__all__` has both: files are kept in a folder of the test.
"""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from supervision.enums import Role
from supervision.imports import background
from supervision.models import Region, Upload
from tests.browsing import entered
from tests.frt_files import houses_file, street
from tests.world import World

NEW = "admin:supervision_upload_new"


class Desk:
    """Signed in; what is done here goes through the pages."""

    def __init__(self, region: Region, role: Role = Role.INSPECTOR, user: User | None = None) -> None:
        self.region = region
        self.user = user or User.objects.create_user(f"{role}-{region.pk}")
        self.client = entered(self.user, role, region)

    def post(self, path: Path, second: Path | None = None, *, name: str = "", as_of: str = "") -> Any:
        form: dict[str, object] = {"region": self.region.pk, "as_of": as_of}
        form["file"] = SimpleUploadedFile(name or path.name, path.read_bytes())
        if second:
            form["second"] = SimpleUploadedFile(second.name, second.read_bytes())
        return self.client.post(reverse(NEW), form)

    def upload(self, path: Path, second: Path | None = None, **more: str) -> Upload:
        answer = self.post(path, second, **more)
        assert answer.status_code == 302, answer.context["form"].errors
        return Upload.objects.latest("pk")

    def read(self, path: Path, second: Path | None = None, **more: str) -> Upload:
        return worked_on(self.upload(path, second, **more))

    def press(self, upload: Upload, button: str, **fields: str) -> Any:
        url = reverse("admin:supervision_upload_press", args=[upload.pk, button])
        return self.client.post(url, fields, follow=True)

    def apply(self, upload: Upload, **fields: str) -> Upload:
        self.press(upload, "apply", seen=upload.report["digest"], **fields)
        return worked_on(upload)

    def page(self, upload: Upload) -> Any:
        return self.client.get(reverse("admin:supervision_upload_change", args=[upload.pk]))

    def progress(self, upload: Upload) -> Any:
        return self.client.get(reverse("admin:supervision_upload_progress", args=[upload.pk]))

    def remarks(self, upload: Upload, kind: str) -> Any:
        return self.client.post(reverse("admin:supervision_upload_remarks", args=[upload.pk, kind]))


def worked_on(upload: Upload) -> Upload:
    """A worker comes by once."""
    background.work_on(upload.region_id)
    upload.refresh_from_db()
    return upload


def said(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "stored"
    return settings.MEDIA_ROOT


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world.region)


def houses(folder: Path, count: int = 3, manager: object = "", *, day: str = "20261101") -> Path:
    return houses_file(folder, street(count, manager), day=day)


def stored_files(storage: Path) -> list[Path]:
    return [path for path in storage.rglob("*") if path.is_file()]
