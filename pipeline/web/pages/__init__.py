"""The pages, a module each. `ALL` lists what the application offers, in the order of the description."""

from pipeline.web.pages import (
    accounts,
    actors,
    asking,
    auditing,
    comparing,
    deadlines,
    diffing,
    document,
    documents,
    duties,
    exporting,
    fact,
    forgetting,
    importing,
    indicators,
    papers,
    reviews,
    tasks,
)
from pipeline.web.registry import Action, Download, Page

ALL: tuple[Page | Action | Download, ...] = (
    *asking.ITEMS,
    *documents.ITEMS,
    *document.ITEMS,
    *reviews.ITEMS,
    *papers.ITEMS,
    *forgetting.ITEMS,
    *fact.ITEMS,
    *accounts.ITEMS,
    *duties.ITEMS,
    *actors.ITEMS,
    *tasks.ITEMS,
    *deadlines.ITEMS,
    *indicators.ITEMS,
    *importing.ITEMS,
    *comparing.ITEMS,
    *auditing.ITEMS,
    *diffing.ITEMS,
    *exporting.ITEMS,
)
