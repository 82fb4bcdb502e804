"""The level rules of the desk, as an ordered table of small questions to the signs.

Read RULES from top to bottom: it is the policy. Each question gives the words that answer it,
or None. All rules that fire are kept. What is missing never lowers a level, and what cannot be
classified is STANDARD. "No police" changes who is told, never the level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from processor.incident import immediate
from processor.incident import questions as ask
from processor.incident.facts import HOME, Facts, Question
from processor.incident.reading import Finding, Level
from processor.incident.sign import Signs


def rules_that_fire(facts: Facts) -> tuple[Finding[str], ...]:
    """Return every rule that fires, the gravest first, each with the words that fired it."""
    fired: dict[str, Finding[str]] = {}
    for rule, (question, yields_to) in RULES.items():
        words = question(facts)
        if words and not any(_holds(other, fired) for other in yields_to):
            fired[rule] = replace(words, value=rule, rule=f"level:{rule}")
    return tuple(fired.values())


def level_of(rules: tuple[Finding[str], ...], signs: Signs) -> Level:
    """Return the level that the rules give; evidence about to be lost raises it, up to URGENT."""
    level = max(
        (_LEVELS[rule.value[0]] for rule in rules),
        key=lambda level: level.rank,
        default=Level.LOG_ONLY,
    )
    if signs.has("decaying") and level.rank < Level.URGENT.rank:
        return list(Level)[level.rank + 1]
    return level


_LEVELS = {"I": Level.IMMEDIATE, "U": Level.URGENT, "S": Level.STANDARD}


def _holds(name: str, fired: Mapping[str, Finding[str]]) -> bool:
    """Whether the rule `name` fired, or any of a group where it ends in *."""
    return any(rule == name or (name[1:] == "*" and rule[0] == name[0]) for rule in fired)


RULES: Mapping[str, tuple[Question, tuple[str, ...]]] = {
    # rule: (question, rules it yields to: "I*" means any of that letter)
    "I1": (immediate.there_now, ()),
    "I2": (ask.shown("injury", "trapped"), ()),
    "I3": (immediate.timed_threat, ()),
    "I4": (immediate.weapon_now, ()),
    "I5": (ask.unexplained("fire"), ()),
    "I6": (ask.shown("abduction"), ()),
    "I7": (ask.shown("self_harm"), ()),
    "U1": (ask.shown("threat_life", "threat_violence"), ("I3",)),
    "U2": (ask.shown("assault"), ()),
    "U3": (ask.shown(*HOME), ()),
    "U4": (ask.stalking, ()),
    "U5": (ask.unexplained("weapon"), ("I4",)),
    "U6": (ask.shown("damage"), ()),
    "U7": (ask.family, ()),
    "U8": (ask.threat_at_a_public_time, ()),
    "U9": (ask.escalation, ()),
    "U10": (ask.shown("breach"), ()),
    "U11": (ask.strand_and_threat, ()),
    "U12": (ask.unexplained("blackmail", "bomb", "tracker", "intrusion"), ()),
    "U13": (ask.shown("several_members"), ()),
    "U14": (ask.greatest_fear, ()),
    "S1": (ask.possible_offence, ("I*", "U*")),
    "S2": (ask.linked, ()),
    "S3": (ask.strand_shown, ("U11",)),
    "S4": (ask.shown("fake"), ()),
    "S5": (ask.shown("obscene", "sexual", "self_harm_push"), ()),
    "S6": (ask.shown("damage_minor", "disruption"), ()),
    "S7": (ask.asks_for_police, ()),
    "S8": (ask.unclear, ("I*", "U*")),
}
"""Top down, the gravest first. U1 is not said beside I3, nor U5 beside I4: it is the same thing."""
