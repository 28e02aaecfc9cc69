"""Expressions: arithmetic between printed numbers, with the exact range of its result.

An expression is text such as ``100 * gdp_primary.ytd / gdp.ytd``: numbers, names of printed
numbers (:mod:`finreport.editions.figure_names`), ``+ - * /``, parentheses, ``sum(…)``,
``min(…)`` and ``max(…)``.

How the range is found. Where the two sides of an operation share no number, each may take any
value of its own range, so interval arithmetic is exact. Where they share one, as in
``b - b / (1 + g / 100)``, it would come out too wide. There the expression, as a function of
each shared number alone, must have the form (a x + b) / (c x + d), and no denominator may
reach zero; such a function only rises or only falls, so the extremes of the whole lie where
every number is at an end of its interval, and all those corners are tried. Whether it has that
form is known from the cross-ratio of four points, which exactly these functions leave as it is.
"""

import operator
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache, cached_property, reduce
from typing import TypeAlias

from msgspec import Struct

from finreport import patterns as re
from finreport.editions.figure_names import NAME
from finreport.editions.figures import Figure
from finreport.errors import EditionError, PlainError
from finreport.numbers import Interval, ranged

TOKEN = re.compile(
    rf"(?P<function>(?:sum|min|max)(?=\s*\())|(?P<number>\d+(?:\.\d+)?)|"
    rf"(?P<name>{NAME.pattern})|(?P<symbol>[-+*/(),])"
)

OPERATORS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "min": min,
    "max": max,
}

FUNCTIONS = {"sum": "+", "min": "min", "max": "max"}
"""Functions of several expressions, as the operation that joins two of them."""

Lookup: TypeAlias = Callable[[str], Figure | None]
"""How a name is turned into a printed number, as :meth:`finreport.editions.Edition.find` does."""


class ZeroError(EditionError):
    """A denominator that may be zero within rounding."""


class Computed(Struct, frozen=True):
    """A result: from the printed numbers as they are, and between which ends it may lie."""

    value: Fraction
    lower: Fraction
    upper: Fraction

    @property
    def interval(self) -> Interval:
        """All values that it may have."""
        return Interval(self.lower, self.upper)


class Constant(Struct, frozen=True, dict=True):
    """A number of the expression itself; it is exact."""

    value: Fraction

    def at(self, values: Mapping[str, Fraction]) -> Fraction:
        """The number, whatever the others are."""
        return self.value

    @cached_property
    def interval(self) -> Interval:
        """The number alone."""
        return Interval(self.value, self.value)


class Name(Struct, frozen=True):
    """The name of a printed number."""

    text: str

    def at(self, values: Mapping[str, Fraction]) -> Fraction:
        """The value that it has among these."""
        return values[self.text]


class Operation(Struct, frozen=True, dict=True):
    """Two expressions joined by one of :data:`OPERATORS`."""

    symbol: str
    left: "Node"
    right: "Node"

    def at(self, values: Mapping[str, Fraction]) -> Fraction:
        """The result from a value for each name."""
        return OPERATORS[self.symbol](self.left.at(values), self.right.at(values))

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each name stands in it."""
        return _counts(self.left) + _counts(self.right)

    @cached_property
    def is_entangled(self) -> bool:
        """Whether both sides depend on the same number."""
        return not _counts(self.left).keys().isdisjoint(_counts(self.right))


Node: TypeAlias = Constant | Name | Operation


class Expression(Struct, frozen=True, dict=True):
    """A parsed expression; ``names`` are the numbers that it needs, in order."""

    text: str
    root: Node

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of numbers in it, each once."""
        return tuple(_counts(self.root))


@cache
def parse(text: str) -> Expression:
    """Read an expression.

    Raises :class:`EditionError` that names the character at which the text cannot be read, or
    the number that is used in such a way that no exact range is known.
    """
    expression = Expression(text, _Parser(text).parse())
    for operation in _operations(expression.root):
        if operation.is_entangled:
            _need_corners(operation, text)
    return expression


