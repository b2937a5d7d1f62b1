"""Opening the demo study with one click."""

from collections.abc import Callable
from pathlib import Path

from platformdirs import user_data_path

from gui.context import PageContext
from models.progress import Progress


def open_demo(context: PageContext, open_file: Callable[[Path], object]) -> None:
    """Open the demo study; the first time it is made beforehand, beside the window."""
    path = demo_folder() / "demo.dgstudy"
    if path.exists():
        open_file(path)
        return

    def make(progress: Progress) -> Path:
        # Drawing libraries, needed once.
        from models.demo.study import make_demo_study

        # Under another name until it is whole: a computer that is switched off in the
        # middle must not leave half a demo study to be opened.
        unfinished = path.with_name("demo-unfinished.dgstudy")
        unfinished.unlink(missing_ok=True)
        return make_demo_study(unfinished, progress=progress).replace(path)

    context.jobs.start("Making the demo study", make, open_file)


def open_drawn_set(context: PageContext, open_file: Callable[[Path], object]) -> None:
    """Open the training set of drawn photographs; made when it is first wanted."""
    path = demo_folder() / "training-set.dgstudy"
    if path.exists():
        open_file(path)
        return

    def make(progress: Progress) -> Path:
        from models.training.drawn_set import make_drawn_set

        unfinished = path.with_name("training-set-unfinished.dgstudy")
        unfinished.unlink(missing_ok=True)
        return make_drawn_set(unfinished, progress=progress).replace(path)

    context.jobs.start("Making the training set", make, open_file)


def demo_folder() -> Path:
    """Where the demo study is kept, made if it is not there."""
    return user_data_path("Dermagrade", appauthor=False, ensure_exists=True)
