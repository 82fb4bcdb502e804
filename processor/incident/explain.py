"""Why a message was read as it was: each rule with its sentence, and what nearly fired.

Nothing is read a second way here. The rules are those of the reading, asked again for the words
that answered them; what nearly fired are the very matches that the reading set aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TypeVar

from processor.incident.categories import SPEAKS_FOR, read_categories
from processor.incident.classify import kind_words
from processor.incident.codes import Codes, Phrase
from processor.incident.details import STRAND_VOICES
from processor.incident.explanation import Explanation, Near, Quote, Shown
from processor.incident.facts import Facts
from processor.incident.learned import Labelled, nearest
from processor.incident.level import RULES, level_of, rules_that_fire
from processor.incident.phrases import compiled
from processor.incident.read import Study
from processor.incident.reading import Finding, Wish
from processor.incident.sentences import sentence
from processor.incident.sign import LEARNED, Aside, Sign, Signs
from processor.incident.signs import LISTS, matches_in
from processor.incident.texts import Passage, Source, Voice, fold
from processor.incident.wish import wishes_in

V = TypeVar("V")

_OTHERS = (Voice.TOPIC, Voice.FORWARDED, Voice.ATTACHED)


def explain(study: Study, codes: Codes, labelled: tuple[Labelled, ...]) -> Explanation:
    """Return why `study` came to its reading. labelled: what the model was learned from."""
    found = _explain(study, codes)
    like = partial(_with_likeness, labelled=labelled)
    return replace(
        found,
        fired=tuple(like(one) for one in found.fired),
        near=tuple(replace(near, shown=like(near.shown)) for near in found.near),
        categories=tuple(like(one) for one in found.categories),
    )


def _with_likeness(shown: Shown, labelled: tuple[Labelled, ...]) -> Shown:
    """Return `shown` with the labelled sentence nearest to it where the model found it."""
    name, _, sign = shown.by.partition(":")
    if name != LEARNED:
        return shown
    example = nearest(fold(shown.quote.words), labelled, sign)
    return replace(shown, like=example.sentence if example else "")


def _explain(study: Study, codes: Codes) -> Explanation:
    reading, facts = study.reading, study.facts
    decaying = facts.signs.first("decaying")
    raised = decaying and level_of(reading.rules, Signs()) is not reading.level
    return Explanation(
        level=reading.level,
        fired=tuple(_fired(study, codes)),
        raised=_shown(study, codes, decaying.finding, "raised") if decaying and raised else None,
        near=tuple(sorted(_near(study, codes), key=lambda near: not near.rules)),
        wish=_shown(study, codes, reading.wish, reading.wish.value) if reading.wish else None,
        categories=tuple(_shown(study, codes, one, one.value) for one in reading.categories),
        when=tuple(
            _shown(study, codes, one, " to ".join(filter(None, (one.value.start, one.value.end))))
            for one in reading.when
        ),
    )


def explain_kind(source: Source, codes: Codes) -> tuple[Shown, ...]:
    """Return the signs of mail that is no report, each with its words."""
    return tuple(
        Shown(
            value=code,
            quote=quoted(source, passage, start, end),
            by=f"kinds:{code}",
            phrase=phrase_at(codes.phrases.get("kinds", ()), code, passage, start, end),
        )
        for code, passage, start, end in kind_words(source, codes)
    )


def quoted(source: Source, passage: Passage, start: int, end: int) -> Quote:
    """Return `passage.folded[start:end]` as it was written, in its sentence."""
    begin, stop = sentence(passage.folded, start, end)
    text = source.texts[passage.part][passage.start :]
    return Quote(text[begin:start], text[start:end], text[end:stop], passage.part)


def phrase_at(
    phrases: tuple[Phrase, ...], code: str, passage: Passage, start: int, end: int
) -> Phrase | None:
    """Return the first of `phrases` that speaks for `code` and matches exactly there."""
    for phrase in phrases:
        if phrase.code == code:
            match = compiled(phrase.pattern).match(passage.folded, start)
            if match and match.end() == end:
                return phrase
    return None


def _fired(study: Study, codes: Codes) -> Iterator[Shown]:
    """Yield each rule of the reading with the words that answered its question."""
    for rule in study.reading.rules:
        question, _ = RULES[rule.value]
        yield _shown(study, codes, question(study.facts) or rule, rule.value)


def _shown(study: Study, codes: Codes, finding: Finding[V], value: str) -> Shown:
    by = _origin(study, finding)
    passage = _passage(study.source, finding)
    if passage is None:
        quote = Quote("", finding.quote, "", finding.part)
        return Shown(value=value, quote=quote, by=by, phrase=None)
    start, end = finding.start - passage.start, finding.end - passage.start
    name, _, code = by.partition(":")
    phrase = phrase_at(codes.phrases.get(name, ()), code, passage, start, end)
    if name == "wish" and phrase is None:  # a denied wish: "I do not want it reported"
        phrase = phrase_at(codes.phrases.get(name, ()), Wish.REPORT_IT, passage, start, end)
    quote = quoted(study.source, passage, start, end)
    return Shown(value=value, quote=quote, by=by, phrase=phrase)


def _origin(study: Study, finding: Finding[V]) -> str:
    """Return the name of what found these words first; a category is found by a sign or strand."""
    kind, _, category = finding.rule.partition(":")
    if kind != "category":
        return finding.rule
    here = [f.rule for f in study.reading.hostility_strands if _same(f, finding)]
    if category == "HATE" and here:
        return here[0]
    signs = [sign for several in study.facts.signs.by_code.values() for sign in several]
    found = [sign.finding for sign in signs if _same(sign.finding, finding)]
    speaking = tuple(sign for code, all_of in SPEAKS_FOR if code == category for sign in all_of)
    found.sort(key=lambda one: one.value not in speaking)
    return found[0].rule if found else finding.rule


def _same(one: Finding[str], other: Finding[V]) -> bool:
    here = (one.part, one.item, one.start, one.end)
    return here == (other.part, other.item, other.start, other.end)


def _passage(source: Source, finding: Finding[V]) -> Passage | None:
    for passage in source.passages:
        inside = (
            passage.start <= finding.start <= finding.end <= passage.start + len(passage.folded)
        )
        if inside and (passage.part, passage.item) == (finding.part, finding.item):
            return passage
    return None


def _near(study: Study, codes: Codes) -> Iterator[Near]:
    """Yield each match that was set aside, once a sentence, code and reason."""
    seen = set()
    for sign, facts in _set_aside(study, codes):
        shown = _shown(study, codes, sign.finding, sign.finding.value)
        key = (shown.value, sign.why, shown.quote.before + shown.quote.words + shown.quote.after)
        if sign.why and key not in seen:
            seen.add(key)
            fired = {rule.value for rule in study.reading.rules}
            rules = tuple(r.value for r in rules_that_fire(facts) if r.value not in fired)
            yield Near(shown=shown, why=sign.why, rules=rules)


def _set_aside(study: Study, codes: Codes) -> Iterator[tuple[Sign, Facts]]:
    """Yield each match that does not count, with the facts as they would be if it did."""
    source, facts, year = study.source, study.facts, study.year
    for sign in facts.signs.set_aside:
        yield sign, _with_sign(study, codes, sign)
    for name, voices in LISTS.items():
        others = tuple(voice for voice in _OTHERS if voice not in voices)
        for sign in matches_in(source, codes, name, voices=others, year=year):
            yield replace(sign, why=Aside.NOT_TOLD), _with_sign(study, codes, sign)
    for sign in matches_in(source, codes, "strands", voices=STRAND_VOICES, year=year):
        strand = facts.strand or sign.finding
        yield sign, _with_primary(study, codes, replace(facts, strand=strand))
    for said in wishes_in(source, codes, year):
        if said.why and said.code in set(Wish):
            wish = Wish(said.code)
            rule = f"wish:{wish}"
            place = (said.passage, said.start, said.end)
            taken = replace(facts, wish=source.finding(*place, wish, rule=rule))
            yield Sign(*place, source.finding(*place, said.code, rule=rule), said.why), taken


def _with_sign(study: Study, codes: Codes, sign: Sign) -> Facts:
    by_code = dict(study.facts.signs.by_code)
    if sign.why is Aside.EXPLAINED:
        by_code.pop("explained", None)
    code = sign.finding.value
    by_code[code] = (sign, *by_code.get(code, ()))
    return _with_primary(study, codes, replace(study.facts, signs=Signs(by_code)))


def _with_primary(study: Study, codes: Codes, facts: Facts) -> Facts:
    primary = read_categories(study.source, facts.signs, facts.strand)[0]
    return replace(facts, primary=primary, offence=codes.categories[primary.value].offence)
