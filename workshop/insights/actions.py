"""The verbs of cards, which stand in cards/actions.py. Those of the desk stand in desk/actions.py."""

from workshop.insights.cards.actions import (
    SAID,
    change,
    choose,
    hide,
    lock,
    restore,
    save,
    sure_again,
    withdraw,
    write,
)

__all__ = [
    "SAID",
    "change",
    "choose",
    "hide",
    "lock",
    "restore",
    "save",
    "sure_again",
    "withdraw",
    "write",
]
