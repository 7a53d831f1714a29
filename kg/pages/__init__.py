"""Views as HTML: templates, style sheets and scripts, for the server and for reports."""

from kg.pages.assets import STATIC, versions
from kg.pages.rendering import TEMPLATES, packages_are_there, prepare, render

__all__ = ["STATIC", "TEMPLATES", "packages_are_there", "prepare", "render", "versions"]
