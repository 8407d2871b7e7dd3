"""The whole way from a text to its linked facts."""

from pipeline.api.extract import extract, extract_with_layout, extractor_version

__all__ = ["extract", "extract_with_layout", "extractor_version"]
