"""Drawings as positions: pure functions from what is drawn to where it stands. Templates make SVG of them."""
