"""Find a Chromium for the browser tests, else install one; writes its path into the file named, or fails and says how.

ZHURNAL_CHROMIUM wins; then an installed Chromium or Chrome; then Debian's package when root; then Playwright's own build.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str:
    """The path of a Chromium on this machine, or nothing."""
    if given := os.environ.get("ZHURNAL_CHROMIUM"):
        return given
    return next((path for name in NAMES if (path := shutil.which(name))), "") or playwrights()


def playwrights() -> str:
    """The path of Playwright's own build if it is there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


def attempt(*command: str) -> bool:
    """Run a command, say which, answer whether it succeeded."""
    print("  $", " ".join(command), flush=True)
    return subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0


def install() -> None:
    """Debian's package when root, else Playwright's build."""
    print("Chromium is not here; installing it for the browser tests.", flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        attempt("apt-get", "update", "-qq")
        if attempt("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"):
            return
    attempt(sys.executable, "-m", "playwright", "install", "chromium")


def main() -> int:
    """Write the path, or say how to help."""
    if not installed():
        install()
    path = installed()
    if not path:
        print(
            "No Chromium for the browser tests. Install one (Debian: apt-get install chromium) "
            "or name it: ZHURNAL_CHROMIUM=/path/to/chrome make test",
            file=sys.stderr,
        )
        return 1
    Path(sys.argv[1]).write_text(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
