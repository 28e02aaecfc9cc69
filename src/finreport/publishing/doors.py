"""The pages that lead into the book: one at the top of the site, one in each language."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape

TEMPLATES = Path(__file__).parent / "theme" / "doors"
LANGUAGES = {"zh": ("zh-CN", "中文版"), "en": ("en", "English edition")}

templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape())


def language_door(language: str, first: str, title: str) -> str:
    """Give the HTML of `<language>/index.html`, which leads to the page named `first`."""
    return render([(language, f"{first}.html")], title)


def site_door(site: Path, title: str) -> str:
    """Give the HTML of the site's own `index.html`, with a link to every language built.

    It leads to the first of them, or with JavaScript to the one the browser asks for.
    """
    built = [language for language in LANGUAGES if (site / language).is_dir()]
    return render([(language, f"{language}/index.html") for language in built], title)


def render(links: list[tuple[str, str]], title: str) -> str:
    """Give the HTML of a page that leads to the first of the links."""
    doors = [(*LANGUAGES[language], href) for language, href in links]
    return templates.get_template("index.html").render(doors=doors, title=title)
