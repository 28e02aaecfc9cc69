"""How a series went: from its first number to its last, by way of the place where it turned."""

from finreport.narrative.chapter import Chapter, NotYetError


def course(chapter: Chapter, name: str) -> str:
    """The text that tells the course of a series, in which its numbers stand as names in ``{}``.

    A series turned if its lowest or highest number lies beyond both its ends by more than rounding
    explains; of two turns the wider one is told. Raises :class:`NotYetError` before there are two
    numbers.
    """
    figures = chapter.figures_of(name)
    if len(figures) < 2:
        raise NotYetError(f"{name} is the only one of its series yet.")
    first, *between, last = figures
    ends = first.interval, last.interval
    low, high = min(end.lower for end in ends), max(end.upper for end in ends)
    dip = max((low - one.interval.upper for one in between), default=0)
    peak = max((one.interval.lower - high for one in between), default=0)
    if max(dip, peak) > 0:
        way = "dipped" if dip >= peak else "peaked"
    elif first.value == last.value:
        way = "level"
    else:
        way = "fell" if last.value < first.value else "rose"
    return chapter.words.text(f"course.{way}", name=name)
