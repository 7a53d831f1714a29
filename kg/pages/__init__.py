"""Views as HTML: templates, style sheets and scripts, for the server and for reports."""

from kg.pages.assets import STATIC, versions
from kg.pages.rendering import TEMPLATES, prepare, render

__all__ = ["STATIC", "TEMPLATES", "prepare", "render", "versions"]
