"""Which test proves which article of 《信访工作条例》; `make law` prints it.

An article without software meaning is listed with its reason, so that nothing is left out silently.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    """One article: what it asks, the tests that prove it (file::function), or why no software can."""

    number: str
    topic: str
    proofs: tuple[str, ...] = ()
    reason: str = ""


def _article(number: str, topic: str, *proofs: str, reason: str = "") -> Article:
    return Article(number, topic, proofs, reason)


LIFE = "petitions/test_lifecycle.py::"
ACTS = "petitions/test_other_acts.py::"
REMEDY = "petitions/test_remedies.py::"
SEEN = "petitions/test_visibility.py::"

ARTICLES: tuple[Article, ...] = (
    _article(
        "17",
        "forms of petitioning",
        "petitions/test_intake.py::test_anonymous",
        f"{LIFE}test_numbers_run_without_gaps_over_all_forms",
    ),
    _article(
        "18",
        "leaders read, receive and take charge; no retaliation",
        "petitions/test_responsibility.py::test_a_leaders_portfolio_decides",
        f"{ACTS}test_a_withdrawal_counts_as_nobodys_success",
    ),
    _article(
        "19",
        "what a petition states; the same matter is not taken twice",
        f"{LIFE}test_every_wrong_field_is_named_at_once",
        f"{LIFE}test_refusal_closes_in_writing",
        "petitions/test_merging.py::test_links_never_run_in_a_circle",
    ),
    _article(
        "20",
        "visits: five representatives at most",
        f"{LIFE}test_six_representatives_are_too_many",
        "unit/petitions/test_visits.py::test_problems",
    ),
    _article(
        "21",
        "recorded in the system; the petitioner looks up and evaluates",
        "petitions/test_lookup.py::test_shows_each_step_and_no_name",
        "petitions/test_lookup.py::test_the_petitioner_evaluates_both_once",
    ),
    _article(
        "22",
        "register, transfer, assign or report within 15 days",
        f"{LIFE}test_registration_names_who_answers_and_starts_the_fifteen_days",
        f"{LIFE}test_an_assignment_owes_a_report_by_the_day_set",
        f"{ACTS}test_putting_it_to_the_county_ends_the_fifteen_days",
        f"{LIFE}test_a_matter_from_above_has_the_county_share_of_four_days",
    ),
    _article(
        "23",
        "inform within 15 days; object within five working days",
        f"{LIFE}test_a_township_that_receives_directly_owes_notice_in_fifteen_days",
        f"{LIFE}test_five_working_days",
        f"{LIFE}test_agreed_the_matter_comes_back_with_a_new_clock",
        "petitions/test_lapsing.py::test_an_objection_not_made_lapses_the_day_after",
    ),
    _article(
        "24",
        "several units; disputes over competence",
        f"{ACTS}test_a_co_handling_unit_sees_the_matter_and_answers",
        f"{ACTS}test_a_dispute_is_decided_above_and_the_matter_moves",
    ),
    _article(
        "25",
        "major and urgent matters are reported at once",
        f"{ACTS}test_discovery_and_report_are_kept",
        f"{ACTS}test_only_the_office_reports_to_the_national_bureau",
    ),
    _article(
        "26",
        "what petitioners must not do",
        reason="a duty of petitioners, enforced by the police alone; the system records no conduct of persons",
    ),
    _article(
        "27",
        "four things done thoroughly",
        f"{REMEDY}test_care_stays_a_duty_after_the_end",
        f"{ACTS}test_what_was_promised_is_followed_up",
    ),
    _article(
        "28",
        "litigation is separated; recusal",
        f"{ACTS}test_five_routes_lead_out_of_the_sixty_days",
        f"{ACTS}test_who_must_step_back_can_act_no_more",
        f"{ACTS}test_a_head_is_decided_on_by_a_county_leader",
    ),
    _article(
        "29",
        "suggestions are studied, adopted wholly or partly, answered",
        f"{ACTS}test_a_suggestion_is_adopted_wholly_partly_or_not",
    ),
    _article(
        "30",
        "reports go to the competent organ and never to the accused",
        f"{LIFE}test_goes_only_to_competent_organs",
        f"{SEEN}test_a_report_is_seen_by_who_took_it_the_head_and_the_discipline_organ",
        f"{SEEN}test_a_report_against_the_office_is_hidden_from_all_of_it",
        "petitions/test_lookup.py::test_a_report_names_no_unit",
        "accountability/test_reminders.py::test_art30_the_accused_is_never_reminded",
    ),
    _article(
        "31",
        "six ways of handling a claim",
        f"{ACTS}test_five_routes_lead_out_of_the_sixty_days",
        f"{LIFE}test_a_claim_in_hand_needs_an_opinion_not_a_reply",
        f"{REMEDY}test_a_hearing_in_handling_stops_no_clock",
    ),
    _article(
        "32",
        "an opinion answers every claim on a legal basis; execution",
        f"{ACTS}test_every_claim_is_answered",
        f"{LIFE}test_an_opinion_must_say_something_on_a_legal_basis",
        f"{ACTS}test_what_was_promised_is_followed_up",
    ),
    _article("33", "mediation and settlement", f"{ACTS}test_an_agreement_closes_the_claim"),
    _article(
        "34",
        "sixty days, one extension of at most thirty",
        f"{LIFE}test_the_whole_way_of_a_claim",
        f"{LIFE}test_once_only",
        f"{LIFE}test_one_to_thirty_days",
        f"{LIFE}test_not_after_the_sixtieth_day",
        "petitions/test_regimes.py::test_the_sixty_days_of_a_suggestion",
    ),
    _article(
        "35",
        "review within thirty days of proven service",
        f"{REMEDY}test_thirty_days_from_proven_service",
        f"{REMEDY}test_no_second_review_and_no_level_skipped",
        f"{REMEDY}test_what_a_proof_needs",
    ),
    _article(
        "36",
        "re-review without the days of its hearing; no third remedy",
        f"{REMEDY}test_days_of_a_hearing_in_recheck_do_not_count",
        f"{REMEDY}test_the_way_through_all_three_levels",
        f"{REMEDY}test_no_termination_without_proof_of_service",
    ),
    _article(
        "37",
        "help and persuasion stay a duty",
        f"{REMEDY}test_care_stays_a_duty_after_the_end",
    ),
    _article(
        "40",
        "supervision of delay",
        "accountability/test_escalations.py::test_art40_climbs_level_by_level_to_the_person_of_each_level",
    ),
)
