"""Imported once by the server process that workers fork from: they start with lexicons, dictionary and the readers of common
formats loaded, and so does one that takes the place of another."""

import pipeline.reading.docx.reader
import pipeline.reading.pdf.reader  # noqa: F401
from pipeline.batch.worker import warm_up

warm_up()
