"""Each act of the table with its form and its service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from core.errors import Unlawful
from petitions.enums import ObjectionStatus
from petitions.forms import acts as forms
from petitions.forms import causes as cause_forms
from petitions.forms import correcting as correcting_forms
from petitions.forms import endings, guided, hearings, incidents, procedure, remedies
from petitions.forms import urgent as urgent_forms
from petitions.models import Case, Objection
from petitions.services import (
    causes,
    claims,
    co_handling,
    concluding,
    dispatching,
    disputes,
    evaluating,
    executing,
    handling,
    merging,
    objections,
    recording,
    recusals,
    redoing,
    referring,
    reviews,
    serving,
    simple,
    terminating,
    urgent,
    withdrawing,
)
from petitions.services import hearings as hearing_services
from petitions.services.correcting.act import correct_registration


def _decide(*, case: Case, **arguments: Any) -> Any:
    objection = (
        Objection.objects.filter(dispatch__case=case, status=ObjectionStatus.PENDING)
        .select_related("dispatch__case", "dispatch__from_unit", "dispatch__to_unit")
        .first()
    )
    if objection is None:
        raise Unlawful(_("没有待审核的异议。"))
    return objections.decide_objection(objection=objection, **arguments)


def without_case(service: Callable[..., Any]) -> Callable[..., Any]:
    """A service whose object is a row of the case: the row's own reference to the case is enough."""

    def run(*, case: Case, **arguments: Any) -> Any:
        return service(**arguments)

    return run


@dataclass(frozen=True)
class Screen:
    """How an act is asked for and done: its form and its service."""

    form: type[forms.ActForm]
    service: Callable[..., Any]


SCREENS: dict[str, Screen] = {
    "transfer": Screen(forms.TransferForm, dispatching.transfer_case),
    "assign": Screen(forms.AssignForm, dispatching.assign_case),
    "file": Screen(forms.FileForm, dispatching.file_case),
    "object": Screen(forms.ObjectForm, objections.raise_objection),
    "decide_objection": Screen(forms.DecideForm, _decide),
    "inform": Screen(forms.InformForm, handling.inform_petitioner),
    "accept": Screen(forms.AcceptForm, handling.accept_case),
    "refuse": Screen(guided.RefuseForm, handling.refuse_case),
    "no_longer_accept": Screen(guided.NoLongerForm, partial(handling.refuse_case, no_longer=True)),
    "extend": Screen(forms.ExtendForm, handling.extend_handling),
    "reply": Screen(endings.ReplyForm, concluding.reply_directly),
    "conclude": Screen(endings.ConcludeForm, concluding.conclude_case),
    "report_up": Screen(procedure.ReportUpForm, urgent.report_up),
    "dispute": Screen(procedure.DisputeForm, disputes.raise_dispute),
    "decide_dispute": Screen(procedure.DecideDisputeForm, without_case(disputes.decide_dispute)),
    "accept_simple": Screen(procedure.AcceptSimpleForm, simple.accept_simply),
    "refer": Screen(guided.ReferForm, referring.refer_case),
    "fall_back": Screen(procedure.FallBackForm, simple.fall_back),
    "claims": Screen(procedure.ClaimsForm, claims.list_claims),
    "note": Screen(procedure.NoteForm, recording.add_note),
    "co_handle": Screen(procedure.CoHandleForm, co_handling.ask_unit),
    "move_co_handling": Screen(
        procedure.MoveCoHandlingForm, without_case(co_handling.move_due_day)
    ),
    "answer_request": Screen(procedure.AnswerRequestForm, without_case(co_handling.answer_request)),
    "announce_hearing": Screen(hearings.AnnounceHearingForm, hearing_services.announce_hearing),
    "hold_hearing": Screen(procedure.HearingForm, recording.open_hearing),
    "close_hearing": Screen(procedure.CloseHearingForm, without_case(recording.close_hearing)),
    "settle": Screen(procedure.SettleForm, recording.settle_case),
    "urgent": Screen(urgent_forms.UrgentForm, urgent.report_urgent),
    "urgent_receipt": Screen(urgent_forms.ReceiptForm, without_case(urgent.acknowledge)),
    "recuse": Screen(incidents.RecuseForm, recusals.ask_recusal),
    "decide_recusal": Screen(incidents.DecideRecusalForm, without_case(recusals.decide_recusal)),
    "merge": Screen(incidents.MergeForm, merging.merge_case),
    "split": Screen(incidents.SplitForm, merging.split_case),
    "link_repeat": Screen(incidents.LinkForm, merging.link_repeat),
    "withdraw": Screen(incidents.WithdrawForm, withdrawing.withdraw_case),
    "serve": Screen(remedies.ServeForm, without_case(serving.record_service)),
    "cause": Screen(cause_forms.CauseForm, causes.record_cause),
    "correct_cause": Screen(cause_forms.CorrectCauseForm, causes.correct_cause),
    "execute": Screen(remedies.ExecuteForm, executing.finish_execution),
    "request_review": Screen(remedies.RequestForm, reviews.request_review),
    "decide_review": Screen(remedies.DecideReviewForm, without_case(reviews.decide_review)),
    "request_recheck": Screen(remedies.RequestRecheckForm, reviews.request_review),
    "decide_recheck": Screen(remedies.DecideReviewForm, without_case(reviews.decide_review)),
    "redo": Screen(endings.RedoForm, redoing.conclude_anew),
    "dismiss_review": Screen(remedies.DismissForm, without_case(reviews.dismiss_review)),
    "terminate": Screen(remedies.TerminateForm, terminating.terminate_case),
    "correct_registration": Screen(correcting_forms.CorrectionForm, correct_registration),
    "evaluate": Screen(remedies.EvaluateForm, evaluating.record_evaluation),
}
