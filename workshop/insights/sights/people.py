"""Who was here, and what they left: counts, answers, cities, voices."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop.drawing import colour_of
from workshop.insights.models import TransferCard
from workshop.insights.sights.tables import Row, Spot, Table, ask, colours_of, named, number


def counts(heard, told):
    kinds = {
        "card": (_("Cards"), heard.cards),
        "note": (_("Notes"), heard.notes),
        "statement": (_("Statements"), heard.statements),
        "point": (_("Unheard points"), heard.points),
    }
    rows = [_left(heard.sums(voices), word, kind) for kind, (word, voices) in kinds.items()]
    for each in told["by_stance"]:
        words = str(TransferCard.Stance(each["stance"]).label)
        query = {"stance": each["stance"]}
        rows.append(Row(words, [number(each.get("cards"), **query), number(each.get("cities"), **query)]))
    return Table("counts", [(_("texts"), None, None), (_("cities"), None, None)], rows, _("What"))


def _left(sums, word, kind):
    return Row(word, [number(sums.get("texts"), kind=kind), number(sums.get("cities"))])


def response(heard, told):
    colours = colours_of(heard)
    rows = [
        Row(each["city"], [number(each["present"]), number(each["written"], city=each["city"], kind="card")],
            colour_of(each["city"], colours))
        for each in told["cities"]
    ]  # fmt: skip
    return Table("response", [(_("here"), None, None), (_("with a card"), None, None)], rows, _("City"))


def city_profile(heard, told):
    colours = colours_of(heard)
    rows = [
        Row(each["city"], [number(len(each["cards"]), city=each["city"], kind="card"),
                           number(each["notes"], city=each["city"], kind="note"),
                           number(each["statements"], city=each["city"], kind="statement"),
                           named(each["have"]), named(each["missing"])],
            colour_of(each["city"], colours), ask(city=each["city"]))
        for each in told
    ]  # fmt: skip
    words = (_("cards"), _("notes"), _("statements"), _("has"), _("misses"))
    return Table("city_profile", [(word, None, None) for word in words], rows, _("City"))


def process_equity(heard, told):
    colours, names = colours_of(heard), ("present", "wrote", "asked", "spoke", "unheard")
    rows = [
        Row(each["city"] or _("not to be named"),
            [Spot(hidden=True)] * len(names) if each.get("hidden") else [_of_city(each, name) for name in names],
            colour_of(each["city"], colours))
        for each in told["cities"]
    ]  # fmt: skip
    of = _("%(wrote)s of %(present)s people wrote, %(spoke)s spoke in the circle, %(silent)s did neither; "
           "%(unheard)s wishes were not heard.") % told  # fmt: skip
    words = (_("here"), _("wrote"), _("asked"), _("spoke"), _("not heard"))
    return Table("process_equity", [(word, None, None) for word in words], rows, _("City"), of)


def _of_city(each, name):
    """How many people of a city; what they wrote, and what nobody has heard of them, is one press away."""
    ways = {"wrote": {"city": each["city"]}, "unheard": {"city": each["city"], "kind": "point"}}
    return number(each[name], **(ways.get(name, {}) if each["city"] else {}))


def shift(heard, told):
    """Without a way to the texts: who has become less sure is nobody's to look up."""
    columns = [(_("cards"), None, None)]
    if told.get("hidden"):
        return Table("shift", columns, [Row(_("asked again"), [Spot(hidden=True)])], _("Answer"))
    words = {"rose": _("surer"), "stayed": _("as sure"), "fell": _("less sure"), "silent": _("has not answered")}
    rows = [Row(word, [number(told[name])]) for name, word in words.items()] if told["asked"] else []
    of = ngettext("%(asked)s card was asked about again.", "%(asked)s cards were asked about again.", told["asked"])
    return Table("shift", columns, rows, _("Answer"), of % told)
