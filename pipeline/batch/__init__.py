"""A folder of plans in one go: each file in a process that can be ended, results written by one hand. Names are loaded when
first used, so that workers may be started before."""

from typing import TYPE_CHECKING

from pipeline.model.lazily import loaded_when_used

if TYPE_CHECKING:
    from pipeline.batch.outcome import Outcome, RunSummary
    from pipeline.batch.places import place_of
    from pipeline.batch.run import RunOptions, run_folder

__all__ = ["Outcome", "RunOptions", "RunSummary", "place_of", "run_folder"]

_HOMES = {
    "Outcome": "pipeline.batch.outcome",
    "RunOptions": "pipeline.batch.run",
    "RunSummary": "pipeline.batch.outcome",
    "place_of": "pipeline.batch.places",
    "run_folder": "pipeline.batch.run",
}

__getattr__ = loaded_when_used(__name__, _HOMES)
