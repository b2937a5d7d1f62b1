"""Subject, visit and view read from the names of files and folders by a pattern.

A pattern is written as the names are: "{subject}_{visit}_{view}", or with folders,
"{subject}/{visit}/{view}". Visits and views are found in every spelling the protocol
knows; the subject is kept letter for letter, so that "007" stays "007".
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from models.errors import ExpectedError, Problem
from models.photographs.formats import SUFFIXES
from models.protocol.protocol import Protocol, View, Visit
from models.protocol.spelling import normalised, spellings
from models.words import listed

SUBJECT, VISIT, VIEW, ANY = "subject", "visit", "view", "any"
FIELDS = (SUBJECT, VISIT, VIEW, ANY)

WITH_VIEW = (
    "{subject}_{visit}_{view}",
    "{subject}-{visit}-{view}",
    "{subject} {visit} {view}",
    "{subject}/{visit}/{view}",
    "{subject}/{visit}_{view}",
    "{subject}/{visit}-{view}",
    "{subject}_{visit}/{view}",
    "{visit}/{subject}_{view}",
    "{visit}/{subject}/{view}",
    "{visit}_{subject}_{view}",
    "{subject}_{view}_{visit}",
    "{subject}/{view}/{visit}",
)
WITHOUT_VIEW = (
    "{subject}_{visit}",
    "{subject}-{visit}",
    "{subject} {visit}",
    "{subject}/{visit}",
    "{subject}/{visit}/{any}",
    "{visit}/{subject}",
)
ONLY_SUBJECT = ("{subject}",)
"""Where every photograph is a subject of its own, as in a set for training."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_RUN = re.compile(r"\d+|[^\W\d_]+")
_LOOSE = r"[^/]+"
_MOST_ANY = 3
_LONGEST_NAME = 300


class NamePatternError(ExpectedError):
    """The pattern for file names is not one that can be read by."""


@dataclass(frozen=True)
class Place:
    """Where in the study a photograph belongs.

    Attributes:
        subject: Code of the subject, as written.
        visit: Key of the visit.
        view: Key of the view.
    """

    subject: str
    visit: str
    view: str


class NamePattern:
    """A pattern, made ready for one protocol.

    Attributes:
        text: The pattern as written.
    """

    def __init__(self, text: str, protocol: Protocol) -> None:
        """Read a pattern.

        Args:
            text: Such as "{subject}_{visit}_{view}".
            protocol: Whose visits and views are looked for.

        Raises:
            NamePatternError: Fields are missing, unknown or run together.
        """
        self.text = text
        self._form = _form(text)
        _check(self._form, protocol)
        self._only_view = "" if VIEW in _fields(self._form) else protocol.views[0].key
        self._only_visit = "" if VISIT in _fields(self._form) else _only_visit(protocol)
        self._visits = _by_spelling(protocol.visits)
        self._views = _by_spelling(protocol.views)
        self._unplanned = {
            visit.key for visit in protocol.visits if not visit.photographs
        }
        visit, view = _alternatives(protocol.visits), _alternatives(protocol.views)
        self._exact = _compiled(self._form, visit, view)
        self._any_visit = _compiled(self._form, _LOOSE, view)
        self._any_view = _compiled(self._form, visit, _LOOSE)
        self._any = _compiled(self._form, _LOOSE, _LOOSE)

    def place(self, path: PurePosixPath) -> Place | None:
        """Where a photograph belongs, or None if its name does not say.

        Args:
            path: From the folder that is imported, with suffix.
        """
        found = self._match(self._exact, path)
        if found is None:
            return None
        subject = found[SUBJECT]
        visit = self._only_visit or self._visits.get(normalised(found[VISIT]), "")
        view = self._only_view or self._views.get(normalised(found[VIEW]), "")
        if not visit or not view or visit in self._unplanned:
            return None
        return Place(subject, visit, view) if subject.isprintable() else None

    def fault(self, path: PurePosixPath) -> str:
        """Why a name does not say where its photograph belongs."""
        if found := self._match(self._exact, path):
            if not found[SUBJECT].isprintable() or self._only_visit:
                return "the subject has signs that cannot be printed"
            return f"the protocol plans no photographs at visit “{found[VISIT]}”"
        if found := self._match(self._any_visit, path):
            return f"the protocol has no visit “{found[VISIT]}”"
        if found := self._match(self._any_view, path):
            return f"the protocol has no view “{found[VIEW]}”"
        if found := self._match(self._any, path):
            words = f"the protocol has no visit “{found[VISIT]}”"
            view = found.get(VIEW, "")
            return f"{words} and no view “{view}”" if view else words
        return f"the name does not have the form {self.text}"

    def written(self, place: Place) -> str:
        """A name, without suffix, as the pattern would have it."""
        values = {SUBJECT: place.subject, VISIT: place.visit, VIEW: place.view}
        return "".join(
            values.get(text, "x") if is_field else text for is_field, text in self._form
        )

    def _match(
        self, form: re.Pattern[str], path: PurePosixPath
    ) -> Mapping[str, str] | None:
        depth = 1 + sum(
            text.count("/") for is_field, text in self._form if not is_field
        )
        parts = [unicodedata.normalize("NFC", part) for part in path.parts[-depth:]]
        if len(parts) < depth or any(len(part) > _LONGEST_NAME for part in parts):
            return None
        parts[-1] = PurePosixPath(parts[-1]).stem
        found = form.fullmatch("/".join(parts))
        return found.groupdict() if found else None


