"""Fields of a REDCap project: one row of its data dictionary each."""

from dataclasses import dataclass, replace

HEADINGS = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)
"""The eighteen columns, in the order of the format."""

LONGEST_NAME = 26  # advised; 100 are allowed
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Field:
    """A field of a form.

    Attributes:
        name: Variable name.
        form: Name of the form.
        kind: Field type: "text", "notes", "radio", "dropdown", "yesno".
        label: What people read.
        choices: Code and label of each choice of a radio or dropdown field.
        note: A few words under the field.
        validation: What text is checked against: "date_ymd", "number", "integer".
        lowest: Least value, as text.
        highest: Greatest value, as text.
        branching: Shown only if this holds.
        required: Whether it must be filled.
        section: Heading above it, or empty.
    """

    name: str
    form: str
    kind: str
    label: str
    choices: Choices = ()
    note: str = ""
    validation: str = ""
    lowest: str = ""
    highest: str = ""
    branching: str = ""
    required: bool = False
    section: str = ""

    def code(self, label: str) -> str:
        """The code of the choice with a label, or empty."""
        return next((code for code, words in self.choices if words == label), "")

    def row(self) -> tuple[str, ...]:
        """Its row of the data dictionary."""
        return (
            self.name,
            self.form,
            words(self.section),
            self.kind,
            words(self.label),
            " | ".join(f"{code}, {choice_words(text)}" for code, text in self.choices),
            words(self.note),
            self.validation,
            self.lowest,
            self.highest,
            "",
            self.branching,
            "y" if self.required else "",
            *("",) * 5,
        )


def numbered(labels: tuple[str, ...]) -> Choices:
    """Choices coded 1, 2, 3, … in their order."""
    return tuple((str(at), label) for at, label in enumerate(labels, start=1))


def under(field: Field, section: str) -> Field:
    """The field with a heading above it."""
    return replace(field, section=section)


def words(text: str) -> str:
    """Text that REDCap shows as it is: one line, and no sign taken for HTML."""
    return " ".join(text.split()).replace("<", "< ").replace("<  ", "< ")


def choice_words(text: str) -> str:
    """The label of a choice: besides, without the sign that parts choices."""
    return words(text).replace("|", "/")
