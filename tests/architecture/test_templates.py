"""Templates: each is used, none needs a hole in the Content-Security-Policy, and the policy has none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loaders.app_directories import get_app_template_dirs

from tests.architecture.sources import SOURCE, files, named, templates

COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
FORBIDDEN = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\b(?:data-)?hx-on\b", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*type=[\"']application/json)", re.IGNORECASE),
}
# allauth looks for these and brings none of its own.
OPTIONAL = {"account/password_reset_help_text.html"}


def spoken_name(path: Path) -> str:
    """Return the name under which Django knows a template."""
    parts = path.parts
    start = max(index for index, part in enumerate(parts) if part in {"templates", "jinja2"})
    return "/".join(parts[start + 1 :])


def asked_from_outside(name: str) -> bool:
    """Whether Django or a package of ours asks for a template of this name (an error page, a page of allauth)."""
    roots = [Path(root) for kind in ("templates", "jinja2") for root in get_app_template_dirs(kind)]
    foreign = any((root / name).is_file() for root in roots if SOURCE not in root.parents)
    return foreign or name in OPTIONAL or re.fullmatch(r"\d{3}(_csrf)?\.html", name) is not None


def test_search_for_templates_finds_every_one_used():
    texts = {path: path.read_text(encoding="utf-8") for path in [*files(".py", under="src/wenming/"), *templates()]}
    unused = []
    for path in templates():
        name = spoken_name(path)
        quoted = (f'"{name}"', f"'{name}'", f'"{name}#', f"'{name}#")
        named_elsewhere = any(word in text for other, text in texts.items() if other != path for word in quoted)
        named_in_settings = name in {value for value in vars(settings._wrapped).values() if isinstance(value, str)}
        if not (named_elsewhere or named_in_settings or asked_from_outside(name)):
            unused.append(named(path))
    assert unused == []


def test_search_for_templates_of_one_name_finds_no_two():
    names = [spoken_name(path) for path in templates()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_read_templates_and_tags_finds_nothing_that_the_policy_refuses():
    found = []
    written_by_tags = [path for path in files(".py", under="src/wenming/") if "templatetags" in path.parts]
    for path in [*templates(), *written_by_tags]:
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
        found += [f"{named(path)}: {kind}" for kind, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert found == []


def test_read_scripts_finds_no_inline_style_written_by_hand():
    # element.style.x = … is allowed by the policy; setAttribute("style") and cssText in markup are not.
    pattern = re.compile(r"setAttribute\(\s*[\"']style|\beval\(|new Function\(|insertAdjacentHTML\([^)]*style=")
    assert [
        named(path) for path in files(".js", under="frontend/") if pattern.search(path.read_text(encoding="utf-8"))
    ] == []


@pytest.mark.django_db
def test_get_the_sign_in_page_carries_the_strict_policy(client):
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    directives = {name: values for name, *values in (part.split() for part in policy.split(";") if part.strip())}
    assert directives["script-src"] == ["'self'"]
    assert directives["style-src"] == ["'self'"]
    assert directives["default-src"] == ["'self'"]
    assert directives["object-src"] == ["'none'"]
    assert directives["frame-ancestors"] == ["'none'"]
    assert "unsafe" not in policy


def test_read_icons_that_templates_and_the_menu_name_finds_every_one_drawn():
    drawn = set(re.findall(r'id="i-([a-z-]+)"', (SOURCE / "kernel/templates/components/icons.html").read_text("utf-8")))
    named_icons = {icon for path in templates() for icon in re.findall(r'{% icon "([a-z-]+)"', path.read_text("utf-8"))}
    menu = (SOURCE / "config/menu/__init__.py").read_text("utf-8")
    named_icons |= set(re.findall(r'"[a-z_]+:[a-z_]+", "([a-z-]+)"', menu))
    assert len(named_icons) > 20
    assert sorted(named_icons - drawn) == []


def test_read_scripts_finds_no_mark_of_one_behaviour_read_as_a_word_by_another():
    scripts = {path.name: path.read_text(encoding="utf-8") for path in files(".js", under="frontend/")}
    marks = {
        mark: name
        for name, text in scripts.items()
        for mark in re.findall(r'behaviour\("[^"]*?\[data-([a-z-]+)\]', text)
    }
    shared = [
        f"{name} reads data-{mark}, by which {marks[mark]} begins"
        for name, text in scripts.items()
        for word in re.findall(r"dataset\.([A-Za-z]+)", text)
        if (mark := re.sub("([A-Z])", lambda letter: f"-{letter[1].lower()}", word)) in marks and marks[mark] != name
    ]
    assert marks
    assert shared == []
