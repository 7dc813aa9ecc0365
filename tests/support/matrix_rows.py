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
mail-detail pk=mail                                   GET  login     +         +         403       .         403       .         403       +
mail-attachment pk=mail number=1                      GET  login     404       404       403       .         403       .         403       404
mail-settle pk=mail                                   POST login     404       404       403       .         403       .         403       404
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
petitions:case_act pk=fresh code=transfer             GET  login     +         +         404       .         404       .         403       404
petitions:case_act pk=case code=accept                GET  login     403       403       +         .         404       .         403       404
petitions:case_act pk=accepted code=conclude          GET  login     403       403       +         .         404       .         403       404
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
accountability:notices_read                           POST login     +         +         +         .         .         .         +         +
accountability:notice_open pk=notice                  POST login     404       404       +         404       404       .         404       404
accountability:case_reminders pk=case                 GET  login     +         +         +         .         404       .         +         404
accountability:case_reminders pk=report               GET  login     +         +         404       .         404       +         404       404
accountability:escalation_list                        GET  login     +         +         +         .         .         .         +         +
accountability:acknowledge pk=escalation              POST login     404       404       +         404       404       .         404       404
accountability:rule_set_list                          GET  login     +         +         +         .         .         .         +         +
accountability:rule_set_detail pk=rules               GET  login     +         +         +         .         +         .         +         +
accountability:rule_set_copy pk=rules                 GET  login     +         +         403       .         403       .         403       403
accountability:rule_set_approve pk=rules              POST login     403       +         403       .         403       .         +         403
accountability:reminder_rule                          POST login     403       +         403       .         .         .         403       +
accountability:levels                                 POST login     403       +         403       .         .         .         403       +
accountability:talk_list                              GET  login     +         +         403       +         .         .         +         403
accountability:talk_settle pk=talk                    POST login     403       +         403       .         403       .         +         403

reporting:dashboard                                   GET  login     +         +         403       +         .         .         +         403
reporting:cases                                       GET  login     +         +         +         .         .         .         +         +
reporting:bulletins                                   GET  login     +         +         +         .         .         .         +         403
reporting:build                                       POST login     +         +         +         .         .         .         +         +
reporting:bulletin period=2026-01                     GET  login     +         +         +         .         +         .         +         404
reporting:bulletin period=2026-02                     GET  login     +         +         404       .         404       .         +         404
reporting:requirements period=2026-02                 POST login     +         +         404       .         404       .         +         404
reporting:approve period=2026-02                      POST login     no        +         404       .         404       .         no        404
reporting:send_back period=2026-02                    POST login     no        +         404       .         404       .         no        404
reporting:publish period=2026-02                      POST login     no        +         404       .         404       .         no        404
reporting:state period=2026-01                        GET  login     +         +         +         .         +         .         +         404
reporting:pdf period=2026-01                          GET  login     +         +         +         .         +         .         +         404
reporting:verify period=2026-01                       GET  login     +         +         +         .         +         .         +         404
reporting:unit period=2026-01 unit_id=unit            GET  login     +         +         +         .         404       .         +         404

api:schema                                            GET  401       +         +         +         .         .         .         +         +
api:docs                                              GET  login     +         +         +         .         .         .         +         +
api:token                                             POST 403       +         +         +         .         .         .         +         +
api:figures period=2026-01                            GET  401       +         +         403       +         403       .         +         403
api:petitioners                                       GET  401       +         +         +         .         .         .         403       403
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
api:unit-list                                         GET  401       +         +         +         .         .         .         +         +
api:unit-detail pk=unit                               GET  401       +         +         +         .         +         .         +         +
api:bulletin-list                                     GET  401       +         +         +         .         .         .         +         +
api:bulletin-detail period=2026-01                    GET  401       +         +         +         .         +         .         +         404
api:bulletin-detail period=2026-02                    GET  401       +         +         404       .         404       .         +         404
api:bulletin-explanation period=2026-01 unit_id=unit  GET  401       +         +         +         .         404       .         +         404
api:bulletin-pdf period=2026-01                       GET  401       +         +         +         .         +         .         +         404
"""
