"""One look at one page: what it asks for, what it says, what it weighs, what hinders readers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Response

Scheme = Literal["light", "dark"]

WIDTHS = {1440: 900, 375: 812}
"""The widths of the window at which every page is looked at, with the height of each."""

SCHEMES: tuple[Scheme, ...] = ("light", "dark")

LOCALES = {"zh": "zh-CN", "en": "en-GB"}
"""What the browser says its reader reads, by the folders of the languages."""

UNTRANSLATED = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    const apart = parentElement.closest("[lang|=zh], script, details.fr-code");
    if (/\\p{Script=Han}/u.test(data) && !apart)
      found.push(data.trim().slice(0, 40));
  }
  return found;
}"""
"""Texts with Chinese characters that are not marked as Chinese; code may hold any."""

FOCUSABLE = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  const stops = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  window.auditStops = [...document.querySelectorAll(stops)].filter((element) =>
    element.tabIndex >= 0 && !element.disabled && !element.closest("[inert]")
    && element.checkVisibility({ visibilityProperty: true })
    && element.getClientRects().length > 0);
  return window.auditStops.length;
}"""
"""Goes to the top, remembers in order what Tab has to reach, and gives how much that is."""

FOCUSED = """() => {
  const element = document.activeElement;
  const outline = getComputedStyle(element);
  return {
    at: window.auditStops.indexOf(element),
    name: element.tagName.toLowerCase() + (element.id && `#${element.id}`)
      + [...element.classList].map((name) => `.${name}`).join(""),
  };
}"""


@dataclass(frozen=True)
class Look:
    """How a page is looked at; its file name is relative to the folder of its language."""

    page: str
    language: str
    width: int
    scheme: Scheme


@dataclass
class Visit:
    """What a look at a page found.

    ``requests`` counts all that the page made; ``outside`` names those that left the site; ``said``
    is what the console, uncaught errors and failed answers said; ``weight`` is the bytes of all
    answers as they were sent, heads included (0 from a file); ``tag`` is the language that the page
    says it is in; ``overflow`` the pixels by which it is wider than the window; ``untranslated``
    its Chinese texts if it is in another language; ``axe`` the violations that axe found.
    """

    look: Look
    requests: int = 0
    outside: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    weight: int = 0
    tag: str = ""
    overflow: int = 0
    untranslated: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Browser, look: Look) -> Iterator[Page]:
    """Give an empty page of a new reader, with nothing in the cache."""
    context = browser.new_context(
        viewport={"width": look.width, "height": WIDTHS[look.width]},
        color_scheme=look.scheme,
        locale=LOCALES[look.language],
    )
    yield context.new_page()
    context.close()


def visit(page: Page, site: str, look: Look, *, with_axe: bool = True) -> Visit:
    """Look at a page; `site` is the address of the site, of http or a file, ending in a slash.

    `page` is one of :func:`opened`, or a tab of its width.
    """
    with listening(page, site, look) as (found, finished):
        arrive(page, f"{site}{look.language}/{look.page}")
        found.weight = sum(map(weight, finished))
    # Nobody listens any more: axe makes requests of its own.
    found.tag = page.evaluate("document.documentElement.lang")
    found.overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if look.language != "zh":
        found.untranslated = page.evaluate(UNTRANSLATED)
    if with_axe:
        found.axe = violations(page)
    return found


def arrive(page: Page, address: str) -> None:
    """Open an address, and wait until it is there and asks for nothing more.

    On a busy machine nothing may be asked for some time before all of it is there.
    """
    page.goto(address, wait_until="load")
    page.wait_for_load_state("networkidle")


def weight(request: Request) -> int:
    """Give the bytes of an answer as it was sent; none if it came from a file."""
    if not request.url.startswith("http"):
        return 0
    sizes = request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]


@contextmanager
def listening(page: Page, site: str, look: Look) -> Iterator[tuple[Visit, list[Request]]]:
    """Write down what a page asks for and says for a while, and give what it was sent whole."""
    seen = Visit(look)
    finished: list[Request] = []

    def on_request(request: Request) -> None:
        seen.requests += 1
        if not request.url.startswith((site, "data:", "blob:")):
            seen.outside.append(request.url)

    def on_finished(request: Request) -> None:
        finished.append(request)

    def on_response(response: Response) -> None:
        if response.status >= HTTPStatus.BAD_REQUEST:
            seen.said.append(f"{response.status} for {response.url.removeprefix(site)}")

    def on_console(message: ConsoleMessage) -> None:
        seen.said.append(f"{message.type}: {message.text}")

    def on_error(error: Error) -> None:
        seen.said.append(f"error: {error}")

    listeners: dict[Any, Any] = {
        "request": on_request,
        "requestfinished": on_finished,
        "response": on_response,
        "console": on_console,
        "pageerror": on_error,
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    yield seen, finished
    for event, listener in listeners.items():
        page.remove_listener(event, listener)


@cache
def axe() -> Axe:
    """Give the accessibility checker, which reads its script once."""
    return Axe()


def violations(page: Page) -> list[str]:
    """Give every violation that axe finds on a page: the rule and the first of its places."""
    found: list[dict[str, Any]] = axe().run(page).response["violations"]
    return [f"{rule['id']} x{len(rule['nodes'])}: {rule['nodes'][0]['target']}" for rule in found]


def keyboard_order(page: Page, site: str, look: Look) -> list[str]:
    """Press Tab through a page, and tell the first place that it skips or reaches out of order."""
    arrive(page, f"{site}{look.language}/{look.page}")
    count = page.evaluate(FOCUSABLE)
    for expected in range(count):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["at"] != expected:
            return [f"Tab {expected + 1} of {count} reaches {focused['name']} out of order"]
    return []
