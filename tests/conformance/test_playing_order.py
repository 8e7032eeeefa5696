"""Where people are few, what shows most for fewest of them comes first."""

from collections import Counter

from ecf_conformance.apis import api_of, scenarios
from ecf_conformance.plan import name_of, table
from ecf_conformance.playing_order import sparing
from ecf_conformance.target import Ability
from ecf_conformance.v3.edition import REGISTER

WANTED = scenarios(REGISTER)
ORDER = sparing(WANTED, api_of(REGISTER), frozenset(Ability))
LISTS_ALONE = frozenset({Ability.TIME, Ability.HEADER})


def leaves_alone(scenario):
    return not {"defer", "withdraw", "change-schedule", "partner"} & {
        *table("v3")[name_of(scenario)]
    }


def test_nothing_is_lost_or_played_twice():
    assert Counter(each.id for each in ORDER) == Counter(each.id for each in WANTED)


def test_what_leaves_everybody_as_they_were_comes_first():
    gentle = [leaves_alone(each) for each in ORDER]
    assert gentle == sorted(gentle, reverse=True)
    assert set(gentle) == {True, False}


def test_every_rule_has_had_its_turn_before_any_comes_again():
    rest = [each for each in ORDER if not leaves_alone(each)]
    shown = {rule for each in ORDER if leaves_alone(each) for rule in each.rules}
    turns = []
    for each in rest:
        turns.append(bool({*each.rules} - shown))
        shown.update(each.rules)
    assert turns[0]
    assert turns == sorted(turns, reverse=True)


def test_what_will_be_skipped_keeps_nobody_from_a_turn():
    order = sparing(WANTED, api_of(REGISTER), LISTS_ALONE)
    rest = [each for each in order if not leaves_alone(each)]
    played = [each for each in order if each.needs <= LISTS_ALONE]
    gentle = {rule for each in played if leaves_alone(each) for rule in each.rules}
    turns = [each for each in rest if each.needs <= LISTS_ALONE]
    shown = {rule for each in turns for rule in each.rules} - gentle
    chances = sum(not each.certain_with <= LISTS_ALONE for each in turns)
    first = [rule for each in rest[: len(shown) + chances] for rule in each.rules]
    assert "V3-FMT-4" in shown
    assert shown <= {*first}


def test_cases_take_turns_once_every_rule_had_its_own():
    rest = [name_of(each) for each in ORDER if not leaves_alone(each)]
    repeated = "acting.a_deferral_has_a_known_reason"
    other = "acting.a_withdrawal_has_a_known_reason"
    places = [index for index, name in enumerate(rest) if name == repeated]
    others = [index for index, name in enumerate(rest) if name == other]
    assert max(places[0], others[0]) < min(places[-1], others[-1])


def test_who_may_find_nobody_keeps_nobody_from_a_turn():
    order = sparing(WANTED, api_of(REGISTER), LISTS_ALONE)
    rest = [each for each in order if not leaves_alone(each) and each.needs <= LISTS_ALONE]
    certain = [each for each in rest if each.certain_with <= LISTS_ALONE]
    others = {each.id for each in certain if "V3-ACT-9" in each.rules}
    chance = next(each for each in rest if name_of(each).endswith("a_cohort_takes_a_partnership"))
    before = [each.id for each in rest[: rest.index(chance) + 30]]
    assert others & {*before}
