"""How good a calibration set is: coverage of grades, size, and what is missing."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from models.protocol.certification import CertificationRules
from models.scales.scale import Scale
from models.statistics.agreement.planning import photographs_needed
from models.store.chain import canonical
from models.store.store import StudyStore
from models.store.training_records import ReferenceScore
from models.words import counted, listed, number_text

WIDTH = 0.2
"""Of the whole 95 % interval of an ICC, for which a size is advised."""

EXPECTED = 0.8
"""ICC of a trained rater with the reference scores, for the same advice."""


@dataclass(frozen=True)
class ScaleCoverage:
    """The reference scores of a set on one scale.

    Attributes:
        scale: Key.
        name: Of the scale, short.
        counts: Photographs of each grade of the scale, in their order.
        sources: Reference scores by where they come from.
        missing: Photographs without a reference score.
        remarks: What is to be known, a sentence each.
    """

    scale: str
    name: str
    counts: Mapping[float, int]
    sources: Mapping[str, int]
    missing: int
    remarks: tuple[str, ...]

    @property
    def total(self) -> int:
        """Photographs with a reference score."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class SetStatus:
    """A calibration set as it is now.

    Attributes:
        photographs: In the set.
        scales: Coverage of each scale.
        sha256: Hash of photographs and reference scores, hexadecimal.
        advice: What to do for a better set, a sentence each.
    """

    photographs: int
    scales: tuple[ScaleCoverage, ...]
    sha256: str
    advice: tuple[str, ...]

    @property
    def is_usable(self) -> bool:
        """Whether raters can be trained with it."""
        return any(one.total for one in self.scales)


def set_status(store: StudyStore) -> SetStatus:
    """Look at a calibration set."""
    references = store.reference_scores()
    photographs = len(store.photographs())
    scales = tuple(
        _coverage(scale, references, photographs) for scale in store.scales().values()
    )
    rules = store.protocol().certification
    advice = tuple(_advice(photographs, rules, tuple(store.scales())))
    return SetStatus(photographs, scales, set_hash(store), advice)


def set_hash(store: StudyStore) -> str:
    """The hash of a set: which photographs have which reference scores."""
    names = {one.id: one.sha256 for one in store.photographs()}
    rows = sorted(
        [names[number], scale, one.value]
        for (number, scale), one in store.reference_scores().items()
    )
    return hashlib.sha256(canonical(rows).encode()).hexdigest()


def _coverage(
    scale: Scale,
    references: Mapping[tuple[int, str], ReferenceScore],
    photographs: int,
) -> ScaleCoverage:
    own = [one for one in references.values() if one.scale == scale.key]
    found = Counter(one.value for one in own)
    counts = {grade.value: found[grade.value] for grade in scale.grades}
    remarks = []
    absent = [number_text(value) for value, count in counts.items() if not count]
    if own and absent:
        noun = "grade" if len(absent) == 1 else "grades"
        remarks.append(
            f"No photograph of {noun} {listed(absent)}: nobody can be trained on it, "
            "and a narrow range lowers kappa and ICC."
        )
    if not own:
        remarks.append("No reference scores: this scale is not trained.")
    elif len(own) < photographs:
        text = counted(photographs - len(own), "photograph")
        remarks.append(f"{text} without a reference score.")
    return ScaleCoverage(
        scale.key,
        scale.short,
        counts,
        dict(Counter(one.source for one in own)),
        photographs - len(own),
        tuple(remarks),
    )


def _advice(
    photographs: int, rules: CertificationRules, scales: tuple[str, ...]
) -> list[str]:
    least = max([rules.rules(key).photographs for key in scales] or [0])
    advised = photographs_needed(EXPECTED, 2, WIDTH)
    found = [
        (
            f"For a 95 % interval of {WIDTH:g} around an ICC of {EXPECTED:g} between a "
            f"rater and the reference scores, {advised} photographs are advised "
            f"(Bonett 2002); the set has {photographs}."
        )
    ]
    if photographs < least:
        found.append(
            f"Nobody can pass: {least} photographs must be scored in an examination."
        )
    elif photographs < 2 * least:
        found.append(
            f"With {2 * least} photographs or more, a second examination could show "
            "others than the first."
        )
    return found
