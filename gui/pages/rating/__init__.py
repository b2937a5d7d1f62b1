"""The rating page: a photograph, the scales beside it, and nothing that unblinds."""

from gui.pages.rating.page import build
from gui.pages.rating.wiring import rating_page

__all__ = ["build", "rating_page"]
