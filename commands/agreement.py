"""The command that tells how well raters agree."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from commands.console import person, progress
from commands.outcome import Outcome
from models.errors import ExpectedError
from models.words import counted, listed

if TYPE_CHECKING:
    from models.statistics.agreement.coefficient import Coefficient
    from models.statistics.agreement.report import Agreement
    from models.statistics.agreement.study import ItemAgreement
    from models.statistics.agreement.table import ScoreTable

_TABLES = (".csv", ".xlsx", ".xlsm", ".tsv", ".txt")
_SHOWN = (
    "exact",
    "within_one",
    "same_class",
    "cohen_kappa",
    "cohen_kappa_quadratic",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2_quadratic",
    "krippendorff_alpha_ordinal",
    "krippendorff_alpha_interval",
    "icc_2_1",
    "icc_3_1",
    "icc_2_1_reml",
    "kendall_w",
)


def agreement(words: Namespace) -> Outcome:
    """Tell how well the raters of a study or of a table agree."""
    from commands.agreement_data import document
    from models.statistics.agreement.study import compare

    table = _table(words.source)
    if words.reference and words.reference not in set(table.frame["rater"]):
        raise ExpectedError(
            f"There is no rater {words.reference} in {words.source.name}.",
            hint="Name a rater of the table as the reference.",
        )
    if words.report is not None and words.report.suffix.lower() != ".pdf":
        raise ExpectedError(
            "The agreement report is a PDF file.", hint="Name a file that ends in .pdf."
        )
    found = list(
        compare(
            table,
            reference=words.reference,
            rounds=words.rounds,
            seed=words.seed,
            progress=progress(),
        )
    )
    if words.source.suffix.lower() not in _TABLES:
        table, found = _without_repeats(words.source, table, found)
    if words.report is not None:
        _report(words, table, found)
    return Outcome(_text(table, found), document(words.source.name, table, found))


def _without_repeats(
    path: Path, table: "ScoreTable", found: "list[ItemAgreement]"
) -> "tuple[ScoreTable, list[ItemAgreement]]":
    """Withhold the hidden repeats while anybody reads, who would look out for them."""
    from models.store.store import StudyStore

    with StudyStore.open(path) as store:
        reading = [one.rater for one in store.readings() if not one.finished_at]
    if not reading or not any(one.within for one in found):
        return table, found
    remark = f"Hidden repeats are not told while raters read: {listed(reading)}."
    told = replace(table, remarks=(*table.remarks, remark))
    return told, [replace(one, within=()) for one in found]


def _report(
    words: Namespace, table: "ScoreTable", found: "list[ItemAgreement]"
) -> None:
    """Write the report, and put on record that it left a study."""
    from datetime import date

    from exports.agreement_pages import ReportFacts
    from exports.agreement_report import write_report

    today = date.today().isoformat()  # noqa: DTZ011 - the user's own day
    if words.source.suffix.lower() in _TABLES:
        write_report(ReportFacts(words.source.stem, today), table, found, words.report)
        return
    from models.audit.exporting import record_export
    from models.store.store import StudyStore

    with StudyStore.open(words.source) as store:
        write_report(ReportFacts.of(store), table, found, words.report)
        record_export(store, "agreement report", words.report.name, by=person())


def _table(path: Path) -> "ScoreTable":
    """The scores of a table or of a study."""
    from models.statistics.agreement.study import study_table
    from models.statistics.agreement.table import read_scores

    if path.suffix.lower() in _TABLES:
        return read_scores(path)
    from models.store.store import StudyStore

    with StudyStore.open(path) as store:
        table = study_table(store, store.viewing_seconds())
    if table.frame.empty:
        raise ExpectedError(
            "No photograph has been scored yet.", hint="Score the photographs first."
        )
    return table


def _text(table: "ScoreTable", found: "list[ItemAgreement]") -> str:
    """For people: the coefficients that matter, then each rater."""
    blocks = [
        "\n".join(_item(table.names.get(one.between.item, one.between.item), one))
        for one in found
    ]
    return "\n\n".join([*blocks, *table.remarks])


def _item(name: str, found: "ItemAgreement") -> list[str]:
    from models.statistics.agreement.bands import band

    one = found.between
    ratings = one.ratings
    sizes = (
        f"{counted(len(ratings.targets), 'target')}, "
        f"{counted(len(ratings.raters), 'rater')}, "
        f"{counted(ratings.scores, 'score')}, {ratings.missing:,} missing"
    )
    lines = [
        f"{name or 'Scores'}: {sizes}",
        f"Read first: {_first(one)}",
    ]
    by_key = {coefficient.key: coefficient for coefficient in one.coefficients}
    shown = [by_key[key] for key in _SHOWN if key in by_key]
    lines += [_line(coefficient, band(coefficient)) for coefficient in shown]
    lines += _raters(found)
    return [*lines, *(f"  {remark}" for remark in one.remarks)]


def _first(one: "Agreement") -> str:
    key, reason = one.read_first.key, one.read_first.reason
    return f"{one.coefficient(key).naming.name}. {reason}" if key else reason


def _line(one: "Coefficient", words: str) -> str:
    if one.estimate is None:
        return f"  {one.naming.name}: none. {' '.join(one.remarks)}"
    limits = ""
    if one.lower is not None and one.upper is not None:
        limits = f" ({one.lower:.3f} to {one.upper:.3f})"
    return f"  {one.naming.name}: {one.estimate:.3f}{limits}" + (
        f", {words}" if words else ""
    )


def _raters(found: "ItemAgreement") -> list[str]:
    lines = []
    for one in found.between.raters:
        bias = one.panel_bias
        text = f"  Rater {one.rater}: {one.scores} scores"
        if bias.value is not None:
            text += f", {bias.value:+.2f} against the others"
        if bias.lower is not None and bias.upper is not None:
            text += f" ({bias.lower:+.2f} to {bias.upper:+.2f})"
        if one.favourite is not None:
            text += f", favours grade {one.favourite:g}"
        lines.append(text)
    for own in found.within:
        kappa = own.coefficients.get("cohen_kappa_quadratic")
        value = None if kappa is None else kappa.estimate
        told = "none" if value is None else f"{value:.3f}"
        lines.append(
            f"  Rater {own.rater} with own repeats: {own.n} photographs, "
            f"quadratic kappa {told}"
        )
    return lines
