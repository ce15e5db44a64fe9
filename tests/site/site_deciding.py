"""The part of the site's table and world about the second half of applications: meetings, decisions, copies."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from approvals.models import AgendaItem, Application, ApplicationKind, FollowUpTask
from approvals.services import (
    admission,
    appraisal,
    controls,
    decision,
    filing,
    follow_up,
    force_tasks,
    initiation,
    meetings,
    results,
    review,
    task_forces,
)
from approvals.services.appraisal import View
from approvals.services.authority import Line, write_authority
from approvals.services.controls import NewControl, Study
from approvals.services.decision import Reply
from approvals.services.filing import Draft, NewItem
from approvals.services.initiation import Communication
from approvals.services.meetings import Attendee, NewMeeting
from approvals.services.results import Outcome
from approvals.services.standards import CopyLine, TaskLine, set_standard
from approvals.services.task_forces import NewForce
from documents import papers
from organizations.clock import today
from organizations.models import Office, Unit
from staffing.services import change_quota
from tests.factories import a_file, a_unit, an_office, people_of, team_of

TABLE = """
                                                 ano sus mus  ucl uhd dep oth  clk chf ldr obs  aud sys sec par  sup sib
approvals:comment              d_accepted  GET   IN  IN  PW   403 403 403 404  200 200 200 200  403 404 404 404  403 404
approvals:comment              d_accepted  POST  IN  IN  PW   403 403 403 404  302 302 302 302  403 404 404 404  403 404
approvals:comment              d_accepted  EMPTY IN  .   .    .   .   .   404  422 .   .   .    403 .   .   .    .   .
approvals:communicate          d_accepted  GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
approvals:communicate          d_accepted  POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
approvals:communicate          d_accepted  EMPTY IN  .   .    .   .   .   404  422 .   403 .    .   .   .   .    .   .
approvals:initiate             d_accepted  GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
approvals:initiate             d_accepted  POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
approvals:initiate             d_accepted  EMPTY IN  .   .    .   .   .   404  422 .   403 .    .   .   .   .    .   .
approvals:appraise             d_initiated GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
approvals:appraise             d_initiated POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
approvals:appraise             d_initiated EMPTY IN  .   .    .   .   .   404  422 .   403 .    .   .   .   .    .   .
approvals:unfit                d_accepted  GET   IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 404  403 404
approvals:unfit                d_accepted  POST  IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 404  403 404
approvals:unfit                d_accepted  EMPTY IN  .   .    .   .   .   404  403 422 .   .    .   .   .   .    .   .
approvals:route_up             d_beyond    GET   IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 404  403 404
approvals:route_up             d_beyond    POST  IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 404  403 404
approvals:route_up             d_beyond    EMPTY IN  .   .    .   .   .   404  403 302 .   .    .   .   .   .    .   .
approvals:agenda               d_appraised GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
approvals:agenda               d_appraised POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
approvals:agenda               d_appraised EMPTY IN  .   .    .   .   .   404  422 .   403 .    .   .   .   .    .   .
approvals:off_agenda           d_agenda    GET   IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 404  403 404
approvals:off_agenda           d_agenda    POST  IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 404  403 404
approvals:off_agenda           d_agenda    EMPTY IN  .   .    .   .   .   404  403 422 .   .    .   .   .   .    .   .
approvals:procedure            d_agenda    GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
approvals:procedure            d_agenda    POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
approvals:procedure            d_agenda    EMPTY IN  .   .    .   .   .   404  422 .   403 .    .   .   .   .    .   .
approvals:result               d_found     GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
approvals:result               d_found     POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
approvals:result               d_found     EMPTY IN  .   .    .   .   .   404  422 .   403 .    .   .   .   .    .   .
approvals:reply                d_closed    GET   IN  IN  PW   403 403 403 404  403 403 200 403  403 404 404 404  403 404
approvals:reply                d_closed    POST  IN  IN  PW   403 403 403 404  403 403 302 403  403 404 404 404  403 404
approvals:reply                d_closed    EMPTY IN  .   .    .   .   .   404  403 .   422 .    .   .   .   .    .   .
approvals:superior_reply       d_routed    GET   IN  IN  PW   404 404 404 404  403 403 200 403  404 404 404 404  403 404
approvals:superior_reply       d_routed    POST  IN  IN  PW   404 404 404 404  403 403 302 403  404 404 404 404  403 404
approvals:superior_reply       d_routed    EMPTY IN  .   .    .   404 .   .    403 .   422 .    .   .   .   .    .   .
approvals:route_further        d_above     GET   IN  IN  PW   404 404 404 404  403 200 200 403  404 404 404 404  403 404
approvals:route_further        d_above     POST  IN  IN  PW   404 404 404 404  403 302 302 403  404 404 404 404  403 404
approvals:route_further        d_above     EMPTY IN  .   .    .   404 .   .    403 302 .   .    .   .   .   .    .   .
approvals:initiation_file      d_initiated GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
approvals:meetings             -           GET   IN  IN  PW   404 404 404 404  200 200 200 200  200 404 404 404  200 200
approvals:new_meeting          -           GET   IN  IN  PW   403 403 403 403  200 200 403 403  403 403 403 403  200 200
approvals:new_meeting          -           POST  IN  IN  PW   403 403 403 403  302 302 403 403  403 403 403 403  302 302
approvals:new_meeting          -           EMPTY IN  .   .    403 .   .   .    422 .   .   .    .   .   .   .    .   .
approvals:meeting              d_meeting   GET   IN  IN  PW   404 404 404 404  200 200 200 200  200 404 404 404  200 404
approvals:attendance           d_meeting   GET   IN  IN  PW   404 404 404 404  200 200 403 403  403 404 404 404  403 404
approvals:attendance           d_meeting   POST  IN  IN  PW   404 404 404 404  302 302 403 403  403 404 404 404  403 404
approvals:attendance           d_meeting   EMPTY IN  .   .    .   404 .   .    422 .   403 .    .   .   .   .    .   .
approvals:minutes              d_meeting   GET   IN  IN  PW   404 404 404 404  403 200 200 403  403 404 404 404  403 404
approvals:minutes              d_meeting   POST  IN  IN  PW   404 404 404 404  403 302 302 403  403 404 404 404  403 404
approvals:minutes              d_meeting   EMPTY IN  .   .    .   404 .   .    403 422 .   .    .   .   .   .    .   .
approvals:authority            -           GET   IN  IN  PW   200 200 200 200  200 200 200 200  200 404 404 404  200 200
approvals:edit_authority       -           GET   IN  IN  PW   403 403 403 403  403 403 200 403  403 403 403 403  403 403
approvals:edit_authority       -           POST  IN  IN  PW   403 403 403 403  403 403 302 403  403 403 403 403  403 403
approvals:edit_authority       -           EMPTY IN  .   .    .   .   .   .    403 .   422 .    .   .   .   .    .   .
approvals:copies               -           GET   IN  IN  PW   404 404 404 404  200 200 200 200  200 404 404 200  200 200
approvals:acknowledge          d_copy      GET   IN  IN  PW   404 404 404 404  403 403 403 403  403 404 404 200  403 404
approvals:acknowledge          d_copy      POST  IN  IN  PW   404 404 404 404  403 403 403 403  403 404 404 302  403 404
approvals:acknowledge          d_copy      EMPTY IN  .   .    .   404 .   .    403 .   .   .    .   .   .   302  .   .
approvals:copy_pdf             d_copy      GET   IN  IN  PW   404 404 404 404  200 200 200 200  200 404 404 200  200 404

