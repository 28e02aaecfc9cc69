"""What a warm parent does of a chapter ahead: all that no file of data has a part in.

The parent runs it by its name, as it is a script. It must read nothing but this package, of which
each state has a parent of its own (:mod:`~finreport.execution.warm.conditions`): a chapter is known
to depend on whatever else it reads, and reads it itself.
"""

from importlib import import_module
from pkgutil import iter_modules

from finreport import charts, narrative
from finreport.figures.exhibits import TEMPLATES
from finreport.figures.style import canvas, house_style
from finreport.figures.svg import inline_svg
from finreport.words import LANGUAGES, open_language


def rehearse() -> None:
    """Import what the chapters call, open words and templates, and draw once in each language."""
    for room in (charts, narrative):
        for module in iter_modules(room.__path__, f"{room.__name__}."):
            import_module(module.name)
    for template in TEMPLATES.list_templates():
        TEMPLATES.get_template(template)
    for language in LANGUAGES:
        open_language(language)
        with house_style(language):
            figure, [axes] = canvas()
            axes.plot([1, 2], label="1")
            axes.legend()
            inline_svg(figure, "", "")
