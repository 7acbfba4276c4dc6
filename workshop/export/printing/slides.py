"""The key findings as slides, as PDF."""

from workshop.export.printing import content, press


def write(document, slides):
    """The slides of a document as the bytes of a PDF."""
    return press.typeset("slides.typ", content.about(document) | {"slides": slides, "footnotes": []}).pdf