api_application_comment        d_accepted  POST  401 401 403  403 403 403 404  200 200 200 200  403 404 404 404  403 404
api_application_comment        d_accepted  EMPTY 401 .   .    .   .   .   404  422 .   .   .    403 .   .   .    .   .
api_application_communication  d_accepted  POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_application_communication  d_accepted  EMPTY 401 .   .    .   .   .   422  422 .   422 .    .   .   .   .    .   .
api_application_initiation     d_accepted  POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_application_initiation     d_accepted  EMPTY 401 .   .    .   .   .   422  422 .   422 .    .   .   .   .    .   .
api_application_appraisal      d_initiated POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_application_appraisal      d_initiated EMPTY 401 .   .    .   .   .   422  422 .   422 .    .   .   .   .    .   .
api_application_unfit          d_accepted  POST  401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_application_unfit          d_accepted  EMPTY 401 .   .    .   .   .   404  403 422 .   .    .   .   .   .    .   .
api_application_route_up       d_beyond    POST  401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_application_route_up       d_beyond    EMPTY 401 .   .    .   .   .   404  403 200 .   .    .   .   .   .    .   .
api_application_agenda         d_appraised POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_application_agenda         d_appraised EMPTY 401 .   .    .   .   .   422  422 .   422 .    .   .   .   .    .   .
api_application_off_agenda     d_agenda    POST  401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_application_off_agenda     d_agenda    EMPTY 401 .   .    .   .   .   404  403 422 .   .    .   .   .   .    .   .
api_application_procedure      d_agenda    POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_application_procedure      d_agenda    EMPTY 401 .   .    .   .   .   422  422 .   422 .    .   .   .   .    .   .
api_application_result         d_found     POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_application_result         d_found     EMPTY 401 .   .    .   .   .   422  422 .   422 .    .   .   .   .    .   .
api_application_reply          d_closed    POST  401 401 403  403 403 403 404  403 403 200 403  403 404 404 404  403 404
api_application_reply          d_closed    EMPTY 401 .   .    .   .   .   404  403 .   422 .    .   .   .   .    .   .
api_application_superior_reply d_routed    POST  401 401 403  404 404 404 404  403 403 200 403  404 404 404 404  403 404
api_application_superior_reply d_routed    EMPTY 401 .   .    .   422 .   .    422 .   422 .    .   .   .   .    .   .
api_application_route_further  d_above     POST  401 401 403  404 404 404 404  403 200 200 403  404 404 404 404  403 404
api_application_route_further  d_above     EMPTY 401 .   .    .   404 .   .    403 200 .   .    .   .   .   .    .   .
api_application_proceedings    d_closed    GET   401 401 403  200 200 200 404  200 200 200 200  200 404 404 404  200 404
api_meetings                   -           GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_meetings                   -           POST  401 401 403  404 404 404 404  201 201 403 403  404 404 404 404  403 404
api_meetings                   -           EMPTY 401 .   .    .   .   .   .    422 .   422 .    .   .   .   .    .   .
api_meeting                    d_meeting   GET   401 401 403  404 404 404 404  200 200 200 200  200 404 404 404  200 404
api_meeting_attendance         d_meeting   POST  401 401 403  404 404 404 404  200 200 403 403  403 404 404 404  403 404
api_meeting_attendance         d_meeting   EMPTY 401 .   .    .   422 .   .    422 .   422 .    .   .   .   .    .   .
api_meeting_minutes            d_meeting   POST  401 401 403  404 404 404 404  403 200 200 403  403 404 404 404  403 404
api_meeting_minutes            d_meeting   EMPTY 401 .   .    .   404 .   .    403 422 .   .    .   .   .   .    .   .
api_authority                  -           POST  401 401 403  404 404 404 404  403 403 200 403  404 404 404 404  403 404
api_authority                  -           EMPTY 401 .   .    .   .   .   .    422 .   422 .    .   .   .   .    .   .
api_copies                     -           GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_acknowledge                d_copy      POST  401 401 403  404 404 404 404  403 403 403 403  403 404 404 200  403 404
api_acknowledge                d_copy      EMPTY 401 .   .    .   404 .   .    403 .   .   .    .   .   .   200  .   .

