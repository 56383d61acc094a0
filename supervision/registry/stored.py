"""What an importer found, in the form in which `Upload.report` keeps it: the page that shows it needs no file. Pure.

At most `MOST_ISSUES` remarks are kept with their number in all; a file with more is itself the better list.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from supervision.errors import BadFile
from supervision.registry.file_rows import RowIssue
from supervision.registry.report import ChatsReport, ImportReport, Report, dated_as_json

MOST_ISSUES = 1_000
MOST_DATED = 200  # numbers that a person confirms at a time; the next are asked when these are read
APPROVABLE = frozenset({"far_ahead", "older_file"})  # doubts about the day, told before anything is compared


def of_report(report: Report, *, kind: str, sha256: Sequence[str], digest: str) -> dict[str, Any]:
    return stored(
        kind=kind,
        counts=report.counts(),
        heading=report.heading,
        sections=[
            {"title": part.title, "lines": list(map(_plain, part.lines)), "total": part.total}
            for part in report.sections
        ],
        issues=report.issues[:MOST_ISSUES],
        issues_total=report.issues_total if isinstance(report, ChatsReport) else len(report.issues),
        refusal=report.refusal,
        can_be_approved=report.can_be_approved,
        sha256=sha256,
        digest=digest,
        dated=dated_as_json(report.dated) if isinstance(report, ImportReport) else (),
    )


def of_bad_file(error: BadFile) -> dict[str, Any]:
    issue = RowIssue(error.line, error.code, error.message, error.file)
    return stored(
        kind="",
        counts={},
        issues=[issue],
        issues_total=1,
        refusal=str(error),
        can_be_approved=error.code in APPROVABLE,
    )


def stored(
    *,
    kind: str,
    counts: Mapping[str, Any],
    issues: Sequence[RowIssue],
    issues_total: int,
    heading: str = "",
    sections: Sequence[Mapping[str, Any]] = (),
    refusal: str = "",
    can_be_approved: bool = False,
    sha256: Sequence[str] = (),
    digest: str = "",
    dated: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    return {
        "kind": kind,
        "heading": heading,
        "counts": dict(counts),
        "sections": list(sections),
        "issues": [
            {"line": each.line, "code": each.code, "message": _plain(each.message), "file": each.file}
            for each in issues
        ],
        "issues_total": issues_total,
        "refusal": _plain(refusal),
        "can_be_approved": can_be_approved,
        "sha256": list(sha256),
        "digest": digest,
        "dated_numbers": [{**each, "typed": _plain(each["typed"])} for each in dated[:MOST_DATED]],
        "dated_total": len(dated),
    }


def _plain(text: str) -> str:
    """PostgreSQL keeps no zero byte, and a spoilt line may hold one."""
    return text.replace("\0", "")
