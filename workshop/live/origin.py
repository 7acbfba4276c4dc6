"""Whether a socket was opened by one of our own pages: scheme, host and port must be exactly ours."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

PORTS = {"http": 80, "https": 443}


def is_own(scope):
    """True where the Origin header names the server itself, at the address the browser reached it by."""
    origin = _split(header(scope, b"origin"))
    return origin is not None and origin in {_split(settings.PEERWALK_URL), _reached_at(scope)}


def header(scope, name):
    """A header's text; empty where it is missing or comes twice."""
    values = [value for key, value in scope["headers"] if key == name]
    return values[0].decode("latin1").strip() if len(values) == 1 else ""


def _reached_at(scope):
    host = header(scope, b"host")
    domain, _port = split_domain_port(host)
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return None
    return _split(f"{_scheme(scope)}://{host}")


def _scheme(scope):
    if settings.TRUSTED_PROXY and header(scope, b"x-forwarded-proto") == "https":
        return "https"
    return {"wss": "https"}.get(scope.get("scheme"), "http")


def _split(address):
    """(scheme, host, port) of an address that is nothing but these; None of anything else."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname or address.lower() != f"{parts.scheme}://{parts.netloc.lower()}":
        return None
    return (parts.scheme, parts.hostname, port or PORTS[parts.scheme]) if "@" not in parts.netloc else None
