"""How English and Spanish verbs and nouns bend: enough to find the dictionary forms of the lexicon in running text."""

import re
from functools import cache

__all__ = ["nouns", "verbs"]

_IRREGULAR_EN = {
    "send": ("sent", "sent"), "lead": ("led", "led"), "shoot": ("shot", "shot"), "take": ("took", "taken"),
    "say": ("said", "said"), "tell": ("told", "told"), "find": ("found", "found"), "give": ("gave", "given"),
    "think": ("thought", "thought"), "know": ("knew", "known"), "hear": ("heard", "heard"), "catch": ("caught", "caught"),
    "bring": ("brought", "brought"), "fight": ("fought", "fought"), "split": ("split", "split"), "break": ("broke", "broken"),
    "fly": ("flew", "flown"), "seek": ("sought", "sought"), "write": ("wrote", "written"), "slay": ("slew", "slain"),
    "withdraw": ("withdrew", "withdrawn"), "begin": ("began", "begun"), "come": ("came", "come"), "go": ("went", "gone"),
    "become": ("became", "become"), "plead": ("pleaded", "pleaded"), "run": ("ran", "run"), "hold": ("held", "held"),
    "swear": ("swore", "sworn"), "feel": ("felt", "felt"), "understand": ("understood", "understood"), "mean": ("meant", "meant"),
}  # fmt: skip
_DOUBLING = {
    "gun",
    "plan",
    "admit",
    "traffic",
    "kidnap",
    "acquit",
    "expel",
    "rebut",
    "drop",
    "stop",
    "ship",
    "rob",
    "stab",
    "refer",
}
_STEM_CHANGES = {
    "negar": "nieg", "sostener": "sostien", "detener": "detien", "advertir": "adviert", "desmentir": "desmient",
    "recordar": "recuerd", "mostrar": "muestr", "pedir": "pid", "perder": "pierd", "querer": "quier", "volver": "vuelv",
    "comenzar": "comienz", "empezar": "empiez", "transferir": "transfier", "contar": "cuent", "acordar": "acuerd",
    "conseguir": "consigu", "probar": "prueb", "aprobar": "aprueb", "resolver": "resuelv", "absolver": "absuelv",
}  # fmt: skip
_PRETERITE = {  # third person singular and plural where they are not regular
    "decir": ("dijo", "dijeron"), "contradecir": ("contradijo", "contradijeron"), "predecir": ("predijo", "predijeron"),
    "detener": ("detuvo", "detuvieron"), "sostener": ("sostuvo", "sostuvieron"), "mantener": ("mantuvo", "mantuvieron"),
    "tener": ("tuvo", "tuvieron"), "obtener": ("obtuvo", "obtuvieron"), "imponer": ("impuso", "impusieron"),
    "proponer": ("propuso", "propusieron"), "exponer": ("expuso", "expusieron"), "dar": ("dio", "dieron"),
    "querer": ("quiso", "quisieron"), "poder": ("pudo", "pudieron"), "hacer": ("hizo", "hicieron"),
    "creer": ("creyó", "creyeron"), "prever": ("previó", "previeron"), "advertir": ("advirtió", "advirtieron"),
    "desmentir": ("desmintió", "desmintieron"), "pedir": ("pidió", "pidieron"), "transferir": ("transfirió", "transfirieron"),
    "conseguir": ("consiguió", "consiguieron"), "atribuir": ("atribuyó", "atribuyeron"), "concluir": ("concluyó", "concluyeron"),
}  # fmt: skip
_PRESENT = {
    "decir": ("dice", "dicen"), "contradecir": ("contradice", "contradicen"), "prever": ("prevé", "prevén"), "dar": ("da", "dan"),
    "atribuir": ("atribuye", "atribuyen"), "concluir": ("concluye", "concluyen"), "imponer": ("impone", "imponen"),
}  # fmt: skip
_PARTICIPLE = {
    "decir": "dicho", "contradecir": "contradicho", "imponer": "impuesto", "proponer": "propuesto", "exponer": "expuesto",
    "absolver": "absuelto", "volver": "vuelto", "prever": "previsto", "escribir": "escrito", "hacer": "hecho",
    "creer": "creído", "resolver": "resuelto",
}  # fmt: skip