approvals:follow_up            -           GET   IN  IN  PW   200 200 200 200  200 200 200 200  200 404 404 404  200 200
approvals:standards            -           GET   IN  IN  PW   200 200 200 200  200 200 200 200  200 404 404 404  200 200
approvals:edit_standard        app_kind    GET   IN  IN  PW   404 404 404 404  403 200 200 403  403 404 404 404  403 404
approvals:edit_standard        app_kind    POST  IN  IN  PW   404 404 404 404  403 302 302 403  403 404 404 404  403 404
approvals:edit_standard        app_kind    EMPTY IN  .   .    .   .   .    .    403 422 .   .    .   .   .   .    .   .
approvals:restore_standard     app_kind    POST  IN  IN  PW   404 404 404 404  403 302 302 403  403 404 404 404  403 404
approvals:restore_standard     app_kind    EMPTY IN  .   .    403 .   .    .    403 302 .   .    .   .   .   .    .   .
api_standards                  -           GET   401 401 403  200 200 200 200  200 200 200 200  200 404 404 404  200 200
api_standards                  -           POST  401 401 403  404 404 404 404  403 201 201 403  404 404 404 404  403 404
api_standards                  -           EMPTY 401 .   .    .   .   .   .    422 .   422 .    .   .   .   .    .   .
api_standard_restore           -           POST  401 401 403  404 404 404 404  403 200 200 403  404 404 404 404  403 404
api_standard_restore           -           EMPTY 401 .   .    .   .   .   .    422 .   422 .    .   .   .   .    .   .
approvals:add_task             d_copied    GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
approvals:add_task             d_copied    POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
approvals:add_task             d_copied    EMPTY IN  .   .    .   .   .   404  422 .   403 .    .   .   .   .    .   .
approvals:task                 d_task      GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
approvals:report_task          d_task      GET   IN  IN  PW   200 200 200 404  403 403 403 403  403 404 404 404  403 404
approvals:report_task          d_task      POST  IN  IN  PW   302 302 302 404  403 403 403 403  403 404 404 404  403 404
approvals:report_task          d_task      EMPTY IN  .   .    422 .   .   404  403 .   .   .    .   .   .   .    .   .
approvals:check_task           d_reported  GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
approvals:check_task           d_reported  POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
approvals:check_task           d_reported  EMPTY IN  .   .    .   .   .   404  422 .   403 .    .   .   .   .    .   .
approvals:task_letter          d_wanting   GET   IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 404  403 404
approvals:task_letter          d_wanting   POST  IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 404  403 404
approvals:task_letter          d_wanting   EMPTY IN  .   .    .   .   .   404  403 422 .   .    .   .   .   .    .   .
approvals:task_entry           d_wanting   GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
approvals:task_entry           d_wanting   POST  IN  IN  PW   403 403 403 404  409 409 403 403  403 404 404 404  403 404
approvals:task_entry           d_wanting   EMPTY IN  .   .    .   .   .   404  409 .   403 .    .   .   .   .    .   .
approvals:task_file            d_file      GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
api_tasks                      -           GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_task_add                   d_copied    POST  401 401 403  403 403 403 404  201 201 403 403  403 404 404 404  403 404
api_task_add                   d_copied    EMPTY 401 .   .    .   .   .   422  422 .   422 .    .   .   .   .    .   .
api_task_report                d_task      POST  401 401 403  200 200 200 404  403 403 403 403  403 404 404 404  403 404
api_task_report                d_task      EMPTY 401 .   .    422 .   .   404  403 .   .   .    .   .   .   .    .   .
api_task_check                 d_reported  POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_task_check                 d_reported  EMPTY 401 .   .    .   .   .   422  422 .   422 .    .   .   .   .    .   .
api_task_letter                d_wanting   POST  401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_task_letter                d_wanting   EMPTY 401 .   .    .   .   .   422  422 422 .   .    .   .   .   .    .   .
api_task_entry                 d_wanting   POST  401 401 403  403 403 403 404  409 409 403 403  403 404 404 404  403 404
api_task_entry                 d_wanting   EMPTY 401 .   .    .   .   .   404  409 .   403 .    .   .   .   .    .   .

