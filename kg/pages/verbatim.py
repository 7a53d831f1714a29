"""Words of an article as HTML that a browser gives back character by character."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from markupsafe import Markup, escape

_NUL: Final = "␀"  # HTML has no way to write a NUL


def verbatim(text: str) -> Markup:
    """Escaped. A carriage return, which a parser would take for a line break, is written as a reference; offsets into
    the text hold for what is displayed, too."""
    return Markup(str(escape(text)).replace("\r", "&#13;").replace("\0", _NUL))


FILTERS: Final[dict[str, Callable[..., Any]]] = {"verbatim": verbatim}
