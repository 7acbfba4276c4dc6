"""Text at the door: one cleaning for everything people type, and the form fields that apply it."""

import unicodedata

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

# Overrides and embeddings turn a line around for whoever reads it; isolates end by themselves and may stay.
_UNWANTED = {0x00AD, 0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)}
_EMPTY_LOOKING = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}
_INVISIBLE = _EMPTY_LOOKING | {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10)}
FAR_TOO_LONG = 20  # times the length allowed
_MOST_MARKS = 8  # combining marks on one letter; writing systems need fewer


def clean_text(text, lines=True):
    """Text as we keep it: NFC, without control, override and invisible signs, outer blanks or towers of marks.

    With lines=False, line breaks and tabs become single blanks.
    """
    text = text.encode("utf-8", "ignore").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text.strip()
    text = "".join(sign for sign in text if sign in "\n\t" or not _unwanted(sign))
    text = unicodedata.normalize("NFC", _without_towers(text)).strip()
    return "" if all(map(_invisible, text)) else text


def folded(text):
    """A form of a name in which look-alikes by case and width are equal."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def parted(seconds):
    """A length of time as whole hours, minutes below sixty, and seconds below sixty."""
    minutes, rest = divmod(round(seconds), 60)
    return *divmod(minutes, 60), rest


def as_clock(seconds):
    """A length of time as 1:05; from an hour on as 1:02:05."""
    hours, minutes, rest = parted(seconds)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class Sentence(str):
    """A sentence about people: plain text for data; in a page, what people wrote stands isolated in it."""

    html = ""

    def __html__(self):
        return self.html

    @property
    def plain(self):
        """For attributes, where no element can stand and the browser isolates the whole."""
        return str(self)


def sentence(words, **about):
    """Our words, with %(names)s for what they are about; in a page, each text put in stands in its own <bdi>."""
    told = Sentence(words % about)
    alone = {name: _isolated(value) for name, value in about.items()}
    told.html = mark_safe(escape(words) % alone)  # noqa: S308 - both are escaped
    return told


def _isolated(value):
    return format_html("<bdi>{}</bdi>", value) if isinstance(value, str) else value


def _unwanted(sign):
    return ord(sign) in _UNWANTED or unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn")


def _invisible(sign):
    return sign.isspace() or ord(sign) in _INVISIBLE or unicodedata.category(sign) == "Cf"


def _without_towers(text):
    kept, marks = [], 0
    for sign in text:
        kind = unicodedata.category(sign)
        marks = marks + 1 if kind in ("Mn", "Me") else marks if kind == "Cf" else 0  # a joiner is no letter
        if marks <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


class LineField(forms.CharField):
    """One line of text, cleaned."""

    lines = False

    def to_python(self, value):
        text = super().to_python(value) or ""
        if self.max_length and len(text) > FAR_TOO_LONG * self.max_length:
            return text  # the length alone refuses it; cleaning megabytes would take its time
        return clean_text(text, lines=self.lines)


class TextField(LineField):
    """Several lines of text, cleaned; lines are kept."""

    widget = forms.Textarea
    lines = True


class LinesField(TextField):
    """One entry a line, as a list of cleaned lines without empty ones."""

    def to_python(self, value):
        value = "\n".join(value) if isinstance(value, list) else value
        return [line.strip() for line in super().to_python(value).splitlines() if line.strip()]

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value


class MomentField(forms.Field):
    """A moment that a page remembers; what is none, or still to come, is not believed."""

    def to_python(self, value):
        try:
            moment = parse_datetime(str(value or "")[:40].strip())
        except ValueError:
            return None
        moment = timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment
        return moment if moment and moment <= timezone.now() else None


class KeyField(forms.UUIDField):
    """The client key: made once by the page, the same when the same press arrives again."""

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "widget": forms.HiddenInput, **kwargs})
