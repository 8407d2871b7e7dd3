"""The pages, a module each. `ALL` lists what the application offers, in the order of the description."""

from pipeline.web.pages import accounts, actors, asking, document, documents, duties, importing
from pipeline.web.registry import Action, Download, Page

ALL: tuple[Page | Action | Download, ...] = (
    *asking.ITEMS,
    *documents.ITEMS,
    *document.ITEMS,
    *accounts.ITEMS,
    *duties.ITEMS,
    *actors.ITEMS,
    *importing.ITEMS,
)
