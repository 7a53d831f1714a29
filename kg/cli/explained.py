"""How `kg explain` looks: the passage with its marks, and what is known of the statement."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kg.cli.output import console, write_drawing
from kg.explanations import ROLES, Explanation

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

PLAIN = {"source": ("⟨source: ", "⟩"), "cue": ("⟨cue: ", "⟩"), "content": ("⟨content: ", "⟩")}
STYLES = {"source": "bold cyan", "cue": "bold yellow", "content": "green"}


def draw(found: Explanation) -> None:
    """On a terminal in colours as well; the marks are words, so that nothing depends on colour."""
    write_drawing(console(), lambda screen: _draw(screen, found))


def _draw(screen: Console, found: Explanation) -> None:
    from rich.text import Text

    for name, value in _facts(found):
        screen.print(Text(f"{name:<10} ", style="dim") + Text(value))
    screen.print()
    screen.print(_styled(found) if sys.stdout.isatty() else Text(found.marked(PLAIN)))


def _facts(found: Explanation) -> list[tuple[str, str]]:
    where = [f"{role} {span.start}–{span.end}" for role in ROLES for span in found.spans[role]]
    facts = [
        ("statement", found.statement),
        ("speaker", found.speaker),
        ("chain", found.via),
        ("stance", f"{found.stance}, {found.certainty}, {found.mode}"),
        ("stated on", found.stated or "unknown"),
        *((stance, label) for stance, label in found.events),
        ("characters", ", ".join(where)),
    ]
    return [*facts, ("inside", found.inside)] if found.inside else facts


def _styled(found: Explanation) -> Text:
    from rich.text import Text

    passage = Text(found.passage)
    for role in ("content", "source", "cue"):
        for span in found.spans[role]:
            passage.stylize(STYLES[role], span.start - found.offset, span.end - found.offset)
    legend = Text("\n\n").append("source", style=STYLES["source"]).append("  ")
    return passage + legend.append("cue", style=STYLES["cue"]).append("  ").append("content", style=STYLES["content"])
