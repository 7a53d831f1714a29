"""Views as HTML: templates, style sheets and scripts, for the server and for reports."""

from kg.pages.rendering import STATIC, TEMPLATES, prepare, render

__all__ = ["STATIC", "TEMPLATES", "prepare", "render"]
