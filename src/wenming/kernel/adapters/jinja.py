"""The template engine of large table bodies: values arrive pre-formatted, the template only places them."""

from __future__ import annotations

from typing import Any

import jinja2


def environment(**options: Any) -> jinja2.Environment:
    """Return an environment that escapes everything and refuses a name that was not given."""
    options.update(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return jinja2.Environment(**options)  # noqa: S701  it is switched on, one line above