def difference(left: Expression, right: Expression) -> Expression:
    """One expression less another; raises as :func:`parse` does of the whole."""
    text = f"({left.text}) - ({right.text})"
    operation = Operation("-", left.root, right.root)
    if operation.is_entangled:
        _need_corners(operation, text)
    return Expression(text, operation)


def evaluate(expression: Expression, lookup: Lookup) -> Computed:
    """The result and its exact range over all values that the printed numbers stand for.

    Raises :class:`EditionError` where a number is not printed and where two names mean the same
    number, and :class:`ZeroError` where a denominator may be zero.
    """
    return _evaluate(expression, _find_figures(expression, lookup))


def evaluate_relation(
    left: Expression, right: Expression, apart: Expression, lookup: Lookup
) -> tuple[Computed, Computed, Computed]:
    """Both sides of a relation, and their difference ``apart``, each as :func:`evaluate` gives it.

    Where the sides share no number, the difference follows from them.
    """
    figures = _find_figures(apart, lookup)
    one, other = _evaluate(left, figures), _evaluate(right, figures)
    if isinstance(apart.root, Operation) and apart.root.is_entangled:
        return one, other, _evaluate(apart, figures)
    residual = one.interval - other.interval
    return one, other, Computed(one.value - other.value, residual.lower, residual.upper)


def _find_figures(expression: Expression, lookup: Lookup) -> dict[str, Figure]:
    figures = {name: _need_figure(name, lookup(name)) for name in expression.names}
    _need_distinct(figures)
    return figures


def _evaluate(expression: Expression, figures: Mapping[str, Figure]) -> Computed:
    intervals = {name: figures[name].interval for name in expression.names}
    try:
        reach = _reach(expression.root, intervals)
    except PlainError as error:
        raise ZeroError(f"{expression.text!r}: {error}") from None
    value = expression.root.at({name: figures[name].value for name in expression.names})
    return Computed(value, reach.lower, reach.upper)


def compute(expression: Expression, values: Mapping[str, Fraction]) -> Fraction:
    """The result from a value for each name, without any range."""
    return expression.root.at(values)


def _need_figure(name: str, figure: Figure | None) -> Figure:
    if figure is None:
        raise EditionError(f"{name} is not printed, so nothing can be computed from it.")
    return figure


