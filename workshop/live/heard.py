"""Which revisions of a workshop this process has been told of; a gap that stays means that news got lost."""


class Heard:
    """`upto` is the revision up to which every one was heard of; news may overtake each other for a moment."""

    def __init__(self):
        self.epoch, self.upto = None, None
        self.doubt = None  # a revision seen in the database that nobody has told of yet
        self._early = set()

    @property
    def mark(self):
        """(epoch, revision) heard up to; None before anything was shown."""
        return None if self.upto is None else (self.epoch, self.upto)

    def begin(self, epoch, revision):
        """Everything up to this revision has been shown, where nothing was heard of before."""
        if self.upto is None:
            self._restart(epoch, revision)

    def hear(self, epoch, revisions):
        """Take note of news; False where they are of another epoch, so that nothing known before counts."""
        if self.epoch not in (None, epoch):
            self._restart(epoch, max(revisions))
            return False
        self._early |= revisions
        self._advance()
        return True

    def missed(self, epoch, revision):
        """Whether the database is at a revision that nobody told of, now and at the look before."""
        if self.upto is None:
            return False
        if epoch != self.epoch:
            self._restart(epoch, revision)
            return True
        if self.doubt is not None and self.upto < self.doubt:
            self._restart(epoch, revision)
            return True
        self.doubt = revision if revision > self.upto else None
        return False

    def _restart(self, epoch, revision):
        self.epoch, self.upto, self.doubt = epoch, revision, None
        self._early = {early for early in self._early if early > revision}
        self._advance()

    def _advance(self):
        while self.upto is not None and self.upto + 1 in self._early:
            self.upto += 1
            self._early.discard(self.upto)
        if self.upto is not None:
            self._early = {early for early in self._early if early > self.upto}
