"""Commands of what is not scored from photographs: import and overview."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

import platformdirs

from commands.authority import acting
from commands.outcome import Json, Outcome
from models.measures.table_import.kinds import TableKind, import_kind, kind_of
from models.measures.table_import.mapping import (
    load_mapping,
    remember,
    save_mapping,
)
from models.measures.table_import.plan import (
    MOST_PROBLEMS,
    ImportPlan,
    carry_out,
    plan_measurements,
)
from models.measures.table_import.second import Difference, differences
from models.people.roles import Act
from models.store.clock import utc_now
from models.store.store import StudyStore
from models.words import counted, listed, number_text


def mappings_folder() -> Path:
    """Where mappings of tables are remembered, beside the user's settings."""
    return platformdirs.user_config_path("dermagrade", appauthor=False) / "mappings"


def add_import_arguments(parser: ArgumentParser) -> None:
    """Add what `import measurements` asks for besides the study."""
    parser.add_argument("table", type=Path, metavar="TABLE", help="CSV or Excel")
    parser.add_argument(
        "--kind",
        default="",
        choices=[kind.value for kind in TableKind],
        help="what the table holds; else found out from its columns",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show the plan and write nothing"
    )
    parser.add_argument(
        "--map",
        type=Path,
        metavar="FILE.toml",
        help="what the columns mean; else as the last time, or guessed",
    )
    parser.add_argument(
        "--save-map", type=Path, metavar="FILE.toml", help="write the mapping there"
    )
    parser.add_argument(
        "--entry",
        type=int,
        default=1,
        choices=(1, 2),
        help="2 for the second of a double entry, which is held against the first",
    )
    parser.add_argument(
        "--reason",
        default="",
        metavar="TEXT",
        help="why values are corrected; on record",
    )


def import_measurements(words: Namespace) -> Outcome:
    """Enter values, adverse events, visit dates or answers from a table."""
    kind = TableKind(words.kind) if words.kind else kind_of(words.table)
    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.IMPORT)
        if kind is TableKind.VALUES:
            return _values(store, words, by)
        report = import_kind(
            store,
            words.table,
            kind,
            by=by,
            why=words.reason,
            is_dry=words.dry_run,
        )
    verb = "would be entered" if words.dry_run else "entered"
    text = (
        f"{counted(report.entered, *_NOUNS[kind])} {verb}; "
        f"{report.same:,} known already."
    )
    data: Json = {
        "kind": kind.value,
        "entered": report.entered,
        "same": report.same,
        "dry_run": bool(words.dry_run),
    }
    return Outcome(text, data)


_NOUNS = {
    TableKind.ADVERSE_EVENTS: ("adverse event", "adverse events"),
    TableKind.VISIT_DATES: ("visit date", "visit dates"),
    TableKind.ELIGIBILITY: ("answer", "answers"),
}


def _values(store: StudyStore, words: Namespace, by: str) -> Outcome:
    mapping = load_mapping(words.map) if words.map else None
    plan = plan_measurements(
        store,
        words.table,
        mapping=mapping,
        memory=mappings_folder(),
        entry=words.entry,
        why=words.reason,
    )
    if words.save_map:
        save_mapping(plan.mapping, words.save_map)
    if words.dry_run:
        return Outcome(_plan_text(plan), _plan_data(plan), 1 if plan.problems else 0)
    entered = carry_out(store, plan, by=by)
    remember(mappings_folder(), plan.headings, plan.mapping)
    unlike = differences(store.measurements()) if words.entry == 2 else ()
    text = (
        f"{counted(entered, 'value')} entered, of these "
        f"{counted(plan.corrections, 'correction')}; {plan.same:,} known already."
    )
    lines = [text, *(f"warning: {one}" for one in plan.warnings[:MOST_PROBLEMS])]
    lines += _difference_lines(unlike) if words.entry == 2 else []
    data: Json = {
        **_plan_data(plan),
        "entered": entered,
        "differences": [_difference_data(one) for one in unlike],
    }
    return Outcome("\n".join(lines), data)


