"""Jinja templates, with every text escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2

from kg.ontology import DEFAULT_BASE
from kg.pages import assets, links, sequences, situations, strips, structured, verbatim, words
from kg.pages.assets import STATIC

TEMPLATES: Final = Path(__file__).parent / "templates"


def render(template: str, values: Mapping[str, Any], *, base: str = DEFAULT_BASE) -> str:
    """`base` is what the IRIs of the graph begin with: those are linked to their pages here."""
    return _environment().get_template(template).render(values, base=base)


def prepare() -> None:
    """Compile all templates now."""
    _environment()
    assets.versions()


@cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters.update(links.FILTERS)
    made.filters.update(words.FILTERS)
    made.filters.update(sequences.FILTERS)
    made.filters.update(situations.FILTERS)
    made.filters.update(strips.FILTERS)
    made.filters.update(structured.FILTERS)
    made.filters["asset"] = assets.asset
    made.filters.update(verbatim.FILTERS)
    made.globals["vendor"] = packages_are_there()
    for name in made.list_templates():
        made.get_template(name)
    return made


def packages_are_there() -> bool:
    """Whether the front-end packages are in place: they come by npm when the wheel is built."""
    return (STATIC / "vendor" / "packages.json").is_file()
