"""A folder of plans in one go: each file in a process that can be ended, results written by one hand."""

from pipeline.batch.outcome import Outcome, RunSummary
from pipeline.batch.places import place_of
from pipeline.batch.run import RunOptions, run_folder

__all__ = ["Outcome", "RunOptions", "RunSummary", "place_of", "run_folder"]
