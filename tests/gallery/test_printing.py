"""Posters to hang and cards to write on: their sizes, what can be read on them, and who may print them."""

import io
import re
import subprocess
import time

import pytest
import segno
from django.core.management import call_command
from django.core.management.base import CommandError
from PIL import Image

from gallery.printing import content, posters
from tests.conftest import client_of
from workshop import demo
from workshop.covers import cover_svg
from workshop.models import Workshop
from workshop.printing import press

MM = 25.4 / 72  # of a point
LONG = "Owners agreed to a small levy each month, and cleaner streets followed."
KOREAN = {
    "city": "서울",
    "title": "오래된 기술을 젊은 손으로",
    "standfirst": "서울시는 쇠퇴하는 지역을 사회적경제 특구로 지정한다.",
    "approach": "## 이름과 예산\n\n정책은 각 지역에 던지는 질문이다.",
    "lessons": "함께 산다는 것이 두 번째 교훈이다.",
}
UKRAINIAN = {"city": "Львів", "title": "Ґанок і їжа", "standfirst": "Місто, яке чує.", "approach": "Є що робити."}
GREEK = {"city": "Αθήνα", "title": "Η γειτονιά πρώτα", "standfirst": "Οι άνθρωποι.", "approach": "Τι έκαναν;"}
ARABIC = {
    "city": "القاهرة",
    "title": "الجيران أولا ثم الأرصفة",
    "standfirst": "كان الحي معروفا بالازدحام وبغياب الملاك.",
    "approach": "## الخطوة الأولى\n\nقادت جولات المشي إلى 33 مبنى.",
    "lessons": "الحلول لا تأتي من المسؤولين وحدهم.",
}


def case_of(workshop, **about):
    case = workshop.cases.get(number=1)
    for name, value in about.items():
        setattr(case, name, value)
    case.save()
    return case


def told(pdf):
    """What pdfinfo says of the file, as a dict."""
    out = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return {name: value.strip() for name, _colon, value in (line.partition(":") for line in out.splitlines())}


def millimetres(pdf):
    wide, high = re.match(r"([\d.]+) x ([\d.]+)", told(pdf)["Page size"]).groups()
    return round(float(wide) * MM), round(float(high) * MM)


def words(pdf):
    """The text of the file, its line breaks as blanks."""
    out = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return " ".join(out.split())


def pages(pdf):
    return int(told(pdf)["Pages"])


# --- the sheet ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "size, paper", [("A0", (841, 1189)), ("A1", (594, 841)), ("A3", (297, 420)), ("A4", (210, 297))]
)
def test_a_poster_has_the_size_of_its_paper_to_the_millimetre(workshop, size, paper):
    assert millimetres(posters.make(workshop.cases.first(), size).pdf) == paper


def test_a_poster_is_tagged_for_screen_readers_and_bears_its_title(workshop):
    about = told(posters.make(workshop.cases.first(), "A1").pdf)
    assert (about["Tagged"], about["Title"], about["JavaScript"]) == ("yes", "A case of Montreal", "no")


def test_cards_are_four_on_a_sheet_with_a_sheet_for_each_kind(workshop):
    pdf = posters.cards(workshop.cases.first())
    assert (millimetres(pdf), pages(pdf)) == ((210, 297), 3)
    assert [words(pdf).count(stem) for stem in content.stems().values()] == [4, 4, 4]


# --- the demo's four ---------------------------------------------------------------------------
@pytest.fixture
def montreal(db):
    return demo.build()


@pytest.mark.timed
def test_the_demos_four_posters_are_one_sheet_each_with_title_and_key_figures(montreal):
    started = time.monotonic()
    printed = [(case, posters.make(case, "A1")) for case in montreal.cases.all()]
    assert time.monotonic() - started < 10
    assert [(pages(poster.pdf), poster.findings) for _case, poster in printed] == [(1, [])] * 4
    for case, poster in printed:
        text = words(poster.pdf)
        key = content.of_poster(case)["figures"]
        assert len(key) == 4
        assert [
            said for said in [case.city, case.title, *(figure["number"] for figure in key)] if said not in text
        ] == []


