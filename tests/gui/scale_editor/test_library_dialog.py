"""The library of scales and measures, and the editors it opens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from gui import file_dialogs
from gui.context import PageContext
from gui.pages.rating.scale_panel import ScalePanel
from gui.scale_editor.library_dialog import LibraryDialog
from gui.scale_editor.measure_editor import MeasureEditor
from gui.scale_editor.presenter import Entry, entries, matching
from gui.scale_editor.scale_editor import ScaleEditor
from gui.tables.record_table import RecordTable
from models import own_library
from models.measures.draft import MeasureDraft
from models.protocol import library
from models.scales import library as scale_library
from models.scales.draft import draft_of_scale
from tests.gui.conftest import QuietReporter


@pytest.fixture
def dialog(qtbot: QtBot, context: PageContext) -> Iterator[LibraryDialog]:
    dialog = LibraryDialog(context)
    dialog.show()
    yield dialog
    dialog.close()


def press(parent: QDialog, name: str) -> None:
    button = parent.findChild(QPushButton, name)
    assert button is not None, name
    assert button.isEnabled(), name
    button.click()


def typed(parent: QDialog, name: str, text: str) -> None:
    field = parent.findChild(QLineEdit, name)
    assert field is not None, name
    field.setText(text)
    field.textEdited.emit(text)


def said(parent: QDialog, name: str) -> str:
    label = parent.findChild(QLabel, name)
    assert label is not None, name
    return label.text()


def search(dialog: LibraryDialog, text: str) -> list[Entry]:
    field = dialog.findChild(QLineEdit, "search_field")
    table = dialog.findChild(RecordTable, "library_table")
    assert field is not None
    assert table is not None
    field.setText(text)
    return table.records()


def shown_text(dialog: LibraryDialog) -> str:
    box = dialog.findChild(QPlainTextEdit, "entry_text")
    assert box is not None
    return box.toPlainText()


def test_every_scale_and_measure_is_listed_with_its_facts(context: PageContext) -> None:
    known = library.with_own(context.settings.library_folder)
    found = {one.key: one for one in entries(known)}
    assert set(found) == {*known.scales, *known.measures}
    assert found["gais"].mode == "with baseline"
    assert found["cutometer-r9"].kind_word == "derived number"
    assert found["pain-0-3"].rated_by == "subject"


def test_a_search_wants_every_word(context: PageContext) -> None:
    found = entries(library.with_own(context.settings.library_folder))
    keys = {one.key for one in matching(found, "cutometer derived")}
    assert keys == {"cutometer-r9"} | {
        one.key
        for one in found
        if "cutometer" in one.key and one.kind_word == "derived number"
    }
    assert matching(found, "cutometer nothing-such") == []


def test_the_chosen_one_says_all_it_holds(dialog: LibraryDialog) -> None:
    assert [one.key for one in search(dialog, "glogau")] == ["glogau"]
    text = shown_text(dialog)
    assert "Which type of photoageing is it?" in text
    assert "1  I, mild: No wrinkles" in text
    assert "Licence:" in text


def test_a_new_version_of_a_scale_of_the_program_is_saved_as_ones_own(
    dialog: LibraryDialog, context: PageContext
) -> None:
    search(dialog, "glogau")
    press(dialog, "new_version_button")
    editor = dialog.findChild(ScaleEditor)
    assert editor is not None
    press(editor, "save_button")

    known = library.with_own(context.settings.library_folder)
    assert known.is_own("scales", "glogau-own")
    assert known.scales["glogau"] == scale_library.shipped()["glogau"]
    assert "own" in [one.key[-3:] for one in search(dialog, "glogau own")]


def test_a_new_version_of_ones_own_scale_replaces_it_and_keeps_the_earlier(
    dialog: LibraryDialog, context: PageContext
) -> None:
    for _ in range(2):
        search(dialog, "glogau")
        table = dialog.findChild(RecordTable, "library_table")
        assert table is not None
        press(dialog, "new_version_button")
        editor = dialog.findChildren(ScaleEditor)[-1]
        press(editor, "save_button")
        search(dialog, "glogau own")
    folder = context.settings.library_folder / "scales"
    known = library.with_own(context.settings.library_folder)
    assert known.scales["glogau-own"].version == "2"
    assert [path.name for path in (folder / "earlier").iterdir()] == [
        "glogau-own-1.toml"
    ]


def test_faults_stand_beside_their_fields_until_they_are_mended(
    qtbot: QtBot, context: PageContext
) -> None:
    draft = draft_of_scale(scale_library.shipped()["erythema-0-3"])
    draft.key = "mine"
    editor = ScaleEditor(context, draft, {"taken"})
    editor.show()
    save = editor.findChild(QPushButton, "save_button")
    assert save is not None
    typed(editor, "question_field", "")
    typed(editor, "shown_key_field", "taken")
    assert said(editor, "question_fault") == "Question is missing."
    assert "is the key of another scale" in said(editor, "shown_key_fault")
    assert not save.isEnabled()
    typed(editor, "question_field", "How red?")
    typed(editor, "shown_key_field", "mine-too")
    assert said(editor, "question_fault") == ""
    assert save.isEnabled()
    save.click()


def test_the_preview_is_the_panel_of_the_rating_page(
    qtbot: QtBot, context: PageContext
) -> None:
    draft = draft_of_scale(scale_library.shipped()["fg-wrinkling"])
    editor = ScaleEditor(context, draft, ())
    editor.show()
    panel = editor.findChild(ScalePanel)
    assert panel is not None
    assert len(panel.buttons) == 9
    panel.buttons[4].click()
    assert panel.buttons[4].property("state") == "given"
    assert "Keys 1 2 3" in said(editor, "preview_keys")
    editor.close()


def test_half_points_are_added_by_a_button(qtbot: QtBot, context: PageContext) -> None:
    draft = draft_of_scale(scale_library.shipped()["erythema-0-3"])
    editor = ScaleEditor(context, draft, ())
    editor.show()
    press(editor, "half_points_button")

    def shown() -> list[float]:
        panel = editor.findChildren(ScalePanel)[-1]
        return [button.grade.value for button in panel.buttons]

    qtbot.waitUntil(lambda: shown() == [value / 2 for value in range(7)])
    editor.findChild(QPushButton, "save_button").click()  # type: ignore[union-attr]


def test_what_was_typed_is_not_lost_without_a_question(
    qtbot: QtBot, context: PageContext
) -> None:
    draft = draft_of_scale(scale_library.shipped()["erythema-0-3"])
    editor = ScaleEditor(context, draft, ())
    editor.show()
    typed(editor, "name_field", "Another")
    editor.close()
    assert editor.isVisible()
    question = editor.findChild(QDialog, "confirmation")
    assert question is not None
    press(question, "confirm_button")
    assert not editor.isVisible()


def test_a_new_measure_is_made_with_unit_and_limits(
    qtbot: QtBot, context: PageContext
) -> None:
    editor = MeasureEditor(context, MeasureDraft(), ())
    editor.show()
    for name, text in (
        ("name_field", "Lip width"),
        ("short_field", "Lip"),
        ("question_field", "How wide is it?"),
        ("unit_field", "mm"),
        ("lowest_field", "0"),
        ("highest_field", "120"),
        ("citation_field", "None"),
        ("licence_field", "Free"),
    ):
        typed(editor, name, text)
    assert "Values: 0 to 120 mm." in said(editor, "measure_text")
    press(editor, "save_button")
    known = library.with_own(context.settings.library_folder)
    assert known.measures["lip-width"].highest == 120


def test_what_is_exported_can_be_imported(
    dialog: LibraryDialog,
    context: PageContext,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "tewl.toml"
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: file)
    monkeypatch.setattr(file_dialogs, "open_file", lambda *_: file)
    search(dialog, "transepidermal")
    press(dialog, "export_button")
    known = library.with_own(context.settings.library_folder)
    assert file.read_text(encoding="utf-8") == known.measures["tewl"].source

    press(dialog, "import_button")
    editor = dialog.findChild(MeasureEditor)
    assert editor is not None
    assert "is the key of another measure" in said(editor, "shown_key_fault")
    typed(editor, "shown_key_field", "tewl-here")
    press(editor, "save_button")
    assert library.with_own(context.settings.library_folder).is_own(
        "measures", "tewl-here"
    )


def test_a_file_with_faults_is_told_and_nothing_is_opened(
    dialog: LibraryDialog,
    tmp_path: Path,
    errors: QuietReporter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "bad.toml"
    file.write_text("[[grades]]\nvalue = 1\n")
    monkeypatch.setattr(file_dialogs, "open_file", lambda *_: file)
    press(dialog, "import_button")
    assert len(errors.reports.pop().problems) > 5
    assert dialog.findChild(ScaleEditor) is None


def test_faults_in_own_files_are_told_in_the_list(
    qtbot: QtBot, context: PageContext
) -> None:
    own_library.save(context.settings.library_folder, "scales", "bad", "key = 1")
    dialog = LibraryDialog(context)
    dialog.show()
    assert "bad.toml" in said(dialog, "library_faults")
    dialog.close()
