"""Names of suspects, as the reporter gives them or as a forwarded mail shows them.

Cautious: a name is taken only where the words before it or after it make somebody a suspect. A
name left out still stands in the account; a wrong one would be a person accused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from processor.incident.reading import Finding, Part
from processor.incident.texts import Passage, Source, Voice

_WORD = r"(?:(?:Mc|Mac|O'|O\u2019)?[A-Z][a-z]+(?:-[A-Z][a-z]+)?)"
_INITIAL = r"[A-Z]\b\.?"
_PART = rf"(?:{_WORD}|{_INITIAL})"
_LINK = r"(?:y |de |van )?"
_MARK = r"(?:Mr|Mrs|Ms|Miss|Dr)\.? "
_TITLED = rf"(?:{_INITIAL} ){{0,2}}{_WORD}(?: {_LINK}{_PART})?"
_FULL = rf"{_PART} (?:{_INITIAL} )?{_LINK}{_PART}"
_PERSON = re.compile(rf"(?<![-\w])(?![AI] )(?:{_MARK}{_TITLED}|{_FULL})(?!\w)")
_QUOTE = "[\u201c\"'\u2018]"
# "called Denise", "signing as Bassett Patriot": they may have one name, or none that is real.
_NAMED = re.compile(
    r"\b(?<!page )(?<!group )(?<!account )(?<!og's )(?<!account's )(?<!something )"
    r"(?:called|named|name is|name's|name of|name was|name as|name|call(?:s|ed)? (?:him|her|them)"
    r"(?:self|selves)?|calling (?:him|her|them)sel(?:f|ves)|sign(?:ing|ed)(?: it| off)?(?: as| by)?"
    rf"|know(?:n)?(?: only)? as|goes by|they call) {_QUOTE}?"
    rf"((?:{_MARK})?(?:{_FULL}|[A-Z][a-z][\w'\u2019]*(?: {_LINK}{_PART})?))"
)
_SENT = (
    r"(?:e-?mails?|letters?|calls?|messages?|texts?|comments?|complaints?|cards?|notes?|visits?|"
    r"posts?|received|arrived|came|this|these|ones?|both|all|more|another|voicemails?|threats?)"
)
# What makes whoever is named after it a suspect.
_LED = re.compile(
    rf"(?:\b{_SENT}(?: [\w:.'-]+){{0,6}},? from(?: an?| the| that)? |"
    r"\b(?<!Promoted )(?<!promoted )(?:by|against|order on|file on)(?: an?| one| that)? |"
    r"\b(?:likely|probably|[Ii]t was|[Ii]t's|it is|it's that|suspect is|[Tt]hat is|man is|was that|"
    r"him as|her as|think is|think it's|was it)(?: an?| one| that| the| from)? |"
    r"\b(?:[Ss]uspect|[Pp]erson|[Rr]esponsible|[Nn]ame|[Ww]ho|offender)(?: \w+){0,2}: ?|"
    rf"\b(?:man|bloke|fella|feller|chap|guy|woman|lad|someone|somebody|chair|constituent|resident|"
    rf"trader|tenant|ex|gentleman|lady|objector|individual),? \(?|"
    r"\b(?:[Yy]ou(?:'ll| will| may)? (?:remember|recall|know)(?: about)?) |"
    rf"\b[Aa]n? (?={_QUOTE})){_QUOTE}?$"
)
# The same, where the name has a title: "that Mr Bickerdike".
_LED_TITLED = re.compile(r"\b(?:about|[Tt]hat|same|[Aa]n?) $")
_ASIDE = (
    r"[\"'\u201d\u2019]?"
    r"(?:,? of (?:the )?[A-Z][\w']+(?: [A-Z]\w+){0,2}| from (?:the |our )?\w+(?: \w+)?)?"
    r"(?:,? \([^()\n]{2,60}\)|, [^,.;:\n]{3,60},)?,? "
)
# What whoever is named before it did, to be a suspect.
_DID = re.compile(
    r"['\u2019]s (?:e-?mails?|letters?|posts?|calls?|messages?|voicemails?|comments?)\b|"
    rf"{_ASIDE}(?:(?:has|had|have|then|also|just|once|only|now|who|already|still|again) ){{0,3}}"
    r"(?:sent|rang|rung|phoned|telephoned|told (?:me|us|the|my)|said|says|wrote|writ(?:es|ten)|"
    r"comes?|came|went on|shout(?:ed|s)|bawled|yelled|screamed|called me|posted|posts|"
    r"put (?:up|a|it|this|on)|stuck|commented|left|threatened|spat|e-?mailed|messaged|texted|"
    r"followed|(?:turn|show)ed up|punched|pushed|shoved|hit|kicked|slapped|grabbed|stood|started|"
    r"accused|walked|marched|waited|blocked|threw|smashed|broke|knocked|banged|hammered|drove|"
    r"drew|tried|keeps|kept|rings|leaned|leant|pulled|took|ranted|swore|replied|tagged|shared|"
    r"filmed|confronted|approached|stared|refused|was given|had (?:his|her) |has (?:his|her) |"
    r"on (?:Nextdoor|Facebook|X|Instagram|Twitter)|(?:is|was) (?:not to|restrained|banned|bailed|"
    r"on bail|arrested|cautioned|outside|back|at my|in|ranting|telling|saying|shouting|behind|"
    r"stood|sat|sitting|standing|waiting|there|parked|drunk|hanging|banging|knocking))\b|"
    r",? (?:him as|the one who|who (?:lost|has|had|is|was|runs|keeps|comes|wants|stood))\b"
)
_SPEAKS = re.compile(rf"(?:^|[\n,.] ?)({_FULL}): ?[\u201c\"]", re.MULTILINE)
_MEMBER = re.compile(
    rf"\b(?:Cllr|Councillor) ({_FULL}|{_WORD}) (?:called|told|shouted at|sent|pushed|accused|"
    r"snapped at|swore at|grabbed|threatened) me\b"
)
_ALONE = re.compile(rf"(?:^|.* - )({_MARK}{_TITLED}|{_FULL})(?:$|,? again\b.*| - .*)")
# "Mr Pocock of Church Walk": who is named by title in a subject is what the report is about.
_HEADED = re.compile(rf"(?:^|\b[Rr]e:? |[Aa]bout ){_MARK}({_TITLED})")
# Who is named as kin, friend or helper is none: "my neighbour Mrs Lister said".
_BESIDE = re.compile(
    r"\b(?:neighbour|wife|husband|friend|colleague|officer|clerk|teacher|son|daughter|partner|"
    r"sister|brother|mum|dad|[Ff]ather|for|with|Cllr|Councillor|caretaker|inspector|MP|Dr|PC|Sgt|"
    r"agent|assistant|told|asked|to|carer|colleagues)\.?,? (?:Mr |Mrs |Ms |Miss )?$"
)
_AFTER_BESIDE = re.compile(
    r",? (?:my|our|the|her|his) (?:\w+ )?(?:agent|neighbour|wife|husband|partner|friend|colleague|"
    r"clerk|caseworker|officer|assistant|chair|chairman|caretaker)\b"
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
    r"Then|First|Last|Today|Yesterday|Somebody|Someone|Nobody|Everybody|Just|Please|Thanks|Avenue|Residents|Hub|Quay|End|"
    r"Close|Drive|Terrace|Row|Grove|Way|Farm|Arms|Inn|Hotel|Games|Chatter|Trust|Club|Institute|Bar|"
    r"WhatsApp|YouTube|TikTok|LinkedIn|Snapchat|Google|Messenger|Gazette|Herald|Echo|Independent|"
    r"Green|Candidate|Ford|Vauxhall|Audi|Volkswagen|Land|Range|Transit|Golf|Focus|Corsa|Chair|"
    r"Leader|Mayor|Reporter|Regards|Yours|Kind|Best|Since|After|Before|During|There|Here|What|"
    r"Who|How|Why|Where|Even|Only|Also|Now|Well|Sorry|Some|Another|Once|Twice|Apparently|As|"
    r"Because|For|From|To|By|With|Of|You|Your|Re|Mon|Tue|Tues|Wed|Weds|Thu|Thur|Thurs|Fri|Sat|Sun|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|August|April|June)\b"
)
_ANY_TITLE = re.compile(r"^(?:mr|mrs|ms|miss|dr)\.? ")
_TITLE = re.compile(rf"^{_MARK}(?=\w+ \w|[A-Z]\.? )")
_TITLES = ("Mr", "Mrs", "Ms", "Miss")
_REACH = 70
_LONGER = re.compile(r"\w{2,}")
# A name that a line's end parts in two; a blank line is none.
_WRAPPED = re.compile(r"(?<!\n)\n(?!\n)")


def read_suspect_names(source: Source, writer: str) -> tuple[Finding[str], ...]:
    """Return the suspects' names, each once.

    writer: the From field as it reads; nobody reports themselves.
    """
    found: dict[str, Finding[str]] = {}
    writes = set(_LONGER.findall(writer.casefold()))
    for finding in (*_named(source), *_headings(source)):
        name = finding.value.casefold()
        ours = _OFFICE.search(finding.value) or writes & set(_LONGER.findall(name))
        if ours or any(_bare(name) in known for known in found):
            continue
        for known in [known for known in found if known.split()[-1] == name.split()[-1]]:
            del found[known]  # the fuller name of the same person
        found[name] = finding
    return tuple(found.values())


def _bare(name: str) -> str:
    return _ANY_TITLE.sub("", name)


def _named(source: Source) -> Iterator[Finding[str]]:
    for passage in source.spoken_by(Voice.OWN):
        stop = passage.start + len(passage.folded)
        text = _WRAPPED.sub(" ", source.texts[passage.part][passage.start : stop])
        spans = [*_accused(text)]
        if passage.part is Part.SUBJECT:
            heads = (_ALONE.fullmatch(text), _HEADED.search(text))
            spans += [head.span(1) for head in heads if head]
        for start, end in sorted(set(spans)):
            if not passage.in_speech(start) or passage.folded[start - 1] in "\"'":
                yield _finding(source, passage, start, end)


def _accused(text: str) -> Iterator[tuple[int, int]]:
    """Yield where somebody is named of whom the words around say that it was them."""
    for pattern in (_NAMED, _SPEAKS, _MEMBER):
        for match in pattern.finditer(text):
            yield match.span(1)
    for person in _PERSON.finditer(text):
        start, end = person.span()
        before = text[max(0, start - _REACH) : start]
        if _BESIDE.search(before) or _AFTER_BESIDE.match(text, end):
            continue
        titled = person[0].startswith(_TITLES) and _LED_TITLED.search(before)
        if titled or _LED.search(before) or _DID.match(text, end):
            yield start, end


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
