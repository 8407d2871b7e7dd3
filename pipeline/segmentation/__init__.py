"""Word segmentation: jieba's dictionary and cuts, with a user dictionary of its own."""

from pipeline.segmentation.boundaries import Segmentation, segmentation_of
from pipeline.segmentation.segmenter import Segmenter, engine, segmenter

__all__ = ["Segmentation", "Segmenter", "engine", "segmentation_of", "segmenter"]
