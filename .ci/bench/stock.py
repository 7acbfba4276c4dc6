"""The same product under Django's own ASGI handler: `python stock.py`, with PORT as for `manage.py serve`."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")

import daphne.server  # noqa: E402, F401  (chooses the event loop)
from django.core.asgi import get_asgi_application  # noqa: E402

stock = get_asgi_application()

import workshop.asgi  # noqa: E402
from workshop.live.server import serve  # noqa: E402

stock.under_way = 0
workshop.asgi.requests = stock
serve(port=int(os.environ["PORT"]))
