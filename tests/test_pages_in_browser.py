"""The pages as a person sees them, in a real browser."""

from collections.abc import Iterator

import payloads
import pytest
from browsing import DESKTOP, PHONE, chromium, opened, violations
from playwright.sync_api import Browser
from served import Served, served
from stored_graphs import reader


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("pages")
    reader(folder)
    with served(folder / "store.db") as one:
        yield one


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
@pytest.mark.parametrize("path", ["/", "/nothing-here"])
def test_pages_are_accessible_and_keep_to_themselves(
    started: Browser, server: Served, path: str, size: tuple[int, int], scheme: str
) -> None:
    with opened(started, server.url, size=size, scheme=scheme) as (page, seen):
        page.goto(path, wait_until="networkidle")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        seen.errors[:] = [one for one in seen.errors if "404" not in one]
        seen.check()


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(payloads.store(tmp_path_factory.mktemp("poisoned") / "store.db")) as one:
        yield one


def test_words_of_articles_are_shown_and_never_run(started: Browser, poisoned: Served) -> None:
    with opened(started, poisoned.url) as (page, seen):
        for number, payload in enumerate(payloads.PAYLOADS):
            page.goto(f"/article/2024-05-03-b{number:02}", wait_until="load")
            shown, words = page.locator("h1").first.inner_text().split(), payload.split()
            assert shown[: len(words)] == words
        assert seen.dialogs == []
        assert seen.foreign == []
