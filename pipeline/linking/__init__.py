"""Ties between facts."""

from pipeline.linking.links import link

__all__ = ["link"]
