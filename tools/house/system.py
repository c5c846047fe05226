"""What the tests need from the machine itself: a browser, a Chinese font, PostgreSQL, a reader of PDF, GDAL's programs, R for the referee."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tools.house.ground import VENV, step

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def browser() -> str | None:
    """Return the Chromium to drive: the variable CHROMIUM, else the first on the PATH; None when there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def chinese_font() -> bool:
    """Whether a font with Chinese characters is installed."""
    if shutil.which("fc-list"):
        listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
        return bool(listed.stdout.strip())
    return any(Path("/usr/share/fonts").rglob("*CJK*")) or Path("/System/Library/Fonts").exists()


def debian_postgres() -> bool:
    """Whether PG_BIN or Debian's own packages give a PostgreSQL."""
    return bool(os.environ.get("PG_BIN")) or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def r_package(name: str) -> bool:
    """Whether R is here and has a package."""
    if not shutil.which("Rscript"):
        return False
    asked = ["Rscript", "--vanilla", "-e", f'quit(status = !nzchar(system.file(package = "{name}")))']
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def wheel_packages() -> Path:
    """Return the site-packages of .venv, where the wheel's PostgreSQL lies."""
    return next(iter(sorted(VENV.glob("lib/python*/site-packages"))), VENV)


# package of Debian and Ubuntu -> whether what it brings is already here
PACKAGES: dict[str, Callable[[], bool]] = {
    "chromium": lambda: browser() is not None,
    "fonts-noto-cjk": chinese_font,
    "gdal-bin": lambda: shutil.which("ogrinfo") is not None,
    "poppler-utils": lambda: shutil.which("pdftotext") is not None,
    "postgresql": debian_postgres,
    "r-base-core": lambda: shutil.which("Rscript") is not None,
    "r-cran-jsonlite": lambda: r_package("jsonlite"),
    "r-cran-mass": lambda: r_package("MASS"),
    "r-cran-survey": lambda: r_package("survey"),
}
LANE_PACKAGES = {
    "sqlite": ("gdal-bin", "fonts-noto-cjk", "poppler-utils"),
    "postgres": ("postgresql", "gdal-bin", "fonts-noto-cjk", "poppler-utils"),
    "browser": ("chromium", "fonts-noto-cjk"),
    "referee": ("r-base-core", "r-cran-jsonlite", "r-cran-mass", "r-cran-survey"),
}


def missing(lanes: list[str]) -> list[str]:
    """Return the packages that the lanes want and the machine lacks."""
    wanted = dict.fromkeys(package for lane in lanes for package in LANE_PACKAGES.get(lane, ()))
    return [package for package in wanted if not PACKAGES[package]()]


def apt() -> list[str] | None:
    """Return how to call apt-get here: as root, or on a build machine (CI=true) through sudo; None where we may not."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    if os.environ.get("CI") == "true" and shutil.which("sudo"):
        return ["sudo", "-n", "apt-get"]
    return None


def install(lanes: list[str]) -> list[str]:
    """Install the system packages that the lanes lack, where we may; return those still missing afterwards."""
    lacking, command = missing(lanes), apt()
    if lacking and command:
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        with step("system packages: " + ", ".join(lacking)):
            for action in (["update", "-q"], ["install", "-qy", "--no-install-recommends", *lacking]):
                # What went wrong shows in what is still missing; the lane names it.
                subprocess.run([*command, *action], env=env, capture_output=True, check=False)
    return missing(lanes)
