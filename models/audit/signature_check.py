"""Signatures held against what they are bound to, from the rows as they lie on disk."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from models.audit.signed_content import SignedScore, reading_hash
from models.errors import Problem
from models.store.raw import Plain, RawRow

_NEEDED = frozenset(
    {
        "study",
        "rater",
        "reading",
        "reading_item",
        "reading_step",
        "lock_step",
        "pinned_scale",
        "score",
        "comment",
        "flag",
        "signature",
    }
)


@dataclass
class SignatureCheck:
    """Collects the rows it needs, then says which signatures are broken or void.

    Attributes:
        before: Hash of the trail's line before the one that wrote a signature, by its
            number.
    """

    before: dict[int, Plain] = field(default_factory=dict)
    _rows: dict[str, dict[int, Mapping[str, Plain]]] = field(default_factory=dict)

    def take(self, row: RawRow) -> None:
        """Remember a row, if signatures depend on it."""
        if row.table in _NEEDED:
            self._rows.setdefault(row.table, {})[row.id] = row.values

    def faults(self) -> Iterator[Problem]:
        """Every signature that does not fit what it was put under."""
        for number, signature in sorted(self._table("signature").items()):
            if self._voided_at(signature):
                continue
            if signature["reading_id"] is None:
                fits = signature["sha256"] == self.before.get(number)
                was = "the audit trail is another than the one that was signed"
            else:
                fits = signature["sha256"] == self._hash_of(signature["reading_id"])
                was = "the scores are others than those that were signed"
            if not fits:
                yield Problem(f"signature {number}", f"{self._named(signature)}: {was}")

    def void(self) -> Iterator[str]:
        """Every signature that a reopening or unlocking made void."""
        for number, signature in sorted(self._table("signature").items()):
            voided_at = self._voided_at(signature)
            if voided_at:
                named = self._named(signature)
                yield f"signature {number} ({named}) is void since {voided_at}"

    def _voided_at(self, signature: Mapping[str, Plain]) -> str:
        """When a later step made a signature void, or empty."""
        reading, step = signature["reading_id"], signature["step"]
        table, closed = (
            ("lock_step", "locked") if reading is None else ("reading_step", "finished")
        )
        for number, row in sorted(self._table(table).items()):
            is_its = reading is None or row["reading_id"] == reading
            if is_its and isinstance(step, int) and number > step and row[closed] == 0:
                return str(row["at"])
        return ""

    def _named(self, signature: Mapping[str, Plain]) -> str:
        """Who signed what and why."""
        reading = signature["reading_id"]
        what = (
            "locked study" if reading is None else f"reading of {self._rater(reading)}"
        )
        return f"{signature['printed_name']}, {signature['meaning']}, {what}"

    def _rater(self, reading: Plain) -> str:
        row = self._row("reading", reading)
        return str(self._row("rater", row.get("rater_id")).get("code", "nobody"))

    def _hash_of(self, reading: Plain) -> str:
        """The hash of a reading as it lies there, or empty if it has no sense."""
        items = {
            number: row
            for number, row in self._table("reading_item").items()
            if row["reading_id"] == reading
        }
        study = next(iter(self._table("study").values()), {})
        try:
            return reading_hash(
                str(study.get("uid")),
                self._rater(reading),
                self._scores(items),
                self._comments(items),
                self._flags(items),
            )
        except (ValueError, TypeError, KeyError):
            return ""

    def _scores(self, items: Mapping[int, Mapping[str, Plain]]) -> list[SignedScore]:
        last: dict[tuple[Plain, Plain], Mapping[str, Plain]] = {}
        for _, row in sorted(self._table("score").items()):
            if row["item_id"] in items:
                last[row["item_id"], row["scale_id"]] = row
        return [
            SignedScore(
                _whole(items[_whole(row["item_id"])]["position"]),
                str(items[_whole(row["item_id"])]["code"]),
                self._scale(row["scale_id"]),
                str(row["kind"]),
                None if row["value"] is None else float(row["value"]),
                str(row["reason"]),
            )
            for row in last.values()
            if row["kind"] != "withdrawn"
        ]

    def _comments(
        self, items: Mapping[int, Mapping[str, Plain]]
    ) -> dict[tuple[int, str], str]:
        found = {}
        for _, row in sorted(self._table("comment").items()):
            if row["item_id"] in items:
                position = _whole(items[_whole(row["item_id"])]["position"])
                scale = self._scale(row["scale_id"]) if row["scale_id"] else ""
                found[position, scale] = str(row["text"])
        return found

    def _flags(self, items: Mapping[int, Mapping[str, Plain]]) -> list[int]:
        last = {
            _whole(items[_whole(row["item_id"])]["position"]): row["raised"]
            for _, row in sorted(self._table("flag").items())
            if row["item_id"] in items
        }
        return [position for position, raised in last.items() if raised]

    def _scale(self, number: Plain) -> str:
        return str(self._row("pinned_scale", number)["key"])

    def _table(self, name: str) -> Mapping[int, Mapping[str, Plain]]:
        return self._rows.get(name, {})

    def _row(self, table: str, number: Plain) -> Mapping[str, Plain]:
        return self._table(table).get(number, {}) if isinstance(number, int) else {}


def _whole(value: Plain) -> int:
    """A number that must be whole; anything else was put there by hand."""
    if not isinstance(value, int):
        message = f"{value!r} is no whole number"
        raise TypeError(message)
    return value
