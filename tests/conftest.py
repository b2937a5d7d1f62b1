"""Every test starts without a screen and in an empty home folder of its own.

No test may touch the settings, logs or backups of the person who runs it. So the
variables by which Qt and platformdirs find those folders lead into a temporary folder:
once here, before anything of Qt is imported, and again for each test.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# What platformdirs and Qt ask, on the three systems, and the folder that answers.
HOME_VARIABLES = {
    "HOME": ".",
    "USERPROFILE": ".",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "WIN_PD_OVERRIDE_LOCAL_APPDATA": "data",
    "WIN_PD_OVERRIDE_APPDATA": "config",
}
# Caches of the font list, which take seconds to build: one for all tests of a process.
CACHE_VARIABLES = {"XDG_CACHE_HOME": "cache", "MPLCONFIGDIR": "matplotlib"}

_process_folder = tempfile.TemporaryDirectory(prefix="dermagrade-tests-")


def _folders(root: Path, variables: dict[str, str]) -> dict[str, str]:
    """Make a folder for each variable, and tell which."""
    folders = {variable: root / name for variable, name in variables.items()}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    return {variable: str(folder) for variable, folder in folders.items()}


def _runtime_folder(root: Path) -> Path:
    """Make a folder that Qt accepts for what lives as long as a session."""
    folder = root / "runtime"
    folder.mkdir(mode=0o700)
    return folder


_root = Path(_process_folder.name)
os.environ.update(_folders(_root, HOME_VARIABLES | CACHE_VARIABLES))
os.environ["XDG_RUNTIME_DIR"] = str(_runtime_folder(_root))


def pytest_unconfigure() -> None:
    """Remove what the tests of this process left."""
    _process_folder.cleanup()


@pytest.fixture(autouse=True)
def home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """An empty home folder, for this test and the processes it starts."""
    folder = tmp_path_factory.mktemp("home")
    for variable, path in _folders(folder, HOME_VARIABLES).items():
        monkeypatch.setenv(variable, path)
    if "PySide6.QtCore" in sys.modules:
        _lead_qt_settings_to(folder / "config")
    yield folder
    if "PySide6.QtCore" in sys.modules:
        _lead_qt_settings_to(_root / "config")


def _lead_qt_settings_to(folder: Path) -> None:
    """Tell Qt, which asks the environment only once, where settings lie now."""
    from PySide6.QtCore import QSettings

    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(folder))
