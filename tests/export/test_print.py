"""The note as PDF: tagged, whole, in three scripts, quick, and literal about what people typed."""

import io
import os

import pytest
from PIL import Image

from gallery import photos
from gallery.models import Note
from tests.conftest import person
from tests.export.opened import opened, printed
from tests.gallery.test_printing import ARABIC, GREEK, KOREAN, case_of, pages, told
from workshop import demo
from workshop.export import files
from workshop.export.document import compose
from workshop.export.gather import gather
from workshop.export.printing import content, press
from workshop.models import Footnote

HOSTILE = '#read("/etc/hostname") $x^2$ *bold* <b> #include "x" `code` \\input{y} @ref // end ]] #{ panic() }'


def pdf_of(workshop):
    return files.make(workshop, "pdf")[2]


def typeset(workshop, **data):
    told_data, images = content.of_note(compose(gather(workshop)))
    return press.typeset("note.typ", told_data | data, images)


@pytest.fixture
def montreal(db):
    return demo.build()


def test_the_note_is_tagged_titled_and_of_paper_a4(montreal):
    pdf = pdf_of(montreal)
    about = told(pdf)
    assert (about["Tagged"], about["Title"], about["JavaScript"]) == ("yes", montreal.title, "no")
    assert about["Page size"].startswith("595.276 x 841.89")
    assert 20 < pages(pdf) < 60


def test_the_typesetter_accepts_it_as_pdf_ua(montreal):
    assert typeset(montreal).has_every_letter


def test_every_part_is_in_the_contents_with_its_page(montreal):
    text = printed(pdf_of(montreal))
    contents = text[text.index("Contents") : text.index("At a glance", text.index("Contents") + 60)]
    assert [part.text for part in compose(gather(montreal)).parts if part.text not in contents] == []


def test_every_slot_footnote_statement_and_theme_is_in_it(montreal):
    text = opened(montreal, "pdf").replace(" ", "")
    wanted = [*montreal.statements.values_list("text", flat=True), *montreal.themes.values_list("statement", flat=True)]
    wanted += [*Footnote.objects.filter(case__workshop=montreal).values_list("text", flat=True)]
    wanted += [*montreal.cases.values_list("contact", flat=True)]
    ends = ["".join(said.split())[-24:] for said in wanted]
    assert len(ends) > 30
    assert [end for end in ends if end not in text] == []


@pytest.mark.parametrize("about", [KOREAN, ARABIC, GREEK])
def test_other_scripts_have_every_letter(workshop, about):
    case_of(workshop, **about)
    assert typeset(workshop).has_every_letter


def test_from_right_to_left_it_is_whole_as_well(montreal):
    assert typeset(montreal, lang="ar", rtl=True).has_every_letter


def test_what_people_write_is_printed_and_never_obeyed(workshop, ada):
    case = case_of(workshop, title=HOSTILE, background=HOSTILE, lessons=f"## {HOSTILE}\n\nx")
    Note.objects.create(workshop=workshop, case=case, author=ada, kind="take", text=HOSTILE, consent="city")
    text = opened(workshop, "pdf").replace(" ", "")
    assert text.count(HOSTILE.replace(" ", "")) >= 4
    assert typeset(workshop).has_every_letter


def test_a_broken_picture_costs_itself_alone(workshop, ada):
    for number, jpeg in enumerate((b"\xff\xd8 nothing", picture())):
        name = f"{number:032}.jpg"
        photos.path(name).parent.mkdir(parents=True, exist_ok=True)
        photos.path(name).write_bytes(jpeg)
        about = {"by": ada, "width": 8, "height": 8, "consent": "city", "case": workshop.cases.first()}
        workshop.photos.create(file=name, caption=f"Picture {number}", **about)
    text = opened(workshop, "pdf")
    assert text.count("The picture is not there any more.") == 1
    assert "Picture 0" in text and "Picture 1" in text


def picture(size=(1600, 1200)):
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, "JPEG", quality=70)
    return out.getvalue()


def test_a_huge_text_flows_over_its_pages(workshop):
    case_of(workshop, background="\n\n".join(["Owners agreed to a small levy each month."] * 2000), title="W" * 160)
    assert pages(pdf_of(workshop)) > 20


def test_a_wall_of_notes_takes_a_second_or_two(workshop):
    who = person(workshop, "Eva", "Lyon", consent="city")
    case = workshop.cases.first()
    Note.objects.bulk_create(
        Note(workshop=workshop, case=case, author=who, kind="take", text=f"Note {n}. " * 12) for n in range(600)
    )
    started = work()
    assert "Note 599" in opened(workshop, "pdf")
    assert work() - started < 5


def work():
    """Seconds of work of this process and those it waited for; what others do on this machine does not count."""
    return sum(os.times()[:4])
