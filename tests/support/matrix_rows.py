"""Who may do what: one row for each address, one column for each person; every address of the site has a row.

The matter `case` was sent to the town of `officer` and `principal`; `fresh` still lies at the office, `objected` and `accepted` are what
their names say; `report` is directed against that town (条例第三十条). `other` handles petitions in another town, `inspector` in the
discipline organ. An address is followed by its arguments: a name from the world of the matrix, or the value itself.

    +       may do it (the page opens; or the act is taken up, even when a field is missing or the state does not allow it)
    no      refused with a message on the page
    403     refused       404  does not even exist for this person       login, 401  has to log in first
    .       not asked: as the person to the left whose part is the same (principal and other as officer, inspector as other)
"""

TABLE = """
address                                                    anonymous clerk     head      officer   principal other     inspector leader    admin

health                                                GET  +         +         +         +         .         .         .         +         +
health_jobs                                           GET  503       503       503       503       .         .         .         503       503
mail-list                                             GET  login     +         +         403       .         .         .         403       +
mail-detail pk=mail                                   GET  login     +         +         +         403       403       .         403       +
mail-attachment pk=mail number=1                      GET  login     403       404       404       403       403       .         403       403
mail-settle pk=mail                                   POST login     404       404       403       .         403       .         403       404
sms-list                                              GET  login     +         +         403       .         .         .         403       +
sms-detail pk=sms                                     GET  login     +         +         403       .         403       .         403       +
sms-settle pk=sms                                     POST login     404       404       403       .         403       .         403       404
effect-list                                           GET  login     403       +         403       .         .         .         403       +
effect-retry pk=effect                                POST login     403       +         403       .         403       .         403       +
home                                                  GET  login     +         +         +         .         .         .         +         +
set_language                                          POST +         +         +         +         .         .         .         +         +
login                                                 GET  +         +         +         +         .         .         .         +         +
logout                                                POST login     login     login     login     .         .         .         login     login
password_change                                       GET  login     +         +         +         .         .         .         +         +
session-state                                         GET  +         +         +         +         .         .         .         +         +
session-restored                                      GET  login     +         +         +         .         .         .         +         +
otp-verify                                            GET  login     +         +         +         .         .         .         +         +
otp-setup                                             GET  login     +         +         +         .         .         .         +         +
unit-list                                             GET  login     +         +         403       .         .         .         +         +
unit-create                                           GET  login     403       403       403       .         .         .         403       +
unit-detail pk=unit                                   GET  login     +         +         403       .         403       .         +         +
unit-edit pk=unit                                     GET  login     403       403       403       .         403       .         403       +
unit-close pk=unit                                    GET  login     403       403       403       .         403       .         403       +
post-create pk=unit                                   GET  login     403       403       403       .         403       .         403       +
population-edit pk=unit                               GET  login     403       403       403       .         403       .         403       +
post-edit pk=post                                     GET  login     403       403       403       .         403       .         403       +
term-start pk=post                                    GET  login     403       403       403       .         403       .         403       +
term-end pk=term                                      GET  login     403       403       403       .         403       .         403       +
vacancy-list                                          GET  login     +         +         403       .         .         .         +         +
staff-list                                            GET  login     +         +         403       .         .         .         +         +
staff-create                                          GET  login     403       403       403       .         .         .         403       +
staff-edit pk=user                                    GET  login     403       403       403       .         403       .         403       +
staff-password pk=user                                POST login     403       403       403       .         403       .         403       +
staff-active pk=user                                  POST login     403       403       403       .         403       .         403       +
population-list                                       GET  login     +         +         403       .         .         .         +         +
population-import                                     GET  login     403       403       403       .         .         .         403       +
calendar                                              GET  login     +         +         +         .         .         .         +         +
calendar-load                                         POST login     403       403       403       .         .         .         403       +
calendar-import                                       GET  login     403       403       403       .         .         .         403       +
setting-list                                          GET  login     +         +         403       .         .         .         +         +
setting-set code=clock.roll_over                      GET  login     403       403       403       .         403       .         403       +

petitions:case_list                                   GET  login     +         +         +         .         .         .         +         +
petitions:case_export                                 POST login     +         +         +         .         .         .         +         +
petitions:home_panel                                  GET  login     +         +         +         .         .         .         +         +
petitions:batch_transfer                              POST login     +         +         403       .         .         .         403       403
petitions:intake                                      GET  login     +         +         +         .         .         .         403       403
petitions:intake_people                               POST login     +         +         +         .         .         .         403       403
petitions:intake_identity                             POST login     +         +         +         .         .         .         403       403
petitions:intake_matches                              POST login     +         +         +         .         .         .         403       403
petitions:registered pk=case                          GET  login     +         +         +         .         404       .         403       403
petitions:case_detail pk=case                         GET  login     +         +         +         .         404       .         +         404
petitions:case_detail pk=fresh                        GET  login     +         +         404       .         404       .         +         404
petitions:case_detail pk=report                       GET  login     +         +         404       .         404       +         404       404
petitions:case_timeline pk=case                       GET  login     +         +         +         .         404       .         +         404
petitions:case_timeline pk=report                     GET  login     +         +         404       .         404       +         404       404
petitions:roll pk=case                                GET  login     +         +         +         .         404       .         +         404
petitions:roll pk=report                              GET  login     +         +         404       .         404       +         404       404
petitions:roll_add pk=case                            POST login     +         403       +         .         404       .         403       404
petitions:roll_add pk=report                          POST login     +         +         404       .         404       403       404       404
petitions:roll_file pk=case                           POST login     +         403       +         .         404       .         403       404
petitions:roll_export pk=case                         POST login     +         403       +         .         404       .         403       404
petitions:roll_print pk=case                          GET  login     +         +         +         .         404       .         +         404
petitions:roll_role pk=case part=part                 POST login     +         403       +         .         404       .         403       404
petitions:roll_remove pk=case part=part               POST login     +         403       +         .         404       .         403       404
petitions:chain pk=case                               GET  login     +         +         +         .         404       .         +         404
petitions:chain pk=report                             GET  login     +         +         404       .         404       +         404       404
petitions:chain_decide pk=case                        POST login     +         +         +         .         404       .         403       404
petitions:chain_decide pk=report                      POST login     +         +         404       .         404       403       404       404
petitions:chain_withdraw pk=case denial=denial        POST login     +         +         404       .         404       .         403       404
petitions:case_file pk=case                           GET  login     +         +         +         .         404       .         +         404
petitions:case_file pk=report                         GET  login     +         +         404       .         404       +         404       404
petitions:case_file_state pk=case                     GET  login     +         +         +         .         404       .         +         404
petitions:case_file_print pk=case                     POST login     +         +         +         .         404       .         +         404
petitions:case_file_print pk=report                   POST login     +         +         404       .         404       +         404       404
petitions:case_file_download pk=case order=order      POST login     +         404       404       .         404       .         404       404
petitions:case_act pk=fresh code=transfer             GET  login     +         +         404       .         404       .         403       404
petitions:case_act pk=case code=accept                GET  login     403       403       +         .         404       .         403       404
petitions:case_act pk=accepted code=conclude          GET  login     403       403       +         .         404       .         403       404
petitions:case_act pk=fresh code=correct_registration     GET  login     +         +         404       .         404       .         403       404
petitions:case_act pk=case code=correct_registration      GET  login     +         +         403       .         404       .         403       404
petitions:case_act pk=report code=correct_registration    GET  login     +         +         404       .         404       403       404       404
petitions:case_act pk=report code=transfer            GET  login     +         +         404       .         404       403       404       404
petitions:case_identity pk=case part=part             POST login     +         403       +         .         404       .         403       404
petitions:attachment_add pk=case                      POST login     +         no        +         .         404       .         no        404
petitions:attachment pk=case attachment=attachment    GET  login     +         +         +         .         404       .         +         404
petitions:slip pk=case                                GET  login     +         +         +         .         404       .         +         404
petitions:slip pk=report                              GET  login     +         +         404       .         404       +         404       404
petitions:letter pk=accepted document=paper           GET  login     +         +         +         .         404       .         +         404
petitions:letter_correct pk=accepted document=paper   GET  login     +         +         403       .         404       .         403       404
petitions:service_form pk=accepted document=paper     GET  login     +         +         +         .         404       .         +         404
petitions:letters_day                                 GET  login     +         +         +         .         +         .         +         +
petitions:letters_file                                GET  login     +         +         +         .         404       .         404       404
petitions:urgent_list                                 GET  login     +         +         +         .         .         .         +         +
petitions:guide_list                                  GET  login     +         +         +         .         .         .         +         +
petitions:guide_new                                   GET  login     403       +         403       .         .         .         403       +
petitions:guide_edit code=civil                       GET  login     403       +         403       .         403       .         403       +
petitions:cause_list                                  GET  login     +         +         +         .         .         .         +         +
petitions:cause_new                                   GET  login     403       +         403       .         .         .         403       +
petitions:cause_edit code=0201                        GET  login     403       +         403       .         403       .         403       +
petitions:lookup                                      GET  +         +         +         +         .         +         .         +         +
petitions:lookup_letter                               POST 404       404       404       404       .         404       .         404       404
petitions:lookup_evaluate                             POST 404       404       404       404       .         404       .         404       404
petitions:import_list                                 GET  login     +         +         403       .         .         .         403       403
petitions:import_detail pk=batch                      GET  login     +         +         403       .         403       .         403       403
petitions:import_columns pk=batch                     POST login     +         +         403       .         403       .         403       403
petitions:import_header pk=batch                      POST login     +         +         403       .         403       .         403       403
petitions:import_start pk=batch                       POST login     +         +         403       .         403       .         403       403
petitions:import_progress pk=batch                    GET  login     +         +         403       .         403       .         403       403
petitions:import_report pk=batch                      GET  login     +         +         403       .         403       .         403       403
petitions:import_rejected pk=batch                    GET  login     +         +         403       .         403       .         403       403
petitions:place_queue                                 GET  login     +         +         403       .         .         .         403       403
petitions:place_apply                                 POST login     +         +         403       .         .         .         403       403
petitions:place_rules                                 GET  login     +         +         403       .         .         .         403       403
petitions:place_rule pk=rule                          POST login     +         +         403       .         403       .         403       403
petitions:place_test                                  POST login     +         +         403       .         .         .         403       403

notice-bell                                           GET  login     +         +         +         .         .         .         +         +

accountability:inbox                                  GET  login     +         +         +         .         .         .         +         +
accountability:home_panel                             GET  login     +         +         +         .         .         .         +         +
accountability:channels                               GET  login     +         +         +         .         .         .         +         +
accountability:channels                               POST login     +         +         +         .         .         .         +         +
accountability:notices_read                           POST login     +         +         +         .         .         .         +         +
accountability:notice_open pk=notice                  POST login     404       404       +         404       404       .         404       404
accountability:case_reminders pk=case                 GET  login     +         +         +         .         404       .         +         404
accountability:case_reminders pk=report               GET  login     +         +         404       .         404       +         404       404
accountability:escalation_list                        GET  login     +         +         +         .         .         .         +         +
accountability:acknowledge pk=escalation              POST login     404       404       +         404       404       .         404       404
accountability:my_escalations                         GET  login     +         +         +         .         .         .         +         +
accountability:escalation_step pk=escalation          GET  login     +         +         +         .         404       .         +         404
accountability:escalation_step pk=escalation          POST login     404       404       +         404       404       .         404       404
accountability:lower_level pk=case                    POST login     403       +         403       .         .         .         403       403
accountability:lower_level pk=report                  POST login     403       +         403       .         .         .         403       403
accountability:instructions                           GET  login     +         +         +         .         .         .         +         +
accountability:instruction pk=instruction             GET  login     +         +         +         .         404       .         +         404
accountability:instruction_answer pk=instruction      POST login     403       403       403       +         404       .         403       404
accountability:instruction_send_back pk=instruction   POST login     403       +         +         403       404       .         403       404
accountability:instruction_finish pk=instruction      POST login     403       +         +         403       404       .         403       404
accountability:case_first_contact pk=case             GET  login     +         +         +         .         404       .         +         404
accountability:case_first_contact pk=report           GET  login     +         +         404       .         404       +         404       404
accountability:first_contact                          GET  login     +         +         +         .         .         .         403       403
accountability:first_contact_loads                    GET  login     403       +         403       .         .         .         403       403
accountability:hand_over_list                         GET  login     +         +         +         .         .         .         403       403
accountability:hand_over_new                          GET  login     +         +         +         .         .         .         403       403
accountability:hand_over pk=sheet                     GET  login     +         +         404       .         404       404       404       404
accountability:hand_over_answer pk=sheet              POST login     +         +         404       .         404       404       404       404
accountability:hand_over_undo pk=sheet how=withdraw   POST login     +         +         404       .         404       404       404       404
accountability:first_resolution                       GET  login     +         +         +         .         .         .         403       403
accountability:first_resolution_cases key=unit        GET  login     +         +         +         .         +         .         403       403
accountability:problem_tasks                          GET  login     +         +         +         .         .         .         +         403
accountability:problem_task pk=task                   GET  login     +         +         +         .         404       .         +         403
accountability:problem_task_file pk=task file=taskfile GET login     +         +         +         .         404       .         +         403
accountability:problem_task_step pk=task step=progress GET login     403       403       +         .         404       .         403       403
accountability:problem_task_step pk=task step=answer  GET  login     403       403       +         .         404       .         403       403
accountability:problem_task_step pk=task step=return  GET  login     403       +         403       .         404       .         403       403
accountability:problem_task_step pk=task step=close   POST login     403       +         403       .         404       .         403       403
accountability:problem_task_step pk=task step=adjust  GET  login     403       +         403       .         404       .         403       403
accountability:problem_new                            GET  login     +         +         403       .         .         .         403       403
accountability:problem pk=problem                     GET  login     +         +         404       .         .         .         +         403
accountability:problem_task_new pk=problem            GET  login     +         +         403       .         .         .         403       403
accountability:supervision_list                       GET  login     +         +         +         .         .         .         +         403
accountability:supervision_panel                      GET  login     +         +         +         .         .         .         +         403
accountability:supervision_listed                     GET  login     +         +         +         .         .         .         +         +
accountability:supervision_new                        GET  login     403       +         403       .         .         .         403       403
accountability:supervision_rules                      GET  login     +         +         +         .         .         .         +         403
accountability:supervision_group_new                  POST login     403       +         403       .         .         .         403       403
accountability:checklist_template_new                 POST login     403       +         403       .         .         .         403       403
accountability:supervision_group pk=group             POST login     403       +         403       .         403       .         403       403
accountability:checklist_template pk=checklist        POST login     403       +         403       .         403       .         403       403
accountability:supervision pk=proposal                GET  login     +         +         404       .         404       .         +         403
accountability:supervision pk=duty                    GET  login     +         +         +         .         404       .         +         403
accountability:supervision pk=secret                  GET  login     +         +         404       .         404       +         404       403
accountability:supervision_letter pk=duty             GET  login     +         +         +         .         404       .         +         403
accountability:supervision_letter pk=secret           GET  login     +         +         404       .         404       +         404       403
accountability:supervision_file pk=duty file=answered GET  login     +         +         +         .         404       .         +         403
accountability:supervision_open pk=proposal           POST login     403       +         404       .         404       .         403       403
accountability:supervision_dismiss pk=proposal        POST login     403       +         404       .         404       .         403       403
accountability:supervision_answer pk=duty             POST login     403       403       +         .         404       .         403       403
accountability:supervision_answer pk=secret           POST login     403       403       404       .         404       +         404       403
accountability:supervision_return pk=duty             POST login     403       +         403       .         404       .         403       403
accountability:supervision_close pk=duty              POST login     403       +         403       .         404       .         403       403
accountability:supervision_list_item pk=duty          POST login     403       +         403       .         404       .         403       403
accountability:supervision_unlist pk=duty             POST login     403       +         403       .         404       .         403       403
accountability:supervision_checklist_add pk=duty      POST login     403       +         403       .         404       .         403       403
accountability:supervision_checklist pk=duty          POST login     403       +         403       .         404       .         403       403
accountability:case_supervision pk=case               GET  login     +         +         +         .         404       .         +         404
accountability:case_supervision pk=report             GET  login     +         +         404       .         404       +         404       404
accountability:leader_cases                           GET  login     +         +         +         .         .         .         +         403
accountability:leader_cases_all                       GET  login     +         +         403       .         .         .         +         403
accountability:leader_steps                           GET  login     +         +         +         .         .         .         +         403
accountability:leader_loads                           GET  login     +         +         403       .         .         .         +         403
accountability:leading_panel                          GET  login     +         +         +         .         .         .         +         +
accountability:leader_tables                          GET  login     +         +         +         .         .         .         +         403
accountability:leader_table period=2026-01            GET  login     +         +         +         .         .         .         +         403
accountability:leader_table period=2026-02            GET  login     +         +         404       .         404       404       +         403
accountability:leader_table_pdf period=2026-01        GET  login     +         +         +         .         .         .         +         403
accountability:leader_table_pdf period=2026-02        GET  login     +         +         404       .         404       404       +         403
accountability:leader_table_xlsx period=2026-01       GET  login     +         +         +         .         .         .         +         403
accountability:leader_table_xlsx period=2026-02       GET  login     +         +         404       .         404       404       +         403
accountability:leader_table_publish period=2026-02    POST login     no        +         404       .         404       404       no        403
accountability:step_done pk=step                      GET  login     403       403       +         +         404       404       +         403
accountability:related_result pk=linked               GET  login     403       +         +         +         404       404       +         403
accountability:mark_clear pk=mark                     GET  login     403       +         403       .         404       404       403       403
accountability:leader_case pk=leading                 GET  login     +         +         +         +         404       404       +         403
accountability:leader_case pk=leading_report          GET  login     +         +         404       404       404       +         404       403
accountability:leader_plan pk=leading                 GET  login     403       403       +         +         404       404       +         403
accountability:plan_confirm pk=leading                POST login     no        no        no        no        404       404       +         403
accountability:leader_conference pk=leading           GET  login     403       +         +         +         404       404       +         403
accountability:leader_act pk=leading act=reassign     GET  login     403       +         403       403       404       404       403       403
accountability:leader_act pk=leading act=cancel       GET  login     403       +         403       403       404       404       403       403
accountability:leader_act pk=leading act=meet        GET  login     403       403       +         +         404       404       +         403
accountability:leader_act pk=leading act=progress     GET  login     403       403       +         +         404       404       +         403
accountability:leader_act pk=leading act=relate      GET  login     403       +         +         +         404       404       +         403
accountability:leader_act pk=leading act=close        GET  login     403       +         403       403       404       404       +         403
accountability:case_leading pk=case                   GET  login     +         +         +         .         404       .         +         404
accountability:case_leading pk=report                 GET  login     +         +         404       .         404       +         404       404
accountability:take_up pk=case                        GET  login     403       +         403       .         404       .         403       403
accountability:take_up pk=report                      GET  login     403       +         404       .         404       403       404       403
accountability:campaigns                              GET  login     +         +         +         .         .         .         +         403
accountability:campaign_new                           POST login     403       +         403       .         .         .         403       403
accountability:campaign pk=campaign                   GET  login     +         +         +         .         404       .         +         403
accountability:campaign_end pk=campaign               POST login     403       +         403       .         404       .         403       403
accountability:campaign_file pk=campaign              POST login     +         +         +         .         404       .         +         403
accountability:suggestions                            GET  login     +         +         +         .         .         .         +         403
accountability:suggestion_new kind=improve            POST login     403       +         403       .         403       .         403       403
accountability:suggestion pk=advice                   GET  login     +         +         +         .         404       .         +         403
accountability:suggestion pk=liability                GET  login     404       +         404       .         404       +         404       403
accountability:suggestion pk=unsigned                 GET  login     404       +         404       .         404       .         404       403
accountability:suggestion_edit pk=unsigned            POST login     404       +         404       .         404       .         404       403
accountability:suggestion_issue pk=unsigned           POST login     404       +         404       .         404       .         404       403
accountability:suggestion_drop pk=unsigned            POST login     404       +         404       .         404       .         404       403
accountability:suggestion_answer pk=advice            POST login     403       +         +         .         404       .         403       403
accountability:suggestion_answer pk=liability         POST login     404       +         404       .         404       +         404       403
accountability:suggestion_letter pk=advice            GET  login     +         +         +         .         404       .         +         403
accountability:suggestion_letter pk=liability         GET  login     404       +         404       .         404       +         404       403
accountability:suggestion_file pk=advice file=sent    GET  login     +         +         +         .         404       .         +         403
accountability:rule_set_list                          GET  login     +         +         +         .         .         .         +         +
accountability:rule_set_detail pk=rules               GET  login     +         +         +         .         +         .         +         +
accountability:rule_set_copy pk=rules                 GET  login     403       +         403       .         403       .         403       403
accountability:rule_set_edit pk=rules                 GET  login     403       +         403       .         403       .         403       403
accountability:rule_set_diff pk=rules                 GET  login     +         +         +         .         +         .         +         +
accountability:rule_set_basis pk=rules                POST login     403       +         403       .         403       .         403       403
accountability:rule_set_basis_file pk=rules           GET  login     404       404       404       .         404       .         404       404
accountability:rule_set_countersign pk=rules          POST login     403       +         403       .         403       .         +         403
accountability:rule_set_withdraw pk=rules             POST login     403       +         403       .         403       .         403       403
accountability:rule_set_approve pk=rules              POST login     403       +         403       .         403       .         +         403
accountability:score_list                             GET  login     +         +         +         .         .         .         +         403
accountability:score_period period=2026-02            GET  login     +         +         403       .         403       .         +         403
accountability:score_unit period=2026-02 unit_id=unit GET  login     +         +         +         .         404       .         +         404
accountability:score_object pk=line                   POST login     404       404       +         .         404       .         404       404
accountability:score_objections                       GET  login     +         +         +         .         .         .         +         403
accountability:score_objection pk=score_objection     GET  login     +         +         +         .         404       .         +         404
accountability:score_objection_decide pk=score_objection   POST login 403      +         403       .         404       .         403       404
accountability:score_objection_withdraw pk=score_objection POST login 403      403       +         .         404       .         403       404
accountability:score_file pk=objection_file           GET  login     +         +         +         .         404       .         +         403
accountability:score_file pk=finding_file             GET  login     +         +         404       .         404       .         +         403
accountability:findings                               GET  login     +         +         +         .         .         .         +         403
accountability:finding_new                            GET  login     +         +         403       .         403       .         403       403
accountability:finding pk=finding                     GET  login     +         +         404       .         404       .         +         403
accountability:finding_decide pk=finding              POST login     403       +         404       .         404       .         403       403
accountability:reminder_rule                          POST login     403       +         403       .         .         .         403       +
accountability:escalation_rules                       GET  login     +         +         +         .         .         .         +         +
accountability:levels                                 POST login     403       +         403       .         .         .         403       403
accountability:rule_new                               POST login     403       +         403       .         .         .         403       403
accountability:rule_edit pk=level_rule                POST login     403       +         403       .         403       .         403       403
accountability:rule_end pk=level_rule                 POST login     403       +         403       .         403       .         403       403
accountability:fall_modes                             POST login     403       +         403       .         .         .         403       403
accountability:reception                              GET  login     +         +         +         .         .         .         +         403
accountability:reception_plan                         GET  login     +         +         403       .         .         .         403       403
accountability:reception_publish                      POST login     +         +         403       .         .         .         403       403
accountability:reception_new                          GET  login     +         +         403       .         .         .         403       403
accountability:reception_year                         GET  login     +         +         +         .         .         .         +         403
accountability:reception_public                       GET  +         +         +         +         .         .         .         +         +
accountability:promises                               GET  login     +         +         +         .         .         .         +         403
accountability:on_site                                GET  login     +         +         +         .         .         .         +         403
accountability:on_site_new                            GET  login     +         +         +         .         .         .         +         403
accountability:reception_day pk=reception             GET  login     +         +         +         .         +         .         +         403
accountability:reception_book pk=reception            GET  login     +         +         403       .         403       .         403       403
accountability:reception_step pk=reception step=move  GET  login     +         +         403       .         403       .         403       403
accountability:reception_step pk=reception step=hold  GET  login     +         +         403       .         403       .         +         403
accountability:visit_hear pk=visit                    GET  login     +         +         403       .         404       .         +         403
accountability:visit_absent pk=visit                  POST login     +         +         403       .         404       .         +         403
accountability:promise_keep pk=visit                  GET  login     +         +         +         .         404       .         403       403
accountability:visit_hear pk=secret_visit             GET  login     +         +         404       .         404       .         +         403
accountability:case_reception pk=case                 GET  login     +         +         +         .         404       .         +         404
accountability:case_reception pk=report               GET  login     +         +         404       .         404       +         404       404
accountability:inquiry_list                           GET  login     +         +         +         .         .         .         +         403
accountability:inquiry_new                            GET  login     403       +         403       .         .         .         +         403
accountability:inquiry pk=inquiry                     GET  login     404       +         404       +         404       .         +         403
accountability:inquiry_step pk=inquiry step=drop      GET  login     404       +         404       403       404       .         +         403
accountability:inquiry_person pk=person how=state     GET  login     404       +         404       +         404       .         +         403
accountability:inquiry_person pk=person how=decide    GET  login     404       +         404       403       404       .         403       403
accountability:inquiry_read pk=person                  POST login     404       403       404       +         404       .         403       403
accountability:inquiry_file pk=person kind=statement file=statement_file GET login 404    +         404       +         404       .         +         403
accountability:holders                                GET  login     403       +         403       .         .         .         +         403
accountability:result_sheet pk=term_of_principal      GET  login     403       +         403       +         403       .         +         403
accountability:result_sheet_file pk=term_of_principal GET  login     403       +         403       +         403       .         +         403
accountability:own_sheets                             GET  login     403       +         403       +         403       403       +         403
accountability:talk_list                              GET  login     +         +         +         .         .         .         +         403
accountability:talk_decide                            GET  login     403       +         403       .         .         .         +         403
accountability:talk pk=talk                           GET  login     +         +         +         +         404       404       +         403
accountability:talk_letter pk=talk                    GET  login     404       +         404       +         404       404       +         403
accountability:talk_step pk=talk step=arrange         POST login     403       +         403       403       404       .         +         403
accountability:talk_acknowledge pk=talk               POST login     404       404       404       404       404       .         404       403
accountability:undertaking pk=undertaking how=answer  POST login     403       403       +         +         404       .         403       403
accountability:undertaking pk=undertaking how=check   POST login     403       +         403       403       404       .         +         403

reporting:board                                       GET  login     +         +         +         .         .         .         +         403
reporting:dashboard                                   GET  login     +         +         403       +         .         .         +         403
reporting:cases                                       GET  login     +         +         +         .         .         .         +         +
reporting:definitions                                 GET  login     +         +         +         .         .         .         +         +
reporting:query                                         GET  login     +         +         +         +         +         +         +         403
reporting:query_table                                   GET  login     +         +         +         +         +         +         +         403
reporting:saved_views                                   GET  login     +         +         +         +         +         +         +         403
reporting:view_new                                      GET  login     +         +         +         +         +         +         +         403
reporting:view_new                                      POST login     +         +         +         +         +         +         +         403
reporting:view_open pk=view                             GET  login     +         +         404       404       404       404       404       403
reporting:view_edit pk=view                             GET  login     +         403       404       404       404       404       404       403
reporting:view_edit pk=view                             POST login     +         403       404       404       404       404       404       403
reporting:view_question pk=view                         POST login     +         403       404       404       404       404       404       403
reporting:view_delete pk=view                           POST login     +         403       404       404       404       404       404       403
reporting:view_mail pk=view                             POST login     +         +         404       404       404       404       404       403
reporting:bulletins                                   GET  login     +         +         +         .         .         .         +         403
reporting:build                                       POST login     +         +         403       .         .         .         403       403
reporting:bulletin period=2026-01                     GET  login     +         +         +         .         +         .         +         404
reporting:bulletin period=2026-02                     GET  login     +         +         404       .         404       .         +         404
reporting:rebuild period=2026-02                      POST login     +         +         404       .         404       .         no        404
reporting:texts period=2026-02                        POST login     +         +         404       .         404       .         +         404
reporting:preview period=2026-02                      POST login     +         +         404       .         404       .         403       404
reporting:preview_state period=2026-02 digest=0       GET  login     +         +         404       .         404       .         +         404
reporting:page_picture period=2026-02 digest=0 number=1 GET login    404       404       404       .         404       .         404       404
reporting:approve period=2026-02                      POST login     no        +         404       .         404       .         no        404
reporting:send_back period=2026-02                    POST login     no        +         404       .         404       .         no        404
reporting:publish period=2026-02                      POST login     no        +         404       .         404       .         no        404
reporting:state period=2026-01                        GET  login     +         +         +         .         +         .         +         404
reporting:pdf period=2026-01                          GET  login     +         +         +         .         +         .         +         404
reporting:excel period=2026-01                        GET  login     +         +         +         .         +         .         +         404
reporting:word period=2026-01                         GET  login     +         +         +         .         +         .         +         404
reporting:counting paper=bulletin code=2026-02         GET  login     +         +         404       .         404       .         404       404
reporting:counting paper=bulletin code=2026-02         POST login     +         +         404       .         404       .         404       404
reporting:annual_reports                              GET  login     +         +         403       .         .         .         +         403
reporting:annual_build                                POST login     +         +         403       .         .         .         403       403
reporting:annual_report year=2025                     GET  login     +         +         404       .         404       .         +         404
reporting:annual_report year=2026                     GET  login     +         +         404       .         404       .         +         404
reporting:annual_rebuild year=2026                    POST login     +         +         404       .         404       .         no        404
reporting:annual_texts year=2026                      POST login     +         +         404       .         404       .         +         404
reporting:annual_preview year=2026                    POST login     +         +         404       .         404       .         403       404
reporting:annual_preview_state year=2026 digest=0     GET  login     +         +         404       .         404       .         +         404
reporting:annual_picture year=2026 digest=0 number=1  GET  login     404       404       404       .         404       .         404       404
reporting:annual_approve year=2026                    POST login     no        +         404       .         404       .         no        404
reporting:annual_send_back year=2026                  POST login     no        +         404       .         404       .         no        404
reporting:annual_sign year=2026                       POST login     no        +         404       .         404       .         no        404
reporting:annual_state year=2025                      GET  login     +         +         404       .         404       .         +         404
reporting:annual_pdf year=2025                        GET  login     +         +         404       .         404       .         +         404
reporting:annual_excel year=2025                      GET  login     +         +         404       .         404       .         +         404
reporting:annual_word year=2025                       GET  login     +         +         404       .         404       .         +         404
reporting:annual_verify year=2025                     GET  login     +         +         404       .         404       .         +         404
reporting:annual_corrections year=2025                             GET  login     +         +         404       .         404       .         +         404
reporting:annual_correction_make year=2025                         POST login     +         +         404       .         404       .         403       404
reporting:annual_correction year=2025 pk=annual_correction         GET  login     +         +         404       .         404       .         +         404
reporting:annual_correction_edit year=2025 pk=annual_correction    POST login     +         +         404       .         404       .         403       404
reporting:annual_correction_approve year=2025 pk=annual_correction POST login     403       +         404       .         404       .         403       404
reporting:annual_correction_pdf year=2025 pk=annual_correction     GET  login     +         +         404       .         404       .         +         404
reporting:analysis_papers                              GET  login     +         +         403       .         .         .         +         403
reporting:analysis_paper_build                                POST login     +         +         403       .         .         .         403       403
reporting:analysis_paper month=2026-01                     GET  login     +         +         404       .         404       .         +         404
reporting:analysis_paper month=2026-02                     GET  login     +         +         404       .         404       .         +         404
reporting:analysis_paper_rebuild month=2026-02                    POST login     +         +         404       .         404       .         no        404
reporting:analysis_paper_texts month=2026-02                      POST login     +         +         404       .         404       .         +         404
reporting:analysis_paper_preview month=2026-02                    POST login     +         +         404       .         404       .         403       404
reporting:analysis_paper_preview_state month=2026-02 digest=0     GET  login     +         +         404       .         404       .         +         404
reporting:analysis_paper_picture month=2026-02 digest=0 number=1  GET  login     404       404       404       .         404       .         404       404
reporting:analysis_paper_approve month=2026-02                    POST login     no        +         404       .         404       .         no        404
reporting:analysis_paper_send_back month=2026-02                  POST login     no        +         404       .         404       .         no        404
reporting:analysis_paper_sign month=2026-02                       POST login     no        +         404       .         404       .         no        404
reporting:analysis_paper_state month=2026-01                      GET  login     +         +         404       .         404       .         +         404
reporting:analysis_paper_pdf month=2026-01                        GET  login     +         +         404       .         404       .         +         404
reporting:analysis_paper_excel month=2026-01                      GET  login     +         +         404       .         404       .         +         404
reporting:analysis_paper_word month=2026-01                       GET  login     +         +         404       .         404       .         +         404
reporting:analysis_paper_verify month=2026-01                     GET  login     +         +         404       .         404       .         +         404
reporting:analysis                                    GET  login     +         +         403       .         403       .         +         403
reporting:analysis_causes                             GET  login     +         +         403       .         403       .         +         403
reporting:analysis_causes_table                       GET  login     +         +         403       .         403       .         +         403
reporting:analysis_problems                           GET  login     +         +         403       .         403       .         +         403
reporting:analysis_speed                              GET  login     +         +         403       .         403       .         +         403
reporting:what_if                                     GET  login     +         +         403       .         403       .         +         403
reporting:what_if_table                               GET  login     +         +         403       .         403       .         +         403
reporting:verify period=2026-01                       GET  login     +         +         +         .         +         .         +         404
reporting:unit period=2026-01 unit_id=unit            GET  login     +         +         +         .         404       .         +         404
reporting:distribution period=2026-02                      GET  login     +         +         404       .         404       .         +         404
reporting:distribution_change period=2026-02               POST login     403       +         404       .         404       .         403       404
reporting:distribution_undo period=2026-02 pk=list_change  POST login     403       +         404       .         404       .         403       404
reporting:receipt period=2026-01                           POST login     +         +         +         .         +         .         +         404
reporting:receipt_link token=forged                        GET  404       404       404       404       .         .         .         404       404
reporting:deliveries period=2026-01                        GET  login     +         +         404       .         404       .         +         404
reporting:delivery period=2026-01 pk=delivery              GET  login     +         +         404       .         404       .         +         404
reporting:delivery_resend period=2026-01 pk=delivery       POST login     +         +         404       .         404       .         403       404
reporting:delivery_bounce period=2026-01 pk=delivery       POST login     +         +         404       .         404       .         403       404
reporting:delivery_confirm period=2026-01 pk=delivery      POST login     +         +         404       .         404       .         403       404
reporting:corrections period=2026-01                       GET  login     +         +         +         .         +         .         +         404
reporting:correction_make period=2026-01                   POST login     +         +         403       .         403       .         403       404
reporting:correction period=2026-01 pk=correction          GET  login     +         +         404       .         404       .         +         404
reporting:correction_edit period=2026-01 pk=correction     POST login     +         +         404       .         404       .         403       404
reporting:correction_approve period=2026-01 pk=correction  POST login     403       +         404       .         404       .         403       404
reporting:correction_pdf period=2026-01 pk=correction      GET  login     +         +         404       .         404       .         +         404

api:schema                                            GET  401       +         +         +         .         .         .         +         +
api:docs                                              GET  login     +         +         +         .         .         .         +         +
api:token                                             POST 403       +         +         +         .         .         .         +         +
api:indicators                                        GET  401       +         +         +         +         +         +         +         +
api:figures_query                                     GET  401       +         +         +         +         +         +         +         403
api:figures period=2026-01                            GET  401       +         +         403       +         403       .         +         403
api:petitioners                                       GET  401       +         +         +         .         .         .         403       403
api:case-acts pk=case                                 GET  401       +         +         +         .         404       .         +         404
api:case-acts pk=report                               GET  401       +         +         404       .         404       +         404       404
api:case-act pk=fresh act=transfer                    GET  401       +         +         404       .         404       .         403       404
api:case-act pk=fresh act=transfer                    POST 401       +         +         404       .         404       .         403       404
api:case-act pk=fresh act=correct-registration             GET  401       +         +         404       .         404       .         403       404
api:case-act pk=case act=correct-registration              POST 401       +         +         403       .         404       .         403       404
api:case-act pk=report act=correct-registration            POST 401       +         +         404       .         404       403       404       404
api:case-act pk=report act=transfer                   POST 401       +         +         404       .         404       403       404       404
api:case-act pk=case act=accept                       GET  401       403       403       +         .         404       .         403       404
api:case-act pk=case act=accept                       POST 401       403       403       +         .         404       .         403       404
api:case-act pk=accepted act=extend                   POST 401       403       403       403       +         404       .         403       404
api:case-act pk=accepted act=hold-hearing             POST 401       403       403       +         .         404       .         403       404
api:case-act pk=accepted act=urgent                   POST 401       +         +         +         .         404       .         403       404
api:case-transfer pk=fresh                            POST 401       +         +         404       .         404       .         403       404
api:case-transfer pk=report                           POST 401       +         +         404       .         404       403       404       404
api:case-assign pk=fresh                              POST 401       +         +         404       .         404       .         403       404
api:case-file pk=fresh                                POST 401       +         +         404       .         404       .         403       404
api:case-object pk=case                               POST 401       403       403       +         .         404       .         403       404
api:case-decide-objection pk=objected                 POST 401       +         +         403       .         404       .         403       404
api:case-inform pk=case                               POST 401       403       403       +         .         404       .         403       404
api:case-accept pk=case                               POST 401       403       403       +         .         404       .         403       404
api:case-refuse pk=case                               POST 401       403       403       +         .         404       .         403       404
api:case-extend pk=accepted                           POST 401       403       403       403       +         404       .         403       404
api:case-conclude pk=accepted                         POST 401       403       403       +         .         404       .         403       404
api:case-reply pk=case                                POST 401       403       403       +         .         404       .         403       404
api:case-list                                         GET  401       +         +         +         .         .         .         +         +
api:case-list                                         POST 401       +         +         +         .         .         .         403       403
api:case-detail pk=case                               GET  401       +         +         +         .         404       .         +         404
api:case-detail pk=report                             GET  401       +         +         404       .         404       +         404       404
api:case-clocks pk=case                               GET  401       +         +         +         .         404       .         +         404
api:case-clocks pk=report                             GET  401       +         +         404       .         404       +         404       404
api:content-class-list                                GET  401       +         +         +         .         .         .         +         +
api:problem-task-list                                 GET  401       +         +         +         .         .         .         +         403
api:problem-task-list                                 POST 401       +         +         403       .         .         .         403       403
api:problem-task-detail pk=task                       GET  401       +         +         +         .         404       .         +         403
api:problem-task-progress pk=task                     POST 401       403       403       +         .         404       .         403       403
api:problem-task-answer pk=task                       POST 401       403       403       +         .         404       .         403       403
api:problem-task-return pk=task                       POST 401       403       +         403       .         404       .         403       403
api:problem-task-close pk=task                        POST 401       403       +         403       .         404       .         403       403
api:unit-list                                         GET  401       +         +         +         .         .         .         +         +
api:unit-detail pk=unit                               GET  401       +         +         +         .         +         .         +         +
api:analysis-report-list                                GET  401       +         +         +         .         .         .         +         +
api:analysis-report-detail month=2026-01                    GET  401       +         +         404       .         404       .         +         404
api:analysis-report-pdf month=2026-01                       GET  401       +         +         404       .         404       .         +         404
api:annual-report-list                                GET  401       +         +         +         .         .         .         +         +
api:annual-report-detail year=2025                    GET  401       +         +         404       .         404       .         +         404
api:annual-report-pdf year=2025                       GET  401       +         +         404       .         404       .         +         404
api:bulletin-list                                     GET  401       +         +         +         .         .         .         +         +
api:bulletin-list                                     POST 401       +         +         403       .         .         .         403       403
api:bulletin-detail period=2026-01                    GET  401       +         +         +         .         +         .         +         404
api:bulletin-detail period=2026-02                    GET  401       +         +         404       .         404       .         +         404
api:bulletin-explanation period=2026-01 unit_id=unit  GET  401       +         +         +         .         404       .         +         404
api:bulletin-pdf period=2026-01                       GET  401       +         +         +         .         +         .         +         404
api:bulletin-excel period=2026-01                     GET  401       +         +         +         .         +         .         +         404
api:bulletin-word period=2026-01                      GET  401       +         +         +         .         +         .         +         404
"""
