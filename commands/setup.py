"""Commands that set a study up: protocols, new, import, allocate."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from commands.authority import acting
from commands.console import passphrase, person, progress, secret
from commands.outcome import Json, Outcome
from commands.scale_listing import scales as scales
from models.library_folder import default_folder
from models.people.roles import Act
from models.protocol import library as protocols_library
from models.protocol.protocol import Protocol
from models.protocol.wording import design_words
from models.store.store import StudyStore
from models.words import counted, listed

if TYPE_CHECKING:
    from models.allocation.allocation_list import Allocation
    from models.allocation.codes import Code
    from models.photographs.folder import LeftOut
    from models.photographs.plan import ImportPlan


def protocols(words: Namespace) -> Outcome:
    """List the protocols, or show one."""
    if words.name:
        one = protocols_library.find(words.name)
        return Outcome(_protocol_text(one), _protocol_data(one))
    shipped = protocols_library.shipped().values()
    lines = [f"{one.key:22} {one.name}" for one in shipped]
    return Outcome("\n".join(lines), [_protocol_data(one) for one in shipped])


def new(words: Namespace) -> Outcome:
    """Make a new study."""
    plan = protocols_library.find_plan(words.protocol, default_folder())
    title = words.title or words.study.stem
    with StudyStore.create(
        words.study,
        title=title,
        protocol=plan.protocol,
        scales=plan.scales,
        measures=plan.measures,
        by=person(),
    ) as store:
        info = store.info()
    text = f"{words.study.name} is made: {title}, after the protocol "
    text += f"{plan.protocol.name}."
    data: Json = {
        "study": str(words.study),
        "uid": info.uid,
        "protocol": plan.protocol.key,
    }
    return Outcome(text, data)


def amend(words: Namespace) -> Outcome:
    """Give a study a new version of its protocol, for a reason."""
    from models.audit.amending import amend as carry_out

    plan = protocols_library.find_plan(words.protocol, default_folder())
    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.AMEND)
        found = carry_out(store, plan, by=by, why=words.reason)
    told = [one.text for one in found]
    head = f"The protocol is amended: version {plan.protocol.version} counts now."
    data: Json = {"version": plan.protocol.version, "differences": [*told]}
    return Outcome("\n".join([head, *told]), data)


def import_photographs(words: Namespace) -> Outcome:
    """Plan the import of a folder, show the plan, and carry it out."""
    from models.photographs.importing import import_photographs as carry_out
    from models.photographs.plan import plan_import

    with StudyStore.open(words.study) as store:
        plan = plan_import(
            words.folder,
            store.protocol(),
            names=words.names,
            stored=store.photographs(),
            progress=progress(),
        )
        lines = plan.lines()
        data = _plan_data(plan)
        if words.dry_run:
            return Outcome("\n".join([*lines, "Nothing was written."]), data)
        by = acting(store, words, Act.IMPORT)
        report = carry_out(store, plan, by=by, progress=progress())
    data["imported"] = list(report.imported)
    news = [line for line in report.lines() if line not in lines]
    return Outcome("\n".join([*lines, "", *news]), data)


def import_references(words: Namespace) -> Outcome:
    """Store the study's own reference photographs of grades."""
    from models.photographs.references import import_references as carry_out

    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.IMPORT)
        report = carry_out(store, words.folder, by=by, progress=progress())
    data: Json = {
        "stored": list(report.stored),
        "same": report.same,
        "left_out": [str(left) for left in report.left_out],
    }
    return Outcome("\n".join(report.lines()), data)


def import_subjects(words: Namespace) -> Outcome:
    """Add subjects, with their sites, from a table."""
    from models.subject_table import import_subjects as carry_out

    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.IMPORT)
        report = carry_out(store, words.table, by=by)
    text = (
        f"{counted(report.added, 'subject')} added, "
        f"{counted(report.sited, 'site')} noted, {report.same} known already."
    )
    data: Json = {"added": report.added, "sited": report.sited, "same": report.same}
    return Outcome(text, data)


