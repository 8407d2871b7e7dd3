"""The knowledge base: one SQLite file."""
