"""What the words around an act make of it, and what they must never hide."""

from __future__ import annotations

import pytest

from tests.support.messages import read, values


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("U2", "He punched me in the quiz night."),
        ("U2", "He grabbed me by the throat in the pantomime queue."),
        ("U1", "He told me in the film club that he would kill me."),
        ("U2", "He hit me once and then twice more."),
        ("U2", "I was once again punched outside the office."),
        ("U1", "A member in planning told me he would kill me."),
        ("U1", "Some councillor in Leeds has been told they will kill me too."),
        ("U2", "I thought he was going to hit me but he is twice my size and he did."),
        ("I1", "I thought he had gone but he is outside my house now."),
        ("U3", "A bag of excrement was left on our step, a lovely thing."),
        ("U3", "A dead rat was left at my front door for my birthday."),
        ("U3", "He came to my house last night shouting, and the dog went mad."),
        ("U3", "Somebody put dog dirt through my letterbox."),
        ("U6", "They smashed the windows of my car and slashed my posters."),
        ("U6", "My tyres were slashed with a knife."),
        ("U5", "He had a knife and said nothing, near my car with the cut tyres."),
        ("I4", "He has just shown me a knife after slashing my tyres."),
        ("U1", "Had he not been pulled off he would have killed me, he said he will kill me yet."),
        ("U1", "If he'd got hold of me he said he would kill me."),
        ("U1", "\"If you'd been in I'd have burned you alive\" he wrote."),
        ("U7", "He told my daughter he knows where I live."),
        ("U7", "I found out he told my wife he would hurt her."),
        ("U7", "A man rang my son and said he would get him."),
        ("U1", "My husband would have been killed, he told us he would kill him."),
        ("U1", "My ex-husband will kill me, he said so."),
        ("U3", "The police officer who lives opposite stood at my gate and shouted at me."),
        ("U2", "The neighbour's dog was set on me."),
        ("U2", "A tradesman pushed me down the steps."),
        ("U3", "A delivery driver came to my house and told me he knows where I live."),
        ("U12", "There is a bomb under the war-time memorial stage, he said, set for noon."),
        ("S2", "He only wrote once before; now he has sent me ten emails."),
        (
            "U4",
            "He followed me home every night this week, it only happened the once that he spoke.",
        ),
        ("U1", 'He said "I\'m not joking, I will kill you".'),
        ("U1", "In the play area he told me he would kill me."),
        ("I1", "He is waiting for me outside the lift."),
        ("I1", "He's waiting for the bus outside my house and staring in, and he will not leave."),
        ("U2", "He threw a cup at me by accident, he claims, and then another."),
        ("I3", "He said he will burn my house down tonight."),
        ("U1", "He said he would set the dog on me."),
        ("U3", "They came to the house number they found online."),
    ],
)
def test_no_word_around_it_hides_a_danger(rule, text):
    rules = values(read(text).rules)

    assert rule in rules or any(graver[0] == "I" for graver in rules)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("U2", "The stray cat scratched me."),
        ("U3", "The window cleaner parked across our gate."),
        ("U3", "A card was pushed through our letterbox to thank me."),
        ("U3", "My notice was left on the step of the Institute."),
        ("U6", "Nine of my boards were slashed or pulled out of the hedge."),
        ("U12", "The Ministry wrote of the clearance of bombs and shells."),
    ],
)
def test_what_they_explain_fires_no_rule(rule, text):
    assert rule not in values(read(text).rules)
