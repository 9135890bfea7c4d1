"""The names that are given along with a name: nicknames, aliases, abbreviations; and the age."""

import re
from dataclasses import replace

from kg.extract.mention import Extra, Mention
from kg.extract.name_bodies import LOWER_HEADS, lower_kind
from kg.names import fold

__all__ = ["ABBREVIATION", "NICK_INSIDE", "extended"]

NICK_INSIDE = re.compile(r"\s+[“\"‘«']([^”\"’»\n]{2,30}?)[”\"’»']\s+(?=[A-ZÁÉÍÓÚÑ])")
_AFTER_NAME = re.compile(
    r"(?:,?\s*(?:[–—(]\s*)?(?P<word>alias|a\.k\.a\.|aka|also known as|better known as|known as|known locally as|nicknamed|dubbed|called|apodad[oa]|conocid[oa] como|mejor conocid[oa] como|también conocid[oa] como|\(a\)|quien es conocid[oa] como|o)\s+(?:by (?:the alias|his nickname|her nickname) )?(?:the nickname |el apodo de |con el alias de |el alias de )?|,?\s*[–—(]?\s*(?:who (?:goes|is known) by |))"
    r"(?:[“\"‘«'](?P<quoted>[^”\"’»\n]{2,30}?)[,.]?[”\"’»']|(?P<bare>(?:El|La|Los|Las|Don|Doña|The)\s+[A-ZÁÉÍÓÚÑ][\w-]+(?:\s+[A-ZÁÉÍÓÚÑ][\w-]+)?))\s*[–—)]?"
)
ABBREVIATION = re.compile(
    r"\s*[(\[]\s*(?:el |la |the |[“\"])?([A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑa-z.&-]{0,9}[A-ZÁÉÍÓÚÑ])[”\"]?\s*(?:,[^)]{0,40})?[)\]]"
)
_AGE = re.compile(
    r",\s*(?:aged\s+|de\s+)?\d{1,2}(?:\s+(?:años(?: de edad)?|years? old))?(?=\s*[,.)]|\s+[a-z])|\s*\(\d{1,2}\)"
)


def extended(text: str, mention: Mention, end: int, language: str) -> Mention:
    """Give the mention with the nickname, alias, abbreviation or age that is written with it."""
    if mention.kind == "Person":
        return _with_nicknames(text, mention, end)
    if mention.kind in {"Country", "Place"}:
        return mention
    if (
        language == "en"
        and (head := LOWER_HEADS["en"].match(text, mention.last))
        and head.end() <= end
        and fold(mention.name.split()[-1]) != head.group(1)
    ):
        last = head.end()
        mention = replace(
            mention,
            end=last,
            last=last,
            name=text[mention.first : last],
            kind=lower_kind(head.group(1)) if mention.kind in {"Organisation", "Person", "Place"} else mention.kind,
        )
    if (found := ABBREVIATION.match(text, mention.end)) and found.end() <= end + 1:
        extra = Extra("abbreviation", found[1], found.start(1), found.end(1))
        return replace(mention, end=found.end(), extras=(extra,))
    return mention


def _with_nicknames(text: str, mention: Mention, end: int) -> Mention:
    extras: list[Extra] = []
    last, name = mention.end, mention.name
    if found := NICK_INSIDE.match(text, mention.end):
        tail = re.match(r"[A-ZÁÉÍÓÚÑ][\w’-]+(?: (?:de la|de|del|y|[A-ZÁÉÍÓÚÑ][\w’-]+))*", text[found.end() : end])
        if tail:
            surname = re.sub(r"(?: (?:de la|de|del|y))+$", "", tail.group())
            extras.append(Extra("nickname", found[1], found.start(1), found.end(1)))
            last = found.end() + len(surname)
            name = f"{name} {surname}"
    mention = replace(mention, end=last, last=last, name=name)
    for _ in range(2):
        if aged := _AGE.match(text, mention.end):
            mention = replace(mention, end=aged.end())
        found = _AFTER_NAME.match(text, mention.end)
        if not found or found.end() > end + 1 or found.end() == mention.end:
            break
        value = found["quoted"] or found["bare"]
        if (
            not value
            or (not found["word"] and not found["quoted"])
            or len(value.split()) > 4
            or (found["word"] == "o" and found["bare"])
        ):
            break
        if found["quoted"] and not found["word"] and not value[0].isupper():
            break
        group = "quoted" if found["quoted"] else "bare"
        word = (found["word"] or "").casefold()
        relation = "alias" if word and not word.startswith(("nick", "dub", "apod", "call")) else "nickname"
        extras.append(Extra(relation, value.strip(" ,"), found.start(group), found.end(group)))
        mention = replace(mention, end=found.end())
    trimmed = len(text[mention.start : mention.end].rstrip())
    return replace(mention, end=mention.start + trimmed, extras=tuple(extras))
