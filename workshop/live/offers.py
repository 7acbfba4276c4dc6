"""What a browser offers for its socket: to take messages compressed (permessage-deflate, RFC 7692).

No message leans on an earlier one, either way, so that one compressed frame is right for every socket (wire.py).
"""

from autobahn.websocket.compress import PerMessageDeflateOffer, PerMessageDeflateOfferAccept
from daphne.ws_protocol import WebSocketFactory

from workshop.live.wire import WINDOW, sends_plainly

MOST_SAID = 16_384  # bytes of one message to us, inflated


class CompressingFactory(WebSocketFactory):
    """Daphne's, which takes no offer by itself. Nor does this where autobahn writes the frames, each anew."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not sends_plainly():
            self.setProtocolOptions(perMessageCompressionAccept=taken)


def taken(offers):
    """The first offer that we can keep to, as it is answered; None where there is none."""
    return next((_each_for_itself(offer) for offer in offers if _suits(offer)), None)


def _suits(offer):
    """Whoever wants a smaller window than the one frame for everybody has goes without."""
    return isinstance(offer, PerMessageDeflateOffer) and offer.request_max_window_bits in (0, WINDOW)


def _each_for_itself(offer):
    """Said also to whoever did not ask, who then need keep no window between messages."""
    offer.request_no_context_takeover = True
    return PerMessageDeflateOfferAccept(
        offer, request_no_context_takeover=True, no_context_takeover=True, max_message_size=MOST_SAID
    )
