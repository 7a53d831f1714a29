"""Words that an article may have been written with to do something else than be read: 60 of them, in every field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from stored_graphs import FOLDER, article_graphs

from kg.article_graph import ArticleGraph
from kg.store import Writer
from kg.terms import Triple

_CALL: Final = "alert(document.domain)"
PAYLOADS: Final = (
    f"<script>{_CALL}</script>",
    f"<ScRiPt >{_CALL}</sCrIpT >",
    f"</title><script>{_CALL}</script>",
    f"</textarea><script>{_CALL}</script>",
    f"</script><script>{_CALL}</script>",
    f"--><script>{_CALL}</script><!--",
    f"]]><script>{_CALL}</script>",
    f"<img src=x onerror={_CALL}>",
    f'"><img src=x onerror="{_CALL}">',
    f"'><img src=x onerror='{_CALL}'>",
    f"<img/src/onerror={_CALL}>",
    f"<svg onload={_CALL}>",
    f"<svg><script>{_CALL}</script></svg>",
    f"<svg><animate onbegin={_CALL} attributeName=x dur=1s>",
    f"<svg><title><img src=x onerror={_CALL}></title></svg>",
    f"<math><mtext><img src=x onerror={_CALL}></mtext></math>",
    f"<body onload={_CALL}>",
    f"<iframe src=javascript:{_CALL}></iframe>",
    f"<iframe srcdoc='<script>parent.{_CALL}</script>'></iframe>",
    f"<object data=javascript:{_CALL}></object>",
    f"<embed src=javascript:{_CALL}>",
    f"<form action=javascript:{_CALL}><button autofocus>x</button></form>",
    f"<input autofocus onfocus={_CALL}>",
    f"<details open ontoggle={_CALL}>",
    f"<video><source onerror={_CALL}></video>",
    f"<audio src=x onerror={_CALL}>",
    f"<marquee onstart={_CALL}>",
    f"<a href=javascript:{_CALL}>press me</a>",
    f"<a href='data:text/html,<script>{_CALL}</script>'>press me</a>",
    f"<base href=//127.0.0.1:9/><script>{_CALL}</script>",
    f"<meta http-equiv=refresh content='0;url=javascript:{_CALL}'>",
    "<link rel=stylesheet href=http://127.0.0.1:9/x.css>",
    "<style>@import 'http://127.0.0.1:9/x.css';</style>",
    "<style>*{display:none}</style>",
    f"<template><script>{_CALL}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={_CALL}>'>",
    f"javascript:{_CALL}",
    f"jav&#x09;ascript:{_CALL}",
    f'" onmouseover="{_CALL}" x="',
    f"' onfocus='{_CALL}' autofocus='",
    f"` onerror=`{_CALL}",
    "{{ 7 * 7 }}{% for x in [1] %}{{ config }}{% endfor %}",
    "${7*7}#{7*7}<%= 7*7 %>",
    f"&lt;script&gt;{_CALL}&lt;/script&gt;",
    f"&#60;script&#62;{_CALL}&#60;/script&#62;",
    f"%3Cscript%3E{_CALL}%3C/script%3E",
    f"\\u003cscript\\u003e{_CALL}\\u003c/script\\u003e",
    f"\u202e<script>{_CALL}</script>\u202c",
    "\u202egnp.ecioviinv\u202c",
    "\u2066\u2067right to left\u2069\u2069 \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "zero\u200bwidth\u200d\u2060joined\ufeff",
    "Z\u0351\u036b\u0343a\u0300\u0301\u0302\u0303\u0304\u0305lgo\u0488\u0489",
    "\U0001f469\u200d\U0001f692 \U0001f3f4\U000e0067\U000e0062\U000e007f astral \U00020000",
    "line\u2028separator\u2029and\u0085next",
    '=HYPERLINK("http://127.0.0.1:9/?x="&A1;"press me")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "'; DROP ALL; --",
)
KEY: Final = "2024-05-03-a1"


def store(path: Path) -> Path:
    """A store with an article for each payload, with the payload in all its words and in those of all its things."""
    original = next(one for one in article_graphs(FOLDER / "northfield.trig") if one.article.endswith(KEY))
    with Writer.create(path) as writer:
        for number, payload in enumerate(PAYLOADS):
            writer.replace(_poisoned(original, f"{number:02}", payload))
    return path


def _poisoned(original: ArticleGraph, number: str, payload: str) -> ArticleGraph:
    key = KEY[:-2] + f"b{number}"

    def triples(some: tuple[Triple, ...]) -> Iterator[Triple]:
        for one in some:
            yield Triple(
                _renamed(one.subject, key, number), one.predicate, _said(_renamed(one.object, key, number), payload)
            )

    return ArticleGraph(
        article=original.article.replace(KEY, key),
        graph=tuple(triples(original.graph)),
        things=tuple(triples(original.things)),
        text=tuple(triples(original.text)),
        text_graph=original.text_graph.replace(KEY, key),
        source=f"{key}.txt",
        sha256=key,
    )


def _renamed(term: str, key: str, number: str) -> str:
    if not term.startswith("<"):
        return term
    moved = term.replace(KEY, key)
    return moved.replace("-1>", f"-1{number}>").replace("-1#", f"-1{number}#") if "/id/" in moved else moved


def _said(term: str, payload: str) -> str:
    """Words become the payload, as often as it fits; dates, numbers and IRIs stay."""
    from pyoxigraph import Literal

    if not term.startswith('"') or ("^^<http://www.w3.org/2001/XMLSchema#" in term and "#string>" not in term):
        return term
    language = "en" if term.endswith("@en") else None
    length = len(term)
    words = payload if length < 2 * len(payload) else f"{payload} " * (length // (len(payload) + 1) + 1)
    return str(Literal(words, language=language) if language else Literal(words))
