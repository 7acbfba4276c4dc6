"""What the insights begin with: ten conditions that decide a transfer, and a starter codebook of themes."""

from django.utils.translation import gettext_lazy as _

from workshop.insights.models import Condition, Theme

CONDITIONS = [
    _("Political will"),
    _("Legal powers"),
    _("Money and procurement"),
    _("Staff and skills"),
    _("Community demand"),
    _("Partners and intermediaries"),
    _("Land, buildings, technology"),
    _("The need is similar"),
    _("Culture and language fit"),
    _("Time beyond elections"),
]


CODEBOOK = [
    _("Local champions and intermediaries"),
    _("Political will and continuity"),
    _("An enabling environment: law, money, maps"),
    _("Mobilization from below"),
    _("Roles of stakeholders, and what each gains"),
    _("Local identity: no one size fits all"),
    _("Institutions for the long term"),
    _("Public procurement and finance"),
    _("Economic viability"),
    _("Skills and capacity"),
    _("Evidence and monitoring"),
    _("Side-effects and inclusion"),
    _("Other"),
]


def start(workshop):
    _list(Condition, workshop, label=CONDITIONS)
    _list(Theme, workshop, title=CODEBOOK)


def copy(old, new):
    """Conditions as they were edited; themes as every workshop begins, because a room's own come from what was said."""
    _list(Condition, new, label=old.conditions.filter(retired_at=None).values_list("label", flat=True))
    _list(Theme, new, title=CODEBOOK)


def _list(model, workshop, **names):
    [(field, values)] = names.items()
    model.objects.bulk_create(
        model(workshop=workshop, position=n, **{field: str(value)}) for n, value in enumerate(values, start=1)
    )