def _need_distinct(figures: Mapping[str, Figure]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for name, figure in figures.items():
        other = seen.setdefault((figure.name, figure.period), name)
        if other != name:
            raise EditionError(f"{other} and {name} are the same number; it needs one name.")


def _reach(node: Node, intervals: Mapping[str, Interval]) -> Interval:
    match node:
        case Constant():
            return node.interval
        case Name(text):
            return intervals[text]
        case Operation(symbol, left, right):
            # The sides come first even where corners follow: they find denominators near zero.
            sides = _reach(left, intervals), _reach(right, intervals)
            apart = _joined(symbol, *sides)
            return _corners(node, intervals) if node.is_entangled else apart


def _joined(symbol: str, left: Interval, right: Interval) -> Interval:
    match symbol:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
    choose = OPERATORS[symbol]
    return Interval(choose(left.lower, right.lower), choose(left.upper, right.upper))


def _corners(node: Operation, intervals: Mapping[str, Interval]) -> Interval:
    names = list(node.counts)
    return ranged(
        lambda *corner: node.at(dict(zip(names, corner, strict=True))),
        *(intervals[name] for name in names),
    )


def _counts(node: Node) -> Counter[str]:
    match node:
        case Constant():
            return Counter()
        case Name(text):
            return Counter([text])
        case Operation():
            return node.counts


def _operations(node: Node) -> Iterator[Operation]:
    if isinstance(node, Operation):
        yield from _operations(node.left)
        yield from _operations(node.right)
        yield node


def _need_corners(node: Operation, text: str) -> None:
    """Raise unless the operation has the form (a x + b) / (c x + d) in each number it repeats."""
    chosen = {
        name
        for operation in _operations(node)
        if operation.symbol in ("min", "max")
        for name in operation.counts
    }
    for name, count in node.counts.items():
        if count > 1 and (name in chosen or not _keeps_cross_ratios(node, name, text)):
            raise EditionError(
                f"{text!r} uses {name} more than once in a way that may both rise and fall, "
                "such as a square or inside min and max, so that its exact range is not known."
            )


def _keeps_cross_ratios(node: Operation, name: str, text: str) -> bool:
    # Fractions of primes: no ordinary expression is zero for them by chance.
    others = {other: Fraction(10007 + 12 * i, 9973) for i, other in enumerate(node.counts)}
    points = [Fraction(n, 7919) for n in (5003, 6011, 8009, 9001, 10501)]
    try:
        images = [node.at(others | {name: point}) for point in points]
    except ZeroDivisionError:
        raise EditionError(f"{text!r} divides by zero.") from None
    return all(
        _cross(points[i : i + 4]) * _cross_below(images[i : i + 4])
        == _cross(images[i : i + 4]) * _cross_below(points[i : i + 4])
        for i in range(2)
    )


def _cross(points: Sequence[Fraction]) -> Fraction:
    a, b, c, d = points
    return (a - c) * (b - d)


def _cross_below(points: Sequence[Fraction]) -> Fraction:
    a, b, c, d = points
    return (b - c) * (a - d)


class _Parser:
    """Recursive descent: a sum of products of factors."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        self._kind, self._token = "", ""
        self._advance()

    def parse(self) -> Node:
        node = self._sum()
        if self._token:
            raise self._fault("an operator or the end")
        return node

    def _sum(self) -> Node:
        node = self._product()
        while self._token in ("+", "-"):
            node = Operation(self._take(), node, self._product())
        return node

    def _product(self) -> Node:
        node = self._factor()
        while self._token in ("*", "/"):
            node = Operation(self._take(), node, self._factor())
        return node

    def _factor(self) -> Node:
        if self._kind == "number":
            return Constant(Fraction(self._take()))
        if self._kind == "name":
            return Name(self._take())
        if self._kind == "function":
            symbol = FUNCTIONS[self._take()]
            return reduce(lambda a, b: Operation(symbol, a, b), self._arguments())
        if self._token == "-":
            self._take()
            return Operation("-", Constant(Fraction(0)), self._factor())
        if self._token == "(":
            self._take()
            node = self._sum()
            self._expect(")")
            return node
        raise self._fault("a number, a name or a parenthesis")

    def _arguments(self) -> list[Node]:
        self._expect("(")
        arguments = [self._sum()]
        while self._token == ",":
            self._take()
            arguments.append(self._sum())
        self._expect(")")
        return arguments

    def _expect(self, symbol: str) -> None:
        if self._token != symbol:
            raise self._fault(repr(symbol))
        self._take()

    def _take(self) -> str:
        token = self._token
        self._place += len(token)
        self._advance()
        return token

    def _advance(self) -> None:
        rest = self._text[self._place :]
        self._place += len(rest) - len(rest.lstrip())
        match = TOKEN.match(self._text, self._place)
        if match:
            self._kind, self._token = str(_kind(match)), match.group()
        else:
            # What cannot be read is the token in the message that says so.
            self._kind, self._token = "", self._text[self._place : self._place + 1]

    def _fault(self, expected: str) -> EditionError:
        found = f"not {self._token!r}" if self._token else "not the end"
        return EditionError(
            f"{self._text!r}: at character {self._place + 1} there should be {expected}, {found}."
        )


def _kind(match: re.Match[str]) -> str:
    return next(kind for kind in ("function", "number", "name", "symbol") if match[kind])
