"""English times as everywhere in a workshop, on the clock of 24 hours."""

DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "N j, Y, H:i"
