"""An Edition as plain JSON and back: only what its dataclasses know, each value of the type they say."""

import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Union, get_args, get_origin, get_type_hints


class Unreadable(ValueError):
    """Data that is no Edition; the sentence names where."""


def plain(value):
    """Dataclasses as dicts, decimals and times as text, keys as text; the same value gives the same data."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return str(value.normalize())
    return value.isoformat() if isinstance(value, date | datetime) else value


def read(kind, data, where="edition"):
    """The value of this type that the data says; Unreadable where it says none."""
    if is_dataclass(kind):
        return _dataclass(kind, data, where)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if data is None else read(next(each for each in inner if each is not type(None)), data, where)
    if origin is dict:
        return {_key_of(inner[0], key): read(inner[1], item, where) for key, item in _of(dict, data, where).items()}
    if origin is list:
        return [read(inner[0], item, where) for item in _of(list, data, where)]
    if origin is tuple:
        return _tuple(inner, _of(list, data, where), where)
    return _simple(kind, data, where)


def _dataclass(kind, data, where):
    hints, given = get_type_hints(kind), _of(dict, data, where)
    needed = {field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING}
    if missing := needed - given.keys():
        raise Unreadable(f"{where} lacks {sorted(missing)[0]}")
    known = {field.name for field in fields(kind)} & given.keys()
    return kind(**{name: read(hints[name], given[name], f"{where}.{name}") for name in sorted(known)})


def _tuple(inner, items, where):
    if len(inner) != len(items):
        raise Unreadable(f"{where} has another length")
    return tuple(read(each, item, where) for each, item in zip(inner, items, strict=True))


def _simple(kind, data, where):
    try:
        if kind in (date, datetime):
            return kind.fromisoformat(_of(str, data, where))
        if kind is Decimal:
            return _number(data, where)
    except (ValueError, InvalidOperation):
        raise Unreadable(f"{where} can't be read") from None
    return data if kind is Any else _of(kind, data, where)


def _number(data, where):
    number = Decimal(_of(str, data, where)[:40])
    if not number.is_finite() or abs(number) >= Decimal(10) ** 14:
        raise Unreadable(f"{where} is no figure")
    return number


def _of(kind, data, where):
    if not isinstance(data, kind) or (kind is int and isinstance(data, bool)):
        raise Unreadable(f"{where} is of another kind")
    return data


KEYS = {False: "people", True: "examples"}


def _key(key):
    return KEYS[key] if isinstance(key, bool) else str(key)


def _key_of(kind, key):
    return key == KEYS[True] if kind is bool else key
