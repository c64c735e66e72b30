"""In a real browser: no barriers, the keyboard all through, nothing from outside, paper too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from tests.tiers import FULL
from tests.web.conftest import AXE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PAGES = (
    "/",
    "/sok?q=heroy",
    "/sok?q=xyzzyx",
    "/kommune/5503",
    "/kommune/0301",
    "/kommune/5503/kunnskapsgrunnlag",
    "/kommune/5503/prove",
    "/kommune/5503/prove?a.stillingsstorrelse=80",
    "/kommune/5503/prove?a.stillingsstorrelse=500",
    "/metode",
    "/metode/M15",
    "/ordliste",
    "/om",
    "/nokler",
    "/finnes-ikke",
    "/kommune/Hastad",
)
CHAPTER = "/kommune/5503/prove"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP)
    yield context.new_page()
    context.close()


SEEN: dict[tuple[int, str], set[str]] = {}
"""What kinds of elements axe has found nothing wrong with, by width of the screen and ground."""
KINDS = """[...new Set([...document.querySelectorAll('*')]
  .filter(e => e.getClientRects().length)
  .map(e => [e.tagName, e.getAttribute('class'), e.parentElement?.tagName,
             ...e.getAttributeNames().filter(n => n == 'role' || n.startsWith('aria'))].join(' ')))]
"""


def violations(page: Page, *, colours: bool = True, tag: str = "") -> list[str]:
    """Run axe and give what it finds, one line a place.

    `make test` runs it once a template: a page that shows no kind of element that axe has not
    already seen in this width is taken as seen. `make proof` runs it on every page.

    ``colours`` false leaves out contrast, the slowest rule, where the same page has been held to it
    in another width. ``tag`` names how the page is shown where that isn't as usual.
    """
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run npm ci")
    width = (page.viewport_size or DESKTOP)["width"]
    shown, seen = set(page.evaluate(KINDS)), SEEN.setdefault((width, tag), set())
    if not FULL and shown <= seen:
        return []
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "([tags, colours]) => axe.run(document, {runOnly: {type: 'tag', values: tags},"
        " resultTypes: ['violations'], rules: {'color-contrast': {enabled: colours}}})",
        [RULES, colours],
    )
    faults = [
        f"{v['id']}: {node['target']} {node['failureSummary'][:200]}"
        for v in found["violations"]
        for node in v["nodes"]
    ]
    seen.update(shown if not faults else ())
    return faults


def every_stop_is_marked(page: Page, stops: int) -> None:
    """Go through a page with the keyboard; wherever one is must be seen."""
    met = set()
    for _stop in range(stops):
        page.keyboard.press("Tab")
        html, seen = page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return ["", true];
                 const s = getComputedStyle(e), b = e.getBoundingClientRect();
                 const ring = s.outlineStyle !== 'none' || s.boxShadow !== 'none';
                 return [e.outerHTML.slice(0, 200), b.width > 0 && ring]; }"""
        )
        assert seen, html
        met.add(html)
    assert len(met - {""}) > stops // 3, "the keyboard stays where it is"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_barriers_sticks_out_nowhere_and_asks_no_other_host(
    still: Page, address: str, path: str
) -> None:
    asked: list[str] = []
    told: list[str] = []
    still.on("request", lambda request: asked.append(request.url))
    still.on("console", lambda message: told.append(message.text))
    still.set_viewport_size(DESKTOP)
    still.goto(address + path, wait_until="networkidle")
    for size in (DESKTOP, PHONE):
        still.set_viewport_size(size)
        assert violations(still) == []
        assert still.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert asked
    assert all(url.startswith((address, "data:")) for url in asked)
    expected = ("404", "400")  # the browser reports the status of the page itself
    assert [text for text in told if not any(code in text for code in expected)] == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_the_open_dialog(browser: Browser, address: str, size: Any) -> None:
    context = browser.new_context(viewport=size, reduced_motion="reduce")
    opened = context.new_page()
    opened.goto(address + CHAPTER)
    opened.locator("a.tall").first.click()
    opened.locator("dialog[open]").wait_for()
    assert violations(opened) == []
    context.close()


