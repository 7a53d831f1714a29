"""A real browser for tests, which tells what pages must not do: ask another host, fail, or open a dialog."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from install_browser import browser
from playwright.sync_api import Browser, Page, sync_playwright

_ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESKTOP = (360, 780), (1440, 900)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What happened on a page: `foreign` requests that left the loopback interface, `errors` and `dialogs`."""

    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("request", lambda request: self._request(request.url))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def check(self) -> None:
        assert not self.foreign
        assert not self.errors
        assert not self.dialogs

    def _request(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).hostname != "127.0.0.1":
            self.foreign.append(url)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Skips the test, and says so, where there is no browser."""
    found = browser()
    if found is None:
        pytest.skip("no Chromium: python tests/install_browser.py")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(_ARGUMENTS))
        try:
            yield started
        finally:
            started.close()


@contextmanager
def opened(
    started: Browser, url: str, *, size: tuple[int, int] = DESKTOP, scheme: str = "light", scripts: str = "on"
) -> Iterator[tuple[Page, Seen]]:
    """A new page on a server, and what happens on it; `scheme` is light or dark, `scripts` on or off."""
    context = started.new_context(
        base_url=url,
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=scripts == "on",
        reduced_motion="reduce",
    )
    try:
        page, seen = context.new_page(), Seen()
        seen.watch(page)
        yield page, seen
    finally:
        context.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds serious or critical."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
