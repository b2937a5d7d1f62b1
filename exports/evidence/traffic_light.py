"""The risk of bias as traffic lights: a row for a study, a column for a domain.

Every light has its sign, so that the figure can be read in grey. Imports matplotlib, so
it is imported only where a figure is written.
"""

from collections.abc import Sequence

from matplotlib.figure import Figure

from exports.evidence.paper import GRID, LINE, SMALL, Paper, shortened, widest
from models.statistics.evidence.risk_of_bias import (
    DOMAIN_WORDS,
    DOMAINS,
    SIGNS,
    Judgement,
)
from models.statistics.evidence.studies import Study

COLOURS = {
    Judgement.LOW: "#4c9a5b",
    Judgement.SOME: "#f0d264",
    Judgement.HIGH: "#c8442f",
}
_INKS = {Judgement.LOW: "white", Judgement.SOME: "#1a1a1a", Judgement.HIGH: "white"}
_ROW = 6.4
_EDGE = 2.5
_HEAD = 7.0
_CELL = 11.0


def traffic_light(studies: Sequence[Study], width: float) -> Figure:
    """Draw the judgements of every study that has some.

    Args:
        studies: In the order of the table.
        width: Millimetres; the figure may be narrower if there is no need.
    """
    judged = [study for study in studies if study.risk]
    columns = (*DOMAINS, "overall")
    room = width - 2 * _EDGE - _CELL * len(columns)
    name_width = min(room, widest([study.name for study in judged]) + 4)
    legend = [f"D{key[1]}: {DOMAIN_WORDS[key]}" for key in DOMAINS]
    is_derived = any(study.risk and study.risk.is_derived for study in judged)
    feet = [*legend, *(["*: the worst of the domains"] if is_derived else [])]
    height = 2 * _EDGE + _HEAD + _ROW * len(judged) + 4 + LINE * len(feet) + _ROW
    needed = 2 * _EDGE + name_width + _CELL * len(columns)
    paper = Paper(min(width, max(needed, 80.0)), height)
    top = height - _EDGE - _HEAD
    left = _EDGE + name_width
    for at, key in enumerate(columns):
        text = "Overall" if key == "overall" else key.upper()
        x = left + _CELL * (at + 0.5)
        paper.text(x, top + _HEAD / 2, text, align="center", is_bold=True)
    for row, study in enumerate(judged):
        y = top - _ROW * (row + 0.5)
        end = left + _CELL * len(columns)
        paper.line((_EDGE, y + _ROW / 2), (end, y + _ROW / 2), colour=GRID, width=0.5)
        paper.text(_EDGE, y, shortened(study.name, name_width - 2))
        if study.risk is None:
            continue
        for at, one in enumerate((*study.risk.domains, study.risk.overall)):
            x = left + _CELL * (at + 0.5)
            _light(paper, x, y, one)
            if at == len(DOMAINS) and study.risk.is_derived:
                paper.text(x + 3.4, y + 1.4, "*", size=SMALL)
    y = top - _ROW * len(judged) - 4
    x = _EDGE + 2.5
    for judgement in Judgement:
        _light(paper, x, y, judgement)
        paper.text(x + 4, y, judgement.value.capitalize())
        x += 10 + widest([judgement.value.capitalize()])
    for at, line in enumerate(feet):
        paper.text(_EDGE, y - _ROW / 2 - LINE * (at + 0.6), line, size=SMALL)
    return paper.finish()


def _light(paper: Paper, x: float, y: float, judgement: Judgement | None) -> None:
    if judgement is None:
        return
    paper.disc(x, y, 2.4, COLOURS[judgement])
    paper.text(
        x, y, SIGNS[judgement], align="center", is_bold=True, colour=_INKS[judgement]
    )
