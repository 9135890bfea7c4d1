"""Sentences that put a statement under each cue of the lexicon."""

from kg.extract.lexicon import cue_words


def carriers(language):
    """Every cue of the lexicon with a sentence that puts a statement under it."""
    that = {"en": "that", "es": "que"}[language]
    who = {"en": "The prosecutor", "es": "El fiscal"}[language]
    for word in cue_words(language):
        if word.reach == "implies":
            continue
        if word.reach == "complement":
            for form in sorted(word.verbs.get("finite", ())):
                yield word, f"{who} {form} {that} {{statement}}."
            for noun in sorted(word.nouns):
                yield word, {"en": f"There was a {noun} that", "es": f"Hubo {noun} de que"}[language] + " {statement}."
        if word.reach == "sentence":
            for phrase in sorted(word.phrases):
                yield (
                    word,
                    f"{phrase.capitalize()} {{statement}}, {who.lower()} {'would act' if language == 'en' else 'actuaría'}.",
                )


CARRIERS = [(language, word.name, pattern) for language in ("en", "es") for word, pattern in carriers(language)]
