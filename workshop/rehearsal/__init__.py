"""Rehearsals: copies of a workshop to try things in, and simulated people who go through one on simulated phones."""
