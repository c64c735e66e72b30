"""A topic is read in minutes: what matters stands open, and nothing of its chapters is lost."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.reports import report_of
from tests.web.conftest import HOST, serving
from tests.web.test_browser import PHONE, violations

from veivalg.chapters.common.registry import all_chapters
from veivalg.content import Topic
from veivalg.web.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLACES = ("5503", "1833", "1151", "0301", "0099")
TOPICS = tuple(dict.fromkeys(spec.topic.value for spec in all_chapters()))
MOST_WORDS = 1_000
"""Words that stand open in a topic, at most, with notes and sources: five minutes."""
WORDY = {"dokumenter": 1_600}
"""A topic whose figures are sentences: what each document says."""
WHOLE_WORDS = 9_000
VOID = {"input", "img", "br", "hr"}
DRAWN = re.compile(r"(?s)(<svg\b[^>]*>).*?</svg>")


class Open(HTMLParser):
    """Reads what stands open of the article of a page: what no fold hides, pictures aside."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.figures: list[str] = []
        self.all_figures: list[str] = []
        self.findings = 0
        self._stack: list[tuple[str, bool]] = []

    @property
    def _hidden(self) -> bool:
        return any(hides for _tag, hides in self._stack)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        look = said.get("class") or ""
        if look == "utstilling":
            id = said["id"] or ""
            self.all_figures.append(id)
            self.figures += [] if self._hidden else [id]
        if tag == "li" and "utsagn" in look and not self._hidden:
            self.findings += 1
        if tag not in VOID:
            folded = tag == "details" and "open" not in said
            aside = tag in ("svg", "script", "style") or "kun-skjermleser" in look
            self._stack.append((tag, folded or aside))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass what holds nothing, such as the lines of a drawing."""

    def handle_endtag(self, tag: str) -> None:
        while self._stack and self._stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        summary = bool(self._stack) and any(tag == "summary" for tag, _hides in self._stack)
        if not self._hidden and not summary:
            self.words += data.split()


def _read(text: str) -> Open:
    found = Open()
    for article in re.findall(r"<article.*?</article>", text, re.S):
        # What is inside a drawing counts as hidden, and is nine tenths of a page to go through.
        found.feed(DRAWN.sub(r"\1</svg>", article))
    return found


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return create_app(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def real(app):
    return TestClient(app, base_url=HOST, follow_redirects=False)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("topic", TOPICS)
def test_three_sentences_and_four_figures_stand_open_and_every_other_is_one_fold_away(
    real, place, topic
):
    answer = real.get(f"/kommune/{place}/{topic}")
    assert answer.status_code == 200
    found = _read(answer.text)
    assert found.findings <= 3 and len(found.figures) <= 4
    assert len(found.words) <= WORDY.get(topic, MOST_WORDS), (topic, len(found.words))
    chapters = [c for c in report_of(place).chapters if c.topic == topic]
    exhibits = {f"utstilling-{c.id}-{e.id}" for c in chapters for e in c.exhibits()}
    assert sorted(found.all_figures) == sorted(exhibits)
    for chapter in chapters:
        for figure in chapter.figures():
            assert f'id="tall-{chapter.id}-{figure.id}"' in answer.text
        for statement in chapter.statements():
            assert answer.text.count(f'id="utsagn-{chapter.id}-{statement.id}"') == 1
        assert f'id="kapittel-{chapter.id}"' in answer.text


@pytest.mark.parametrize("place", PLACES)
def test_the_whole_is_read_in_a_fifth_of_the_words_it_had(real, place):
    found = _read(real.get(f"/kommune/{place}/kunnskapsgrunnlag").text)
    assert len(found.words) <= WHOLE_WORDS
    report = report_of(place)
    exhibits = [f"utstilling-{c.id}-{e.id}" for c in report.chapters for e in c.exhibits()]
    assert sorted(found.all_figures) == sorted(exhibits)


def test_an_old_address_leads_to_the_topic_with_what_was_asked(real):
    answer = real.get("/kommune/5503/utvikling?sammenlikn=1833")
    assert answer.status_code == 307
    assert answer.headers["location"] == "/kommune/5503/okonomi?sammenlikn=1833"
    for spec in all_chapters():
        answer = real.get(f"/kommune/5503/{spec.id}")
        if spec.id == spec.topic.value:
            assert answer.status_code == 200
        else:
            assert answer.headers["location"] == f"/kommune/5503/{spec.topic.value}"
    assert real.get("/kommune/5503/utvikling/utvikling-bidrag.csv").status_code == 200
    assert real.get("/kommune/5503/utvikling.json").status_code == 200
    assert real.get("/kommune/5503/finnes-ikke").status_code == 404


def test_an_empty_topic_says_in_two_lines_what_it_shows_and_what_to_do(real):
    text = real.get("/kommune/1151/skole").text
    found = _read(text)
    assert not found.figures and not found.findings and len(found.words) < 60
    assert "Kapitlet deler elevene i klasser" in text
    assert "Siden venter på kommunens egne tall." in text
    assert 'href="/kommune/1151/egne-tall#gruppe-skole"' in text
    assert 'href="/kommune/0099/skole"' in text
    assert 'action="/kommune/1151/hent"' in real.get("/kommune/1151/plasser").text


def test_an_assumption_stands_beside_the_first_figure_it_moves_and_nowhere_else(real):
    for topic in TOPICS:
        text = real.get(f"/kommune/5503/{topic}").text
        names = re.findall(r'name="(a\.[^"]+)" type="(?:text|checkbox)"', text)
        assert len(names) == len(set(names)), topic
    text = real.get("/kommune/5503/plasser").text
    figure = text.split('id="utstilling-plasser-plasser-plan"')[1].split("</figure>")[0]
    assert 'name="a.nye-sykehjemsplasser"' in figure
    assert 'action="#antakelser-plasser-plasser-plan"' in figure


def test_what_a_choice_changes_says_before_and_now_where_it_stands(real):
    text = real.get("/kommune/5503/plasser?a.nye-sykehjemsplasser=40").text
    top = text[: text.index("<article")]
    assert "Nye institusjonsplasser" in top and 'href="?"' in top
    figure = text.split('id="utstilling-plasser-plasser-plan"')[1].split("</figure>")[0]
    assert "Endret av valgene dine." in figure
    assert "Før: «Uten bygging mangler 102 plasser i 2040»." in figure
    untouched = text.split('id="utstilling-plasser-dekningsgrad"')[1].split("</figure>")[0]
    assert "Endret" not in untouched
    assert "Endret" not in real.get("/kommune/5503/plasser").text


def test_a_choice_for_one_of_several_chapters_goes_along_in_all_of_them_and_in_their_files(real):
    query = "?a.korr-pensjon=1"
    text = real.get(f"/kommune/5503/okonomi{query}").text
    assert "Tallene er regnet med antakelser du har valgt." in text
    files = re.findall(r'href="(/kommune/5503/(?:okonomi|utvikling)[^"]*\.csv\?[^"]*)"', text)
    assert len(files) > 5
    assert {real.get(file).status_code for file in files[::4]} == {200}
    assert real.get(f"/kommune/5503/okonomi.json{query}").status_code == 200
    assert real.get("/kommune/5503/okonomi?a.finnes-ikke=1").status_code == 400


def test_a_number_in_a_sentence_says_what_it_was_before(real):
    standard = real.get("/kommune/5503/demens").text
    assert 'class="foer"' not in standard
    text = real.get("/kommune/5503/demens?a.demens-nedgang=1").text
    found = re.findall(
        r'<span class="foer"><span class="kun-skjermleser">før </span>([^<]+)</span> → '
        r'<a class="tall" href="#(tall-demens-[^"]+)"[^>]*>([^<]+)</a>',
        text,
    )
    assert found
    said = re.sub(r"<[^>]*>", "", standard)
    for old, _id, new in found:
        assert old != new and re.search(rf"\b{old}\b", said), (old, new)
    cells = re.findall(r'<td[^>]*><span class="foer">', text)
    assert len(cells) > 10


def test_every_address_in_a_topic_keeps_the_choice(real):
    text = real.get("/kommune/5503/plasser?a.nye-sykehjemsplasser=40").text
    files = re.findall(r'href="(/kommune/5503/plasser[^"]*\.(?:csv|png))([^"]*)"', text)
    assert files and all(query == "?a.nye-sykehjemsplasser=40" for _path, query in files)


@pytest.mark.browser
def test_a_link_into_a_fold_opens_it_and_paper_shows_everything(browser, app):
    with serving(app) as address:
        page: Page = browser.new_page()
        page.goto(f"{address}/kommune/5503/utvikling#utstilling-utvikling-utvikling-sektorer")
        assert page.url.endswith("/okonomi#utstilling-utvikling-utvikling-sektorer")
        page.locator("#utstilling-utvikling-utvikling-sektorer").wait_for()
        assert not page.locator("#utstilling-okonomi-okonomi-flere").is_visible()
        page.emulate_media(media="print")
        for id in ("okonomi-okonomi-flere", "utvikling-utvikling-profil"):
            assert page.locator(f"#utstilling-{id}").is_visible()
        page.close()


@pytest.mark.browser
def test_a_fold_opens_with_the_keyboard_and_has_no_barriers(browser, app):
    with serving(app) as address:
        page: Page = browser.new_page(viewport=PHONE)
        page.goto(f"{address}/kommune/5503/plasser?a.nye-sykehjemsplasser=40")
        assert violations(page, colours=False) == []
        fold = page.locator(".flere .fold > summary").first
        fold.focus()
        page.keyboard.press("Enter")
        page.locator(".flere .fold").first.and_(page.locator("[open]")).wait_for()
        page.close()


def test_topics_cover_the_chapters():
    assert {spec.topic for spec in all_chapters()} == {Topic(name) for name in TOPICS}
