"""Imported once by the server process that workers fork from: they start with lexicons and dictionary loaded."""

from pipeline.batch.worker import warm_up

warm_up()
