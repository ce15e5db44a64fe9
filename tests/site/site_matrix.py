"""Role × route × method, spelled out: the code that each person meets at each door.

``POST`` sends what the act asks for, ``EMPTY`` sends nothing; ``.`` is not tried. Who acts is not the one who handled
the entry before, except where C4 forbids it by itself. Codes beyond the numbers: ``IN`` is the way to sign-in, ``PW``
the way to the change of an old password.
"""

from dataclasses import dataclass
from typing import Any

import site_approvals
import site_deciding
import staffing_matrix
from site_bodies import BODIES, FORMS, HEADERS, QUERIES
from site_world import World

PEOPLE = (
    "anonymous", "suspended", "must_change",  # nobody signed in, a suspended account, a first password
    "unit_clerk", "unit_head", "department", "other_unit",  # of the unit, of its competent department, of another one
    "clerk", "chief", "leader", "observer",  # of the office
    "auditor", "system", "security", "partner",  # administrators and a partner department of the office
    "superior", "sibling",  # section chief of the office above, clerk of an office beside
)  # fmt: skip

TABLE = """
                                               ano sus mus  ucl uhd dep oth  clk chf ldr obs  aud sys sec par  sup sib
healthz                      -           GET   200 200 200  200 200 200 200  200 200 200 200  200 200 200 200  200 200
readyz                       -           GET   200 200 200  200 200 200 200  200 200 200 200  200 200 200 200  200 200
set_language                 -           POST  302 302 302  302 302 302 302  302 302 302 302  302 302 302 302  302 302
set_language                 -           EMPTY 302 .   302  302 .   .   .    .   .   .   .    .   .   .   .    .   .
account_login                -           GET   200 200 PW   302 302 302 302  302 302 302 302  302 302 302 302  302 302
account_login                -           POST  302 302 PW   302 302 302 302  302 302 302 302  302 302 302 302  302 302
account_login                -           EMPTY 200 .   PW   302 .   .   .    .   .   .   .    .   .   .   .    .   .
account_logout               -           GET   302 302 200  200 200 200 200  200 200 200 200  200 200 200 200  200 200
account_logout               -           POST  302 302 302  302 302 302 302  302 302 302 302  302 302 302 302  302 302
account_inactive             -           GET   200 200 PW   200 200 200 200  200 200 200 200  200 200 200 200  200 200
account_change_password      -           GET   IN  IN  200  200 200 200 200  200 200 200 200  200 200 200 200  200 200
account_change_password      -           POST  IN  IN  302  302 302 302 302  302 302 302 302  302 302 302 302  302 302
account_change_password      -           EMPTY IN  .   200  200 .   .   .    .   .   .   .    .   .   .   .    .   .
account_access               -          GET   IN  IN  PW   200 200 200 200  200 200 200 200  200 200 200 200  200 200
account_new_token            -          POST  IN  IN  PW   200 200 200 200  200 200 200 200  200 200 200 200  200 200
account_new_token            -          EMPTY IN  .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
account_end_token            token      POST  IN  IN  PW   404 404 404 404  302 404 404 404  404 404 404 404  404 404
account_end_sessions         -          POST  IN  IN  PW   302 302 302 302  302 302 302 302  302 302 302 302  302 302
my_work                      -           GET   IN  IN  PW   200 200 200 200  200 200 200 200  200 200 200 200  200 200

problems:list                -           GET   IN  IN  PW   200 200 200 200  200 200 200 200  200 200 200 200  200 200
problems:export_list         -          POST  IN  IN  PW   200 200 200 200  200 200 200 200  200 200 200 200  200 200
problems:export_list         -          EMPTY IN  .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
export_table                 table      POST  IN  IN  PW   200 200 200 200  200 200 200 200  200 200 200 200  200 200
export_table                 table      EMPTY IN  .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
export_table_of              entry_table POST  IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
export_table_of              entry_table EMPTY IN  .   .    422 .   .   404  422 .   .   .    .   .   .   .    .   404
problems:exports             -          GET   IN  IN  PW   200 200 200 200  200 200 200 200  200 200 200 200  200 200
problems:export              export     GET   IN  IN  PW   404 404 404 404  200 404 404 404  404 404 404 404  404 404
problems:export_file         export     GET   IN  IN  PW   404 404 404 404  200 404 404 404  404 404 404 404  404 404
problems:batch               -          POST  IN  IN  PW   302 302 302 422  302 302 302 302  302 422 422 422  302 422
problems:batch               -          EMPTY IN  .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
problems:batch_result        batch      GET   IN  IN  PW   404 404 404 404  200 404 404 404  404 404 404 404  404 404
problems:save_view           -          POST  IN  IN  PW   302 302 302 302  302 302 302 302  302 302 302 302  302 302
problems:save_view           -          EMPTY IN  .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
problems:remove_view         view       POST  IN  IN  PW   404 404 404 404  302 404 404 404  404 404 404 404  404 404
problems:units               -           GET   IN  IN  PW   200 200 200 200  200 200 200 200  200 200 200 200  200 200
problems:similar             -           GET   IN  IN  PW   200 200 200 200  200 200 200 200  403 403 403 403  200 200
problems:register            -           GET   IN  IN  PW   403 403 403 403  200 200 403 403  403 403 403 403  200 200
problems:register            -           POST  IN  IN  PW   403 403 403 403  302 302 403 403  403 403 403 403  422 422
problems:register            -           EMPTY IN  .   .    403 .   .   .    422 422 .   .    .   .   .   .    .   .
problems:detail              rectifying  GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
problems:evidence            evidence    GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
problems:evidence_page       evidence    GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
problems:evidence_picture    picture     GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
problems:replace_evidence    evidence    GET   IN  IN  PW   200 200 200 404  403 403 403 403  403 404 404 404  403 404
problems:replace_evidence    evidence    POST  IN  IN  PW   302 302 302 404  403 403 403 403  403 404 404 404  403 404
problems:replace_evidence    evidence    EMPTY IN  .   .    422 422 .   404  403 .   .   .    .   .   .   .    .   .
problems:withdraw_evidence   evidence    GET   IN  IN  PW   200 200 200 404  403 403 403 403  403 404 404 404  403 404
problems:withdraw_evidence   evidence    POST  IN  IN  PW   302 302 302 404  403 403 403 403  403 404 404 404  403 404
problems:withdraw_evidence   evidence    EMPTY IN  .   .    422 422 .   404  403 .   .   .    .   .   .   .    .   .
problems:reuse_evidence      rectifying  GET   IN  IN  PW   200 200 200 404  403 403 403 403  403 404 404 404  403 404
problems:reuse_evidence      rectifying  POST  IN  IN  PW   302 302 302 404  403 403 403 403  403 404 404 404  403 404
problems:reuse_evidence      rectifying  EMPTY IN  .   .    422 422 .   404  403 .   .   .    .   .   .   .    .   .
problems:comment_file        comment_file GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
problems:withdraw_comment    comment     GET   IN  IN  PW   403 403 403 404  403 200 403 403  403 404 404 404  403 404
problems:withdraw_comment    comment     POST  IN  IN  PW   403 403 403 404  403 302 403 403  403 404 404 404  403 404
problems:withdraw_comment    comment     EMPTY IN  .   .    403 .   .   404  403 422 .   .    .   .   .   .    .   .
problems:assign              registered  GET   IN  IN  PW   404 404 404 404  200 200 403 403  403 404 404 404  403 404
problems:assign              registered  POST  IN  IN  PW   404 404 404 404  302 302 403 403  403 404 404 404  403 404
problems:assign              registered  EMPTY IN  .   .    404 .   .   .    422 422 403 .    .   .   .   .    403 .
problems:plan                assigned    GET   IN  IN  PW   200 200 200 404  403 403 403 403  403 404 404 404  403 404
problems:plan                assigned    POST  IN  IN  PW   302 302 302 404  403 403 403 403  403 404 404 404  403 404
problems:plan                assigned    EMPTY IN  .   .    422 422 .   404  403 .   .   .    .   .   .   .    .   .
problems:decide_plan         submitted   GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
problems:decide_plan         submitted   POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
problems:decide_plan         submitted   EMPTY IN  .   .    403 .   .   404  422 .   403 .    .   .   .   .    .   .
problems:progress            rectifying  GET   IN  IN  PW   200 200 200 404  403 403 403 403  403 404 404 404  403 404
problems:progress            rectifying  POST  IN  IN  PW   302 302 302 404  403 403 403 403  403 404 404 404  403 404
problems:progress            rectifying  EMPTY IN  .   .    422 422 .   404  403 .   .   .    .   .   .   .    .   .
problems:comment             rectifying  GET   IN  IN  PW   200 200 200 404  200 200 200 200  403 404 404 404  403 404
problems:comment             rectifying  POST  IN  IN  PW   302 302 302 404  302 302 302 302  403 404 404 404  403 404
problems:comment             rectifying  EMPTY IN  .   .    422 .   .   404  422 .   .   422  403 .   .   .    .   .
problems:void                rectifying  GET   IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 404  403 404
problems:void                rectifying  POST  IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 404  403 404
problems:void                rectifying  EMPTY IN  .   .    403 .   .   404  403 422 422 .    .   .   .   .    .   .
problems:add_unit            rectifying  GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
problems:add_unit            rectifying  POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
problems:add_unit            rectifying  EMPTY IN  .   .    403 .   .   404  422 422 403 .    .   .   .   .    .   .
problems:release_unit        assisting   GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
problems:release_unit        assisting   POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
problems:release_unit        assisting   EMPTY IN  .   .    403 .   .   404  422 .   403 .    .   .   .   .    .   .
problems:link                rectifying  GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
problems:link                rectifying  POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
problems:link                rectifying  EMPTY IN  .   .    403 .   .   404  422 .   403 .    .   .   .   .    .   .
problems:unlink              link        GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
problems:unlink              link        POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
problems:unlink              link        EMPTY IN  .   .    403 .   .   404  422 .   403 .    .   .   .   .    .   .
problems:merge               rectifying  GET   IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 404  403 404
problems:merge               rectifying  POST  IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 404  403 404
problems:merge               rectifying  EMPTY IN  .   .    403 .   .   404  403 422 422 .    .   .   .   .    .   .
problems:report              -           GET   IN  IN  PW   200 200 200 200  403 403 403 403  403 403 403 403  403 403
problems:report              -           POST  IN  IN  PW   302 302 422 422  403 403 403 403  403 403 403 403  403 403
problems:report              -           EMPTY IN  .   .    422 .   .   .    403 .   .   .    .   .   .   .    .   .
problems:reports             -           GET   IN  IN  PW   200 200 200 200  200 200 200 200  403 403 403 403  200 200
problems:discard_draft       draft       GET   IN  IN  PW   404 404 404 404  200 200 403 403  404 404 404 404  404 404
problems:discard_draft       draft       POST  IN  IN  PW   404 404 404 404  302 302 403 403  404 404 404 404  404 404
problems:discard_draft       draft       EMPTY IN  .   .    404 .   .   404  302 .   403 .    .   .   .   .    .   404
problems:accept_report       reported    GET   IN  IN  PW   403 403 404 404  200 200 403 403  404 404 404 404  404 404
problems:accept_report       reported    POST  IN  IN  PW   403 403 404 404  302 302 403 403  404 404 404 404  404 404
problems:accept_report       reported    EMPTY IN  .   .    403 .   404 404  422 .   403 .    404 .   .   .    404 .
problems:refuse_report       reported    GET   IN  IN  PW   403 403 404 404  200 200 403 403  404 404 404 404  404 404
problems:refuse_report       reported    POST  IN  IN  PW   403 403 404 404  302 302 403 403  404 404 404 404  404 404
problems:refuse_report       reported    EMPTY IN  .   .    403 .   404 404  422 .   403 .    404 .   .   .    404 .
problems:ask_correction      rectifying  GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 404  403 404
problems:ask_correction      rectifying  POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 404  403 404
problems:ask_correction      rectifying  EMPTY IN  .   .    403 .   .   404  422 .   .   403  .   .   .   .    .   .
problems:complete_source_facts rectifying GET IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
problems:complete_source_facts rectifying POST IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
problems:complete_source_facts rectifying EMPTY IN .   .    403 .   .   404  422 .   403 403  .   .   .   .    .   .
problems:decide_correction   corrected   GET   IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 404  403 404
problems:decide_correction   corrected   POST  IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 404  403 404
problems:decide_correction   corrected   EMPTY IN  .   .    403 .   .   404  403 422 .   .    .   .   .   .    .   .
problems:correction_file     correction  GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
problems:claim_nature        over_quota  GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
problems:claim_nature        over_quota  POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
problems:claim_nature        over_quota  EMPTY IN  .   .    403 .   .   404  422 .   403 .    .   .   .   .    .   .
problems:decide_nature       claimed     GET   IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 404  403 404
problems:decide_nature       claimed     POST  IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 404  403 404
problems:decide_nature       claimed     EMPTY IN  .   .    403 .   .   404  403 422 .   .    .   .   .   .    .   .
problems:nature_file         claim       GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
problems:types               -           GET   IN  IN  PW   403 403 403 403  200 200 200 200  403 403 403 403  200 200
problems:add_type            office      GET   IN  IN  PW   404 404 404 404  403 200 200 403  404 404 404 404  404 404
problems:add_type            office      POST  IN  IN  PW   404 404 404 404  403 302 302 403  404 404 404 404  404 404
problems:add_type            office      EMPTY IN  .   .    404 .   .   .    403 422 .   .    .   .   .   .    .   404
problems:change_type         type        GET   IN  IN  PW   404 404 404 404  403 200 200 403  404 404 404 404  404 404
problems:change_type         type        POST  IN  IN  PW   404 404 404 404  403 302 302 403  404 404 404 404  404 404
problems:change_type         type        EMPTY IN  .   .    404 .   .   .    403 422 .   .    .   .   .   .    .   404
problems:retire_type         type        GET   IN  IN  PW   404 404 404 404  403 200 200 403  404 404 404 404  404 404
problems:retire_type         type        POST  IN  IN  PW   404 404 404 404  403 302 302 403  404 404 404 404  404 404
problems:retire_type         type        EMPTY IN  .   .    404 .   .   .    403 422 .   .    .   .   .   .    .   404
problems:restore_type        retired     GET   IN  IN  PW   404 404 404 404  403 200 200 403  404 404 404 404  404 404
problems:restore_type        retired     POST  IN  IN  PW   404 404 404 404  403 302 302 403  404 404 404 404  404 404
problems:restore_type        retired     EMPTY IN  .   .    404 .   .   .    403 422 .   .    .   .   .   .    .   404

problems:ask_extension       rectifying  GET   IN  IN  PW   200 200 200 404  403 403 403 403  403 404 404 404  403 404
problems:ask_extension       rectifying  POST  IN  IN  PW   422 422 422 404  403 403 403 403  403 404 404 404  403 404
problems:ask_extension       rectifying  EMPTY IN  .   .    422 . . . 403 . . . . . . . . .
problems:decide_extension    extension   GET   IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 404  403 404
problems:decide_extension    extension   POST  IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 404  403 404
problems:decide_extension    extension   EMPTY IN  .   .    403 . . . 403 . 422 . . . . . . .
problems:required_consent    required    GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
problems:required_consent    required    POST  IN  IN  PW   403 403 403 404  422 422 403 403  403 404 404 404  403 404
problems:required_consent    required    EMPTY IN  .   .    403 . . . 422 . . . . . . . . .
problems:pause               rectifying  GET   IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 404  403 404
problems:pause               rectifying  POST  IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 404  403 404
problems:pause               rectifying  EMPTY IN  .   .    403 . . . 403 . 422 . . . . . . .
problems:resume              paused      GET   IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 404  403 404
problems:resume              paused      POST  IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 404  403 404
problems:resume              paused      EMPTY IN  .   .    403 . . . 403 . 422 . . . . . . .
problems:enter_absorption_plan policy    GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
problems:enter_absorption_plan policy    POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
problems:enter_absorption_plan policy    EMPTY IN  .   .    403 . . . 422 . 403 . . . . . . .
problems:list_supervision    rectifying  GET   IN  IN  PW   403 403 403 404  403 403 200 403  403 404 404 404  403 404
problems:list_supervision    rectifying  POST  IN  IN  PW   403 403 403 404  403 403 302 403  403 404 404 404  403 404
problems:list_supervision    rectifying  EMPTY IN  .   .    403 . . . 403 . 422 . . . . . . .
problems:change_leader       listed      GET   IN  IN  PW   403 403 403 404  403 403 200 403  403 404 404 404  403 404
problems:change_leader       listed      POST  IN  IN  PW   403 403 403 404  403 403 302 403  403 404 404 404  403 404
problems:change_leader       listed      EMPTY IN  .   .    403 . . . 403 . 422 . . . . . . .
problems:delist_supervision  listed      GET   IN  IN  PW   403 403 403 404  403 403 200 403  403 404 404 404  403 404
problems:delist_supervision  listed      POST  IN  IN  PW   403 403 403 404  403 403 302 403  403 404 404 404  403 404
problems:delist_supervision  listed      EMPTY IN  .   .    403 . . . 403 . 422 . . . . . . .
problems:urge                rectifying  GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 404  403 404
problems:urge                rectifying  POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 404  403 404
problems:urge                rectifying  EMPTY IN  .   .    403 . . . 422 . . . . . . . . .
problems:return_progress     report      GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
problems:return_progress     report      POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
problems:return_progress     report      EMPTY IN  .   .    403 . . . 422 . . . . . . . . .
problems:report_incident     rectifying  GET   IN  IN  PW   200 200 200 404  403 403 403 403  403 404 404 404  403 404
problems:report_incident     rectifying  POST  IN  IN  PW   302 302 302 404  403 403 403 403  403 404 404 404  403 404
problems:report_incident     rectifying  EMPTY IN  .   .    422 . . . 403 . . . . . . . . .
problems:note_incident       incident    GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 404  403 404
problems:note_incident       incident    POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 404  403 404
problems:note_incident       incident    EMPTY IN  .   .    403 . . . 302 . . . . . . . . .
problems:listed              -           GET   IN  IN  PW   200 200 200 200  200 200 200 200  200 200 200 200  200 200

imports:list                 -           GET   IN  IN  PW   404 404 404 404  200 200 200 404  404 404 404 404  200 200
imports:start                -           GET   IN  IN  PW   404 404 404 404  200 200 200 404  404 404 404 404  200 200
imports:start                -           POST  IN  IN  PW   404 404 404 404  302 302 302 404  404 404 404 404  422 422
imports:start                -           EMPTY IN  .   .    404 .   .   .    422 422 422 404  .   .   .   .    .   .
imports:sheet                run         GET   IN  IN  PW   404 404 404 404  200 200 200 404  404 404 404 404  404 404
imports:sheet                run         POST  IN  IN  PW   404 404 404 404  302 302 302 404  404 404 404 404  404 404
imports:sheet                run         EMPTY IN  .   .    404 .   .   .    422 .   .   404  .   .   .   .    .   404
imports:mapping              run         GET   IN  IN  PW   404 404 404 404  200 200 200 404  404 404 404 404  404 404
imports:mapping              run         POST  IN  IN  PW   404 404 404 404  302 302 302 404  404 404 404 404  404 404
imports:mapping              run         EMPTY IN  .   .    404 .   .   .    422 .   .   404  .   .   .   .    .   404
imports:preview              run         GET   IN  IN  PW   404 404 404 404  200 200 200 404  404 404 404 404  404 404
imports:errors               run         GET   IN  IN  PW   404 404 404 404  200 200 200 404  404 404 404 404  404 404
imports:exclude              run         POST  IN  IN  PW   404 404 404 404  302 302 302 404  404 404 404 404  404 404
imports:exclude              run         EMPTY IN  .   .    404 .   .   .    422 .   .   404  .   .   .   .    .   404
imports:answer               run         POST  IN  IN  PW   404 404 404 404  422 422 422 404  404 404 404 404  404 404
imports:answer               run         EMPTY IN  .   .    404 .   .   .    422 .   .   404  .   .   .   .    .   404
imports:undo                 written_run POST  IN  IN  PW   404 404 404 404  403 403 302 404  404 404 404 404  404 404
imports:undo                 written_run EMPTY IN  .   .    404 .   .   .    .   .   422 404  .   .   .   .    .   404
imports:send                 run         POST  IN  IN  PW   404 404 404 404  302 302 302 404  404 404 404 404  404 404
imports:send                 run         EMPTY IN  .   .    404 .   .   .    409 .   .   404  .   .   .   .    .   404
imports:order                closed_run  POST  IN  IN  PW   404 404 404 404  403 403 302 404  404 404 404 404  404 404
imports:order                closed_run  EMPTY IN  .   .    404 .   .   .    .   .   422 404  .   .   .   .    .   404
imports:abandon              run         POST  IN  IN  PW   404 404 404 404  302 302 302 404  404 404 404 404  404 404
imports:abandon              run         EMPTY IN  .   .    404 .   .   .    409 .   .   404  .   .   .   .    .   404
imports:progress             waiting_run GET   IN  IN  PW   404 404 404 404  200 200 200 404  404 404 404 404  404 404

verification:desk            -           GET   IN  IN  PW   200 200 200 200  200 200 200 200  200 200 200 200  200 200
verification:apply           rectifying  GET   IN  IN  PW   200 200 200 404  403 403 403 403  403 404 404 404  403 404
verification:apply           rectifying  POST  IN  IN  PW   302 302 302 404  403 403 403 403  403 404 404 404  403 404
verification:apply           rectifying  EMPTY IN  .   .    422 .   .   404  403 .   .   .    .   .   .   .    .   .
verification:check           check       GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
verification:check           check       POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
verification:check           check       EMPTY IN  .   .    403 .   .   404  422 422 403 .    .   .   .   .    .   .
verification:acceptance      acceptance  GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
verification:acceptance      acceptance  POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
verification:acceptance      acceptance  EMPTY IN  .   .    403 .   .   404  422 422 403 .    .   .   .   .    .   .
verification:look_back       look_back   GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
verification:look_back       look_back   POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
verification:look_back       look_back   EMPTY IN  .   .    403 .   .   404  422 422 403 .    .   .   .   .    .   .
verification:sign_off        sign_off    GET   IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 404  403 404
verification:sign_off        sign_off    POST  IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 404  403 404
verification:sign_off        sign_off    EMPTY IN  .   .    403 .   .   404  403 422 .   .    .   .   .   .    .   .
verification:consent         consent     GET   IN  IN  PW   403 403 403 404  403 403 403 403  403 404 404 404  200 404
verification:consent         consent     POST  IN  IN  PW   403 403 403 404  403 403 403 403  403 404 404 404  302 404
verification:consent         consent     EMPTY IN  .   .    403 .   .   404  403 .   403 .    .   .   .   .    422 .
verification:later_look_back closed      GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
verification:later_look_back closed      POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
verification:later_look_back closed      EMPTY IN  .   .    403 .   .   404  422 .   403 .    .   .   .   .    .   .
verification:notice          notice      GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
verification:notice_pdf      notice      GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
verification:waiver          look_back   GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
verification:waiver          look_back   POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
verification:waiver          look_back   EMPTY IN  .   .    403 .   .   404  422 422 403 .    .   .   .   .    .   .
verification:rules           -           GET   IN  IN  PW   403 403 403 403  200 200 200 200  403 403 403 403  200 200
verification:add_rule        office      GET   IN  IN  PW   404 404 404 404  403 403 200 403  404 404 404 404  404 404
verification:add_rule        office      POST  IN  IN  PW   404 404 404 404  403 403 302 403  404 404 404 404  404 404
verification:add_rule        office      EMPTY IN  .   .    404 .   .   .    403 .   422 .    .   .   .   .    .   404
verification:retire_rule     own_rule    GET   IN  IN  PW   404 404 404 404  403 403 200 403  404 404 404 404  404 404
verification:retire_rule     own_rule    POST  IN  IN  PW   404 404 404 404  403 403 302 403  404 404 404 404  404 404
verification:retire_rule     own_rule    EMPTY IN  .   .    404 .   .   .    403 .   422 .    .   .   .   .    .   404
verification:invite          acceptance  GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 404  403 404
verification:invite          acceptance  POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 404  403 404
verification:invite          acceptance  EMPTY IN  .   .    403 .   .   404  422 422 422 .    .   .   .   .    .   .
verification:withdraw        asked       GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 404  403 404
verification:withdraw        asked       POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 404  403 404
verification:withdraw        asked       EMPTY IN  .   .    403 .   .   404  404 404 404 .    .   .   .   .    .   .
verification:opinion         joint       GET   IN  IN  PW   403 403 403 404  403 403 403 403  403 404 404 200  403 404
verification:opinion         joint       POST  IN  IN  PW   403 403 403 404  403 403 403 403  403 404 404 302  403 404
verification:opinion         joint       EMPTY IN  .   .    403 .   .   404  403 .   .   .    .   .   .   422  .   .
verification:ask_verifier    check       GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 404  403 404
verification:ask_verifier    check       POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 404  403 404
verification:ask_verifier    check       EMPTY IN  .   .    403 .   .   404  422 422 422 .    .   .   .   .    .   .
verification:end_loan        loaned      GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 404  200 404
verification:end_loan        loaned      POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 404  302 404
verification:end_loan        loaned      EMPTY IN  .   .    403 .   .   404  422 422 422 .    .   .   .   .    422 .
verification:name_verifier   lent        GET   IN  IN  PW   403 403 403 404  403 403 403 403  403 404 404 404  200 404
verification:name_verifier   lent        POST  IN  IN  PW   403 403 403 404  403 403 403 403  403 404 404 404  302 404
verification:name_verifier   lent        EMPTY IN  .   .    403 .   .   404  403 .   .   .    .   .   .   .    422 .
verification:feedback        closed      GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 404  403 404
verification:feedback        closed      POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 404  403 404
verification:feedback        closed      EMPTY IN  .   .    403 .   .   404  422 422 422 .    .   .   .   .    .   .
verification:superior_desk   -           GET   IN  IN  PW   200 200 200 200  200 200 200 200  200 200 200 200  200 200
verification:invitation      invitation  GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 200  200 404
verification:invitation_file shared_file GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 200  200 404

organizations:units          -           GET   IN  IN  PW   200 200 200 200  200 200 200 200  200 404 404 404  200 200
organizations:unit           unit        GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
organizations:responsible    unit        GET   IN  IN  PW   200 200 403 404  200 200 403 403  403 404 404 404  403 404
organizations:responsible    unit        POST  IN  IN  PW   302 302 403 404  302 302 403 403  403 404 404 404  403 404
organizations:responsible    unit        EMPTY IN  .   .    302 .   .   404  302 .   403 .    .   .   .   .    .   .
accounts:list                -           GET   IN  IN  PW   404 404 404 404  404 404 404 404  404 200 200 404  404 404
accounts:new                 -           GET   IN  IN  PW   404 404 404 404  404 404 404 404  404 200 403 404  404 404
accounts:new                 -           POST  IN  IN  PW   404 404 404 404  404 404 404 404  404 200 403 404  404 404
accounts:new                 -           EMPTY IN  .   .    404 .   .   .    404 .   .   .    404 422 403 .    .   .
accounts:detail              account     GET   IN  IN  PW   404 404 404 404  404 404 404 404  404 200 200 404  404 404
accounts:status              account     POST  IN  IN  PW   404 404 404 404  404 404 404 404  404 302 302 404  404 404
accounts:status              account     EMPTY IN  .   .    404 .   .   .    404 .   .   .    404 422 422 .    .   .
accounts:grant               account     GET   IN  IN  PW   404 404 404 404  404 404 404 404  404 403 200 404  404 404
accounts:grant               account     POST  IN  IN  PW   404 404 404 404  404 404 404 404  404 403 302 404  404 404
accounts:grant               account     EMPTY IN  .   .    404 .   .   .    404 .   .   .    404 403 422 .    .   .
accounts:hand_over           post        GET   IN  IN  PW   404 404 404 404  404 404 404 404  404 403 200 404  404 404
accounts:hand_over           post        POST  IN  IN  PW   404 404 404 404  404 404 404 404  404 403 302 404  404 404
accounts:hand_over           post        EMPTY IN  .   .    404 .   .   .    404 .   .   .    404 403 422 .    .   .
accounts:end_post            post        GET   IN  IN  PW   404 404 404 404  404 404 404 404  404 403 200 404  404 404
accounts:end_post            post        POST  IN  IN  PW   404 404 404 404  404 404 404 404  404 403 302 404  404 404
accounts:end_post            post        EMPTY IN  .   .    404 .   .   .    404 .   .   .    404 403 422 .    .   .
audit:trail                  -           GET   IN  IN  PW   404 404 404 404  404 404 404 404  200 404 404 404  404 404
audit:verify                 -           POST  IN  IN  PW   404 404 404 404  404 404 404 404  200 404 404 404  404 404

api_schema                   -           GET   401 401 403  200 .   .   .    .   200 .   .    200 .   .   .    .   .
api_problems                 -           GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_problems                 -           POST  401 401 403  404 404 404 404  201 201 403 403  403 404 404 404  403 404
api_problems                 -           EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_export_list              -          POST  401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_export_list              -          EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_export_table             table      POST  401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_export_table             table      EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_export_table_of          entry_table POST  401 401 403  200 200 200 404  200 200 200 200  200 404 404 404  200 404
api_export_table_of          entry_table EMPTY 401 .   .    422 .   .   404  422 .   .   .    .   .   .   .    .   404
api_exports                  -          GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_export                   export     GET   401 401 403  404 404 404 404  200 404 404 404  404 404 404 404  404 404
api_export_file              export     GET   401 401 403  404 404 404 404  200 404 404 404  404 404 404 404  404 404
api_batch                    -          POST  401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_batch                    -          EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_batch_result             batch      GET   401 401 403  404 404 404 404  200 404 404 404  404 404 404 404  404 404
api_views                    -          GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_views                    -          POST  401 401 403  201 201 201 201  201 201 201 201  201 201 201 201  201 201
api_views                    -          EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_remove_view              view       POST  401 401 403  404 404 404 404  204 404 404 404  404 404 404 404  404 404
api_problem                  rectifying  GET   401 401 403  200 200 200 404  200 200 200 200  200 404 404 404  200 404
api_timeline                 rectifying  GET   401 401 403  200 200 200 404  200 200 200 200  200 404 404 404  200 404
api_assign                   registered  POST  401 401 403  404 404 404 404  200 200 403 403  403 404 404 404  403 404
api_assign                   registered  EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_plan                     assigned    POST  401 401 403  200 200 200 404  403 403 403 403  403 404 404 404  403 404
api_plan                     assigned    EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_approve_plan             submitted   POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_approve_plan             submitted   EMPTY 401 .   .    403 .   .   404  200 .   .   .    .   .   .   .    .   .
api_return_plan              submitted   POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_return_plan              submitted   EMPTY 401 .   .    403 .   .   404  422 .   .   .    .   .   .   .    .   .
api_progress                 rectifying  POST  401 401 403  200 200 200 404  403 403 403 403  403 404 404 404  403 404
api_progress                 rectifying  EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_comment                  rectifying  POST  401 401 403  200 200 200 404  200 200 200 200  403 404 404 404  403 404
api_comment                  rectifying  EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_evidence                 evidence    GET   401 401 403  200 200 200 404  200 200 200 200  200 404 404 404  200 404
api_comment_file             comment_file GET   401 401 403  200 200 200 404  200 200 200 200  200 404 404 404  200 404
api_replace_evidence         evidence    POST  401 401 403  200 200 200 404  403 403 403 403  403 404 404 404  403 404
api_replace_evidence         evidence    EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_withdraw_evidence        evidence    POST  401 401 403  200 200 200 404  403 403 403 403  403 404 404 404  403 404
api_withdraw_evidence        evidence    EMPTY 401 .   .    422 .   .   404  403 .   .   .    .   .   .   .    .   .
api_reuse_evidence           rectifying  POST  401 401 403  200 200 200 404  403 403 403 403  403 404 404 404  403 404
api_reuse_evidence           rectifying  EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_withdraw_comment         comment     POST  401 401 403  403 403 403 404  403 200 403 403  403 404 404 404  403 404
api_withdraw_comment         comment     EMPTY 401 .   .    403 .   .   404  403 422 .   .    .   .   .   .    .   .
api_void                     rectifying  POST  401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_void                     rectifying  EMPTY 401 .   .    403 .   .   404  403 422 .   .    .   .   .   .    .   .

api_milestones               rectifying  GET   401 401 403  200 200 200 404  200 200 200 200  200 404 404 404  200 404
api_timing                   rectifying  GET   401 401 403  200 200 200 404  200 200 200 200  200 404 404 404  200 404
api_listed                   -           GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_extensions               rectifying  POST  401 401 403  422 422 422 404  403 403 403 403  403 404 404 404  403 404
api_extensions               rectifying  EMPTY 401 . . 422 . . . 422 . . . . . . . . .
api_grant_extension          extension   POST  401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_grant_extension          extension   EMPTY 401 . . 422 . . . 422 . 422 . . . . . . .
api_refuse_extension         extension   POST  401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_refuse_extension         extension   EMPTY 401 .   .    403 . . . 403 . 422 . . . . . . .
api_required_consent         required    POST  401 401 403  403 403 403 404  422 422 403 403  403 404 404 404  403 404
api_required_consent         required    EMPTY 401 . . 422 . . . 422 . . . . . . . . .
api_pause                    rectifying  POST  401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_pause                    rectifying  EMPTY 401 .   .    403 . . . 403 . 422 . . . . . . .
api_resume                   paused      POST  401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_resume                   paused      EMPTY 401 .   .    403 . . . 403 . 422 . . . . . . .
api_enter_absorption_plan    policy      POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_enter_absorption_plan    policy      EMPTY 401 . . 422 . . . 422 . 422 . . . . . . .
api_list_supervision         rectifying  POST  401 401 403  403 403 403 404  403 403 200 403  403 404 404 404  403 404
api_list_supervision         rectifying  EMPTY 401 . . 422 . . . 422 . 422 . . . . . . .
api_change_leader            listed      POST  401 401 403  403 403 403 404  403 403 200 403  403 404 404 404  403 404
api_change_leader            listed      EMPTY 401 .   .    422 . . . 422 . 422 . . . . . . .
api_delist_supervision       listed      POST  401 401 403  403 403 403 404  403 403 200 403  403 404 404 404  403 404
api_delist_supervision       listed      EMPTY 401 .   .    403 . . . 403 . 422 . . . . . . .
api_urge                     rectifying  POST  401 401 403  403 403 403 404  200 200 200 403  403 404 404 404  403 404
api_urge                     rectifying  EMPTY 401 . . 422 . . . 422 . . . . . . . . .
api_return_progress          report      POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_return_progress          report      EMPTY 401 .   .    403 . . . 422 . . . . . . . . .
api_incidents                rectifying  POST  401 401 403  200 200 200 404  403 403 403 403  403 404 404 404  403 404
api_incidents                rectifying  EMPTY 401 . . 422 . . . 422 . . . . . . . . .
api_note_incident            incident    POST  401 401 403  403 403 403 404  200 200 200 403  403 404 404 404  403 404
api_note_incident            incident    EMPTY 401 .   .    403 . . . 200 . . . . . . . . .
api_add_unit                 rectifying  POST  401 401 403  403 403 403 404  201 201 403 403  403 404 404 404  403 404
api_add_unit                 rectifying  EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_release_unit             assisting   POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_release_unit             assisting   EMPTY 401 .   .    403 .   .   404  422 .   .   .    .   .   .   .    .   .
api_link                     rectifying  POST  401 401 403  403 403 403 404  201 201 403 403  403 404 404 404  403 404
api_link                     rectifying  EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_unlink                   link        POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_unlink                   link        EMPTY 401 .   .    403 .   .   404  422 .   .   .    .   .   .   .    .   .
api_merge                    rectifying  POST  401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_merge                    rectifying  EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_reports                  -           GET   401 401 403  200 200 200 200  200 200 200 200  403 403 403 403  200 200
api_report                   -           POST  401 401 403  201 201 404 404  403 403 403 403  403 403 403 403  403 403
api_report                   -           EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_accept_report            reported    POST  401 401 403  403 403 404 404  200 200 403 403  404 404 404 404  404 404
api_accept_report            reported    EMPTY 401 .   .    403 .   404 404  409 .   403 .    404 .   .   .    404 .
api_refuse_report            reported    POST  401 401 403  403 403 404 404  200 200 403 403  404 404 404 404  404 404
api_refuse_report            reported    EMPTY 401 .   .    403 .   404 404  422 .   403 .    404 .   .   .    404 .
api_ask_correction           rectifying  POST  401 401 403  403 403 403 404  200 200 200 403  403 404 404 404  403 404
api_ask_correction           rectifying  EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_complete_source_facts    rectifying  POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_complete_source_facts    rectifying  EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_decide_correction        corrected   POST  401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_decide_correction        corrected   EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_claim_nature             over_quota  POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_claim_nature             over_quota  EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_decide_nature            claimed     POST  401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_decide_nature            claimed     EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_save_draft               -           GET   401 401 403  200 200 200 200  200 200 200 200  403 403 403 403  200 200
api_draft                    draft       GET   401 401 403  404 404 404 404  200 200 200 200  404 404 404 404  404 404
api_save_draft               -           POST  401 401 403  404 404 404 404  201 201 403 403  404 404 404 404  404 404
api_save_draft               -           EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_discard_draft            draft       POST  401 401 403  404 404 404 404  200 200 403 403  404 404 404 404  404 404
api_discard_draft            draft       EMPTY 401 .   .    404 .   .   404  200 .   403 .    .   .   .   .    .   404
api_types                    -           GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_add_type                 office      POST  401 401 403  404 404 404 404  403 201 201 403  404 404 404 404  404 404
api_add_type                 office      EMPTY 401 .   .    422 .   .   .    422 422 .   .    .   .   .   .    .   .
api_change_type              type        POST  401 401 403  404 404 404 404  403 200 200 403  404 404 404 404  404 404
api_change_type              type        EMPTY 401 .   .    422 .   .   .    422 422 .   .    .   .   .   .    .   .
api_retire_type              type        POST  401 401 403  404 404 404 404  403 200 200 403  404 404 404 404  404 404
api_retire_type              type        EMPTY 401 .   .    404 .   .   .    403 422 .   .    .   .   .   .    .   .
api_restore_type             retired     POST  401 401 403  404 404 404 404  403 200 200 403  404 404 404 404  404 404
api_restore_type             retired     EMPTY 401 .   .    404 .   .   .    403 422 .   .    .   .   .   .    .   .
api_tokens                   -          GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_tokens                   -          POST  401 401 403  201 201 201 201  201 201 201 201  201 201 201 201  201 201
api_tokens                   -          EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_revoke_token             token      POST  401 401 403  404 404 404 404  200 404 404 404  404 404 404 404  404 404
api_my_work                  -           GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_figures                  -           GET   401 401 403  404 404 404 404  200 200 200 200  200 404 404 404  200 404
api_units                    -           GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200

api_imports                  -           GET   401 401 403  404 404 404 404  200 200 200 404  404 404 404 404  200 200
api_imports                  -           POST  401 401 403  404 404 404 404  201 201 201 404  404 404 404 404  404 404
api_imports                  -           EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_import                   run         GET   401 401 403  404 404 404 404  200 200 200 404  404 404 404 404  404 404
api_import_map               run         POST  401 401 403  404 404 404 404  200 200 200 404  404 404 404 404  404 404
api_import_map               run         EMPTY 401 .   .    404 .   .   .    200 .   .   404  .   .   .   .    .   404
api_import_preview           run         GET   401 401 403  404 404 404 404  200 200 200 404  404 404 404 404  404 404
api_import_exclude           run         POST  401 401 403  404 404 404 404  200 200 200 404  404 404 404 404  404 404
api_import_exclude           run         EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_import_answer            run         POST  401 401 403  404 404 404 404  422 422 422 404  404 404 404 404  404 404
api_import_answer            run         EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_import_abandon           run         POST  401 401 403  404 404 404 404  200 200 200 404  404 404 404 404  404 404
api_import_abandon           run         EMPTY 401 .   .    404 .   .   .    200 .   .   404  .   .   .   .    .   404
api_import_undo              written_run POST  401 401 403  404 404 404 404  403 403 200 404  404 404 404 404  404 404
api_import_undo              written_run EMPTY 401 .   .    422 .   .   .    422 .   422 .    .   .   .   .    .   .
api_import_send              run         POST  401 401 403  404 404 404 404  202 202 202 404  404 404 404 404  404 404
api_import_send              run         EMPTY 401 .   .    404 .   .   .    202 .   .   404  .   .   .   .    .   404
api_import_order             closed_run  POST  401 401 403  404 404 404 404  403 403 202 404  404 404 404 404  404 404
api_import_order             closed_run  EMPTY 401 .   .    422 .   .   .    422 .   422 .    .   .   .   .    .   .

api_accounts                 -           GET   401 401 403  404 404 404 404  404 404 404 404  404 200 200 404  404 404
api_accounts                 -           POST  401 401 403  404 404 404 404  404 404 404 404  404 201 403 404  404 404
api_accounts                 -           EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   422 422 .    .   .
api_account_status           account     POST  401 401 403  404 404 404 404  404 404 404 404  404 200 200 404  404 404
api_account_status           account     EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   422 422 .    .   .
api_grant_post               account     POST  401 401 403  404 404 404 404  404 404 404 404  404 403 201 404  404 404
api_grant_post               account     EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   422 422 .    .   .
api_hand_over                post        POST  401 401 403  404 404 404 404  404 404 404 404  404 403 201 404  404 404
api_hand_over                post        EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   422 422 .    .   .
api_end_post                 post        POST  401 401 403  404 404 404 404  404 404 404 404  404 403 200 404  404 404
api_end_post                 post        EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   422 422 .    .   .
api_responsible              unit        POST  401 401 403  200 200 403 404  200 200 403 403  403 404 404 404  403 404
api_responsible              unit        EMPTY 401 .   .    200 .   .   404  200 .   403 .    .   .   .   .    .   .

api_close_out                check       GET   401 401 403  200 200 200 404  200 200 200 200  200 404 404 404  200 404
api_apply                    rectifying  POST  401 401 403  201 201 201 404  403 403 403 403  403 404 404 404  403 404
api_apply                    rectifying  EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_check                    check       POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_check                    check       EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_acceptance               acceptance  POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_acceptance               acceptance  EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_look_back                look_back   POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_look_back                look_back   EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_sign_off                 sign_off    POST  401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_sign_off                 sign_off    EMPTY 401 .   .    403 .   .   404  403 200 .   .    .   .   .   .    .   .
api_keep_open                sign_off    POST  401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_keep_open                sign_off    EMPTY 401 .   .    403 .   .   404  403 422 .   .    .   .   .   .    .   .
api_consent                  consent     POST  401 401 403  403 403 403 404  403 403 403 403  403 404 404 404  200 404
api_consent                  consent     EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    422 .
api_later_look_back          closed      POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_later_look_back          closed      EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_questions                check       GET   401 401 403  404 404 404 404  200 200 200 404  404 404 404 404  200 404
api_invite                   acceptance  POST  401 401 403  403 403 403 404  200 200 200 403  403 404 404 404  403 404
api_invite                   acceptance  EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_withdraw                 asked       POST  401 401 403  403 403 403 404  200 200 200 403  403 404 404 404  403 404
api_withdraw                 asked       EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_opinion                  joint       POST  401 401 403  403 403 403 404  403 403 403 403  403 404 404 200  403 404
api_opinion                  joint       EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   422  .   .
api_ask_verifier             check       POST  401 401 403  403 403 403 404  200 200 200 403  403 404 404 404  403 404
api_ask_verifier             check       EMPTY 401 .   .    403 .   .   404  422 .   .   .    .   .   .   .    .   .
api_end_loan                 loaned      POST  401 401 403  403 403 403 404  200 200 200 403  403 404 404 404  200 404
api_end_loan                 loaned      EMPTY 401 .   .    403 .   .   404  422 .   .   .    .   .   .   .    .   .
api_name_verifier            lent        POST  401 401 403  403 403 403 404  403 403 403 403  403 404 404 404  200 404
api_name_verifier            lent        EMPTY 401 .   .    403 .   .   404  403 .   .   .    .   .   .   .    422 .
api_waiver                   look_back   POST  401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_waiver                   look_back   EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
api_desk                     -           GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_superior_desk            -           GET   401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_waiver_rules             -           GET   401 401 403  403 403 403 403  200 200 200 200  403 403 403 403  200 200
api_add_waiver_rule          office      POST  401 401 403  404 404 404 404  403 403 201 403  404 404 404 404  404 404
api_add_waiver_rule          office      EMPTY 401 .   .    422 .   .   .    422 .   422 .    .   .   .   .    .   .
api_retire_waiver_rule       own_rule    POST  401 401 403  404 404 404 404  403 403 200 403  404 404 404 404  404 404
api_retire_waiver_rule       own_rule    EMPTY 401 .   .    404 .   .   .    403 .   422 .    .   .   .   .    .   404
api_feedback                 closed      POST  401 401 403  403 403 403 404  200 200 200 403  403 404 404 404  403 404
api_feedback                 closed      EMPTY 401 .   .    422 .   .   422  422 .   .   .    .   .   .   .    .   .
"""

