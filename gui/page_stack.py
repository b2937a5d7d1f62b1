"""The pages of the open study: each built when it is first shown, closed with it."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.context import Command, OffersCommands, PageContext, ShowsPlaces
from gui.registry import PageEntry


class PageStack(QStackedWidget):
    """Shows one page at a time."""

    def __init__(self, pages: tuple[PageEntry, ...], context: PageContext) -> None:
        super().__init__()
        self._entries = {page.key: page for page in pages}
        self._context = context
        self._pages: dict[str, QWidget] = {}
        self.shown = ""

    def keys(self) -> list[str]:
        """Keys of the pages that apply to the open study, in their order."""
        protocol = self._context.study.store.protocol()
        return [key for key, one in self._entries.items() if one.applies(protocol)]

    def has_page(self, key: str) -> bool:
        """Whether a page applies to the open study."""
        return self._entries[key].applies(self._context.study.store.protocol())

    def show_page(self, key: str) -> QWidget:
        """Show a page, and build it first if need be."""
        if key not in self._pages:
            page = self._entries[key].factory(self._context)
            self._pages[key] = page
            self.addWidget(page)
        self.shown = key
        self.setCurrentWidget(self._pages[key])
        return self._pages[key]

    def commands(self) -> Sequence[Command]:
        """The commands of the page that is shown."""
        page = self._pages.get(self.shown)
        return page.commands() if isinstance(page, OffersCommands) else ()

    def command(self, name: str) -> QAction | None:
        """The action of the page that is shown with this name, if it has one."""
        named = {one.action.objectName(): one.action for one in self.commands()}
        return named.get(name)

    def show_place(self, subject: str, visit: str) -> None:
        """Show a subject at a visit on the page that is shown, if it can."""
        page = self._pages.get(self.shown)
        if isinstance(page, ShowsPlaces):
            page.show_place(subject, visit)

    def discard(self) -> None:
        """Close all pages, for their study is about to be closed."""
        for page in self._pages.values():
            self.removeWidget(page)
            page.close()
            page.deleteLater()
        self._pages.clear()
        self.shown = ""