def _difference_lines(unlike: tuple[Difference, ...]) -> list[str]:
    """Where the second entry is not as the first, a line each."""
    if not unlike:
        return ["Both entries agree."]
    lines = [f"The entries differ at {counted(len(unlike), 'place')}:"]
    for one in unlike:
        side = f", {one.side}" if one.side else ""
        first = one.first or "no first entry"
        where = f"{one.subject}, {one.visit}{side}, {one.series}"
        lines.append(f"  {where}: {first} | {one.second}")
    return lines


def _difference_data(one: Difference) -> Json:
    return {
        "subject": one.subject,
        "visit": one.visit,
        "side": one.side,
        "series": one.series,
        "first": one.first,
        "second": one.second,
    }


def _plan_text(plan: ImportPlan) -> str:
    """A plan for people: the mapping, then what would be done."""
    lines = ["The columns are taken as:"]
    lines += [f"  {title}: {use.text}" for title, use in plan.mapping.columns.items()]
    lines += [f"fault: {one}" for one in plan.problems[:MOST_PROBLEMS]]
    lines += [f"warning: {one}" for one in plan.warnings[:MOST_PROBLEMS]]
    if plan.problems:
        lines.append(f"{counted(len(plan.problems), 'fault')}: nothing can be entered.")
    else:
        lines.append(
            f"{counted(len(plan.new), 'value')} would be entered, of these "
            f"{counted(plan.corrections, 'correction')}; {plan.same:,} known already."
        )
    return "\n".join(lines)


def _plan_data(plan: ImportPlan) -> dict[str, Json]:
    return {
        "kind": TableKind.VALUES.value,
        "columns": {title: use.text for title, use in plan.mapping.columns.items()},
        "new": len(plan.new),
        "corrections": plan.corrections,
        "same": plan.same,
        "problems": [str(one) for one in plan.problems],
        "warnings": [str(one) for one in plan.warnings],
    }


def overview(words: Namespace) -> Outcome:
    """Tell what is there and missing, visit windows, worst cases and eligibility."""
    from models.overview.completeness import State, by_site
    from models.overview.overview import COLUMNS, overview

    with StudyStore.open(words.study) as store:
        found = overview(store, utc_now().date())
        names = {visit.key: visit.name for visit in store.protocol().visits}
    rows = list(found.rows())
    if words.out:
        import pandas as pd

        from exports.tables import write_frame

        write_frame(pd.DataFrame(rows, columns=list(COLUMNS)), words.out)
        text = f"{counted(len(rows), 'fact')} written to {words.out.name}."
        return Outcome(text, {"file": str(words.out), "facts": len(rows)})
    lines = []
    for site, states in by_site(found.cells).items():
        told = [f"{states[s]:,} {s.value}" for s in State if states[s]]
        lines.append(f"{site or 'All subjects'}: {listed(told)}.")
    missed = [one for one in found.windows if not one.is_kept]
    lines.append(
        f"{counted(len(found.windows), 'visit')} held against a window, "
        f"{len(missed):,} outside it."
    )
    lines += [
        f"  {one.subject}, {names[one.visit]}: {one.date}, {one.off:+d} days"
        for one in missed
    ]
    lines.append(f"{counted(len(found.worst), 'value')} worse than at baseline.")
    lines += [
        f"  {one.subject} {one.side}".rstrip()
        + f", {names[one.visit]}, {one.series}: worse by {number_text(one.worse_by)}"
        for one in found.worst[:_MOST_WORST]
    ]
    unmet = [one for one in found.rules if one.state.value != "met"]
    lines.append(
        f"{counted(len(found.rules), 'answer')} to eligibility rules, "
        f"{len(unmet):,} not met or open."
    )
    data: Json = {"facts": [dict(zip(COLUMNS, row, strict=True)) for row in rows]}
    return Outcome("\n".join(lines), data)


_MOST_WORST = 20
"""Worst cases that are printed; the file has all of them."""
