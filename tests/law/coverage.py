"""Which test proves which article of 《信访工作条例》; `make law` prints it.

An article, or a clause of one, without software meaning is listed with its reason, so that nothing is left out
silently.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    """One article: what it asks, the tests that prove it (file::function), and which clauses no software can."""

    number: str
    topic: str
    proofs: tuple[str, ...] = ()
    #: Why the article, or the clauses named in it, have no test.
    reason: str = ""


def _article(number: str, topic: str, *proofs: str, reason: str = "") -> Article:
    return Article(number, topic, proofs, reason)


CLAUSES = "petitions/test_statute.py::"
LIFE = "petitions/test_lifecycle.py::"
ACTS = "petitions/test_other_acts.py::"
REMEDY = "petitions/test_remedies.py::"
SEEN = "petitions/test_visibility.py::"
RECEPTION = "accountability/test_reception.py::"
SUPERVISION = "accountability/test_supervision_proposals.py::"

ARTICLES: tuple[Article, ...] = (
    _article(
        "17",
        "forms of petitioning: online, letter, telephone, fax, visit; persons and organisations",
        f"{CLAUSES}test_art17_each_form_is_registered_and_begins_the_fifteen_days",
        f"{LIFE}test_numbers_run_without_gaps_over_all_forms",
    ),
    _article(
        "18",
        "channels are published; leaders read letters, receive visitors and take charge of cases",
        f"{RECEPTION}test_art18_every_leader_gets_a_working_day_of_the_month_once",
        f"{RECEPTION}test_published_days_are_public_without_names_of_visitors",
        f"{RECEPTION}test_on_site_reception_is_seen_by_the_unit_and_the_office",
        "accountability/test_instructions.py::test_signing_with_an_instruction_makes_a_task",
        "accountability/test_leading.py::test_one_case_at_a_time_and_one_leader_at_a_time",
        reason="clause 1: addresses and rules are published on the government's own site; clause 3: the common "
        "reception hall is an organisation, not a record; clause 4: retaliation is a deed outside the system "
        "(nobody gains by a withdrawal or by few petitions: see 34 and 40)",
    ),
    _article(
        "19",
        "what a petition states; oral ones are written down; the same matter is not taken twice",
        f"{LIFE}test_every_wrong_field_is_named_at_once",
        f"{LIFE}test_nobody_named_needs_anonymous",
        f"{CLAUSES}test_art19_3_what_is_in_hand_below_is_not_taken_again_above",
        "petitions/test_letters.py::test_slip_and_proof_of_service",
        reason="clause 2: whether a petition is truthful is for people to find out",
    ),
    _article(
        "20",
        "visits: five representatives at most; litigation goes to the judicial organs",
        f"{LIFE}test_six_representatives_are_too_many",
        "unit/petitions/test_visits.py::test_problems",
        "petitions/test_guides.py::test_article_28_is_named_for_court_matters",
        reason="clauses 1 and 4: where people go, and that they are received well there, no record can bring about",
    ),
    _article(
        "21",
        "recorded in the system; the petitioner looks up and evaluates",
        "petitions/test_lookup.py::test_shows_each_step_and_no_name",
        "petitions/test_lookup.py::test_the_petitioner_evaluates_both_once",
        reason="clause 1: joining the systems of several levels is for those above the county",
    ),
    _article(
        "22",
        "register, transfer, assign or report within 15 days; reports of wrongdoing to discipline",
        f"{LIFE}test_registration_names_who_answers_and_starts_the_fifteen_days",
        f"{CLAUSES}test_art22_sent_on_within_fifteen_days",
        f"{LIFE}test_an_assignment_owes_a_report_by_the_day_set",
        f"{ACTS}test_putting_it_to_the_county_ends_the_fifteen_days",
        f"{LIFE}test_a_matter_from_above_has_the_county_share_of_four_days",
        f"{LIFE}test_goes_only_to_competent_organs",
    ),
    _article(
        "23",
        "inform in writing within 15 days, unless name or address are unknown; object within five working days",
        f"{LIFE}test_a_township_that_receives_directly_owes_notice_in_fifteen_days",
        f"{CLAUSES}test_art23_the_petitioner_is_told_within_fifteen_days_of_the_transfer",
        "petitions/test_other_acts.py::test_anonymous_matters_are_accepted_without_a_letter",
        f"{LIFE}test_five_working_days",
        f"{LIFE}test_agreed_the_matter_comes_back_with_a_new_clock",
        "petitions/test_lapsing.py::test_an_objection_not_made_lapses_the_day_after",
        reason="clause 4: the judicial and the discipline organs inform by rules of their own",
    ),
    _article(
        "24",
        "several units; disputes over competence; units that were merged or closed",
        f"{ACTS}test_a_co_handling_unit_sees_the_matter_and_answers",
        f"{ACTS}test_a_dispute_is_decided_above_and_the_matter_moves",
        "petitions/test_succession.py::test_open_matters_pass_on_with_their_clocks_and_due_dates",
    ),
    _article(
        "25",
        "major and urgent matters are reported at once, to each recipient the article names",
        "petitions/test_urgent.py::test_art25_each_recipient_has_its_time_and_means",
        "petitions/test_urgent.py::test_the_head_learns_what_is_missing",
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
        "solved where founded, explained where not, helped where in need",
        f"{ACTS}test_what_was_promised_is_followed_up",
        f"{CLAUSES}test_art32_supported_explained_or_not_supported",
        f"{CLAUSES}test_art37_care_is_recorded_while_the_matter_runs_and_stops_no_clock",
        reason="unlawful acts are dealt with by the police; the system records no conduct of persons",
    ),
    _article(
        "28",
        "litigation is separated; recusal",
        f"{ACTS}test_five_routes_lead_out_of_the_sixty_days",
        "petitions/test_guides.py::test_article_28_is_named_for_court_matters",
        f"{ACTS}test_who_must_step_back_can_act_no_more",
        f"{ACTS}test_a_head_is_decided_on_by_a_county_leader",
        reason="clause 1: diligence itself cannot be tested; its delays are those of 34 and 40",
    ),
    _article(
        "29",
        "suggestions are studied, adopted wholly or partly, answered",
        f"{ACTS}test_a_suggestion_is_adopted_wholly_partly_or_not",
        f"{LIFE}test_a_suggestion_is_answered_by_a_reply",
        reason="clauses 2 and 3: rewards, and calls for suggestions, are given outside the system",
    ),
    _article(
        "30",
        "reports go to the competent organ and never to the accused",
        f"{LIFE}test_goes_only_to_competent_organs",
        f"{SEEN}test_a_report_is_seen_by_who_took_it_the_head_and_the_discipline_organ",
        f"{SEEN}test_a_report_against_the_office_is_hidden_from_all_of_it",
        "petitions/test_lookup.py::test_a_report_names_no_unit",
        "accountability/test_reminders.py::test_art30_the_accused_is_never_reminded",
        "accountability/test_supervision.py::test_art30_the_letter_about_a_report_names_no_title",
        reason="clause 2: the organisation department is told by paper; the system sends it nothing by itself",
    ),
    _article(
        "31",
        "six ways of handling a claim; a hearing for grave ones",
        f"{ACTS}test_five_routes_lead_out_of_the_sixty_days",
        f"{ACTS}test_the_sixth_is_no_referral",
        f"{LIFE}test_a_claim_in_hand_needs_an_opinion_not_a_reply",
        f"{REMEDY}test_a_hearing_in_handling_stops_no_clock",
    ),
    _article(
        "32",
        "an opinion answers every claim, in one of three ways, on a legal basis; execution",
        f"{ACTS}test_every_claim_is_answered",
        f"{CLAUSES}test_art32_supported_explained_or_not_supported",
        f"{LIFE}test_an_opinion_must_say_something_on_a_legal_basis",
        f"{ACTS}test_what_was_promised_is_followed_up",
        "accountability/test_supervision_proposals.py::test_art32_what_an_opinion_promised",
    ),
    _article(
        "33",
        "mediation and settlement, in writing and signed by both sides",
        f"{CLAUSES}test_art33_mediation_and_settlement_are_put_in_writing",
        f"{ACTS}test_an_agreement_closes_the_claim",
        "unit/petitions/test_letters.py::test_an_agreement_is_signed_by_both_sides_art33",
    ),
    _article(
        "34",
        "sixty days from acceptance; one extension of at most thirty, by the head, told with its reason",
        f"{CLAUSES}test_art34_sixty_days_from_acceptance",
        f"{LIFE}test_moves_the_due_day_and_tells_the_petitioner",
        "unit/petitions/test_remedy_texts.py::test_art34_extension_says_why_by_whom_and_until_when",
        f"{LIFE}test_only_the_units_head_approves",
        f"{LIFE}test_once_only",
        f"{LIFE}test_one_to_thirty_days",
        f"{LIFE}test_not_after_the_sixtieth_day",
        f"{ACTS}test_a_withdrawal_counts_as_nobodys_success",
        "petitions/test_regimes.py::test_the_sixty_days_of_a_suggestion",
    ),
    _article(
        "35",
        "review asked for within thirty days of proven service, decided within thirty days",
        f"{REMEDY}test_thirty_days_from_proven_service",
        f"{REMEDY}test_what_a_proof_needs",
        f"{CLAUSES}test_art35_the_reviewing_organ_has_thirty_days",
        f"{REMEDY}test_a_late_request_may_be_dismissed_in_writing",
    ),
    _article(
        "36",
        "re-review in thirty and thirty days, without the days of its hearing; no third remedy",
        f"{CLAUSES}test_art36_thirty_days_to_ask_again_and_thirty_to_decide",
        f"{REMEDY}test_no_second_review_and_no_level_skipped",
        f"{REMEDY}test_days_of_a_hearing_in_recheck_do_not_count",
        f"{CLAUSES}test_art36_3_after_the_re_review_there_is_no_third_remedy",
        f"{REMEDY}test_the_way_through_all_three_levels",
        f"{REMEDY}test_no_termination_without_proof_of_service",
        reason="clause 2: whether an opinion is made public is decided outside the system",
    ),
    _article(
        "37",
        "help and persuasion, in handling and after the end",
        f"{CLAUSES}test_art37_care_is_recorded_while_the_matter_runs_and_stops_no_clock",
        f"{REMEDY}test_care_stays_a_duty_after_the_end",
        "unit/petitions/test_remedy_texts.py::test_art36_37_termination_keeps_the_care",
        reason="clause 1: mediation by several hands is a way of working; aid itself is granted by others",
    ),
    _article(
        "40",
        "supervision of delay, shirking, falsehood and opinions not carried out; advice on work and policy",
        "accountability/test_escalations.py::test_art40_climbs_level_by_level_to_the_person_of_each_level",
        f"{SUPERVISION}test_art40_the_job_proposes_once_and_tells_the_supervisors",
        f"{SUPERVISION}test_art23_two_refused_objections_are_shirking",
        f"{SUPERVISION}test_art40_a_day_written_down_after_its_limit",
        f"{SUPERVISION}test_art32_what_an_opinion_promised",
        "accountability/test_supervision.py::test_art40_the_letter_is_numbered_frozen_and_told",
        "accountability/test_suggestions.py::test_art40_each_kind_goes_to_its_own_organ",
        "unit/accountability/test_supervision_grounds.py::test_art40_volume_alone_is_never_a_ground",
    ),
)
