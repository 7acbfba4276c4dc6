"""How sure people are of their cards, before and after the fishbowl."""

from workshop.insights.analyses.heard import HIDDEN, Heard
from workshop.insights.cards.shift import fishbowl_ended, may_be_asked, moved


def shift(heard):
    """{"asked": n, "answered": n, "rose": n, "fell": n, "stayed": n, "silent": n}: counts of cards, nobody's own.

    Asked is who had said before the end of the fishbowl how sure they are. Hidden in public where few are behind it.
    """
    heard = Heard.of(heard)
    sure = [voice for voice in heard.cards if voice.row.confidence]
    ended = fishbowl_ended(heard.workshop) if sure else None
    asked = [voice for voice in sure if voice.row.confidence_after or may_be_asked(voice.row, ended)]
    return HIDDEN if heard.hides(asked) else moved([voice.row for voice in asked], ended)
