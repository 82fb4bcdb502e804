"""Names of suspects, as the reporter gives them or as a forwarded mail shows them.

A first, cautious version: a name is taken only where the words around it make somebody a
suspect. A name left out still stands in the account; a wrong one would be a person accused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from processor.incident.reading import Finding, Part
from processor.incident.texts import Passage, Source, Voice

_WORD = r"[A-Z][a-z'\u2019]+(?:-[A-Z][a-z]+)?"
_NAME = rf"(?:(?:Mr|Mrs|Ms|Miss|Dr) )?(?:[A-Z]\.? ){{0,2}}{_WORD}(?: (?:{_WORD}|[A-Z]\b\.?)){{0,2}}"
_TITLED = rf"(?:Mr|Mrs|Ms|Miss) (?:[A-Z]\.? ){{0,2}}{_WORD}"
_FULL = rf"(?:{_WORD}|[A-Z]\.?) (?:[A-Z]\.? )?(?:{_WORD}|[A-Z]\b\.?)"
_DID = (
    r"(?:(?:has |had |then |also |just |once |only )?(?:sent|rang|rung|phoned|told me|said|wrote|"
    r"writes|came|comes|come|went on|shouted|shouts|called me|posted|posts|put (?:up|a)|stuck|"
    r"commented|left|threatened|spat|emailed|messaged|texted|followed|turned up|showed up|punched|"
    r"pushed|hit|kicked|stood|started|accused)|on (?:Nextdoor|Facebook|X|Instagram|Twitter)|"
    r"(?:is|was) (?:not to|restrained|banned|bailed|on bail|arrested|cautioned|outside|back|at my|"
    r"ranting|telling|saying|shouting|behind))"
)
_SENT = (
    r"(?:e-?mails?|letters?|calls?|messages?|texts?|comments?|complaints?|cards?|notes?|visits?)"
)
_QUOTE = "[\u201c\"'\u2018]?"
_NAMED = (
    re.compile(
        r"\b(?<!page )(?<!group )(?<!account )(?<!og's )(?<!account's )(?:called|named|name is|"
        r"name's|name of|name was|Facebook name|call(?:s|ed)? (?:him|her|them)(?:self|selves)?|"
        r"calling (?:him|her|them)sel(?:f|ves)|signing as|signed as|known as|order against|"
        rf"likely|probably|it was|it's that|suspect is) {_QUOTE}({_NAME})"
    ),
    re.compile(
        rf"\b(?:{_SENT} from|posted by|put up [^.\n]{{0,30}}by|by|against) ({_TITLED}|{_FULL})\b"
    ),
    re.compile(rf"\b(?:that|[Aa]n?|about|man,|bloke,|same) ({_TITLED})\b"),
    re.compile(rf"\b[Aa]n? ({_FULL}) (?:has|wrote|put|posted|said|sent|came|rang)\b"),
    re.compile(rf"({_TITLED}|{_FULL})(?: of [A-Z]\w+ \w+)?(?: \([^()\n]{{3,60}}\))?,? {_DID}\b"),
    re.compile(
        rf"({_TITLED}|{_FULL}),? (?:him as|the one who|who (?:lost|has|had|is|was|runs|keeps))\b"
    ),
    re.compile(
        rf"\b(?:man|bloke|fella|chap|guy|woman|lad|someone|somebody|chair),? \(?({_FULL})\b"
    ),
    re.compile(rf"\({_QUOTE}({_FULL})\) (?:stuck|{_DID})"),
    re.compile(rf"(?:^|[\n,.] ?)({_FULL}): ?[\u201c\"]", re.MULTILINE),
    re.compile(rf"\bfile on ({_FULL})\b"),
)
_MEMBER = re.compile(rf"\bCllr ({_FULL}) (?:called|told|shouted at|sent|pushed|accused) me\b")
_ALONE = re.compile(rf"(?:^|.* - )({_TITLED}|{_FULL})(?:$| - .*)")
# Who is named as kin, friend or helper is none: "my neighbour Mrs Lister said".
_BESIDE = re.compile(
    r"\b(?:neighbour|wife|husband|friend|colleague|officer|clerk|teacher|son|daughter|partner|"
    r"sister|brother|mum|dad|[Ff]ather|for|with|Cllr|Councillor|caretaker|inspector|MP|Dr)\.? $"
)
# Words that stand in the names of offices, places and days: what holds one is no suspect.
_OFFICE = re.compile(
    r"\b(?:Cllr|Councillor|Inspector|PC|Sgt|Council|Hall|Ward|Street|Road|Lane|Police|Library|"
    r"Facebook|Instagram|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|"
    r"February|March|April|June|July|August|September|October|November|December|Democratic|"
    r"Member|Services|Officer|Centre|School|Primary|Academy|Nextdoor|Chat|Uncovered|Grumbles|"
    r"Matters|Neighbours|Mums|News|Page|Group|Heath|Moor|Park|Green|Hill|Parish|Town|City|North|"
    r"South|East|West|Market|Church|Saint|St|House|Court|Estate|Planning|Environment|Committee|"
    r"Cabinet|Scrutiny|Election|Labour|Tory|Conservative|Liberal|Reform|Party|Bank|Holiday|Post|"
    r"Office|About|Dear|Hello|Hi|Good|Fake|Letter|Silent|Voicemail|Breach|Restraining|Order|I|"
    r"The|My|Our|His|Her|A|An|This|That|He|She|They|We|It|On|In|At|When|If|No|Yes|Not|And|But|So|"
    r"Then|First|Last|Today|Yesterday|Somebody|Someone|Nobody|Everybody|Just|Please|Thanks)\b"
)
_TITLE = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Dr) (?=\w+ \w|[A-Z]\.? )")


def read_suspect_names(source: Source, writer: str) -> tuple[Finding[str], ...]:
    """Return the suspects' names, each once.

    writer: the From field as it reads; nobody reports themselves.
    """
    found: dict[str, Finding[str]] = {}
    for finding in (*_named(source), *_headings(source)):
        name = finding.value.casefold()
        ours = _OFFICE.search(finding.value) or any(w in writer.casefold() for w in name.split())
        if ours or any(name in known for known in found):
            continue
        for known in [known for known in found if known.split()[-1] == name.split()[-1]]:
            del found[known]  # the fuller name of the same person
        found[name] = finding
    return tuple(found.values())


def _named(source: Source) -> Iterator[Finding[str]]:
    for passage in source.spoken_by(Voice.OWN):
        text = source.texts[passage.part][passage.start : passage.start + len(passage.folded)]
        if passage.part is Part.SUBJECT and (alone := _ALONE.fullmatch(text)):
            yield _finding(source, passage, *alone.span(1))
        for pattern in (*_NAMED, _MEMBER):
            for match in pattern.finditer(text):
                start, end = match.span(match.lastindex or 0)
                beside = _BESIDE.search(text, max(0, start - 20), start)
                if (pattern is _MEMBER or not beside) and not passage.in_speech(match.start()):
                    yield _finding(source, passage, start, end)


def _headings(source: Source) -> Iterator[Finding[str]]:
    for passage in source.spoken_by(Voice.HEADING):
        name = passage.mail.name if passage.mail else ""
        start = passage.folded.find(name.lower()) if name and "@" not in name else -1
        if start >= 0:
            yield _finding(source, passage, start, start + len(name))


def _finding(source: Source, passage: Passage, start: int, end: int) -> Finding[str]:
    quote = source.finding(passage, start, end, "", rule="").quote
    value = _TITLE.sub("", quote)
    return source.finding(passage, end - len(value), end, value, rule="suspect")
