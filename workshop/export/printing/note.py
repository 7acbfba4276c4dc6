"""The peer-learning note as PDF."""

from workshop.export.printing import content, press


def write(document):
    """The document as the bytes of a PDF, tagged for screen readers."""
    data, images = content.of_note(document)
    try:
        return press.typeset("note.typ", data, images).pdf
    except press.CannotBeSet:
        readable = {name: image for name, image in images.items() if press.can_set(name, image)}
        return press.typeset("note.typ", content.without_lost(data, readable), readable).pdf
