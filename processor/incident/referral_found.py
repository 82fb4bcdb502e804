"""The sections of a referral that say what the reporter says.

Codes become words here; the reporter's own words are never changed and are always marked as
theirs.
"""

from __future__ import annotations

from processor.incident.referral_facts import Facts
from processor.incident.referral_words import (
    NONE_FOUND,
    Row,
    Section,
    category_words,
    inert,
    ongoing_words,
    row_of,
    rows_of,
    when_words,
)


def what_happened(facts: Facts) -> Section:
    """Return a neutral summary made of codes."""
    reading, codes = facts.incident.reading, facts.policy.codes
    summary = f"Summary from codes, not the reporter's words: {category_words(facts)}."
    labels = {code: category.label for code, category in codes.categories.items()}
    rows = (
        *rows_of("Category", reading.categories, labels),
        *rows_of("Channel", reading.channels, codes.channels),
        row_of("Ongoing", ongoing_words(facts), reading.ongoing),
        *(Row("Names our reference", reference) for reference in facts.incident.mentions),
    )
    return Section(notes=(summary,), rows=rows)


def account(facts: Facts) -> Section:
    """Return the reporter's own words, all of them."""
    words = facts.incident.reading.account
    return Section(
        notes=("Word for word, as the reporter wrote it. These are their words, not ours.",),
        verbatim=(words,) if words.strip() else (),
        empty="The reporter wrote no words of their own.",
    )


def exact_words(facts: Facts) -> Section:
    """Return the words that were said or written, as the reporter quotes them."""
    rows = rows_of("Words", facts.incident.reading.exact_words)
    return Section(notes=("As the reporter gives them.",), rows=tuple(rows), empty=NONE_FOUND)


def when_and_where(facts: Facts) -> Section:
    """Return the dated occurrences and the places."""
    reading = facts.incident.reading
    rows = [row_of("When", when_words(found.value), found) for found in reading.when]
    if reading.place_type:
        rows += rows_of("Place", [reading.place_type], facts.policy.codes.places)
    rows += rows_of("Postcode", reading.postcodes)
    return Section(rows=tuple(rows))


def online(facts: Facts) -> Section:
    """Return links, handles, numbers and addresses, none of which can be opened."""
    reading = facts.incident.reading
    rows = (
        *(row_of("Link", inert(found.value), found) for found in reading.urls),
        *rows_of("Handle", reading.handles),
        *rows_of("Telephone", reading.phones),
        *(row_of("Email", inert(found.value), found) for found in reading.emails),
    )
    notes = ("Links are shown so that nobody opens one by chance; the JSON has them exactly.",)
    return Section(notes=notes if rows else (), rows=rows, empty=NONE_FOUND)


def suspect(facts: Facts) -> Section:
    """Return who the reporter believes it was."""
    reading = facts.incident.reading
    rows = (
        *rows_of("Name", reading.suspect_names),
        *rows_of("Vehicle", reading.vehicle_registrations),
    )
    return Section(
        notes=("Described or believed by the reporter; unproved. See also their account.",),
        rows=rows,
    )


def hostility(facts: Facts) -> Section:
    """Return the strands of hostility and whether there is an election on."""
    rows = (
        *rows_of("Strand", facts.incident.reading.hostility_strands, facts.policy.codes.strands),
        Row("Election period", "yes" if facts.in_election else "no"),
    )
    return Section(notes=("Hostility as the reporter sees it.",), rows=rows)


def quoted(facts: Facts) -> Section:
    """Return what was passed on: other people's words, kept apart."""
    texts = tuple(text for text in facts.incident.reading.quoted if text.strip())
    notes = ("Passed on or quoted by the reporter. Who wrote it is not proved.",)
    return Section(notes=notes if texts else (), verbatim=texts, empty=NONE_FOUND)
