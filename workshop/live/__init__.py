"""How a change reaches every screen: `changing` is its one door, `fragment` and `picture` are what is shown."""

from workshop.live.door import changing
from workshop.live.fragments import NoSuchPicture, fragment, looked_at, picture
from workshop.live.layer import layer_answers
from workshop.live.rounds import every_second

__all__ = ["NoSuchPicture", "changing", "every_second", "fragment", "layer_answers", "looked_at", "picture"]
