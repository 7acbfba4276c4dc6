"""The circle: chairs, who wishes to sit (entries), who sits (stays), who speaks (turns), and what was done."""

from fishbowl.models.bowl import CLOSING_SECONDS, PHASES, WORDS_AFTERWARDS, Chair, Fishbowl
from fishbowl.models.company import MOST_RAPPORTEURS, Belonging, Rapporteur
from fishbowl.models.desk import Absence, Block, Lease, Move, Slot
from fishbowl.models.floor import Caught, ModeratorTurn, Stay, Topic, Turn
from fishbowl.models.journal import HistoryStands, Step
from fishbowl.models.listening import MOST_LETTERS, Noticed
from fishbowl.models.neighbours import Neighbour
from fishbowl.models.queue import Entry
from fishbowl.models.satellites import Brought, Satellite

__all__ = [
    "CLOSING_SECONDS",
    "MOST_LETTERS",
    "MOST_RAPPORTEURS",
    "PHASES",
    "WORDS_AFTERWARDS",
    "Absence",
    "Belonging",
    "Block",
    "Brought",
    "Caught",
    "Chair",
    "Entry",
    "Fishbowl",
    "HistoryStands",
    "Lease",
    "ModeratorTurn",
    "Move",
    "Neighbour",
    "Noticed",
    "Rapporteur",
    "Satellite",
    "Slot",
    "Stay",
    "Step",
    "Topic",
    "Turn",
]
