"""Handing the whole base on: at once where it is small, else as work of its own whose file is made once for a state of the base."""
