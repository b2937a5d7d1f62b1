"""The project itself: what is locked and documented, and what the tree may not hold."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import platformdirs
import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ("main.py", "commands", "exports", "gui", "models", "resources")
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Put together here, so that this file does not hold what it looks for.
MACHINE_PATHS = "|".join(f"/{name}/" for name in ("work", "root", "farm", "tmp"))
REGISTRIES = r"//[a-z.-]*(?:registry|index|files|mirror|deb)[a-z.-]*\.[a-z]+|/simple/"
SECTIONS = ("Context", "Decision", "Consequences", "Alternatives")


def pyproject() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def name_of(requirement: str) -> str:
    """The name of a requirement, spelt as registries compare names."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def dependencies() -> set[str]:
    return {name_of(line) for line in pyproject()["project"]["dependencies"]}  # type: ignore[index]


def optional_dependencies() -> set[str]:
    extras = pyproject()["project"]["optional-dependencies"]  # type: ignore[index]
    return {name_of(line) for lines in extras.values() for line in lines}


def development_dependencies() -> set[str]:
    return {name_of(line) for line in pyproject()["dependency-groups"]["dev"]}  # type: ignore[index]


def locked(lock: str) -> dict[str, list[str]]:
    """The requirements of a lock file, each with its hashes."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if re.match(r"[a-z0-9]", line):
            hashes = found.setdefault(line.removesuffix("\\").strip(), [])
        elif line.lstrip().startswith("--hash="):
            hashes.append(line.strip().removesuffix("\\").strip())
    return found


def tracked_files() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("this copy of the project is not a git checkout")
    listed = subprocess.run(
        [git, "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def text_of(file: Path) -> str:
    """The text of a file; empty for pictures, and for files removed just now."""
    try:
        return file.read_text(encoding="utf-8")
    except (UnicodeDecodeError, FileNotFoundError):
        return ""


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, REGISTRIES])
def test_no_tracked_file_names_a_registry_or_a_folder_of_one_machine(
    pattern: str,
) -> None:
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in tracked_files()
        if file != Path(__file__)
        for number, line in enumerate(text_of(file).splitlines(), start=1)
        if re.search(pattern, line)
    ]

    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_has_an_exact_version_and_hashes_for_everything(lock: str) -> None:
    for requirement, hashes in locked(lock).items():
        assert re.match(r"[a-z0-9-]+==[0-9][^ ]*( ;.*)?$", requirement)
        assert hashes, requirement
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in hashes)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_address_and_no_option(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert "://" not in text
    assert not re.search(r"^\s*(-i|--index|--extra|--find|--trusted)", text, re.M)


def test_the_locks_hold_every_dependency_of_the_project() -> None:
    for_running, for_developing = (set(map(name_of, locked(lock))) for lock in LOCKS)

    assert dependencies() <= for_running
    assert development_dependencies() <= for_developing


def test_developers_run_the_very_versions_that_users_run() -> None:
    for_running, for_developing = (locked(lock) for lock in LOCKS)

    assert for_running.items() <= for_developing.items()


def test_the_program_imports_only_what_it_declares() -> None:
    distributions = packages_distributions()
    own = {Path(name).stem for name in PROGRAM}
    declared = dependencies() | optional_dependencies()
    files = [ROOT / "main.py"]
    for folder in PROGRAM:
        files += sorted((ROOT / folder).rglob("*.py"))
    undeclared = {
        f"{file.relative_to(ROOT)}: {module}"
        for file in files
        if file.exists()
        for module in imported_modules(file) - own - sys.stdlib_module_names
        if not declared & set(map(name_of, distributions.get(module, [module])))
    }

    assert undeclared == set()


def imported_modules(file: Path) -> set[str]:
    """The top-level packages that a module imports, also inside functions."""
    modules = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module.split(".")[0])
    # What PySide6-Essentials brings with it and is released with it.
    return modules - {"shiboken6"}


def test_make_alone_prints_every_target() -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("there is no make on this system")
    printed = subprocess.run(
        [make, "--no-print-directory"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):(?!=)", makefile, re.M)

    assert {"run", "demo", "test", "test-long", "check", "bench"} <= set(targets)
    assert [name for name in targets if f"make {name} " not in printed] == []


def test_every_decision_says_context_decision_consequences_and_alternatives() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert len(records) >= 11
    for number, record in enumerate(records, start=1):
        text = record.read_text(encoding="utf-8")
        assert record.name.startswith(f"{number:04}-"), record.name
        assert re.findall(r"^## (.+)$", text, re.M) == list(SECTIONS), record.name


def test_every_page_that_a_page_links_to_is_there() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    missing = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert missing == []


def test_a_test_finds_an_empty_home_of_its_own(home: Path) -> None:
    folders = (
        Path.home(),
        platformdirs.user_config_path("dermagrade"),
        platformdirs.user_data_path("dermagrade"),
        platformdirs.user_log_path("dermagrade"),
    )

    assert all(folder.is_relative_to(home) for folder in folders)
    assert not any(file.is_file() for file in home.rglob("*"))
