"""Working with the ledger from Python: what people say of facts, the workbook that goes out and comes back, handing on.

All take an open `KnowledgeBase` (open with `write=True` for what changes something). Who, when and why are given by the caller
in a `By`; what changes something gives the number of a batch, by which `undo` takes it back.
"""

from pipeline.export.calendar.ics import write_calendar
from pipeline.export.formats import FORMATS, write_as
from pipeline.export.importing import CellChange, ImportPlan, plan_import, run_import
from pipeline.export.lights import Light, light_of, lights
from pipeline.export.task_sheet import write_task_book
from pipeline.export.tasks import Task, by_urgency, lost_tasks, tasks
from pipeline.store.forgetting import Forgotten, forget, would_forget
from pipeline.store.review_fields import CORRECTABLE, FIELD_NAMES
from pipeline.store.review_records import Batch, By, Edit, HistoryEntry, Review
from pipeline.store.reviews import apply, batches, history, orphans, review, reviews, undo
from pipeline.store.states import State, states

__all__ = [
    "CORRECTABLE",
    "FIELD_NAMES",
    "FORMATS",
    "Batch",
    "By",
    "CellChange",
    "Edit",
    "Forgotten",
    "HistoryEntry",
    "ImportPlan",
    "Light",
    "Review",
    "State",
    "Task",
    "apply",
    "batches",
    "by_urgency",
    "forget",
    "history",
    "light_of",
    "lights",
    "lost_tasks",
    "orphans",
    "plan_import",
    "review",
    "reviews",
    "run_import",
    "states",
    "tasks",
    "undo",
    "would_forget",
    "write_as",
    "write_calendar",
    "write_task_book",
]
