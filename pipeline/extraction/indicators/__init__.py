"""Indicator facts: quantities that measure something, with name, scope, bound and status."""

from pipeline.extraction.indicators.extract import extract

__all__ = ["extract"]
