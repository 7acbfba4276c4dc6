"""What other rooms' pages tell of the published note: where it can be read."""

from django import template

from workshop.export import publishing

register = template.Library()


@register.inclusion_tag("export/_way_to_note.html")
def way_to_the_note(workshop):
    """A link to the public address while an edition can be read there; nothing before, and after all are closed."""
    return {"key": publishing.public_key(workshop)}
