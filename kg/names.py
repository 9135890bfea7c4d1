"""Names of people and organisations, compared as readers compare them."""

import re
import unicodedata

__all__ = ["fold", "says_number", "words"]

_WORD = re.compile(r"\w+(?:[.’'-]\w+)*")


def fold(text: str) -> str:
    """Give the text without accents and case, for searching.

    >>> fold("Abigael González  Valencia")
    'abigael gonzalez valencia'
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


#: Numbers as they are written in running text, in English and Spanish; ordinals count as their number.
_NUMBERS = {
    word: number
    for number, row in enumerate(
        (
            "a an one first single un una uno primer primera primero",
            "two second both pair dos segundo segunda ambos ambas par",
            "three third trio tres tercer tercera tercero",
            "four fourth cuatro cuarto cuarta",
            "five fifth cinco quinto quinta",
            "six sixth seis sexto sexta",
            "seven seventh siete septimo septima",
            "eight eighth ocho octavo octava",
            "nine ninth nueve noveno novena",
            "ten tenth diez decimo decima",
            "eleven eleventh once",
            "twelve twelfth dozen doce docena",
            "thirteen thirteenth trece",
            "fourteen fourteenth catorce",
            "fifteen fifteenth quince",
            "sixteen sixteenth dieciseis",
            "seventeen seventeenth diecisiete",
            "eighteen eighteenth dieciocho",
            "nineteen nineteenth diecinueve",
            "twenty twentieth veinte",
        ),
        1,
    )
    for word in row.split()
}
_NUMBERS |= {
    "veintiuno": 21, "veintiun": 21, "veintidos": 22, "veintitres": 23, "veinticuatro": 24, "veinticinco": 25,
    "veintiseis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29, "thirty": 30, "treinta": 30,
    "forty": 40, "cuarenta": 40, "fifty": 50, "cincuenta": 50, "sixty": 60, "sesenta": 60,
    "seventy": 70, "setenta": 70, "eighty": 80, "ochenta": 80, "ninety": 90, "noventa": 90, "hundred": 100, "cien": 100,
    "doscientos": 200, "trescientos": 300, "cuatrocientos": 400, "quinientos": 500, "thousand": 1000, "mil": 1000,
}  # fmt: skip


def says_number(text: str, number: int) -> bool:
    """Tell whether words write out a number, in English or Spanish.

    >>> says_number("the second", 2), says_number("twenty-six men", 26), says_number("treinta y dos", 32)
    (True, True, True)
    >>> says_number("Ana", 99)
    False
    """
    found = [_NUMBERS[part] for part in re.findall(r"\w+", fold(text)) if part in _NUMBERS]
    return number in found or (bool(found) and sum(found) == number)


def words(text: str) -> list[str]:
    """Give the folded words of a name, one-letter initials and particles included.

    >>> words("Rosa A")
    ['rosa', 'a']
    """
    return _WORD.findall(fold(text))
