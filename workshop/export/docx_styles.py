"""How the Word file looks: named styles that an editor can change in one place, the page and its foot."""

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from workshop.export import ooxml

INK, QUIET, RED = "1D2329", "50524F", "B8261F"
PLACES = {1: "1B4B84", 2: "6D2A68", 3: "855200", 4: "17644F"}
READ, HAND = "Georgia", "Arial"
QUOTED = Mm(8)  # how far quotes stand in
# What these two lack is set in typefaces that Word brings along: Arabic and Hebrew, and Korean.
OF_SCRIPT = {READ: {"cs": "Times New Roman", "eastAsia": "Batang"}, HAND: {"cs": "Arial", "eastAsia": "Malgun Gothic"}}

# name: font, size, bold, colour, space before, space after, line height, based on
LOOKS = {
    "Normal": (READ, 10.5, False, INK, 0, 6, 1.25),
    "Body Text": (READ, 10.5, False, INK, 0, 6, 1.25),
    "Title": (READ, 34, True, INK, 0, 8, 1.0),
    "Subtitle": (READ, 15, False, QUIET, 0, 14, 1.15),
    "Heading 1": (READ, 24, True, INK, 18, 8, 1.05),
    "Heading 2": (READ, 15, True, INK, 16, 4, 1.1),
    "Heading 3": (READ, 11.5, True, INK, 10, 2, 1.1),
    "Caption": (HAND, 9, True, QUIET, 10, 4, 1.1),
    "Quote": (READ, 13, False, INK, 12, 4, 1.3),
    "List Bullet": (READ, 10.5, False, INK, 0, 3, 1.25),
    "TOC Heading": (READ, 15, True, INK, 20, 6, 1.1),
    "Footer": (HAND, 8, False, QUIET, 0, 0, 1.0),
}
NEW = {
    "Series": (HAND, 10, True, RED, 0, 6, 1.0),
    "Fact": (HAND, 10, False, INK, 0, 2, 1.2),
    "Covers": (HAND, 6, False, INK, 6, 0, 1.0),
    "Eyebrow": (HAND, 10, True, QUIET, 0, 0, 1.1),
    "Standfirst": (READ, 13, False, INK, 10, 10, 1.3),
    "Small": (HAND, 9, False, QUIET, 0, 6, 1.2),
    "Remark": (HAND, 9.5, False, INK, 6, 8, 1.25),
    "Quote By": (HAND, 9.5, False, INK, 0, 0, 1.2),
    "Quote About": (HAND, 9, False, QUIET, 0, 12, 1.2),
    "Picture": (HAND, 9, False, INK, 4, 0, 1.0),
    "Table Head": (HAND, 8.5, True, QUIET, 0, 0, 1.15),
    "Table Text": (HAND, 9, False, INK, 0, 0, 1.2),
    "Figure Number": (READ, 19, True, INK, 4, 0, 1.05),
    "Figure Words": (HAND, 9, False, QUIET, 0, 10, 1.15),
    "toc 1": (READ, 10.5, False, INK, 2, 0, 1.15),
    "footnote text": (READ, 8.5, False, INK, 0, 2, 1.1),
}
IDS = {"toc 1": "TOC1", "footnote text": "FootnoteText"}


def prepare(file, language):
    """A4, our styles, the language of the text, and the file format of today."""
    _page(file.sections[0])
    for name, look in LOOKS.items():
        _dress(file.styles[name], *look)
    for name, look in NEW.items():
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in IDS)
        style.element.set(qn("w:styleId"), IDS.get(name, name.replace(" ", "")))
        style.base_style = file.styles["Normal"]
        _dress(style, *look)
    _details(file.styles)
    _speak(file, language)
    if is_right_to_left(language):
        file.styles["Normal"].element.pPr.find(qn("w:spacing")).addprevious(ooxml.make("bidi"))
    for setting in file.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def is_right_to_left(language):
    return language.split("-")[0] in ("ar", "fa", "he", "ur")


def head(file, warning):
    """Why this is not to be passed on, at the head of each page."""
    line = file.sections[0].header.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line._p.append(ooxml.run(warning, bold=True))


def foot(file, title):
    """The title and the page number at the foot of each page."""
    line = file.sections[0].footer.paragraphs[0]
    line._p.append(ooxml.run(f"{title} · "))
    line._p.extend(ooxml.field("PAGE", ooxml.run("1")))


def _page(section):
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)


def _dress(style, font, size, bold, colour, before, after, height):
    style.font.name, style.font.size, style.font.bold, style.font.italic = font, Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if "Theme" in name or name.endswith("cstheme"):
            del fonts.attrib[name]
    for script, name in {"hAnsi": font, **OF_SCRIPT[font]}.items():
        fonts.set(qn(f"w:{script}"), name)
    _also_in_other_scripts(style.element.rPr, size, bold)
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), height


def _also_in_other_scripts(looks, size, bold):
    """Arabic has a size and a weight of its own; each stands behind its Latin twin."""
    for tag in ("bCs", "szCs"):
        for old in looks.findall(qn(f"w:{tag}")):
            looks.remove(old)
    looks.find(qn("w:b")).addnext(ooxml.make("bCs", {} if bold else {"val": 0}))
    looks.find(qn("w:sz")).addnext(ooxml.make("szCs", {"val": round(size * 2)}))


def _details(styles):
    title = styles["Title"].element.pPr
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)
    for name in ("Title", "Subtitle"):
        looks = styles[name].element.rPr
        for spacing in looks.findall(qn("w:spacing")):
            looks.remove(spacing)
    for name in ("Heading 1", "Heading 2", "Heading 3", "Caption", "Eyebrow"):
        styles[name].paragraph_format.keep_with_next = name != "Caption"
    for name in ("Quote", "Quote By", "Quote About"):
        styles[name].paragraph_format.left_indent = QUOTED
    _shade(styles["Remark"], "F7E08F")
    signs = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    signs.element.set(qn("w:styleId"), "FootnoteReference")
    signs.font.superscript = True


def _shade(style, fill):
    """A light ground behind the words; in its place among the properties, which stand in a fixed order."""
    spacing = style.element.pPr.find(qn("w:spacing"))
    spacing.addprevious(ooxml.make("shd", {"val": "clear", "color": "auto", "fill": fill}))


def _speak(file, language):
    """The language of the text, for spelling and for reading aloud."""
    for lang in file.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)
        lang.set(qn("w:eastAsia"), language)
        lang.set(qn("w:bidi"), language)