approvals:set_up_task_force    d_reform    GET   IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 404  403 404
approvals:set_up_task_force    d_reform    POST  IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 404  403 404
approvals:set_up_task_force    d_reform    EMPTY IN  .   .    .   .   .   404  403 422 .   .    .   .   .   .    .   .
approvals:task_force           d_force     GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 200  200 404
approvals:task_force_members   d_force     GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 403  403 404
approvals:task_force_members   d_force     POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 403  403 404
approvals:task_force_members   d_force     EMPTY IN  .   .    .   .   .   404  422 422 .   .    .   .   .   .    .   .
approvals:task_force_task      d_force     GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 403  403 404
approvals:task_force_task      d_force     POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 403  403 404
approvals:task_force_task      d_force     EMPTY IN  .   .    .   .   .   404  422 422 .   .    .   .   .   .    .   .
approvals:task_force_done      d_ftask     GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 403  403 404
approvals:task_force_done      d_ftask     POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 403  403 404
approvals:task_force_done      d_ftask     EMPTY IN  .   .    .   .   .   404  422 422 .   .    .   .   .   .    .   .
approvals:task_force_give_on   d_ftask     GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 403  403 404
approvals:task_force_give_on   d_ftask     POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 403  403 404
approvals:task_force_give_on   d_ftask     EMPTY IN  .   .    .   .   .   404  422 422 .   .    .   .   .   .    .   .
approvals:task_force_move_task d_ftask     GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 403  403 404
approvals:task_force_move_task d_ftask     POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 403  403 404
approvals:task_force_move_task d_ftask     EMPTY IN  .   .    .   .   .   404  422 422 .   .    .   .   .   .    .   .
approvals:move_task_force_end  d_force     GET   IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 403  403 404
approvals:move_task_force_end  d_force     POST  IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 403  403 404
approvals:move_task_force_end  d_force     EMPTY IN  .   .    .   .   .   404  403 422 .   .    .   .   .   .    .   .
approvals:end_task_force       d_force     GET   IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 403  403 404
approvals:end_task_force       d_force     POST  IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 403  403 404
approvals:end_task_force       d_force     EMPTY IN  .   .    .   .   .   404  403 422 .   .    .   .   .   .    .   .
api_task_forces                d_reform    GET   401 401 403  200 200 200 404  200 200 200 200  200 404 404 404  200 404
api_task_forces                d_reform    POST  401 401 403  403 403 403 404  403 201 201 403  403 404 404 404  403 404
api_task_forces                d_reform    EMPTY 401 .   .    .   .   .   422  422 422 .   .    .   .   .   .    .   .
api_own_task_forces            -           GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_task_force                 d_force     GET   401 401 403  200 200 200 404  200 200 200 200  200 404 404 200  200 404
api_task_force_members         d_force     POST  401 401 403  403 403 403 404  200 200 200 403  403 404 404 403  403 404
api_task_force_members         d_force     EMPTY 401 .   .    .   .   .   422  422 422 .   .    .   .   .   .    .   .
api_task_force_task            d_force     POST  401 401 403  403 403 403 404  201 201 201 403  403 404 404 403  403 404
api_task_force_task            d_force     EMPTY 401 .   .    .   .   .   422  422 422 .   .    .   .   .   .    .   .
api_task_force_done            d_ftask     POST  401 401 403  403 403 403 404  200 200 200 403  403 404 404 403  403 404
api_task_force_done            d_ftask     EMPTY 401 .   .    .   .   .   404  422 422 .   .    .   .   .   .    .   .
api_task_force_give_on         d_ftask     POST  401 401 403  403 403 403 404  200 200 200 403  403 404 404 403  403 404
api_task_force_give_on         d_ftask     EMPTY 401 .   .    .   .   .   422  422 422 .   .    .   .   .   .    .   .
api_task_force_move_task       d_ftask     POST  401 401 403  403 403 403 404  200 200 200 403  403 404 404 403  403 404
api_task_force_move_task       d_ftask     EMPTY 401 .   .    .   .   .   422  422 422 .   .    .   .   .   .    .   .
api_task_force_move_end        d_force     POST  401 401 403  403 403 403 404  403 200 200 403  403 404 404 403  403 404
api_task_force_move_end        d_force     EMPTY 401 .   .    .   .   .   422  422 422 .   .    .   .   .   .    .   .
api_task_force_end             d_force     POST  401 401 403  403 403 403 404  403 200 200 403  403 404 404 403  403 404
api_task_force_end             d_force     EMPTY 401 .   .    .   .   .   404  403 422 .   .    .   .   .   .    .   .

