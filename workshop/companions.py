"""Who goes through the day together: told by the room that makes groups, asked by rooms that would keep them so."""

_tellers = []


def tell(groups):
    """Register a teller of groups: groups(workshop) -> {participant id: id of the group}; nothing where none are."""
    _tellers.append(groups)


def groups_of(workshop):
    """The people of a workshop who belong to a group, each with the group's id; empty where nobody does."""
    return {who: group for teller in _tellers for who, group in teller(workshop).items()}
