"""Questions that every request asks: compiled to SQL once a process, then asked again with other values.

Building and compiling a queryset costs several times what the database takes to answer it.

    _by_code = Ready(lambda code: Workshop.objects.select_related("stage").filter(code=code))
    workshop = _by_code.first("CDFGHJ")

`keep` saves a new object in the same way.
"""

from functools import cache, cached_property
from inspect import signature
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression
from django.db.models.query import get_related_populators
from django.db.models.sql import InsertQuery

BIGGEST = 2**63 - 1  # that a column holds; nothing equals a larger number


class Ready:
    """The rows that the queryset of `build` gives, for values that stand where its parameters do.

    Values are strings, whole numbers and UUIDs, compared as they are. The rows are always asked for anew. `places`: how
    many values a build takes that takes any number.
    """

    def __init__(self, build, places=None):
        self._build = build
        self._places = len(signature(build).parameters) if places is None else places

    def first(self, *values):
        """The first row's object, or None."""
        return next(iter(self.rows(*values)), None)

    def rows(self, *values):
        """The objects of all rows."""
        if any(isinstance(value, int) and not -BIGGEST <= value <= BIGGEST for value in values):
            return []
        sql, parts, made = self._compiled
        with connection.cursor() as cursor:
            cursor.execute(sql, [_stored(values, part) for part in parts])
            return made(cursor.fetchall())

    @cached_property
    def _compiled(self):
        slots = [_Slot(place) for place in range(self._places)]
        compiler = self._build(*slots).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parts = compiler.as_sql()
        return sql, parts, _maker(compiler)


def keep(thing):
    """Save a new object and return it, as a manager's create() does."""
    sql, fields = _kept(type(thing))
    values = [field.get_db_prep_save(field.pre_save(thing, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        thing.pk = cursor.fetchone()[0]
    thing._state.adding, thing._state.db = False, DEFAULT_DB_ALIAS
    return thing


def give(things, name, rows, by):
    """Let each thing's `name` be those of the rows whose `by` is its id, as prefetch_related does."""
    of = {thing.pk: [] for thing in things}
    for row in rows:
        of[getattr(row, by)].append(row)
    for thing in things:
        vars(thing).setdefault("_prefetched_objects_cache", {})[name] = of[thing.pk]


@cache
def _kept(model):
    """The SQL that inserts a row and gives back its id, and the fields that stand in it."""
    query, fields = InsertQuery(model), [field for field in model._meta.local_concrete_fields if not field.primary_key]
    query.insert_values(fields, [model()])
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.returning_fields = [model._meta.pk]
    ((sql, _values),) = compiler.as_sql()
    return sql, fields


class _Slot(Expression):
    """Stands for a value that is not known yet."""

    def __init__(self, place):
        super().__init__()
        self.place = place

    def as_sql(self, compiler, connection):
        return "%s", [self]


def _stored(values, part):
    """What stands at a part of the SQL, as it lies in a column: one of the values, or what the queryset says itself."""
    if not isinstance(part, _Slot):
        return part
    value = values[part.place]
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value


def _maker(compiler):
    """A function from a query's raw rows to its objects, each with what select_related brought."""
    columns = [column for column, _sql, _alias in compiler.select]
    converters = compiler.get_converters(columns)
    own = compiler.klass_info["select_fields"]
    start, end = own[0], own[-1] + 1
    names = [column.target.attname for column in columns[start:end]]
    related = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)
    from_db = compiler.klass_info["model"].from_db

    def made(row):
        thing = from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for part in related:
            part.populate(row, thing)
        return thing

    return lambda rows: [made(row) for row in compiler.apply_converters(rows, converters)]
