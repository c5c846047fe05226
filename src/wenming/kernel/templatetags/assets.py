"""The built front end in templates: `{% asset_style "staff" %}` and `{% asset "staff" %}` link what Vite built, by its manifest."""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
logger = logging.getLogger(__name__)

MANIFEST = Path(__file__).resolve().parent.parent / "static" / "built" / "manifest.json"


@lru_cache(maxsize=2)
def _read(changed_at: int) -> dict[str, Any]:  # noqa: ARG001  the key of the cache: a new build is seen without a restart
    """Return the manifest as it was at one change of the file."""
    return json.loads(MANIFEST.read_text(encoding="utf-8"))


def _manifest(source: str) -> dict[str, Any]:
    """Return the manifest if it knows the source, and nothing at all before the first build."""
    try:
        manifest = _read(MANIFEST.stat().st_mtime_ns)
    except FileNotFoundError:
        logger.warning("The front end is not built: run `npm run build` (`python3 run.py demo` does it).")
        return {}
    if source not in manifest:
        message = f"{source} is not an entry of vite.config.js, or the front end was built before it became one: run `npm run build`."
        raise template.TemplateSyntaxError(message)
    return manifest


def _modules(manifest: dict[str, Any], source: str) -> list[str]:
    """Return the file of an entry, then those of all chunks that it imports."""
    keys = [source]
    for key in keys:
        keys += [other for other in manifest[key].get("imports", []) if other not in keys]
    return [manifest[key]["file"] for key in keys]


def built_file(source: str) -> Path | None:
    """Return where the built file of an entry of vite.config.js lies, None before the first build."""
    manifest = _manifest(source)
    return MANIFEST.parent / manifest[source]["file"] if manifest else None


def addresses_of(*sources: str) -> list[str]:
    """Return the addresses of everything that these entries need from the start, sorted: modules, style sheets, fonts and pictures."""
    found: set[str] = set()
    for source in sources:
        manifest = _manifest(source)
        keys = [key for key in manifest if manifest[key]["file"] in _modules(manifest, source)] if manifest else []
        for key in keys:
            found |= {manifest[key]["file"], *manifest[key].get("css", ()), *manifest[key].get("assets", ())}
    return sorted(map(_url, found))


def _url(file: str) -> str:
    return static(f"built/{file}")


@register.simple_tag
def asset_style(name: str) -> SafeString:
    """Link the style sheet `frontend/styles/<name>.css`."""
    source = f"frontend/styles/{name}.css"
    manifest = _manifest(source)
    if not manifest:
        return SafeString("")
    return format_html('<link rel="stylesheet" href="{}">', _url(manifest[source]["file"]))


@register.simple_tag
def asset(name: str) -> SafeString:
    """Link the module `frontend/<name>.js` and preload what it imports."""
    source = f"frontend/{name}.js"
    manifest = _manifest(source)
    if not manifest:
        return SafeString("")
    script, *imported = _modules(manifest, source)
    preloads = format_html_join("", '<link rel="modulepreload" href="{}">', ((_url(file),) for file in imported))
    return format_html('{}<script type="module" src="{}"></script>', preloads, _url(script))
