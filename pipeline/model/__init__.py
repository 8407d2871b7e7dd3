"""Frozen records that every layer speaks in. Nothing here reads a file or knows a rule."""