approvals:controls             -           GET   IN  IN  PW   200 200 200 200  200 200 200 200  200 404 404 404  200 200
approvals:suspend              -           GET   IN  IN  PW   403 403 403 403  403 403 200 403  403 403 403 403  403 403
approvals:suspend              -           POST  IN  IN  PW   403 403 403 403  403 403 302 403  403 403 403 403  403 403
approvals:suspend              -           EMPTY IN  .   .    .   .   .   .    403 .   422 .    .   .   .   .    .   .
approvals:cut_quota            -           GET   IN  IN  PW   403 403 403 403  403 403 200 403  403 403 403 403  403 403
approvals:cut_quota            -           POST  IN  IN  PW   403 403 403 403  403 403 302 403  403 403 403 403  403 403
approvals:cut_quota            -           EMPTY IN  .   .    .   .   .   .    403 .   422 .    .   .   .   .    .   .
approvals:withdraw_authority   -           GET   IN  IN  PW   403 403 403 403  403 200 200 403  403 403 403 403  200 403
approvals:withdraw_authority   -           POST  IN  IN  PW   403 403 403 403  403 422 422 403  403 403 403 403  302 403
approvals:withdraw_authority   -           EMPTY IN  .   .    .   .   .   .    403 .   .   .    .   .   .   .    422 .
approvals:lift                 d_stop      GET   IN  IN  PW   404 404 404 404  403 403 200 403  403 404 404 404  403 404
approvals:lift                 d_stop      POST  IN  IN  PW   404 404 404 404  403 403 302 403  403 404 404 404  403 404
approvals:lift                 d_stop      EMPTY IN  .   .    .   404 .   .    403 .   422 .    .   .   .   .    .   .
approvals:review_withdrawal    d_taken     GET   IN  IN  PW   404 404 404 404  403 403 403 403  403 404 404 404  200 404
approvals:review_withdrawal    d_taken     POST  IN  IN  PW   404 404 404 404  403 403 403 403  403 404 404 404  302 404
approvals:review_withdrawal    d_taken     EMPTY IN  .   .    .   404 .   .    403 .   .   .    .   .   .   .    422 .
approvals:give_back            d_taken     GET   IN  IN  PW   404 404 404 404  403 403 403 403  403 404 404 404  200 404
approvals:give_back            d_taken     POST  IN  IN  PW   404 404 404 404  403 403 403 403  403 404 404 404  302 404
approvals:give_back            d_taken     EMPTY IN  .   .    .   404 .   .    403 .   .   .    .   .   .   .    422 .
api_suspensions                -           GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_suspensions                -           POST  401 401 403  404 404 404 404  403 403 201 403  404 404 404 404  403 404
api_suspensions                -           EMPTY 401 .   .    .   .   .   .    422 .   422 .    .   .   .   .    .   .
api_suspension_lift            d_stop      POST  401 401 403  404 404 404 404  403 403 200 403  403 404 404 404  403 404
api_suspension_lift            d_stop      EMPTY 401 .   .    .   404 .   .    403 .   422 .    .   .   .   .    .   .
api_withdrawals                -           GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_withdrawals                -           POST  401 401 403  404 404 404 404  403 403 403 403  404 404 404 404  201 404
api_withdrawals                -           EMPTY 401 .   .    .   .   .   .    422 .   .   .    .   .   .   .    422 .
api_withdrawal_review          d_taken     POST  401 401 403  404 404 404 404  403 403 403 403  403 404 404 404  200 404
api_withdrawal_review          d_taken     EMPTY 401 .   .    .   422 .   .    422 .   .   .    .   .   .   .    422 .
api_withdrawal_end             d_taken     POST  401 401 403  404 404 404 404  403 403 403 403  403 404 404 404  200 404
api_withdrawal_end             d_taken     EMPTY 401 .   .    .   404 .   .    403 .   .   .    .   .   .   .    422 .
api_quota_cuts                 -           GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_quota_cuts                 -           POST  401 401 403  404 404 404 404  403 403 201 403  404 404 404 404  403 404
api_quota_cuts                 -           EMPTY 401 .   .    .   .   .   .    422 .   422 .    .   .   .   .    .   .
"""
ASPECTS = ("political", "systematic", "legal", "necessary", "reasonable", "feasible")
CRITERIA = ("leadership", "lawful", "sound")
REASON = {"reason": "另行研究"}
ADMINISTRATIVE = NewItem("收回行政编制", amount=-1, post_kind="administrative")  # beyond cities and counties
MEMBERS = ("委员甲", "委员乙", "委员丙")


def _day(world: Any = None) -> str:
    return today().isoformat()


def _in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def _initiation(world: Any) -> dict[str, Any]:
    return {
        "situation": "department",
        "party_group_on": _day(),
        "party_group_document": "党组会议纪要〔2026〕3号",
        "held_on": _day(),
        "communicated_on": _day(),
        "people": "机构编制科",
        "summary": "沟通更名依据",
    }


def _initiation_form(world: Any) -> dict[str, Any]:
    return {**_initiation(world), "attachment": SimpleUploadedFile("纪要.txt", "纪要".encode())}


def _appraisal_form(world: Any) -> dict[str, Any]:
    views = dict.fromkeys(ASPECTS, "符合要求") | {f"holds_{aspect}": "yes" for aspect in ASPECTS}
    return {**views, "conclusion": "建议同意"}


def _appraisal(world: Any) -> dict[str, Any]:
    return {"views": {one: {"holds": True, "view": "符合要求"} for one in ASPECTS}, "conclusion": "建议同意"}


def _result(world: Any) -> dict[str, Any]:
    votes = {"votes_for": 3, "votes_against": 0, "abstentions": 0}
    return {"result": "approved", "criteria": list(CRITERIA), **votes}


def _answer(world: Any) -> dict[str, Any]:
    return {
        "result": "disapproved",
        "body": "commission",
        "decided_by": "市委编委",
        "decided_on": _day(),
        "explanation": "条件不成熟",
        "text": "不予批准",
    }


def _attendance_form(world: Any) -> dict[str, Any]:
    rows = {f"rows-{place}-name": name for place, name in enumerate(MEMBERS)}
    rows |= {f"rows-{place}-part": "member" for place in range(len(MEMBERS))}
    rows |= {f"rows-{place}-present": "on" for place in range(len(MEMBERS))}
    return {"rows-TOTAL_FORMS": len(MEMBERS), "rows-INITIAL_FORMS": 0, **rows}


def _attendees(world: Any) -> dict[str, Any]:
    return {"attendees": [{"part": "member", "name": name} for name in MEMBERS]}


def _meeting(world: Any) -> dict[str, Any]:
    return {"body": "commission", "title": "第9次会议", "held_on": _day(), "chaired_by": "主任"}


def _task(world: Any) -> dict[str, Any]:
    return {"subject": "duties", "text": "修订三定", "due_on": (today() + timedelta(days=30)).isoformat()}


def _letter(world: Any) -> dict[str, Any]:
    return {"demand": "限期办结", "answer_by": (today() + timedelta(days=10)).isoformat()}


def _control(world: Any) -> dict[str, Any]:
    return {"office": world.office.pk, "scope": "unit", "reason": "连续虚报", "decided_by": "编委会议"}


def _control_form(world: Any) -> dict[str, Any]:
    return {**_control(world), "unit": world.objects["d_unit"]}


def _control_data(world: Any) -> dict[str, Any]:
    return {**_control(world), "unit": Unit.objects.get(pk=world.objects["d_unit"]).code}


def _study(world: Any) -> dict[str, Any]:
    consent = {"consent_document": "省编委〔2026〕5号", "consent_on": _day(), "review_months": 6}
    return {"study": "专题研究", "opinions": "听取意见", **consent}


def _cut(world: Any) -> dict[str, Any]:
    said = {"reason": "吃空饷", "decided_by": "编委会议", "document": "编委〔2026〕7号"}
    return {"ground": "pay_without_work", "post_kind": "institution", "amount": 1, **said}


def _standard(world: Any) -> dict[str, Any]:
    tasks = [{"subject": "report", "text": "报告落实情况", "days": 20}]
    return {"office": world.office.pk, "kind": "rename", "tasks": tasks, "copies": []}


def _people(world: Any) -> dict[str, Any]:
    return {"leader": world.people["clerk"].person_id, "members": [team_of(world.office).verifier.person_id]}


def _force(world: Any) -> dict[str, Any]:
    return {**_people(world), "name": "职能调整专班", "since": _day(), "due_on": _in_days(60)}


def _force_task(world: Any) -> dict[str, Any]:
    return {"text": "梳理职责", "person": team_of(world.office).verifier.person_id, "due_on": _in_days(20)}


def _give_on(world: Any) -> dict[str, Any]:
    return {"person": world.people["clerk"].person_id, "reason": "另有任务"}


def _move(world: Any) -> dict[str, Any]:
    return {"due_on": _in_days(30), "reason": "等待批文"}


def _end_form(world: Any) -> dict[str, Any]:
    return {"result": "完成调整", f"task_{world.objects['d_ftask']}": "并入落实任务"}


def _end(world: Any) -> dict[str, Any]:
    return {"result": "完成调整", "unfinished": [{"task": world.objects["d_ftask"], "what": "并入落实任务"}]}


BODIES: dict[str, Any] = {
    "approvals:edit_standard": lambda world: {
        "office": world.office.pk, "tasks-TOTAL_FORMS": 1, "tasks-INITIAL_FORMS": 0, "copies-TOTAL_FORMS": 0,
        "copies-INITIAL_FORMS": 0, "tasks-0-subject": "report", "tasks-0-text": "报告落实情况", "tasks-0-days": 20,
    },
    "approvals:restore_standard": lambda world: {"office": world.office.pk},
    "api_standards": _standard,
    "api_standard_restore": lambda world: {"office": world.office.pk, "kind": "rename"},
    "approvals:comment": lambda world: {"text": "请补充依据"},
    "api_application_comment": lambda world: {"text": "请补充依据"},
    "approvals:communicate": _initiation,
    "approvals:initiate": _initiation_form,
    "approvals:appraise": _appraisal_form,
    "approvals:unfit": lambda world: {"explanation": "研究不足"},
    "approvals:route_up": lambda world: REASON,
    "approvals:agenda": lambda world: {"meeting": world.objects["d_meeting"]},
    "approvals:off_agenda": lambda world: REASON,
    "approvals:procedure": lambda world: {"sound": "yes", "finding": "程序完备"},
    "approvals:result": _result,
    "approvals:reply": lambda world: {"text": "同意变更名称"},
    "approvals:superior_reply": _answer,
    "approvals:route_further": lambda world: REASON,
    "approvals:new_meeting": lambda world: {**_meeting(world), **_attendance_form(world)},
    "approvals:attendance": _attendance_form,
    "approvals:minutes": lambda world: {"minutes": "会议纪要"},
    "approvals:edit_authority": lambda world: {
        "rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 0, "rows-0-body": "directors"
    },
    "approvals:suspend": _control_form,
    "approvals:withdraw_authority": lambda world: {**_control_form(world), **_study(world)},
    "approvals:lift": lambda world: REASON,
    "approvals:review_withdrawal": lambda world: {"findings": "整改见效", "progress": "yes"},
    "approvals:give_back": lambda world: REASON,
    "approvals:cut_quota": lambda world: {**_cut(world), "unit": world.objects["d_unit"]},
    "api_suspensions": _control_data,
    "api_suspension_lift": lambda world: REASON,
    "api_withdrawals": lambda world: {**_control_data(world), **_study(world)},
    "api_withdrawal_review": lambda world: {"findings": "整改见效", "progress": True},
    "api_withdrawal_end": lambda world: REASON,
    "api_quota_cuts": lambda world: {**_cut(world), "unit": Unit.objects.get(pk=world.objects["d_unit"]).code},
    "approvals:set_up_task_force": _force,
    "approvals:task_force_members": _people,
    "approvals:task_force_task": _force_task,
    "approvals:task_force_done": lambda world: {"result": "已梳理"},
    "approvals:task_force_give_on": _give_on,
    "approvals:task_force_move_task": _move,
    "approvals:move_task_force_end": _move,
    "approvals:end_task_force": _end_form,
    "api_task_forces": _force,
    "api_task_force_members": _people,
    "api_task_force_task": _force_task,
    "api_task_force_done": lambda world: {"result": "已梳理"},
    "api_task_force_give_on": _give_on,
    "api_task_force_move_task": _move,
    "api_task_force_move_end": _move,
    "api_task_force_end": _end,
    "approvals:add_task": _task,
    "approvals:report_task": lambda world: {"text": "已办结", "files": a_file().upload},
    "approvals:check_task": lambda world: {"fulfilled": "no", "finding": "未见正式文件"},
    "approvals:task_letter": _letter,
    "approvals:task_entry": lambda world: {"facts": "逾期未落实"},
    "api_task_add": _task,
    "api_task_report": lambda world: {"text": "已办结", "files": a_file().upload},
    "api_task_check": lambda world: {"fulfilled": False, "finding": "未见正式文件"},
    "api_task_letter": _letter,
    "api_task_entry": lambda world: {"facts": "逾期未落实"},
    "api_application_communication": _initiation,
    "api_application_initiation": _initiation,
    "api_application_appraisal": _appraisal,
    "api_application_unfit": lambda world: {"explanation": "研究不足"},
    "api_application_route_up": lambda world: REASON,
    "api_application_agenda": lambda world: {"meeting": world.objects["d_meeting"]},
    "api_application_off_agenda": lambda world: REASON,
    "api_application_procedure": lambda world: {"sound": True, "finding": "程序完备"},
    "api_application_result": _result,
    "api_application_reply": lambda world: {"text": "同意变更名称"},
    "api_application_superior_reply": _answer,
    "api_application_route_further": lambda world: REASON,
    "api_meetings": lambda world: {**_meeting(world), **_attendees(world), "office": world.office.pk},
    "api_meeting_attendance": _attendees,
    "api_meeting_minutes": lambda world: {"minutes": "会议纪要"},
    "api_authority": lambda world: {"office": world.office.pk, "lines": [{"body": "directors"}]},
}  # fmt: skip
QUERIES: dict[str, Any] = {"approvals:edit_standard": lambda world: {"office": world.office.pk}}
FORMS = frozenset({"api_application_initiation", "api_task_report"})
FILES = {"approvals:initiation_file", "approvals:copy_pdf", "approvals:task_file"}


def enter_objects(world: Any) -> None:
    """Applications of the world's unit in the states after admission, a meeting, a copied decision."""
    team = team_of(world.office)
    world.objects["d_accepted"] = _accepted(world).pk
    for name in ("initiated", "appraised", "agenda", "found", "closed", "copied"):
        application = _accepted(world)
        world.objects[f"d_{name}"] = application.pk
        _initiated(application)
        if name != "initiated":
            _appraised(application)
        if name not in {"initiated", "appraised"}:
            _deliberated(world, application, name)
    _controls(world)
    _task_force(world)
    lines = [TaskLine(subject, "落实批复", 20) for subject in ("registration", "real_name", "report")]
    copies = [CopyLine("调整信息", partner_kind="organisation")]
    set_standard(office_id=world.office.pk, kind_code="rename", tasks=lines, copies=copies, actor=team.chief)
    world.objects["d_meeting"] = _called(world).pk
    _beyond(world)
    done = decision.issue_reply(
        application_id=world.objects["d_copied"], reply=Reply("同意变更名称"), actor=team.leader
    )
    assert done.document_id
    papers.pdf_of(done.document_id)
    wanting, reported, open_one = FollowUpTask.objects.filter(application=done.application_id).order_by("pk")
    world.objects["d_task"], world.objects["d_wanting"] = open_one.pk, wanting.pk
    follow_up.report_task(task_id=wanting.pk, text="已办", files=[a_file()], actor=people_of(world.unit).clerk)
    follow_up.check_task(task_id=wanting.pk, fulfilled=False, finding="未见正式文件", actor=team.verifier)
    follow_up.report_task(task_id=reported.pk, text="已更新", files=[a_file()], actor=people_of(world.unit).clerk)
    world.objects["d_file"] = reported.files.get().pk
    world.objects["d_reported"] = reported.pk
    world.objects["d_copy"] = done.copies.exclude(partner=None).get().pk