def focused_is_body(page: Page) -> bool:
    return bool(page.evaluate("document.activeElement === document.body"))


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"))


def test_the_first_tab_is_the_skip_link_and_it_leads_to_the_content(
    page: Page, address: str
) -> None:
    page.goto(address + CHAPTER)
    page.keyboard.press("Tab")
    assert focused(page) == "Hopp til innholdet"
    assert page.locator(".ds-skip-link").bounding_box()["height"] > 20  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "innhold"


@pytest.mark.parametrize("path", ["/", "/kommune/5503", CHAPTER, "/metode/M15"])
def test_every_stop_of_the_keyboard_is_visible_and_marked(
    page: Page, address: str, path: str
) -> None:
    page.goto(address + path)
    seen: list[str] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
              const e = document.activeElement;
              if (e === document.body) return null;
              e.dataset.stop ??= String(document.querySelectorAll('[data-stop]').length);
              const style = getComputedStyle(e), box = e.getBoundingClientRect();
              return {stop: e.dataset.stop, html: e.outerHTML.slice(0, 90),
                      marked: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
                      seen: box.width > 0 && box.height > 0};
            }"""
        )
        if state is None or state["stop"] in seen:
            break
        seen.append(state["stop"])
        assert state["marked"], f"no focus mark on {state['html']}"
        assert state["seen"], f"focus on something hidden: {state['html']}"
    assert len(seen) > 5
    assert len(seen) < 400


def test_the_dialog_opens_and_closes_by_keyboard_and_gives_focus_back(
    page: Page, address: str
) -> None:
    page.goto(address + CHAPTER)
    number = page.locator("a.tall").nth(1)
    number.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    page.get_by_role("heading", name="Hvor kommer tallet fra?").and_(
        page.locator(":focus")
    ).wait_for()
    assert "Innbyggere 80 år og eldre, framskrevet" in dialog.inner_text()
    assert "14746" in dialog.inner_text()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    provenance = number.get_attribute("data-provenance")
    page.wait_for_function("it => document.activeElement.dataset.provenance === it", arg=provenance)


def test_the_dialog_keeps_the_keyboard_inside_and_its_button_closes_it(
    page: Page, address: str
) -> None:
    page.goto(address + CHAPTER)
    page.locator("a.hvorfra").first.click()
    page.locator("dialog[open]").wait_for()
    for _ in range(12):
        page.keyboard.press("Tab")
        inside = (
            "document.activeElement.closest('dialog') || document.activeElement === document.body"
        )
        assert page.evaluate(f"Boolean({inside})")
    page.get_by_role("button", name="Lukk").click()
    page.locator("dialog[open]").wait_for(state="hidden")


def test_ids_stay_unique_while_the_dialog_is_open(page: Page, address: str) -> None:
    page.goto(address + CHAPTER)
    page.locator("a.tall").first.click()
    page.locator("dialog[open]").wait_for()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_the_search_suggests_and_goes_by_keyboard(page: Page, address: str) -> None:
    page.goto(address + "/")
    field = page.get_by_role("combobox")
    field.focus()
    page.keyboard.type("hárst")
    page.get_by_role("option", name="Harstad – Hárstták").wait_for()
    page.locator("[role=combobox][aria-expanded=true]").wait_for()
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    page.locator("[role=combobox][aria-activedescendant]").wait_for()
    active = field.get_attribute("aria-activedescendant")
    page.locator(f"#{active}[aria-selected=true]").wait_for()
    page.keyboard.press("Escape")
    page.locator("[role=combobox][aria-expanded=false]").wait_for()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name="Harstad – Hárstták").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(address + "/kommune/5503")


def test_an_assumption_is_changed_by_keyboard_and_the_address_holds_only_that(
    page: Page, address: str
) -> None:
    page.goto(address + CHAPTER)
    page.locator("summary", has_text="Andre antakelser").press("Enter")
    field = page.get_by_label("Gjennomsnittlig stillingsstørrelse")
    field.fill("80")
    field.press("Enter")
    page.wait_for_url("**?*")
    assert page.url.split("?")[1].split("#")[0] == "a.stillingsstorrelse=80"
    assert page.get_by_label("Gjennomsnittlig stillingsstørrelse").input_value() == "80"
    page.get_by_role("link", name="Tilbake til standard").first.click()
    page.wait_for_url(lambda url: "a." not in url.split("/prove")[1].split("#")[0])


def test_without_script_everything_can_still_be_read_and_done(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    opened = context.new_page()
    opened.goto(address + "/")
    opened.get_by_label("Kommunens navn eller nummer").fill("Harstad")
    opened.get_by_role("button", name="Finn").click()
    opened.wait_for_url(address + "/kommune/5503")
    opened.get_by_role("link", name="Omsorgen i dag", exact=True).first.click()
    opened.locator("a.tall").first.click()
    entry = opened.locator(".proveniens:target")
    entry.wait_for()
    assert "07459" in entry.inner_text()
    opened.locator("summary", has_text="Andre antakelser").click()
    opened.get_by_label("Gjennomsnittlig stillingsstørrelse").fill("80")
    opened.locator("#antakelser-omsorg").get_by_role("button", name="Regn på nytt").click()
    opened.wait_for_url("**a.stillingsstorrelse=80**")
    context.close()


def test_a_failed_fetch_is_told_and_can_be_tried_again(page: Page, address: str) -> None:
    page.goto(address + "/kommune/4601")
    page.get_by_role("button", name="Hent tall").click()
    page.get_by_role("heading", name="Fikk ikke hentet tallene for Bergen").wait_for(timeout=60_000)
    assert page.get_by_role("button", name="Prøv igjen").is_visible()
    assert violations(page) == []


def test_motion_is_still_when_the_reader_asks_for_it(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    opened = context.new_page()
    opened.goto(address + CHAPTER)
    opened.locator("a.tall").first.click()
    opened.locator("dialog[open]").wait_for()
    longest = opened.evaluate(
        """() => Math.max(...[...document.querySelectorAll('*')].flatMap(e => {
             const s = getComputedStyle(e);
             return [s.animationDuration, s.transitionDuration].flatMap(
               d => d.split(',').map(parseFloat)); }))"""
    )
    assert longest <= 0.001
    assert opened.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    context.close()


def test_on_paper_the_chapter_stands_alone(page: Page, address: str) -> None:
    page.goto(address + CHAPTER)
    page.emulate_media(media="print")
    for hidden in (".topp", ".lesenav", ".bunn", ".nedlasting", ".antakelser__knapper"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for shown in (".sted", ".funn", ".utstilling", ".kildelinje", "#kilder-omsorg"):
        assert page.locator(shown).first.is_visible(), shown
    assert page.pdf().startswith(b"%PDF")


TALL = """() => {
  const rows = '<tr><td>1</td></tr>'.repeat(60);
  const frame = `<div class="tabell-ramme"><table class="tabell">${rows}</table></div>`;
  const kapittel = document.querySelector('.kapittel');
  kapittel.insertAdjacentHTML('beforeend', frame);
  const alone = kapittel.lastElementChild;
  kapittel.insertAdjacentHTML('beforeend', `<details open class="tabell-bak">${frame}</details>`);
  const asked = kapittel.lastElementChild.querySelector('.tabell-ramme');
  return [alone, asked].map(e => e.scrollHeight - e.clientHeight);
}"""


def test_no_table_has_a_frame_that_cuts_it(page: Page, address: str) -> None:
    page.goto(address + CHAPTER)
    alone, asked_for = page.evaluate(TALL)
    assert alone <= 1 and asked_for <= 1


def test_on_a_phone_the_chart_is_laid_out_again(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE)
    opened = context.new_page()
    opened.goto(address + CHAPTER)
    assert opened.locator(".figur-smal").first.is_visible()
    assert not opened.locator(".figur-bred").first.is_visible()
    context.close()


def test_names_in_sami_are_shown_in_our_own_font(page: Page, address: str) -> None:
    page.goto(address + "/kommune/5503", wait_until="networkidle")
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert set(loaded) == {"Inter"}
