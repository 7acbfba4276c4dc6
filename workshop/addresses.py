"""Where this machine can be reached: its own network addresses, for links, QR codes and allowed hosts."""

import socket
from urllib.parse import urlsplit


def own_address():
    """The address a phone on the same network would use, as text; loopback where there is no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET: nothing is sent, the kernel only picks a route
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"


def allowed_hosts(configured=""):
    """The host names we answer to: the configured one alone, or on a LAN this machine's own."""
    loopback = ["localhost", "127.0.0.1", "[::1]"]
    if configured:
        return [urlsplit(configured).hostname, *loopback]
    name = socket.gethostname().lower()
    return [*loopback, ".localhost", own_address(), *_interface_addresses(), name, f"{name}.local"]


def base_url(configured, port):
    """The address to print in links and QR codes, without a slash at its end."""
    return configured or f"http://{own_address()}:{port}"


def _interface_addresses():
    try:
        return sorted({info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)})
    except OSError:
        return []
