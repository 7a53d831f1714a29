"""What a browser makes of the article page: the right words are lit, and nothing is in anybody's way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import DESKTOP, PHONE, chromium, opened, violations
from playwright.sync_api import Browser, Page
from served import Served, served
from stored_graphs import FOLDER, article_graphs
from test_article_page import PAYLOADS, hostile_article

from kg.store import Writer

NORTHFIELD = "/article/2024-05-03-a1"
LIT = "[...document.querySelectorAll('.text .found')].map((piece) => piece.textContent).join('')"


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("articles") / "store.db"
    with Writer.create(folder) as writer:
        for article in (*article_graphs(FOLDER / "northfield.trig"), hostile_article("\n".join(PAYLOADS))):
            writer.replace(article)
    with served(folder) as one:
        yield one


def lit(page: Page, address: str) -> str:
    page.goto("about:blank")
    page.goto(address)
    found: str = page.evaluate(LIT)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
@pytest.mark.parametrize("path", [f"{NORTHFIELD}#s4", "/article/hostile"])
def test_an_article_is_accessible_and_fits_the_screen(
    started: Browser, server: Served, path: str, size: tuple[int, int], scheme: str
) -> None:
    with opened(started, server.url, size=size, scheme=scheme) as (page, seen):
        page.goto(path, wait_until="networkidle")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        seen.check()


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("char=39,46", "entered"),
        ("char=40,55", "ntered Northfie"),  # no span of the graph
        ("s2", "Borlanddeniedthat Aldian forces held the town"),
        ("e3", "takenMay 2"),
    ],
)
def test_an_address_lights_its_words_and_no_others(started: Browser, server: Served, fragment: str, words: str) -> None:
    with opened(started, server.url) as (page, seen):
        assert lit(page, f"{NORTHFIELD}#{fragment}") == words
        seen.check()


def test_offsets_are_characters_whatever_the_characters_are(started: Browser, server: Served) -> None:
    words = f"😀 so: {chr(10).join(PAYLOADS)} 😀".replace("\0", "␀")
    with opened(started, server.url) as (page, seen):
        for start in range(0, len(words) - 9, 9):
            assert lit(page, f"/article/hostile#char={start},{start + 9}") == words[start : start + 9]
        seen.check()


def test_what_is_lit_is_on_the_screen(started: Browser, server: Served) -> None:
    with opened(started, server.url, size=PHONE) as (page, _):
        page.goto(f"{NORTHFIELD}#s5")
        assert 0 <= page.evaluate("document.querySelector('.found').getBoundingClientRect().top") < PHONE[1]


def test_a_claim_lights_its_words_when_it_has_the_focus(started: Browser, server: Served) -> None:
    with opened(started, server.url) as (page, _):
        page.goto(NORTHFIELD)
        page.locator("#said-s1 a").first.focus()
        assert page.evaluate(LIT.replace("found", "lit")).startswith("They hold Northfield,")


def test_a_word_of_a_claim_shows_the_claim(started: Browser, server: Served) -> None:
    with opened(started, server.url, size=PHONE) as (page, _):
        page.goto(NORTHFIELD)
        page.locator(".text .trigger").first.click()
        assert "entered" in page.locator(".sheet").inner_text()
        page.keyboard.press("Escape")
        assert page.locator(".sheet").is_hidden()


def test_a_layer_can_be_switched_off_without_a_script(started: Browser, server: Served) -> None:
    with opened(started, server.url, scripts="off") as (page, _):
        page.goto(NORTHFIELD)
        cue = page.locator(".text .cue0").first
        before = cue.evaluate("(cue) => getComputedStyle(cue).fontStyle")
        page.locator("#layer-0").uncheck()
        assert (before, cue.evaluate("(cue) => getComputedStyle(cue).fontStyle")) == ("italic", "normal")