def test_a_contradiction_is_told_on_the_poster(montreal):
    text = words(posters.make(montreal.cases.get(number=4), "A3").pdf)
    assert "The parts add up to 3,718, the total says 4,718." in text


def test_large_print_has_every_section_that_phones_have(montreal):
    case = montreal.cases.get(number=3)
    text = words(posters.make(case, "A4").pdf)
    last = {name: getattr(case, name).split()[-3:] for name in ("background", "outcomes", "partners", "lessons")}
    assert [name for name, end in last.items() if " ".join(end) not in text] == []


def test_the_code_on_the_poster_leads_to_its_station(montreal, settings):
    settings.PEERWALK_URL = "https://walk.example.org"
    case = montreal.cases.get(number=2)
    code = segno.make(f"https://walk.example.org/w/{montreal.code}/gallery/2/", error="m", micro=False)
    assert seen_code(posters.make(case, "A1").pdf, len(code.matrix)) == [list(row) for row in code.matrix]


def seen_code(pdf, modules, border=2, dpi=100):
    """The modules of the code as they stand on the first page: the only pure white there is behind it."""
    command = ["pdftoppm", "-r", str(dpi), "-f", "1", "-l", "1", "-gray", "-"]
    page = Image.open(io.BytesIO(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout))
    corner = page.crop((page.width * 3 // 4, page.height * 3 // 4, page.width - 9, page.height - 9))
    left, top, right, bottom = corner.point(lambda light: 255 * (light == 255)).getbbox()
    step = (right - left) / (modules + 2 * border)

    def dark(row, column):
        at = left + (column + border + 0.5) * step, top + (row + border + 0.5) * step
        return int(corner.getpixel((int(at[0]), int(at[1]))) < 128)

    return [[dark(row, column) for column in range(modules)] for row in range(modules)]


# --- every text finds its place ----------------------------------------------------------------
def test_ten_times_the_text_flows_to_more_sheets_and_says_what_to_shorten(workshop):
    case = case_of(workshop, approach="\n\n".join([LONG] * 250), lessons="\n\n".join([LONG] * 20))
    poster = posters.make(case, "A1")
    assert pages(poster.pdf) > 1
    assert [finding.slot for finding in poster.findings] == ["approach", "lessons"]
    assert poster.findings[0].words > 2500
    assert words(poster.pdf).count("a small levy each month") == 270


def test_a_short_text_has_nothing_to_shorten(workshop):
    poster = posters.make(case_of(workshop, approach=LONG, lessons=LONG), "A1")
    assert (pages(poster.pdf), poster.findings) == (1, [])


def test_the_longest_title_and_figures_stay_on_their_sheet(workshop):
    case = case_of(workshop, city="W" * 80, place="w" * 120, title="Ww" * 80, standfirst=LONG)
    for position in range(4):
        about = {"label": "Mm" * 100, "unit": "m" * 60, "qualifier": "m" * 20, "value": 10**13 + 1}
        case.facts.create(position=position, is_key=True, **about)
    assert pages(posters.make(case, "A3").pdf) == 1


@pytest.mark.parametrize("size", ["A1", "A4"])
def test_an_empty_case_has_a_poster_as_well(workshop, size):
    case = case_of(workshop, title="", standfirst="")
    text = words(posters.make(case, size).pdf)
    assert "Montreal" in text and "What would it need in your city?" in text


@pytest.mark.parametrize(
    "about, lang, rtl", [(KOREAN, "ko", False), (ARABIC, "ar", True), (UKRAINIAN, "en", False), (GREEK, "en", False)]
)
def test_a_poster_speaks_its_cases_language(workshop, about, lang, rtl):
    case = case_of(workshop, **about)
    data = content.of_poster(case)
    assert (data["lang"], data["rtl"]) == (lang, rtl)
    printed = press.typeset("large.typ", data | {"width": 210, "height": 297}, drawing=cover_svg(case))
    assert printed.has_every_letter
    assert pages(posters.make(case, "A1").pdf) == 1


def test_korean_and_arabic_can_be_read_out_of_the_file(workshop):
    korean = words(posters.make(case_of(workshop, **KOREAN), "A3").pdf)
    arabic = words(posters.make(case_of(workshop, **ARABIC), "A3").pdf)
    assert ("쇠퇴하는" in korean, "القاهرة" in arabic) == (True, True)


def test_what_people_write_is_printed_and_never_obeyed(workshop):
    hostile = '#raw("x") $x^2$ *bold* <b> #include "/etc/hostname" `code` \\ @ref // end'
    case = case_of(workshop, title=hostile, city=hostile, standfirst=hostile, approach=hostile, lessons="a\u202eb")
    text = words(posters.make(case, "A3").pdf)
    assert text.count(hostile) >= 3
    assert "\u202e" not in text


def test_letters_that_nobody_has_are_boxes_and_a_finding(workshop):
    case = case_of(workshop, approach="A letter of a private alphabet: \U00013000\U000102a0")
    data = content.of_poster(case) | {"width": 210, "height": 297}
    poster = posters.make(case, "A4")
    known = press.typeset("large.typ", data, drawing=cover_svg(case)).has_every_letter
    assert (pages(poster.pdf) > 0, poster.findings == []) == (True, known)


# --- the command -------------------------------------------------------------------------------
def test_the_command_writes_a_file_a_case_whose_name_is_never_empty(workshop, tmp_path):
    case_of(workshop, **KOREAN)
    call_command("posters", workshop.code.lower(), size="A3", output=tmp_path / "new", cards=True)
    names = sorted(path.name for path in (tmp_path / "new").glob("*-a3.pdf"))
    assert names == ["1-station-a3.pdf", "2-seoul-a3.pdf", "3-johannesburg-a3.pdf", "4-barcelona-a3.pdf"]
    assert len(list((tmp_path / "new").glob("*-cards.pdf"))) == 4


def test_the_command_says_which_slot_is_too_long(workshop, tmp_path, capsys):
    case_of(workshop, approach=" ".join([LONG] * 300))
    call_command("posters", workshop.code, output=tmp_path)
    assert "1-montreal-a1.pdf: “Measures” has 3600 words, about" in capsys.readouterr().err


def test_the_command_refuses_in_a_sentence(workshop, tmp_path):
    (tmp_path / "file").write_text("here")
    with pytest.raises(CommandError, match="No workshop has the code NOPE."):
        call_command("posters", "NOPE")
    with pytest.raises(CommandError, match="can't be made"):
        call_command("posters", workshop.code, output=tmp_path / "file")
    with pytest.raises(CommandError, match="has no cases yet"):
        call_command("posters", Workshop.objects.create(title="Empty").code)


# --- who may print -----------------------------------------------------------------------------
def test_an_owner_prints_the_own_case_and_finds_no_other(workshop):
    owner = client_of("case_owner", workshop, case=workshop.cases.get(number=2))
    for name in ("poster-a3.pdf", "cards.pdf"):
        answer = owner.get(f"/w/{workshop.code}/gallery/2/{name}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert owner.get(f"/w/{workshop.code}/gallery/1/{name}").status_code == 404


def test_a_file_bears_a_name_and_other_papers_are_not_found(hana, workshop):
    answer = hana.get(f"/w/{workshop.code}/gallery/2/poster-a3.pdf")
    assert answer["Content-Disposition"] == 'inline; filename="2-seoul-a3.pdf"'
    assert hana.get(f"/w/{workshop.code}/gallery/2/poster-a9.pdf").status_code == 404
    assert hana.get(f"/w/{workshop.code}/gallery/9/poster-a3.pdf").status_code == 404


def test_the_plan_and_the_case_lead_to_every_paper(hana, workshop):
    for page in ("plan/", "plan/cases/2/"):
        text = hana.get(f"/w/{workshop.code}/{page}").content.decode()
        found = re.findall(rf"/w/{workshop.code}/gallery/2/([\w-]+\.pdf)", text)
        assert found == ["poster-a0.pdf", "poster-a1.pdf", "poster-a3.pdf", "poster-a4.pdf", "cards.pdf"]
