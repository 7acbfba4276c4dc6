"""Numbers in Arabic pages: 134,000 and 35.6, as Unicode's CLDR writes them with these digits."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