@cache
def verbs(lemma: str, language: str) -> dict[str, frozenset[str]]:
    """Give the forms of a verb or verb phrase by what they are: finite, participle, gerund, base, future, conditional.

    >>> sorted(verbs("hand over", "en")["finite"])
    ['handed over', 'hands over']
    >>> sorted(verbs("detener", "es")["participle"])
    ['detenida', 'detenidas', 'detenido', 'detenidos']
    """
    head, _, rest = lemma.partition(" ")
    forms = _english(head) if language == "en" else _spanish(head)
    return {kind: frozenset(f"{form} {rest}".strip() for form in found) for kind, found in forms.items()}


def _english(verb: str) -> dict[str, set[str]]:
    past, participle = _IRREGULAR_EN.get(verb, (_regular_past(verb), _regular_past(verb)))
    gerund = (verb[:-1] if re.search(r"[^eo]e$", verb) else _doubled(verb)) + "ing"
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        third = verb + "es"
    elif re.search(r"[^aeiou]y$", verb):
        third = verb[:-1] + "ies"
    else:
        third = verb + "s"
    return {"finite": {past, third}, "participle": {participle}, "gerund": {gerund}, "base": {verb}}


def _regular_past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    return _doubled(verb) + "ed"


def _doubled(verb: str) -> str:
    if verb not in _DOUBLING and not re.fullmatch(r"[^aeiou]*[aeiou][bdgmnpt]", verb):
        return verb
    return verb + ("k" if verb.endswith("c") else verb[-1])


def _spanish(verb: str) -> dict[str, set[str]]:
    reflexive = verb.endswith("se")
    bare = verb[:-2] if reflexive else verb
    stem, ending = bare[:-2], bare[-2:]
    strong = _STEM_CHANGES.get(bare, stem)
    if ending == "ar":
        present, past = (f"{strong}a", f"{strong}an"), (f"{stem}ó", f"{stem}aron")
        other = {f"{stem}aba", f"{stem}aban"}
        subjunctive = {_before_e(strong) + "e", _before_e(strong) + "en"}
        participle, gerund = f"{stem}ado", f"{stem}ando"
    else:
        present, past = (f"{strong}e", f"{strong}en"), (f"{stem}ió", f"{stem}ieron")
        other = {f"{stem}ía", f"{stem}ían"}
        subjunctive = {f"{strong}a", f"{strong}an"}
        participle, gerund = f"{stem}ido", f"{stem}iendo"
    present, past = _PRESENT.get(bare, present), _PRETERITE.get(bare, past)
    participle = _PARTICIPLE.get(bare, participle)
    if bare == "decir":
        gerund = "diciendo"
    se = "se " if reflexive else ""
    finite = {se + form for form in {*present, *past, *other}}
    future = {se + form for form in ({f"{bare}á", f"{bare}án"} | subjunctive)}
    tail = participle[:-1]
    return {
        "finite": finite,
        "participle": {tail + end for end in ("o", "a", "os", "as")},
        "gerund": {gerund + ("se" if reflexive else "")},
        "base": {verb},
        "future": future,
        "conditional": {se + f"{bare}ía", se + f"{bare}ían"},
    }


def _before_e(stem: str) -> str:
    for ending, soft in (("c", "qu"), ("g", "gu"), ("z", "c")):
        if stem.endswith(ending):
            return stem[:-1] + soft
    return stem


@cache
def nouns(lemma: str, language: str) -> frozenset[str]:
    """Give the singular and the plural of a noun; in Spanish the first word bends, in English the last.

    >>> sorted(nouns("jefe de plaza", "es")), sorted(nouns("brother-in-law", "en"))
    (['jefe de plaza', 'jefes de plaza'], ['brother-in-law', 'brothers-in-law'])
    """
    if language == "en":
        if "-in-law" in lemma:
            return frozenset({lemma, lemma.replace("-in-law", "s-in-law")})
        if lemma.endswith("man"):
            return frozenset({lemma, lemma[:-3] + "men"})
        if re.search(r"[^aeiou]y$", lemma):
            return frozenset({lemma, lemma[:-1] + "ies"})
        if lemma.endswith("wife"):
            return frozenset({lemma, lemma[:-2] + "ves"})
        return frozenset({lemma, lemma + ("es" if lemma.endswith(("s", "ch", "sh", "x")) else "s")})
    head, _, rest = lemma.partition(" ")
    if head.endswith("ión"):
        plural = head[:-2] + "ones"
    elif head.endswith("z"):
        plural = head[:-1] + "ces"
    elif head[-1] in "aeioué":
        plural = head + "s"
    else:
        plural = head + "es"
    return frozenset({lemma, f"{plural} {rest}".strip()})
