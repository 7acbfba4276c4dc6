"""What a phone's network and its owner's thumb do to what is sent; the same seed makes the same weather."""

FAIR, NEVER_LEAVES, ANSWER_LOST, TWICE = "fair", "never leaves", "answer lost", "twice"

# who: how often each trouble comes to a thing sent, in per cent
KINDS = {
    "fair": {},
    "impatient": {TWICE: 40},
    "patchy": {NEVER_LEAVES: 15, ANSWER_LOST: 20, TWICE: 5},
    "in the lift": {ANSWER_LOST: 10},  # and without network for a while, in each part of the day
}
SHARES = [55, 15, 20, 10]  # per cent of the people, in the order above


class Weather:
    """One phone's."""

    def __init__(self, rng, kind=None):
        self._rng = rng
        self.kind = kind or rng.choices(list(KINDS), SHARES)[0]

    def of_a_send(self):
        """What happens to the next thing that is sent."""
        troubles = KINDS[self.kind]
        return self._rng.choices([FAIR, *troubles], [100 - sum(troubles.values()), *troubles.values()])[0]

    @property
    def has_gaps(self):
        return self.kind == "in the lift"

    def about(self, seconds):
        """About as long, so that not everybody comes at once."""
        return seconds * self._rng.uniform(0.7, 1.3)
