"""What the commands of the circle rest on: who may, what has become stale, how wishes, stays and turns begin and end.

Everything here is called while the workshop's lock is held.
"""
