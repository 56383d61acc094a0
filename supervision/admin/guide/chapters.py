"""The guide in Russian, as chapters that pages show: docs/ru as it lies beside the code. Reads files, nothing else.

    chapter("imports")      # its title and HTML, None where there is no such chapter
    picture("desk.png")     # the file of a picture that a chapter shows, None for any other name
    helping("supervision_house_correct")    # the chapter that helps on the page of this name

Links between chapters and to pictures become those of the portal; what lies outside docs/ru is named without a link.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

CHAPTERS: Path = settings.BASE_DIR / "docs" / "ru"
PICTURES: Path = settings.BASE_DIR / "docs" / "screenshots"
FIRST = "README"
# by how the name of a page begins: the longest that fits
HELPS = {
    "access": "access",
    "find": "lists",
    "notice": "notices",
    "report": "analyst",
    "set_up": "first-hour",
    "supervision_absence": "colleague-leaves",
    "supervision_adoption": "imports",
    "supervision_apiclient": "administrator",
    "supervision_chat": "red-states",
    "supervision_house": "lists",
    "supervision_house_correct": "correct-house",
    "supervision_house_merge": "merge-houses",
    "supervision_house_replace_company": "first-of-month",
    "supervision_importissue": "imports",
    "supervision_importrun": "imports",
    "supervision_inspector": "colleague-leaves",
    "supervision_inspector_invitation": "invitations",
    "supervision_inspector_new": "invitations",
    "supervision_managementperiod": "first-of-month",
    "supervision_messengeraccount": "first-hour",
    "supervision_messengercall": "red-states",
    "supervision_operation": "first-of-month",
    "supervision_organisation": "licence-annulled",
    "supervision_organisation_people": "invitations",
    "people_awaited": "company-link",
    "supervision_region": "first-hour",
    "supervision_representative": "invitations",
    "supervision_syncrequest": "red-states",
    "supervision_target": "analyst",
    "supervision_upload": "imports",
    "supervision_webhook": "administrator",
    "supervision_workorder": "red-states",
}
# columns whose words have a meaning of their own, and where it is explained
COLUMNS = {
    "state": "red-states",
    "shown_state": "red-states",
    "official_chat": "red-states",
    "reason": "red-states",
    "lane": "red-states",
    "excluded_on": "licence-annulled",
    "numbers_are_right": "imports",
    "remark": "red-states",
}


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    body: SafeString


@cache
def names() -> frozenset[str]:
    """The chapters that there are, by the names of their files."""
    return frozenset(path.stem for path in CHAPTERS.glob("*.md"))


@cache
def chapter(name: str) -> Chapter | None:
    """The text is the project's own, and HTML in it is shown as text all the same."""
    if name not in names():
        return None
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse((CHAPTERS / f"{name}.md").read_text(encoding="utf-8"))
    title = tokens[1].content  # the first line of every chapter is its heading
    for token in tokens:
        _lead_into_the_portal(token.children or ())
    html = reader.renderer.render(tokens[3:], reader.options, {})
    return Chapter(title, mark_safe(html))  # noqa: S308  # made of our own text, HTML escaped


def picture(name: str) -> Path | None:
    path = PICTURES / name
    return path if path.parent == PICTURES and path.suffix == ".png" and path.is_file() else None


def helping(page: str) -> str:
    """The name of the chapter; that of the first one where no other is nearer."""
    fitting = [beginning for beginning in HELPS if page.startswith(beginning)]
    return HELPS[max(fitting, key=len)] if fitting else FIRST


def address(name: str) -> str:
    return reverse("guide") if name == FIRST else reverse("guide_chapter", args=[name])


def _lead_into_the_portal(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type == "link_open":
            token.attrs["href"] = _page_of(str(token.attrs["href"]))
        elif token.type == "image":
            token.attrs["src"] = reverse("guide_picture", args=[Path(str(token.attrs["src"])).name])
            token.attrs["loading"] = "lazy"


def _page_of(target: str) -> str:
    """Of a chapter its page; another address as it stands."""
    path, hash_sign, place = target.partition("#")
    if "/" in path or not path.endswith(".md"):
        return target
    return f"{address(path.removesuffix('.md'))}{hash_sign}{place}"