def best_pattern(paths: Iterable[PurePosixPath], protocol: Protocol) -> NamePattern:
    """Of the usual patterns the one that fits most names; the first of equals."""
    paths = list(paths)
    texts = WITH_VIEW if len(protocol.views) > 1 else (*WITH_VIEW, *WITHOUT_VIEW)
    # Elsewhere any name would do, and a slip of it would be another subject.
    if protocol.training and _only_visit(protocol) and len(protocol.views) == 1:
        texts = (*texts, *ONLY_SUBJECT)
    patterns = [NamePattern(text, protocol) for text in texts]
    return max(
        patterns,
        key=lambda pattern: sum(pattern.place(path) is not None for path in paths),
    )


def _only_visit(protocol: Protocol) -> str:
    """The visit at which photographs are planned, if there is only one."""
    planned = [visit.key for visit in protocol.visits if visit.photographs]
    return planned[0] if len(planned) == 1 else ""


def _form(text: str) -> tuple[tuple[bool, str], ...]:
    """The pattern in parts: whether each is a field, and its name or its letters."""
    tidy = unicodedata.normalize("NFC", text.strip()).replace("\\", "/").strip("/")
    for suffix in SUFFIXES:
        if tidy.lower().endswith(suffix):
            tidy = tidy[: -len(suffix)]
            break
    parts: list[tuple[bool, str]] = []
    end = 0
    for match in _FIELD.finditer(tidy):
        if match.start() > end:
            parts.append((False, tidy[end : match.start()]))
        parts.append((True, match[1].strip().lower()))
        end = match.end()
    if end < len(tidy):
        parts.append((False, tidy[end:]))
    return tuple(parts)


def _fields(form: Iterable[tuple[bool, str]]) -> list[str]:
    return [text for is_field, text in form if is_field]


def _check(form: tuple[tuple[bool, str], ...], protocol: Protocol) -> None:
    """Find everything that is wrong with a pattern, at once."""
    fields = _fields(form)
    faults = [
        f"there is no field {{{name}}}; the fields are "
        + listed(f"{{{known}}}" for known in FIELDS)
        for name in fields
        if name not in FIELDS
    ]
    wanted = [SUBJECT] + ([] if _only_visit(protocol) else [VISIT])
    wanted += [VIEW] if len(protocol.views) > 1 else []
    faults += [f"{{{name}}} is missing" for name in wanted if name not in fields]
    faults += [
        f"{{{name}}} stands there more than once; write {{any}} for the others"
        for name in (SUBJECT, VISIT, VIEW)
        if fields.count(name) > 1
    ]
    if fields.count(ANY) > _MOST_ANY:
        faults.append(f"{{any}} may stand there {_MOST_ANY} times at most")
    if any(set(text) & set("{}") for is_field, text in form if not is_field):
        faults.append("a brace is not closed")
    faults += [
        f"{{{one}}} and {{{other}}} need a sign between them"
        for (is_field, one), (follows, other) in pairwise(form)
        if is_field and follows and not {VISIT, VIEW} & {one, other}
    ]
    if faults:
        raise NamePatternError(
            "The pattern for file names cannot be used.",
            hint="A pattern looks like {subject}_{visit}_{view}.",
            problems=[Problem("pattern", fault) for fault in faults],
        )


def _by_spelling(named: Sequence[Visit | View]) -> dict[str, str]:
    """Every normalised spelling to its key."""
    known: dict[str, str] = {}
    for one in named:
        for spelling in (*spellings(one), *_short(one)):
            known.setdefault(spelling, one.key)
    # What the protocol says itself comes before what is guessed.
    known.update({spelling: one.key for one in named for spelling in spellings(one)})
    return known


def _short(named: Visit | View) -> tuple[str, ...]:
    """The short spelling of a day: "d30" for "day30"."""
    return tuple(
        f"d{spelling[3:]}"
        for spelling in spellings(named)
        if spelling.startswith("day") and spelling[3:].isdecimal()
    )


def _alternatives(named: Sequence[Visit | View]) -> str:
    """A regular expression for every spelling of any of these."""
    names = {
        name
        for one in named
        for name in (one.key, one.name, *one.aliases, *_short(one))
        if normalised(name)
    }
    longest_first = sorted(names, key=lambda name: (-len(normalised(name)), name))
    return "|".join(_spelled(name) for name in longest_first)


def _spelled(name: str) -> str:
    """A name with any signs between its words and numbers, and zeros before these."""
    runs = [
        rf"(?<!\d)0*{run.lstrip('0') or '0'}(?!\d)"
        if run.isdecimal()
        else re.escape(run)
        for run in _RUN.findall(unicodedata.normalize("NFKC", name))
    ]
    return r"(?:[^\w/]|_){0,3}".join(runs) + r"[^\w/]{0,2}?"


def _compiled(
    form: Sequence[tuple[bool, str]], visit: str, view: str
) -> re.Pattern[str]:
    fields = {
        # Neither begins nor ends with a space: "007 " would be another subject.
        SUBJECT: r"(?P<subject>[^/\s](?:[^/]*[^/\s])?)",
        VISIT: f"(?P<visit>{visit})",
        VIEW: f"(?P<view>{view})",
    }
    parts = [
        fields.get(text, "") if is_field else re.escape(text) for is_field, text in form
    ]
    for number, part in enumerate(form):
        if part == (True, ANY):
            parts[number] = _anything(form[number + 1 :])
    return re.compile("".join(parts), re.IGNORECASE)


def _anything(following: Sequence[tuple[bool, str]]) -> str:
    """What is left out: up to the next sign of the pattern.

    Were it to reach beyond, a hostile name could be read in millions of ways.
    """
    is_field, text = following[0] if following else (True, "")
    return r"[^/]+?" if is_field else f"[^/{re.escape(text[0])}]+"
