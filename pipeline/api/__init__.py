"""The whole way from a text to its linked facts."""

from pipeline.api.extract import extract

__all__ = ["extract"]