def allocate(words: Namespace) -> Outcome:
    """Check an allocation list, or draw one, then seal it."""
    from models.allocation.codes import draw_codes
    from models.allocation.seal import is_sealed, seal

    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.SEAL)
        allocation = _drawn(store, words) if words.randomise else _listed(store, words)
        key, names = passphrase(words, twice=True), _names_passphrase(words)
        codes = None
        if words.code_sheet and not is_sealed(store):
            codes = draw_codes(allocation.subjects)
            _write_sheet(store, words.code_sheet, codes)
        try:
            seal(store, allocation, key, names_passphrase=names, by=by, codes=codes)
        except BaseException:
            if codes:
                words.code_sheet.unlink(missing_ok=True)
            raise
    count = counted(len(allocation.subjects), "subject")
    if allocation.has_sides:
        count = f"{counted(len(allocation.units), 'side')} of {count}"
    kept = "the passphrase" if words.randomise else "the passphrase and the list"
    text = (
        f"The allocation of {count} is sealed. Keep {kept} in a safe place away from "
        "the study: it cannot be got back from it."
    )
    if codes:
        text += (
            f" The emergency codes are in {words.code_sheet.name}, and nowhere else: "
            "print it and lock it away."
        )
    data: Json = {
        "subjects": len(allocation.subjects),
        "units": len(allocation.units),
        "sealed": True,
        "drawn": bool(words.randomise),
        "code_sheet": str(words.code_sheet) if codes else None,
    }
    return Outcome(text, data)


def _listed(store: StudyStore, words: Namespace) -> "Allocation":
    """The allocation of a list made elsewhere."""
    from models.allocation.side_list import read_list

    codes = [subject.code for subject in store.subjects()]
    return read_list(words.list, codes, store.protocol())


def _drawn(store: StudyStore, words: Namespace) -> "Allocation":
    """An allocation drawn now. It is told to nobody."""
    from models.allocation.randomise import randomise, read_arms, scheme_of

    protocol = store.protocol()
    scheme = scheme_of(
        protocol,
        read_arms(words.arms, protocol.ratio),
        blocks=words.block,
        by_site=words.strata == "site",
    )
    sites = {subject.code: subject.site for subject in store.subjects()}
    return randomise(sites, scheme)


def _names_passphrase(words: Namespace) -> str | None:
    """The passphrase of the names of the arms, where it is another person's."""
    if not words.names_passphrase_file:
        return None
    option = "--names-passphrase-file"
    return secret(words.names_passphrase_file, "Passphrase of the names", option)


def _write_sheet(store: StudyStore, path: Path, codes: "Mapping[str, Code]") -> None:
    """Write the sheet of emergency codes before anything is sealed with them."""
    from exports.code_sheet import write_code_sheet

    info, has_sides = store.info(), store.protocol().has_sides
    texts = {subject: code.text() for subject, code in codes.items()}
    write_code_sheet(
        path, title=info.title, study=info.uid, codes=texts, has_sides=has_sides
    )


def _plan_data(plan: "ImportPlan") -> dict[str, Json]:
    """A plan of import for programs."""

    def left(files: "tuple[LeftOut, ...]") -> Json:
        return [{"file": one.place, "reason": one.reason} for one in files]

    return {
        "pattern": plan.pattern,
        "matched": [
            {
                "file": one.name,
                "subject": one.place.subject,
                "visit": one.place.visit,
                "view": one.place.view,
            }
            for one in plan.matched
        ],
        "stored": left(plan.stored),
        "doubles": left(plan.doubles),
        "unmatched": left(plan.unmatched),
        "unreadable": left(plan.unreadable),
        "others": left(plan.others),
        "missing": [
            {"subject": one.subject, "visit": one.visit, "view": one.view}
            for one in plan.missing
        ],
        "imported": [],
    }


def _protocol_text(one: Protocol) -> str:
    """A protocol for people, its schedule as a matrix."""
    views = listed(view.label for view in one.views)
    lines = [
        f"{one.name} ({one.key}, version {one.version})",
        f"Design: {design_words(one)}. Day 0 is the {one.anchor}.",
        *([f"Views: {views}."] if one.views else []),
        "",
        f"{'Visit':14}{'Day':>6}  " + "  ".join(one.scales),
    ]
    for visit in one.visits:
        marks = [
            ("x" if one.is_scheduled(scale, visit.key) else "").center(len(scale))
            for scale in one.scales
        ]
        lines.append(f"{visit.name:14}{visit.day:>6}  {'  '.join(marks)}".rstrip())
    lines += ["", one.citation, one.notes.strip()]
    return "\n".join(lines).rstrip()


def _protocol_data(one: Protocol) -> Json:
    """A protocol for programs."""
    return {
        "key": one.key,
        "version": one.version,
        "name": one.name,
        "design": one.design.value,
        "arms": one.arms,
        "ratio": list(one.ratio),
        "unit": one.unit_noun,
        "crossover": one.crossover,
        "baseline": one.baseline,
        "visits": [
            {"key": visit.key, "name": visit.name, "day": visit.day}
            for visit in one.visits
        ],
        "views": [view.key for view in one.views],
        "sides": {view.key: view.side for view in one.views if view.side},
        "schedule": {scale: list(visits) for scale, visits in one.schedule.items()},
        "sha256": one.sha256,
    }
