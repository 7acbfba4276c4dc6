"""What the environment says: read here, and where it can't be read told in one sentence that ends the start."""

import os
import secrets
import sys
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url

DATABASES = ("sqlite", "postgres", "postgresql")


def own_url():
    """PEERWALK_URL without a slash at its end; "" where nothing is said."""
    text = os.environ.get("PEERWALK_URL", "").strip().rstrip("/")
    if text and not _is_web_address(text):
        _refuse("PEERWALK_URL", "an address like https://peerwalk.example.org", text)
    return text


def number(name, default):
    """A whole number from 1 on."""
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdecimal() and int(text[:6]) > 0 and len(text) < 6):
        _refuse(name, "a number from 1 on", text)
    return int(text)


def time_zone(name, default):
    text = os.environ.get(name) or default
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        _refuse(name, "the name of a time zone, such as Europe/Paris", text)
    return text


def database(default):
    """Django's settings for DATABASE_URL, which is never shown: it may hold a password."""
    url = os.environ.get("DATABASE_URL") or default
    try:
        if url.partition(":")[0] in DATABASES:
            return dj_database_url.parse(url)
    except ValueError:
        pass
    sys.exit("DATABASE_URL must be like postgresql://user:password@host:5432/name or sqlite:////folder/file.")


def redis():
    """REDIS_URL; "" where one process is enough."""
    url = os.environ.get("REDIS_URL", "").strip()
    if url and url.partition("://")[0] not in ("redis", "rediss", "unix"):
        sys.exit("REDIS_URL must be like redis://host:6379/0.")
    return url


def mail():
    """Django's settings for PEERWALK_MAIL, such as smtp://user:password@host:587?from=a@b.org; or no host."""
    url = os.environ.get("PEERWALK_MAIL", "").strip()
    if not url:
        return {"EMAIL_HOST": ""}
    try:
        parts = urlsplit(url)
        sender = parse_qs(parts.query).get("from", [""])[0]
        known = parts.scheme in ("smtp", "smtps") and parts.hostname and "@" in sender
        port = parts.port or (465 if parts.scheme == "smtps" else 587)
    except ValueError:
        known = False
    if not known:
        sys.exit("PEERWALK_MAIL must be like smtp://user:password@host:587?from=note@example.org.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": sender,
    }


def secret(folder):
    """The signing key: from the environment, else made once and kept, readable by its owner alone."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    file = folder / "secret-key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _kept(file) or _made(file)
    except OSError:
        return secrets.token_urlsafe(50)  # an unwritable folder is told by the command that needs it


def _kept(file):
    return file.read_text().strip() if file.exists() else ""


def _made(file):
    """Written beside and put in place whole, so that of two that start at once both read the same one."""
    draft = file.with_name(f".secret-{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as new:
        new.write(secrets.token_urlsafe(50))
    if file.exists() and not _kept(file):
        file.unlink()  # a start that was cut short
    try:
        os.link(draft, file)  # unlike a rename it fails where the other was faster
    except FileExistsError:
        pass
    except OSError:
        os.replace(draft, file)  # a disk without links
    draft.unlink(missing_ok=True)
    return _kept(file)


def _is_web_address(text):
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and not parts.path
    except ValueError:
        return False


def _refuse(name, wanted, text):
    sys.exit(f"{name} must be {wanted}, not “{text}”.")
