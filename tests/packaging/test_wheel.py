"""What a release holds: everything that is ours, and nothing else."""

from __future__ import annotations

import subprocess
from configparser import ConfigParser
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parents[2]


def files_of(*folders: str) -> set[str]:
    """The files of folders that git knows or would take, as paths from the root."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *folders]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return {name for name in names if name and (ROOT / name).is_file()}


def test_setup_cfg_names_every_folder() -> None:
    """A floor that is not named would be shipped as data of its parent, with a warning of setuptools and nothing more."""
    settings = ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    expected = {".".join(Path(name).parent.parts) for name in files_of("secpolicy")} | {"secpolicy.rules", "secpolicy.profiles", "secpolicy.samples"}

    assert expected == set(settings["options"]["packages"].split())


def test_the_wheel_holds_what_git_lists(wheel: Path) -> None:
    """A kind of file that setup.cfg forgets would be missing; a pack cache or a deleted rule would be too many."""
    expected = files_of("secpolicy") | {f"secpolicy/{name}" for name in files_of("rules", "profiles", "samples")}
    shipped = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}

    assert expected == shipped