def _beyond(world: Any) -> None:
    """A matter beyond the office, and two of an office below: one that this office answers, one beyond it too."""
    application = _accepted(world, "change_duties", items=[ADMINISTRATIVE])
    _initiated(application)
    _appraised(application)
    world.objects["d_beyond"] = application.pk
    below = an_office("LOW", level=Office.Level.COUNTY, superior=world.office)
    unit, team = a_unit(below), team_of(below)
    write_authority(office_id=below.pk, lines=[Line("superior")], actor=team.leader)
    for name, kind, items in (("d_routed", "rename", []), ("d_above", "change_duties", [ADMINISTRATIVE])):
        application = _accepted(world, kind, unit=unit, items=items)
        _initiated(application)
        _appraised(application)
        results.route_up(application_id=application.pk, reason="涉及上级事权", actor=team.chief)
        world.objects[name] = application.pk


def _task_force(world: Any) -> None:
    """A reform task without task force, and one whose force is led by the clerk, with an open task; somebody of a
    partner department is in it."""
    team, leads = team_of(world.office), world.people["clerk"]
    world.objects["d_reform"] = _accepted(world, "change_duties").pk
    force = task_forces.set_up_task_force(
        application_id=_accepted(world, "change_duties").pk,
        force=NewForce(
            "职能调整专班",
            leads.person_id,
            [team.verifier.person_id, world.people["partner"].person_id],
            today(),
            today() + timedelta(days=60),
        ),
        actor=team.chief,
    )
    task = force_tasks.add_task(
        force_id=force.pk,
        text="梳理职责",
        person_id=team.verifier.person_id,
        due_on=today() + timedelta(days=20),
        actor=leads,
    )
    world.objects["d_force"], world.objects["d_ftask"] = force.pk, task.pk


