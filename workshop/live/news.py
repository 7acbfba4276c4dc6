"""What a change says to the screens: names of fragments and numbers of people, never what they hold."""

from dataclasses import dataclass, field


@dataclass
class News:
    """The revisions that came about in a workshop, the fragments they touch, and whose own part has changed."""

    workshop: int
    epoch: str
    revisions: set[int]
    fragments: set[str] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    everybody: bool = False
    recheck: bool = False

    def show(self, *names):
        self.fragments.update(names)

    def poke(self, *participants):
        self.people.update(person.pk for person in participants if person is not None)

    def poke_all(self):
        self.everybody = True

    def look_who_may(self):
        """Somebody's rights have changed: see who is still let in."""
        self.recheck = True

    def add(self, later):
        """One piece of news that says what both say."""
        self.epoch = later.epoch
        self.revisions |= later.revisions
        self.fragments |= later.fragments
        self.people |= later.people
        self.everybody |= later.everybody
        self.recheck |= later.recheck

    def as_message(self):
        return {
            "type": "peerwalk.changed",
            "workshop": self.workshop,
            "epoch": self.epoch,
            "revisions": sorted(self.revisions),
            "fragments": sorted(self.fragments),
            "people": sorted(self.people),
            "everybody": self.everybody,
            "recheck": self.recheck,
        }

    @classmethod
    def from_message(cls, message):
        return cls(
            message["workshop"],
            message["epoch"],
            set(message["revisions"]),
            set(message["fragments"]),
            set(message["people"]),
            message["everybody"],
            message["recheck"],
        )