ALLOWED = frozenset({"200", "201", "202", "204", "302", "409", "422"})
DENIED = frozenset({"IN", "PW", "401", "403", "404"})


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    route: str
    thing: str
    method: str
    codes: dict[str, str]

    @property
    def allowed(self) -> frozenset[str]:
        return frozenset(who for who, code in self.codes.items() if code in ALLOWED)

    @property
    def denied(self) -> frozenset[str]:
        return frozenset(who for who, code in self.codes.items() if code in DENIED)

    def __str__(self) -> str:
        return f"{self.method} {self.route}"


TABLES = (TABLE, staffing_matrix.TABLE, site_approvals.TABLE, site_deciding.TABLE)


def rows() -> list[Row]:
    """The table, read."""
    found = []
    for line in [one for table in TABLES for one in table.splitlines() if not one.startswith(" ")]:
        if line.strip():
            route, thing, method, *codes = line.split()
            tried = {who: code for who, code in zip(PEOPLE, codes, strict=True) if code != "."}
            found.append(Row(route, "" if thing == "-" else thing, method, tried))
    return found


ROWS = rows()


def send(world: World, who: str, row: Row, *, url: str = "", **extra: Any) -> Any:
    """One request of the table."""
    url = url or world.url(row.route, row.thing)
    if row.method == "GET":
        query = QUERIES.get(row.route)
        return world.visit(who, "GET", url, query(world) if query else None, **extra)
    body = BODIES.get(row.route) if row.method == "POST" else None
    if body and row.route in HEADERS:
        extra["headers"] = {**HEADERS[row.route], **extra.get("headers", {})}
    return world.visit(who, "POST", url, body(world) if body else {}, form=row.route in FORMS, **extra)
