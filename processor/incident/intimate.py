"""Whether a message may carry an intimate image. Then no picture of it travels by itself.

Wrong in the careful direction: an image held back is asked for by telephone, one sent on
cannot be called back, and one of a child may be a crime to send.
"""

from __future__ import annotations

import re

from processor.incident.reading import Reading

_IMAGE = r"(?:photo|picture|pic|image|video|clip|film|footage|screenshot|selfie|deepfake|snap)s?"
_NAKED = (
    r"(?:nudes?|naked|topless|undressed|intimate|porn|pornographic|genitals?|penis|breasts|"
    r"genitalia)"
)
# These say much else ("an explicit threat, see the picture"), so they count only side by side.
_SEXUAL = r"(?:explicit|indecent|sexual|sexualised|sexualized|dick|private)"
# Either word may come first, within one stretch without a full stop: "a picture of me naked".
_NEAR = r"[^.!?\n]{0,60}"
_WORDS = re.compile(
    rf"\b{_NAKED}\b{_NEAR}\b{_IMAGE}\b"
    rf"|\b{_IMAGE}\b{_NEAR}\b{_NAKED}\b"
    rf"|\b{_SEXUAL} {_IMAGE}\b"
    r"|\b(?:nudes|upskirt\w*|csam|csem|child abuse images?)\b",
    re.IGNORECASE,
)


def may_hold_intimate_image(reading: Reading) -> bool:
    """Return whether SEXUAL fired, or words or a file's name suggest an intimate image."""
    if any(category.value == "SEXUAL" for category in reading.categories):
        return True
    texts = (*reading.texts.values(), *(_spaced(file.filename) for file in reading.files))
    return any(_WORDS.search(text) for text in texts)


def _spaced(filename: str) -> str:
    """my_nude-photo.jpg as words."""
    return re.sub(r"[_\-.]+", " ", filename)