def _controls(world: Any) -> None:
    """A unit of the office that the world's unit knows nothing of, with a suspension and its authority taken up."""
    unit, superior = a_unit(world.office), team_of(world.superior)
    team = team_of(world.office)
    world.objects["d_unit"] = unit.pk
    change_quota(unit_id=unit.pk, kind="institution", count=9, document="批文", actor=team.clerk)
    control = NewControl(scope="unit", unit_id=unit.pk, kinds=["change_rank"], reason="连续虚报", decided_by="编委会议")
    row = controls.suspend(office_id=world.office.pk, control=control, actor=team.leader)
    world.objects["d_stop"] = row.pk
    study = Study("专题研究", "听取意见", "省编委〔2026〕5号", today())
    taken = controls.withdraw_authority(office_id=world.office.pk, control=control, study=study, actor=superior.leader)
    controls.review_withdrawal(withdrawal_id=taken.pk, findings="明显进展", progress=True, actor=superior.leader)
    world.objects["d_taken"] = taken.pk


def _called(world: Any) -> Any:
    return meetings.call_meeting(
        office_id=world.office.pk,
        meeting=NewMeeting("directors", "主任办公会", today(), "主任"),
        attendees=[Attendee("member", name=name) for name in MEMBERS],
        actor=team_of(world.office).clerk,
    )


