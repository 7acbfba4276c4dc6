"""Posters to hang and cards to write on, as PDF, from the same fields that phones read."""
