"""Puts a browser in place for the tests of the pages, where that is possible; else it says so, and they are skipped.

`python tests/install_browser.py`: Playwright brings no browser here, it drives Debian's Chromium.
"""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome")
_INSTALL = (["apt-get", "update", "-qq"], ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"])


def browser() -> str | None:
    """The program, if there is one. KG_BROWSER names another."""
    given = os.environ.get("KG_BROWSER")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> None:
    if browser():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        for command in _INSTALL:
            if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode:
                break
    if not browser():
        pass


if __name__ == "__main__":
    main()
