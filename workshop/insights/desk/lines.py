"""The themes as lines that a circle can talk about."""

from workshop.lines import MOST


def lines(workshop):
    """Each theme's statement where it fits into a line, else its title."""
    themes = workshop.themes.filter(is_example=False)
    return [theme.statement if 0 < len(theme.statement) <= MOST else theme.title for theme in themes]
