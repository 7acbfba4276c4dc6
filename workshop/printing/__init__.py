"""Paper: the press, its sheets and typefaces, and what the room hangs up or hands out."""
