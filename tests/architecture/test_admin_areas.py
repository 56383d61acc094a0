"""The folders of the admin are areas: `supervision/admin/__init__.py` says which entries of the menu each serves."""

import ast
import graphlib
import inspect
import re
from collections import defaultdict

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import resolve, reverse
from django.utils import translation

import supervision.admin
from supervision.admin import navigation
from tests.architecture.source import ROOT, imports, modules

AREA = re.compile(r"^    (\w+)/ +(.+)$", re.MULTILINE)
NO_ENTRY = "no entry"


def entries() -> dict[str, set[str]]:
    """By area, as the docstring has it."""
    rows = AREA.findall(supervision.admin.__doc__ or "")
    return {area: set() if said.startswith(NO_ENTRY) else set(said.split(", ")) for area, said in rows}


def area_of(module: str) -> str:
    parts = module.split(".")
    return parts[2] if parts[:2] == ["supervision", "admin"] and len(parts) > 3 else ""


def areas_by_entry() -> dict[str, set[str]]:
    """By the title of the entry: in which areas its lists and pages are."""
    found = defaultdict(set)
    with translation.override("en"):
        for job in (*navigation.JOBS, navigation.OF_PROGRAMS):
            found[str(job.title)] |= {
                area_of(type(admin.site.get_model_admin(model)).__module__) for model in job.lists
            }
    for node in ast.walk(ast.parse(inspect.getsource(navigation))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "_entry" and isinstance(node.args[0], ast.Call):
            title, link = ast.literal_eval(node.args[0].args[0]), node.args[2]
            assert isinstance(link, ast.Call)
            found[title].add(_area_of_page(ast.literal_eval(link.args[0])))
    return found


def _area_of_page(name: str) -> str:
    if name == "admin:index":  # a view of the framework's, which asks us what to show
        return area_of(settings.UNFOLD["DASHBOARD_CALLBACK"].rsplit(".", 1)[0])
    page = resolve(reverse(name)).func
    view = getattr(page, "view_class", None) or getattr(page, "model_admin", page)
    return area_of(view.__module__ if inspect.isclass(view) or inspect.isfunction(view) else type(view).__module__)


def test_every_area_is_named() -> None:
    assert entries().keys() == {path.parent.name for path in (ROOT / "supervision/admin").glob("*/__init__.py")}


@pytest.mark.urls("housechats.urls")
def test_the_map_of_areas_is_the_menu() -> None:
    found = defaultdict(set)
    for entry, areas in areas_by_entry().items():
        for area in areas:
            found[area].add(entry)
    assert {area: said for area, said in entries().items() if said} == found


def test_areas_import_each_other_in_no_circle() -> None:
    names = {module.name for module in modules()}
    graph = defaultdict(set)
    for found in imports():
        target = found.target if found.target in names else found.target.rsplit(".", 1)[0]
        one, other = area_of(found.module), area_of(target)
        if one and other and one != other:
            graph[one].add(other)
    assert list(graphlib.TopologicalSorter(graph).static_order())
