"""Word segmentation: a spaCy `Chinese` pipeline over jieba, with a user dictionary of its own."""

from pipeline.segmentation.segmenter import JiebaTokenizer, Segmentation, segmentation_of

__all__ = ["JiebaTokenizer", "Segmentation", "segmentation_of"]
