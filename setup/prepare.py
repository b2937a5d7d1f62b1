"""Prepare a fresh machine: system libraries, `.venv`, and the locked packages.

Run by every target of the Makefile, with the Python of the system, before anything is
installed; so it uses the standard library only. What is missing on Debian and its
relatives is installed if that may be done without asking for a password; otherwise one
line is printed that does it. A second call ends at once.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "prepared"
UNFINISHED = VENV / "unfinished"
OLDEST_PYTHON = (3, 11)

# The last file of a purpose holds everything that the purpose needs.
LOCKS = {
    "program": ("requirements.lock",),
    "development": ("requirements.lock", "requirements-dev.lock"),
}

# What Qt loads from the system, and the Debian package that has it. The second half is
# needed by a window on a screen only.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libICE.so.6": "libice6",
    "libSM.so.6": "libsm6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
)
FONT_PACKAGE = "fonts-dejavu-core"
SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class UnpreparedError(Exception):
    """The machine lacks something that only its owner can add."""


def main(purpose: str) -> int:
    """Prepare what `purpose` needs, and say what is being done.

    Args:
        purpose: One of the keys of `LOCKS`.
    """
    if is_prepared(purpose):
        return 0
    try:
        check_python()
        with OnlyOne():
            if not is_prepared(purpose):
                add_system_packages(missing_system_packages())
                make_environment()
                install_locked_packages(purpose)
    except UnpreparedError as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0


def is_prepared(purpose: str) -> bool:
    """Say whether the last preparation is still good for `purpose`."""
    if not PYTHON.exists() or UNFINISHED.exists() or not STAMP.exists():
        return False
    done = STAMP.read_text(encoding="utf-8").splitlines()
    return set(stamp_lines(purpose)) <= set(done)


def stamp_lines(purpose: str) -> list[str]:
    """Tell what an environment must have been made from to be good for `purpose`."""
    version = "{}.{}".format(*sys.version_info[:2])
    hashes = [
        f"{name} {hashlib.sha256((ROOT / name).read_bytes()).hexdigest()}"
        for name in LOCKS[purpose]
    ]
    return [f"python {version} in {VENV}", *hashes]


def check_python() -> None:
    """Refuse a Python that is too old for the program.

    Raises:
        UnpreparedError: It is.
    """
    if sys.version_info < OLDEST_PYTHON:
        wanted = "{}.{}".format(*OLDEST_PYTHON)
        found = "{}.{}.{}".format(*sys.version_info[:3])
        raise UnpreparedError(
            f"Dermagrade needs Python {wanted} or newer, and this is {found}. "
            f"With a newer one beside it: make SYSTEM_PYTHON=python{wanted} …"
        )


class OnlyOne:
    """Lets one preparation of this folder run at a time; the second one waits."""

    def __enter__(self) -> None:
        self._folder = os.open(ROOT, os.O_RDONLY)
        fcntl.flock(self._folder, fcntl.LOCK_EX)

    def __exit__(self, *error: object) -> None:
        os.close(self._folder)


def missing_system_packages() -> list[str]:
    """List the Debian packages without which the program would not start."""
    missing = []
    if importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    if sys.platform == "linux":
        missing += [
            package
            for library, package in QT_LIBRARIES.items()
            if not is_loadable(library)
        ]
        if not has_a_font():
            missing.append(FONT_PACKAGE)
    return missing


def is_loadable(library: str) -> bool:
    """Say whether the system can load a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_a_font() -> bool:
    """Say whether there is at least one font that a window could write with."""
    return any(
        file.suffix.lower() in {".ttf", ".otf", ".ttc"}
        for folder in FONT_FOLDERS
        for file in Path(folder).expanduser().rglob("*")
    )


def add_system_packages(packages: list[str]) -> None:
    """Install Debian packages, where that needs no password.

    Args:
        packages: Their names; none is fine.

    Raises:
        UnpreparedError: They cannot be installed from here; says which line does it.
    """
    if not packages:
        return
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise UnpreparedError(
            "This system lacks what Debian calls "
            f"{names}: please install it with the system's package manager."
        )
    prefix = rights()
    if prefix is None:
        raise UnpreparedError(
            "System packages are missing. This line adds them: "
            f"sudo apt-get update && sudo apt-get install -y {names}"
        )
    tell(f"Installing system packages: {names}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    wait_for_others = ["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    # An update that fails for one source may still have reached the one that counts.
    run([*apt, *wait_for_others, "update"], stdout=subprocess.DEVNULL)
    install = ["install", "-y", "--no-install-recommends", *packages]
    done = run([*apt, *wait_for_others, *install], stdout=subprocess.DEVNULL)
    if not done or missing_system_packages():
        raise UnpreparedError(
            "The system packages could not all be installed; the lines above say why. "
            f"To try by hand: sudo apt-get install -y {names}"
        )


def rights() -> list[str] | None:
    """Tell what to put before a command that only root may run; None: not allowed."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    if shutil.which("sudo") and run([*sudo, "true"], **SILENT):
        return sudo
    return None


def make_environment() -> None:
    """Make `.venv`, unless there is a whole one that this Python made.

    Raises:
        UnpreparedError: Python could not make it.
    """
    if not UNFINISHED.exists() and is_whole():
        return
    tell(f"Making {VENV.name}")
    if VENV.is_symlink():
        VENV.unlink()
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    if not run([sys.executable, "-m", "venv", str(VENV)]):
        raise UnpreparedError(f"Python could not make {VENV}; the lines above say why.")


def is_whole() -> bool:
    """Say whether `.venv` runs, has pip, and is of the Python that runs now."""
    same = f"import pip, sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    return PYTHON.exists() and run([str(PYTHON), "-I", "-c", same], **SILENT)


def install_locked_packages(purpose: str) -> None:
    """Install exactly the locked versions, each checked against its hash.

    Raises:
        UnpreparedError: A package could not be fetched, or is not what was locked.
    """
    lock = LOCKS[purpose][-1]
    tell(f"Installing the packages of {lock} (a few minutes the first time)")
    UNFINISHED.touch()
    STAMP.unlink(missing_ok=True)
    pip = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    options = ["--no-input", "--require-hashes", "--only-binary", ":all:"]
    if not run([*pip, "install", *options, "-r", str(ROOT / lock)]):
        raise UnpreparedError(
            "The packages could not be installed; the lines above say why. "
            "Without a network nothing can be fetched: connect, and type it again."
        )
    STAMP.write_text("\n".join(stamp_lines(purpose)) + "\n", encoding="utf-8")
    UNFINISHED.unlink()


def run(
    command: list[str], *, stdout: int | None = None, stderr: int | None = None
) -> bool:
    """Run a command that may ask nothing, and say whether it succeeded."""
    result = subprocess.run(  # noqa: S603 - fixed commands, no shell
        command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, check=False
    )
    return result.returncode == 0


def tell(text: str) -> None:
    """Say what is being done, before it takes its time."""
    sys.stdout.write(f"{text} …\n" if sys.stdout.encoding == "utf-8" else f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
