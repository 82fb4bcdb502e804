"""The referral as a record that fits schema/referral.schema.json, for the receiver's own system.

Complete and exact where the letter is bounded and inert: addresses stand here as they were
written, and no list is cut.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from processor.incident.model import Person
from processor.incident.reading import Finding
from processor.incident.referral_facts import HANDLING, Facts

SCHEMA_VERSION = "1.0.0"


def referral_record(facts: Facts) -> bytes:
    """Return the record as JSON, UTF-8; the same facts give the same octets."""
    record = {
        **_header(facts),
        "person": _person(facts.incident.reporter, facts),
        **_reading(facts),
        "mentions": list(facts.incident.mentions),
        "exhibits": [asdict(row) for row in facts.manifest],
    }
    return json.dumps(record, ensure_ascii=True, indent=1, sort_keys=True).encode("ascii")


def _header(facts: Facts) -> dict[str, object]:
    incident, policy = facts.incident, facts.policy
    head = policy.letterhead
    return {
        "schema_version": SCHEMA_VERSION,
        "council_ref": incident.reference,
        "marking": policy.marking,
        "handling": HANDLING,
        "operation_name": facts.operation.lower() or "none",
        "level": incident.reading.level,
        "emergency_call_needed": facts.emergency,
        "nature_of_send": facts.nature,
        "reported_to_control_room": "unknown",
        "ask": facts.ask,
        "reply_by": _utc(facts.reply_by),
        "received_at": _utc(incident.reported_at),
        "prepared_at": _utc(facts.prepared_at),
        "council": head.council,
        "council_contact": {
            "name": head.contact_name,
            "phone": head.contact_phone,
            "email": head.from_.addr_spec,
            "hours": head.contact_hours,
            "out_of_hours": head.contact_out_of_hours,
        },
        "sender_standing": incident.standing,
        "original_sha256": incident.digest,
    }


def _person(person: Person | None, facts: Facts) -> dict[str, object]:
    """Who reports, as the register has them. Party is left out: it is nobody's need to know."""
    if person is None:
        return {"registered": False, "shown_as": facts.incident.from_shown}
    return {
        "registered": True,
        "full_name": person.name,
        "roles": list(facts.roles),
        "ward": person.ward,
        "email": person.email,
        "phone": person.phone,
        "safe_contact": person.safe_contact,
        "safe_to_email": person.safe_to_email,
        "safe_to_voicemail": person.safe_to_voicemail,
        "language": person.language,
    }


def _reading(facts: Facts) -> dict[str, object]:
    reading, codes = facts.incident.reading, facts.policy.codes
    categories = {code: category.label for code, category in codes.categories.items()}
    prompts = {
        found.value: list(codes.categories[found.value].prompts)
        for found in reading.categories
        if found.value in codes.categories
    }
    return {
        "account": reading.account,
        "quoted": list(reading.quoted),
        "police_wish": reading.police_wish,
        "wish": _findings(filter(None, [reading.wish])),
        "rules": _findings(reading.rules, codes.level_rules),
        "categories": _findings(reading.categories, categories),
        "offence_prompts": prompts,
        "channels": _findings(reading.channels, codes.channels),
        "place_type": _findings(filter(None, [reading.place_type]), codes.places),
        "when": _findings(reading.when),
        "ongoing": _findings(filter(None, [reading.ongoing])),
        "exact_words": _findings(reading.exact_words),
        "postcodes": _findings(reading.postcodes),
        "urls": _findings(reading.urls),
        "handles": _findings(reading.handles),
        "phones": _findings(reading.phones),
        "emails": _findings(reading.emails),
        "vehicle_registrations": _findings(reading.vehicle_registrations),
        "suspect_names": _findings(reading.suspect_names),
        "police_refs": _findings(reading.police_refs),
        "hostility_strands": _findings(reading.hostility_strands, codes.strands),
        "risk_factors": _findings(reading.risk_factors, codes.risk_factors),
        "fear_score": _findings(filter(None, [reading.fear_score])),
        "election_period": facts.in_election,
    }


def _findings(
    findings: Iterable[Finding[Any]], labels: Mapping[str, str] | None = None
) -> list[dict[str, object]]:
    """Each with the words it was read from; with what its code means where it has one."""
    return [
        {
            "value": asdict(finding.value)
            if hasattr(finding.value, "precision")
            else finding.value,
            "label": labels.get(finding.value, "") if labels else "",
            "quote": finding.quote,
            "part": finding.part,
            "rule": finding.rule,
        }
        for finding in findings
    ]


def _utc(moment: datetime) -> str:
    """Write an aware moment with its own offset, to the second."""
    return moment.isoformat(timespec="seconds")
