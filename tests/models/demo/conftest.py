"""Small demo studies, each made once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.demo import study
from models.demo.study import make_demo_study

SMALL = (48, 36)

# How many have photographs, where drawing those of all would take long.
PHOTOGRAPHED = {
    "hoss-2020": 1,
    "split-face-conditioned-medium": 1,
    "resurfacing-two-arm": 1,
    "single-group": 1,
    "rater-training": 4,
}


@pytest.fixture(scope="session")
def demo_of(tmp_path_factory) -> Callable[[str], Path]:
    """The demo study of a protocol, whole but for most photographs and the seal.

    Sealing takes a second by design, and is tested with the demo study of the window.
    """
    made: dict[str, Path] = {}

    def find(protocol: str) -> Path:
        if protocol not in made:
            path = tmp_path_factory.mktemp("demo") / f"{protocol}.dgstudy"
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(study, "seal", lambda *place, **words: None)
                made[protocol] = make_demo_study(
                    path,
                    protocol=protocol,
                    photographed=PHOTOGRAPHED.get(protocol),
                    size=SMALL,
                )
        return made[protocol]

    return find
