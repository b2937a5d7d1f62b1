"""What the tests of several exits look at, made once."""

import pytest

from exports.source import Source, read_source
from tests.examples import Ticking
from tests.exiting import (
    GROUPS,
    MASKED,
    PARALLEL,
    SIDE_GROUPS,
    SPLIT,
    exits_study,
)


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Source]:
    """A parallel and a split-face study, in the editions that are looked at."""
    made = {}
    for name, text, groups in (
        ("parallel", PARALLEL, GROUPS),
        ("split", SPLIT, SIDE_GROUPS),
    ):
        with exits_study(tmp_path_factory.mktemp(name), text) as store:
            made[name] = read_source(store, None, Ticking())
            made[f"{name} open"] = read_source(store, groups, Ticking())
            if name == "parallel":
                made["masked"] = read_source(store, MASKED, Ticking())
    return made
