"""The files of a publication as bytes: figures as CSV and JSON, their schema, the passport in two forms, checksums.

The passport is DCAT (W3C) as JSON-LD, and lines of property and value as passports of data.gov.ru have them, as far as
that form is public (docs/adr/0104). Texts are in the language of the portal's records.
"""

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from supervision.open_data.published_rows import COLUMNS, PublishedRow
from supervision.open_data.suppression import FEWEST
from supervision.stored_language import in_portal_language

NAMED = ("day", "region_code", "region", "municipality")
MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}
CHECKSUMS = "SHA256SUMS"
IDENTIFIER = "house-chats"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who answers for the data; `address` is that of the folder of the publications, with a slash at its end."""

    name: str
    contact: str
    address: str


def files_of(rows: Sequence[PublishedRow], publisher: Publisher, *, version: str, at: datetime) -> dict[str, bytes]:
    """By name. The checksums are of all the others."""
    with in_portal_language():
        described = _described()
        found = {
            "figures.csv": _csv(rows),
            "figures.json": _json({"version": version, "rows": [_plain(row) for row in rows]}),
            "schema.json": _json(_schema(described)),
            "passport.json": _json(_dcat(publisher, version, at)),
            "passport.csv": _passport(publisher, version, at),
        }
    sums = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(found.items())]
    return {**found, CHECKSUMS: "".join(sums).encode()}


def _plain(row: PublishedRow) -> dict[str, Any]:
    named = {"day": row.day.isoformat(), "region_code": row.region_code, "region": row.region}
    return {**named, "municipality": row.municipality, **row.figures}


def _csv(rows: Sequence[PublishedRow]) -> bytes:
    """For programs: UTF-8, commas, a cell that is left out is empty."""
    text = StringIO(newline="")
    lines = csv.DictWriter(text, [*NAMED, *COLUMNS], lineterminator="\r\n")
    lines.writeheader()
    lines.writerows(_plain(row) for row in rows)
    return text.getvalue().encode()


def _json(content: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode()


def _described() -> dict[str, str]:
    return {
        "day": _("The day at whose start the figures were counted, on the region's own clock."),
        "region_code": _("Code of the region."),
        "region": _("Name of the region."),
        "municipality": _("Name of the municipality; empty in the row of the region itself."),
        "houses": _("Houses that stand."),
        "in_scope": _("Houses that get a chat by the policy of their region."),
        "with_chat": _("Chats created in the messenger for houses in scope."),
        "with_company_admin": _("Of these chats, with an administrator of the company."),
        "with_right_owner": _("Of these chats, with the owner wished."),
        "participants": _("Participants of these chats, as last seen."),
    }


def _schema(described: Mapping[str, str]) -> dict[str, Any]:
    """Table Schema (specs.frictionlessdata.io), of the CSV and of each of the rows of the JSON."""
    kinds = {"day": "date", **dict.fromkeys(("region_code", "region", "municipality"), "string")}
    fields = [
        {"name": name, "type": kinds.get(name, "integer"), "description": described[name]}
        for name in (*NAMED, *COLUMNS)
    ]
    return {"fields": fields, "missingValues": [""], "primaryKey": ["region_code", "municipality"]}


def _about() -> tuple[str, str]:
    words = _(
        "Official house chats by region and municipality: sums of a day. Left empty is what counts fewer than "
        "%(fewest)d houses, and what would give that back."
    )
    return _("House chats of regions and municipalities"), words % {"fewest": FEWEST}


def _dcat(publisher: Publisher, version: str, at: datetime) -> dict[str, Any]:
    title, about = _about()
    return {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
        "@type": "dcat:Dataset",
        "dct:identifier": IDENTIFIER,
        "dct:title": title,
        "dct:description": about,
        "dct:publisher": publisher.name,
        "dcat:contactPoint": publisher.contact,
        "dct:issued": at.isoformat(),
        "dcat:version": version,
        "dct:accrualPeriodicity": "http://purl.org/cld/freq/daily",
        "dct:conformsTo": f"{publisher.address}{version}/schema.json",
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:downloadURL": f"{publisher.address}{version}/figures.{form}",
                "dcat:mediaType": kind,
            }
            for form, kind in MEDIA_TYPES.items()
        ],
    }


def _passport(publisher: Publisher, version: str, at: datetime) -> bytes:
    title, about = _about()
    stamp = version.replace("-", "")
    lines = [
        ("property", "value"),
        ("standardversion", "http://opendata.gosmonitor.ru/standard/3.0"),
        ("identifier", IDENTIFIER),
        ("title", title),
        ("description", about),
        ("creator", publisher.name),
        ("created", stamp),
        ("modified", stamp),
        ("subject", _("house chats, apartment buildings, housing supervision")),
        ("format", "csv"),
        (f"data-{stamp}-structure-{stamp}", f"{publisher.address}{version}/figures.csv"),
        (f"structure-{stamp}", f"{publisher.address}{version}/schema.json"),
        ("publishername", publisher.name),
        ("publishermbox", publisher.contact),
        ("valid", f"{at:%Y%m%d}"),
    ]
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode()
