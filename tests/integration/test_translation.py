"""Everything that a person sees is Russian: every string is translated, and the compiled catalogue is current."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from supervision.admin.audit.events import NAMES
from supervision.admin.framework_sentences import SAID_OTHERWISE

CATALOGUE = settings.BASE_DIR / "locale/ru/LC_MESSAGES"
MARKERS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext"}
IN_TEMPLATES = re.compile(r"""{% translate (?:"([^"]+)"|'([^']+)') %}""")
BLOCKS_IN_TEMPLATES = re.compile(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", re.DOTALL)


def entries() -> Iterator[tuple[str, list[str], bool]]:
    """(msgid, translations, fuzzy) of the .po, which keeps every string on one line."""
    text = (CATALOGUE / "django.po").read_text(encoding="utf-8")
    for block in text.split("\n\n")[1:]:
        key = re.search(r'^msgid (".*")$', block, re.M)
        words = re.findall(r'^msgstr(?:\[\d\])? (".*")$', block, re.M)
        context = re.search(r'^msgctxt (".*")$', block, re.M)
        if key:
            before = f"{ast.literal_eval(context[1])}\x04" if context else ""  # as the compiled file keeps it
            yield before + ast.literal_eval(key[1]), [ast.literal_eval(word) for word in words], "#, fuzzy" in block


def said_in_code() -> Iterator[tuple[Path, str]]:
    for path in sorted((settings.BASE_DIR / "supervision").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
                assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno} translates what is no constant"
                yield path, str(node.args[0].value)


def said_in_templates() -> Iterator[tuple[Path, str]]:
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for double, single in IN_TEMPLATES.findall(text):
            yield path, double or single
        for block in BLOCKS_IN_TEMPLATES.findall(text):
            yield path, re.sub(r"{{ (\w+) }}", r"%(\1)s", block)


def test_every_string_of_code_and_templates_stands_in_the_catalogue() -> None:
    known = {key for key, _words, _fuzzy in entries()}
    missing = [(str(path), text) for path, text in (*said_in_code(), *said_in_templates()) if text not in known]
    assert missing == []


def test_no_translation_is_empty_or_a_guess() -> None:
    assert [key for key, words, fuzzy in entries() if fuzzy or not words or not all(words)] == []


def test_a_translation_names_the_same_values_as_its_original() -> None:
    def values(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)", text))

    wrong = [key for key, words, _fuzzy in entries() for word in words if values(word) != values(key)]
    assert wrong == []


def test_names_of_lists_stand_after_a_colon_where_a_sentence_would_bend_them() -> None:
    """The framework's «Добавить %s» with a name in the nominative makes «Добавить программа»."""
    said = {key: words for key, words, _fuzzy in entries()}
    assert [key for key in SAID_OTHERWISE if key not in said or not re.search(r": %(s|\(name\)s)$", said[key][0])] == []


def test_the_compiled_catalogue_is_current() -> None:
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    stale = [key for key, words, _fuzzy in entries() if len(words) == 1 and compiled.gettext(key) != words[0]]
    assert stale == []


def test_every_event_has_a_name_for_people() -> None:
    sources = (path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "supervision").rglob("*.py"))
    written = {name for source in sources for name in re.findall(r'event\(\s*"([a-z_]+\.[a-z_]+)"', source)}
    assert "period.replaced" in written
    assert written - NAMES.keys() == set()