def _accepted(world: Any, code: str = "rename", *, unit: Unit | None = None, items: Any = ()) -> Application:
    unit = unit or world.unit
    kind, at_unit, team = ApplicationKind.objects.get(code=code), people_of(unit), team_of(unit.office)
    draft = Draft(
        title=kind.name_zh, form={one["code"]: "见请示" for one in kind.fields}, items=items, figures_agree=True
    )
    made = filing.save_draft(unit_id=unit.pk, kind_code=kind.code, draft=draft, actor=at_unit.clerk)
    for one in kind.materials:
        if one["required"]:
            filing.add_material(application_id=made.pk, code=one["code"], file=a_file(), actor=at_unit.clerk)
    filing.submit(application_id=made.pk, actor=at_unit.head)
    for capacity in ("supervision", "registration", "e_government"):
        review.give_opinion(application_id=made.pk, capacity=capacity, opinion="agree", actor=team.clerk)
    done = admission.decide_admission(application_id=made.pk, actor=team.clerk)
    assert done.state == "accepted"
    return done


def _initiated(application: Application) -> None:
    initiation.record_initiation(
        application_id=application.pk,
        situation="department",
        party_group_on=today(),
        party_group_document="党组会议纪要〔2026〕3号",
        attachment=a_file("纪要.txt"),
        communication=Communication(today(), "机构编制科", "沟通更名依据"),
        actor=team_of(application.office).verifier,
    )


def _appraised(application: Application) -> None:
    """By the verifier, so that clerk and chief may find on the procedure and the leader may sign."""
    appraisal.record_appraisal(
        application_id=application.pk,
        views={aspect: View(True, "符合要求") for aspect in ASPECTS},
        conclusion="建议同意",
        experts="专家均同意",
        risk_assessment="低风险",
        prior_assessment="确有必要",
        actor=team_of(application.office).verifier,
    )


def _deliberated(world: Any, application: Application, name: str) -> None:
    team, meeting = team_of(world.office), _called(world)
    meetings.put_on_agenda(application_id=application.pk, meeting_id=meeting.pk, actor=team.clerk)
    if name == "agenda":
        return
    meetings.find_procedure(application_id=application.pk, sound=True, finding="程序完备", actor=team.chief)
    if name == "found":
        return
    outcome = Outcome(
        result=AgendaItem.Result.APPROVED,
        criteria=dict.fromkeys(CRITERIA, True),
        votes_for=3,
        votes_against=0,
        abstentions=0,
    )
    results.record_result(application_id=application.pk, outcome=outcome, actor=team.clerk)
    meetings.close_meeting(meeting_id=meeting.pk, minutes="会议纪要", actor=team.chief)
