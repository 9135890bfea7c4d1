"""What a page may be asked: its parameters, read and bounded in one place, and told to programs from there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.dates import day_range

__all__ = ["Bad", "Missing", "Parameter", "read"]


class Bad(Exception):
    """A request that cannot be answered as it was asked; the text says what is wrong. Status 400."""


class Missing(Exception):
    """A page about what is not there; the text says so. Status 404."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value in an address: where it stands, its kind (text, integer, date) and bounds."""

    name: str
    about: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    default: Any = None
    #: The most letters of a text, or the largest integer.
    most: int = 300
    required: bool = False
    many: bool = False

    def schema(self) -> dict[str, Any]:
        """Give the parameter's JSON schema."""
        if self.kind == "integer":
            one: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": self.most}
        elif self.choices:
            one = {"type": "string", "enum": list(self.choices)}
        else:
            one = {"type": "string", "maxLength": self.most}
        if self.default is not None:
            one["default"] = self.default
        return {"type": "array", "items": one, "maxItems": _MOST_TIMES} if self.many else one


#: How often a parameter may be repeated.
_MOST_TIMES = 12


def read(parameters: tuple[Parameter, ...], given: Mapping[str, list[str]]) -> dict[str, Any]:
    """Give the values of a page's parameters; what the page does not know is not looked at. Raises Bad.

    >>> read((Parameter("depth", "steps", "integer", default=1, most=3),), {"depth": ["2"]})
    {'depth': 2}
    """
    found: dict[str, Any] = {}
    for each in parameters:
        texts = [text for text in given.get(each.name, []) if text != ""]
        if each.required and not texts:
            raise Bad(f"{each.name} is missing: {each.about}")
        if len(texts) > (_MOST_TIMES if each.many else 1):
            raise Bad(f"{each.name} is given {len(texts)} times")
        values = [_value(each, text) for text in texts]
        found[each.name] = values if each.many else values[0] if values else each.default
    return found


def _value(each: Parameter, text: str) -> Any:
    if each.kind == "integer":
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= each.most):
            raise Bad(f"{each.name} is a whole number up to {each.most}")
        return int(text)
    if each.choices and text not in each.choices:
        raise Bad(f"{each.name} is one of {', '.join(each.choices)}")
    if len(text) > each.most:
        raise Bad(f"{each.name} has at most {each.most} letters")
    if any(ord(letter) < 32 or letter == "\x7f" for letter in text):
        raise Bad(f"{each.name} has a control character")
    if each.kind == "date":
        try:
            day_range(text)
        except ValueError as error:
            raise Bad(f"{each.name}: {error}") from None
    return text
