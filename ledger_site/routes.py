"""Who each route is for. Every route of the address table has its line here; one without stops the start.

The policy itself is asked in selectors and services; these lines say what a person meets at the door, and the role ×
route matrix of the tests holds each of them to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.urls import URLPattern, URLResolver, get_resolver


class Audience(StrEnum):
    PUBLIC = "public"  # everybody, signed in or not
    PERSON = "person"  # everybody who is signed in
    BODY = "body"  # who holds a post in an office or unit, and auditors; all others 404
    READER = "reader"  # who sees the entry or unit; all others 404
    FIGURES = "figures"  # who may choose the office's ledger; all others 404
    OFFICE = "office"  # who holds a post in an office, observers too; all others 403
    OFFICE_OWN = "office_own"  # who holds a post in exactly this office, observers too; all others 404
    OFFICE_OR_UNIT = "office_or_unit"  # who holds a post in an office, observers too, or in a unit; all others 403
    UNIT = "unit"  # clerk and head of any unit; all others 403
    OFFICE_STAFF = "office_staff"  # clerks and section chiefs of the office; other readers 403
    OFFICE_HANDLERS = "office_handlers"  # clerks, section chiefs and leaders of the office; other readers 403
    OFFICE_DECIDERS = "office_deciders"  # section chiefs and leaders of the office; other readers 403
    OFFICE_LEADERS = "office_leaders"  # leaders of the office; other readers 403
    OFFICE_ALL = "office_all"  # clerks, section chiefs and leaders of the office; other readers 403
    REGISTER = "register"  # who holds a post in an office or unit, auditors, partners with a share; all others 404
    STAFFING = "staffing"  # who reads the unit's figures, partners with a share too; all others 404
    ROSTER = "roster"  # as STAFFING without auditors, who read figures, not people; all others 404
    KEEPER = "keeper"  # clerks, chiefs, leaders of the office, deciders of the one above; other readers 403
    CONFIRMER = "confirmer"  # partner departments with which the rows were shared; other readers 403
    UNIT_STAFF = "unit_staff"  # clerk and head of the unit or its competent department; other readers 403
    OFFICE_ACTING = "office_acting"  # clerks, section chiefs and leaders of the office; other readers 403
    INVITED_READER = "invited_reader"  # readers, and the department that was asked, also when its share has ended
    INVITED = "invited"  # members of the department that is asked for its opinion; readers 403
    SIGNS = "signs"  # business people of the office and of the one above; other readers 404
    SUPERIOR = "superior"  # section chiefs and leaders of the office above; other readers 403
    ABOVE = "above"  # section chiefs and leaders of an office that has one below; other readers 403
    ROUTED_TO = "routed_to"  # section chiefs and leaders of the office a matter was routed to; other readers 403
    ROUTED_TO_LEADERS = "routed_to_leaders"  # leaders of the office a matter was routed to; other readers 403
    BORROWING = "borrowing"  # clerks, chiefs, leaders of the office, chiefs and leaders of the one above; others 403
    COMMENTER = "commenter"  # staff, leaders and observers of the office, the unit; other readers 403
    OFFICE_COMMENTER = "office_commenter"  # staff, leaders and observers of the office; other readers 403
    WRITER = "writer"  # who wrote the comment; other readers 403
    IMPORTER = "importer"  # clerks, section chiefs and leaders of the office; all others 404
    ORDERER = "orderer"  # leaders of the office; its clerks and section chiefs 403, all others 404
    ADMINISTRATOR = "administrator"  # system and security administrators; all others 404
    SYSTEM = "system"  # system administrators; security administrators 403, all others 404
    SECURITY = "security"  # security administrators; system administrators 403, all others 404
    NAMER = "namer"  # head and clerk of exactly the unit, clerk and chief of its office; other readers 403
    OWNER = "owner"  # who made it; all others 404
    ASKER = "asker"  # staff and leaders of an office, staff of a unit; all others 403
    PARTY = "party"  # staff of the unit, staff and leaders of its office; other readers 403
    OWN_UNIT = "own_unit"  # staff of a unit, for it; all others 403
    UNIT_HEAD = "unit_head"  # the head of the unit; other readers 403
    OFFICE_LEADER = "office_leader"  # leaders of the office; other readers 403
    FORCE = "force"  # who sees the application of a task force, and members from partner departments; all others 404
    COPIED = "copied"  # who reads the office's matters, and the department that got a copy; all others 404
    AUDITOR = "auditor"  # audit administrators; all others 404


@dataclass(frozen=True)
class Route:
    """A named route and whom it serves."""

    audience: Audience
    writes: bool = False


A = Audience
ROUTES: dict[str, Route] = {
    "healthz": Route(A.PUBLIC),
    "readyz": Route(A.PUBLIC),
    "set_language": Route(A.PUBLIC, writes=True),
    "account_login": Route(A.PUBLIC, writes=True),
    "account_logout": Route(A.PUBLIC, writes=True),
    "account_inactive": Route(A.PUBLIC),
    "account_change_password": Route(A.PERSON, writes=True),
    "account_access": Route(A.PERSON),
    "account_new_token": Route(A.PERSON, writes=True),
    "account_end_token": Route(A.OWNER, writes=True),
    "account_end_sessions": Route(A.PERSON, writes=True),
    "my_work": Route(A.PERSON),
    "problems:list": Route(A.PERSON),
    "problems:export_list": Route(A.PERSON, writes=True),  # writes no entry: the export is an event of the trail
    # Each list asks for itself, as its page does; a test holds both to the same codes.
    "export_table": Route(A.PERSON, writes=True),
    "export_table_of": Route(A.READER, writes=True),
    "problems:exports": Route(A.PERSON),
    "problems:export": Route(A.OWNER),
    "problems:export_file": Route(A.OWNER),
    "problems:batch": Route(A.PERSON, writes=True),  # each row asks its own service
    "problems:batch_result": Route(A.OWNER),
    "problems:save_view": Route(A.PERSON, writes=True),
    "problems:remove_view": Route(A.OWNER, writes=True),
    "problems:units": Route(A.PERSON),
    "problems:similar": Route(A.OFFICE_OR_UNIT),
    "problems:report": Route(A.UNIT, writes=True),
    "problems:reports": Route(A.OFFICE_OR_UNIT),
    "problems:discard_draft": Route(A.OFFICE_STAFF, writes=True),
    "problems:accept_report": Route(A.OFFICE_STAFF, writes=True),
    "problems:refuse_report": Route(A.OFFICE_STAFF, writes=True),
    "problems:complete_source_facts": Route(A.OFFICE_STAFF, writes=True),
    "problems:ask_correction": Route(A.OFFICE_HANDLERS, writes=True),
    "problems:decide_correction": Route(A.OFFICE_DECIDERS, writes=True),
    "problems:correction_file": Route(A.READER),
    "problems:claim_nature": Route(A.OFFICE_STAFF, writes=True),
    "problems:decide_nature": Route(A.OFFICE_DECIDERS, writes=True),
    "problems:nature_file": Route(A.READER),
    "problems:types": Route(A.OFFICE),
    "problems:add_type": Route(A.OFFICE_DECIDERS, writes=True),
    "problems:change_type": Route(A.OFFICE_DECIDERS, writes=True),
    "problems:retire_type": Route(A.OFFICE_DECIDERS, writes=True),
    "problems:restore_type": Route(A.OFFICE_DECIDERS, writes=True),
    "problems:register": Route(A.OFFICE_STAFF, writes=True),
    "problems:detail": Route(A.READER),
    "problems:evidence": Route(A.READER),
    "problems:evidence_page": Route(A.READER),
    "problems:evidence_picture": Route(A.READER),
    "problems:replace_evidence": Route(A.UNIT_STAFF, writes=True),
    "problems:withdraw_evidence": Route(A.UNIT_STAFF, writes=True),
    "problems:reuse_evidence": Route(A.UNIT_STAFF, writes=True),
    "problems:withdraw_comment": Route(A.WRITER, writes=True),
    "problems:comment_file": Route(A.READER),
    "problems:assign": Route(A.OFFICE_STAFF, writes=True),
    "problems:plan": Route(A.UNIT_STAFF, writes=True),
    "problems:decide_plan": Route(A.OFFICE_STAFF, writes=True),
    "problems:progress": Route(A.UNIT_STAFF, writes=True),
    "problems:comment": Route(A.COMMENTER, writes=True),
    "problems:void": Route(A.OFFICE_DECIDERS, writes=True),
    "problems:ask_extension": Route(A.UNIT_STAFF, writes=True),
    "problems:decide_extension": Route(A.OFFICE_DECIDERS, writes=True),
    "problems:required_consent": Route(A.OFFICE_STAFF, writes=True),
    "problems:pause": Route(A.OFFICE_DECIDERS, writes=True),
    "problems:resume": Route(A.OFFICE_DECIDERS, writes=True),
    "problems:listed": Route(A.PERSON),
    "problems:enter_absorption_plan": Route(A.OFFICE_STAFF, writes=True),
    "problems:list_supervision": Route(A.OFFICE_LEADERS, writes=True),
    "problems:change_leader": Route(A.OFFICE_LEADERS, writes=True),
    "problems:delist_supervision": Route(A.OFFICE_LEADERS, writes=True),
    "problems:urge": Route(A.OFFICE_ALL, writes=True),
    "problems:return_progress": Route(A.OFFICE_STAFF, writes=True),
    "problems:report_incident": Route(A.UNIT_STAFF, writes=True),
    "problems:note_incident": Route(A.OFFICE_ALL, writes=True),
    "problems:add_unit": Route(A.OFFICE_STAFF, writes=True),
    "problems:release_unit": Route(A.OFFICE_STAFF, writes=True),
    "problems:link": Route(A.OFFICE_STAFF, writes=True),
    "problems:unlink": Route(A.OFFICE_STAFF, writes=True),
    "problems:merge": Route(A.OFFICE_DECIDERS, writes=True),
    "imports:list": Route(A.IMPORTER),
    "imports:start": Route(A.IMPORTER, writes=True),
    "imports:sheet": Route(A.IMPORTER, writes=True),
    "imports:mapping": Route(A.IMPORTER, writes=True),
    "imports:preview": Route(A.IMPORTER),
    "imports:errors": Route(A.IMPORTER),
    "imports:exclude": Route(A.IMPORTER, writes=True),
    "imports:answer": Route(A.IMPORTER, writes=True),
    "imports:undo": Route(A.ORDERER, writes=True),
    "imports:send": Route(A.IMPORTER, writes=True),
    "imports:order": Route(A.ORDERER, writes=True),
    "imports:abandon": Route(A.IMPORTER, writes=True),
    "imports:progress": Route(A.IMPORTER),
    # Who reads a unit's figures but may not take the act meets 403; partner departments come with their first share.
    "staffing:list": Route(A.REGISTER),
    "staffing:unit": Route(A.STAFFING),
    "staffing:roster": Route(A.ROSTER),
    "staffing:quota": Route(A.KEEPER, writes=True),
    "staffing:leaders": Route(A.KEEPER, writes=True),
    "staffing:declare": Route(A.OFFICE_STAFF, writes=True),
    "staffing:declare_leaders": Route(A.OFFICE_STAFF, writes=True),
    "staffing:enter": Route(A.OFFICE_HANDLERS, writes=True),
    "staffing:open_roster": Route(A.OFFICE_STAFF, writes=True),
    "staffing:commit": Route(A.OFFICE_LEADER, writes=True),
    "staffing:confirm": Route(A.CONFIRMER, writes=True),
    "staffing:leave": Route(A.OFFICE_STAFF, writes=True),
    "staffing:use": Route(A.KEEPER, writes=True),
    "staffing:release": Route(A.KEEPER, writes=True),
    "staffing:alerts": Route(A.REGISTER),
    "staffing:alert": Route(A.FIGURES),
    "staffing:answer": Route(A.OFFICE_STAFF, writes=True),
    "staffing:ceilings": Route(A.FIGURES),
    "staffing:set_ceiling": Route(A.OFFICE_DECIDERS, writes=True),
    "staffing:shares": Route(A.REGISTER),
    "staffing:share": Route(A.OFFICE_DECIDERS, writes=True),
    "staffing:end_share": Route(A.OFFICE_DECIDERS, writes=True),
    "staffing:imports": Route(A.OFFICE_STAFF, writes=True),
    "staffing:run": Route(A.OFFICE_STAFF, writes=True),
    # Who handled or verified the entry is kept from the steps below by C4, whatever the role.
    "verification:desk": Route(A.PERSON),
    "verification:apply": Route(A.UNIT_STAFF, writes=True),
    "verification:check": Route(A.OFFICE_STAFF, writes=True),
    "verification:acceptance": Route(A.OFFICE_STAFF, writes=True),
    "verification:look_back": Route(A.OFFICE_STAFF, writes=True),
    "verification:sign_off": Route(A.OFFICE_DECIDERS, writes=True),
    "verification:consent": Route(A.SUPERIOR, writes=True),
    "verification:later_look_back": Route(A.OFFICE_STAFF, writes=True),
    "verification:waiver": Route(A.OFFICE_STAFF, writes=True),
    "verification:rules": Route(A.OFFICE),
    "verification:add_rule": Route(A.OFFICE_LEADERS, writes=True),
    "verification:retire_rule": Route(A.OFFICE_LEADERS, writes=True),
    "verification:invite": Route(A.OFFICE_ACTING, writes=True),
    "verification:withdraw": Route(A.OFFICE_ACTING, writes=True),
    "verification:opinion": Route(A.INVITED, writes=True),
    "verification:ask_verifier": Route(A.OFFICE_ACTING, writes=True),
    "verification:name_verifier": Route(A.SUPERIOR, writes=True),
    "verification:end_loan": Route(A.BORROWING, writes=True),
    "verification:feedback": Route(A.OFFICE_ACTING, writes=True),
    "verification:superior_desk": Route(A.PERSON),
    "verification:invitation": Route(A.INVITED_READER),
    "verification:invitation_file": Route(A.INVITED_READER),
    "verification:notice": Route(A.READER),
    "verification:notice_pdf": Route(A.READER),
    "approvals:board": Route(A.BODY),
    "approvals:list": Route(A.BODY),
    "approvals:guides": Route(A.PERSON),
    "approvals:guide": Route(A.PERSON),
    "approvals:precheck": Route(A.ASKER, writes=True),
    "approvals:new": Route(A.OWN_UNIT, writes=True),
    "approvals:check": Route(A.UNIT_STAFF, writes=True),
    "approvals:detail": Route(A.READER),
    "approvals:edit": Route(A.UNIT_STAFF, writes=True),
    "approvals:materials": Route(A.UNIT_STAFF, writes=True),
    "approvals:submit": Route(A.UNIT_HEAD, writes=True),
    "approvals:withdraw": Route(A.UNIT_HEAD, writes=True),
    "approvals:opinion": Route(A.OFFICE_STAFF, writes=True),
    "approvals:sections": Route(A.OFFICE_DECIDERS, writes=True),
    "approvals:return": Route(A.OFFICE_STAFF, writes=True),
    "approvals:irregular": Route(A.OFFICE_DECIDERS, writes=True),
    "approvals:admission": Route(A.OFFICE_STAFF, writes=True),
    "approvals:revive": Route(A.OFFICE_STAFF, writes=True),
    "approvals:lapse": Route(A.OFFICE_DECIDERS, writes=True),
    "approvals:communicate": Route(A.OFFICE_STAFF, writes=True),
    "approvals:initiate": Route(A.OFFICE_STAFF, writes=True),
    "approvals:initiation_file": Route(A.READER),
    "approvals:appraise": Route(A.OFFICE_STAFF, writes=True),
    "approvals:unfit": Route(A.OFFICE_DECIDERS, writes=True),
    "approvals:comment": Route(A.OFFICE_COMMENTER, writes=True),
    "approvals:route_up": Route(A.OFFICE_DECIDERS, writes=True),
    "approvals:agenda": Route(A.OFFICE_STAFF, writes=True),
    "approvals:off_agenda": Route(A.OFFICE_DECIDERS, writes=True),
    "approvals:procedure": Route(A.OFFICE_STAFF, writes=True),
    "approvals:result": Route(A.OFFICE_STAFF, writes=True),
    "approvals:reply": Route(A.OFFICE_LEADER, writes=True),
    "approvals:superior_reply": Route(A.ROUTED_TO_LEADERS, writes=True),
    "approvals:route_further": Route(A.ROUTED_TO, writes=True),
    "approvals:meetings": Route(A.FIGURES),
    "approvals:new_meeting": Route(A.OFFICE_STAFF, writes=True),
    "approvals:meeting": Route(A.FIGURES),
    "approvals:attendance": Route(A.OFFICE_STAFF, writes=True),
    "approvals:minutes": Route(A.OFFICE_DECIDERS, writes=True),
    "approvals:authority": Route(A.BODY),
    "approvals:edit_authority": Route(A.OFFICE_LEADER, writes=True),
    "approvals:copies": Route(A.COPIED),
    "approvals:acknowledge": Route(A.INVITED, writes=True),
    "approvals:copy_pdf": Route(A.COPIED),
    "approvals:controls": Route(A.BODY),
    "approvals:suspend": Route(A.OFFICE_LEADER, writes=True),
    "approvals:lift": Route(A.OFFICE_LEADER, writes=True),
    "approvals:withdraw_authority": Route(A.ABOVE, writes=True),
    "approvals:review_withdrawal": Route(A.SUPERIOR, writes=True),
    "approvals:give_back": Route(A.SUPERIOR, writes=True),
    "approvals:cut_quota": Route(A.OFFICE_LEADER, writes=True),
    "approvals:follow_up": Route(A.BODY),
    "approvals:standards": Route(A.BODY),
    "approvals:edit_standard": Route(A.OFFICE_DECIDERS, writes=True),
    "approvals:restore_standard": Route(A.OFFICE_DECIDERS, writes=True),
    "approvals:add_task": Route(A.OFFICE_STAFF, writes=True),
    "approvals:task": Route(A.READER),
    "approvals:report_task": Route(A.UNIT_STAFF, writes=True),
    "approvals:check_task": Route(A.OFFICE_STAFF, writes=True),
    "approvals:task_letter": Route(A.OFFICE_DECIDERS, writes=True),
    "approvals:task_entry": Route(A.OFFICE_STAFF, writes=True),
    "approvals:task_file": Route(A.READER),
    "approvals:set_up_task_force": Route(A.OFFICE_DECIDERS, writes=True),
    "approvals:task_force": Route(A.FORCE),
    "approvals:task_force_members": Route(A.OFFICE_ALL, writes=True),
    "approvals:task_force_task": Route(A.OFFICE_ALL, writes=True),
    "approvals:move_task_force_end": Route(A.OFFICE_DECIDERS, writes=True),
    "approvals:end_task_force": Route(A.OFFICE_DECIDERS, writes=True),
    "approvals:task_force_give_on": Route(A.OFFICE_ALL, writes=True),
    "approvals:task_force_move_task": Route(A.OFFICE_ALL, writes=True),
    "approvals:task_force_done": Route(A.OFFICE_ALL, writes=True),
    "approvals:material": Route(A.READER),
    "approvals:sheet": Route(A.READER),
    "approvals:paper_pdf": Route(A.READER),
    "approvals:exceptions": Route(A.BODY),
    "approvals:new_exception": Route(A.OFFICE_LEADER, writes=True),
    "approvals:end_exception": Route(A.OFFICE_LEADER, writes=True),
    "approvals:rules": Route(A.BODY),
    "approvals:draft_rules": Route(A.OFFICE_DECIDERS, writes=True),
    "approvals:rule": Route(A.BODY),
    "approvals:edit_rule": Route(A.OFFICE_DECIDERS, writes=True),
    "approvals:impact": Route(A.OFFICE_DECIDERS),
    "approvals:publish": Route(A.OFFICE_LEADER, writes=True),
    "organizations:units": Route(A.BODY),
    "organizations:unit": Route(A.READER),
    "organizations:responsible": Route(A.NAMER, writes=True),
    "accounts:list": Route(A.ADMINISTRATOR),
    "accounts:new": Route(A.SYSTEM, writes=True),
    "accounts:detail": Route(A.ADMINISTRATOR),
    "accounts:status": Route(A.ADMINISTRATOR, writes=True),  # suspending; activating is for SECURITY
    "accounts:grant": Route(A.SECURITY, writes=True),
    "accounts:hand_over": Route(A.SECURITY, writes=True),
    "accounts:end_post": Route(A.SECURITY, writes=True),
    "api_accounts": Route(A.ADMINISTRATOR, writes=True),  # entering is for SYSTEM
    "api_account_status": Route(A.ADMINISTRATOR, writes=True),  # as accounts:status
    "api_grant_post": Route(A.SECURITY, writes=True),
    "api_hand_over": Route(A.SECURITY, writes=True),
    "api_end_post": Route(A.SECURITY, writes=True),
    "api_responsible": Route(A.NAMER, writes=True),
    "audit:trail": Route(A.AUDITOR),
    "audit:verify": Route(A.AUDITOR, writes=True),
    "api_schema": Route(A.PERSON),
    "api_problems": Route(A.PERSON, writes=True),  # registering through it is for OFFICE_STAFF
    "api_export_list": Route(A.PERSON, writes=True),
    "api_export_table": Route(A.PERSON, writes=True),
    "api_export_table_of": Route(A.READER, writes=True),
    "api_exports": Route(A.PERSON),
    "api_export": Route(A.OWNER),
    "api_export_file": Route(A.OWNER),
    "api_batch": Route(A.PERSON, writes=True),
    "api_batch_result": Route(A.OWNER),
    "api_views": Route(A.PERSON, writes=True),
    "api_remove_view": Route(A.OWNER, writes=True),
    "api_problem": Route(A.READER),
    "api_timeline": Route(A.READER),
    "api_assign": Route(A.OFFICE_STAFF, writes=True),
    "api_plan": Route(A.UNIT_STAFF, writes=True),
    "api_approve_plan": Route(A.OFFICE_STAFF, writes=True),
    "api_return_plan": Route(A.OFFICE_STAFF, writes=True),
    "api_progress": Route(A.UNIT_STAFF, writes=True),
    "api_comment": Route(A.COMMENTER, writes=True),
    "api_evidence": Route(A.READER),
    "api_replace_evidence": Route(A.UNIT_STAFF, writes=True),
    "api_withdraw_evidence": Route(A.UNIT_STAFF, writes=True),
    "api_reuse_evidence": Route(A.UNIT_STAFF, writes=True),
    "api_withdraw_comment": Route(A.WRITER, writes=True),
    "api_comment_file": Route(A.READER),
    "api_void": Route(A.OFFICE_DECIDERS, writes=True),
    "api_milestones": Route(A.READER),
    "api_extensions": Route(A.UNIT_STAFF, writes=True),
    "api_grant_extension": Route(A.OFFICE_DECIDERS, writes=True),
    "api_refuse_extension": Route(A.OFFICE_DECIDERS, writes=True),
    "api_required_consent": Route(A.OFFICE_STAFF, writes=True),
    "api_pause": Route(A.OFFICE_DECIDERS, writes=True),
    "api_resume": Route(A.OFFICE_DECIDERS, writes=True),
    "api_listed": Route(A.PERSON),
    "api_enter_absorption_plan": Route(A.OFFICE_STAFF, writes=True),
    "api_list_supervision": Route(A.OFFICE_LEADERS, writes=True),
    "api_change_leader": Route(A.OFFICE_LEADERS, writes=True),
    "api_delist_supervision": Route(A.OFFICE_LEADERS, writes=True),
    "api_urge": Route(A.OFFICE_ALL, writes=True),
    "api_return_progress": Route(A.OFFICE_STAFF, writes=True),
    "api_incidents": Route(A.UNIT_STAFF, writes=True),
    "api_note_incident": Route(A.OFFICE_ALL, writes=True),
    "api_timing": Route(A.READER),
    "api_add_unit": Route(A.OFFICE_STAFF, writes=True),
    "api_release_unit": Route(A.OFFICE_STAFF, writes=True),
    "api_link": Route(A.OFFICE_STAFF, writes=True),
    "api_unlink": Route(A.OFFICE_STAFF, writes=True),
    "api_merge": Route(A.OFFICE_DECIDERS, writes=True),
    "api_reports": Route(A.OFFICE_OR_UNIT),
    "api_report": Route(A.UNIT, writes=True),
    "api_accept_report": Route(A.OFFICE_STAFF, writes=True),
    "api_refuse_report": Route(A.OFFICE_STAFF, writes=True),
    "api_complete_source_facts": Route(A.OFFICE_STAFF, writes=True),
    "api_ask_correction": Route(A.OFFICE_HANDLERS, writes=True),
    "api_decide_correction": Route(A.OFFICE_DECIDERS, writes=True),
    "api_claim_nature": Route(A.OFFICE_STAFF, writes=True),
    "api_decide_nature": Route(A.OFFICE_DECIDERS, writes=True),
    "api_save_draft": Route(A.OFFICE_STAFF, writes=True),  # of a unit's report: its own clerk and head
    "api_draft": Route(A.OFFICE_OWN),  # of a unit's report: who holds a post in the unit
    "api_discard_draft": Route(A.OFFICE_STAFF, writes=True),
    "api_types": Route(A.PERSON),
    "api_add_type": Route(A.OFFICE_DECIDERS, writes=True),
    "api_change_type": Route(A.OFFICE_DECIDERS, writes=True),
    "api_retire_type": Route(A.OFFICE_DECIDERS, writes=True),
    "api_restore_type": Route(A.OFFICE_DECIDERS, writes=True),
    "api_tokens": Route(A.PERSON, writes=True),
    "api_revoke_token": Route(A.OWNER, writes=True),
    "api_my_work": Route(A.PERSON),
    "api_figures": Route(A.FIGURES),
    "api_units": Route(A.PERSON),
    "api_imports": Route(A.IMPORTER, writes=True),
    "api_import": Route(A.IMPORTER),
    "api_import_map": Route(A.IMPORTER, writes=True),
    "api_import_preview": Route(A.IMPORTER),
    "api_import_exclude": Route(A.IMPORTER, writes=True),
    "api_import_answer": Route(A.IMPORTER, writes=True),
    "api_import_abandon": Route(A.IMPORTER, writes=True),
    "api_import_undo": Route(A.ORDERER, writes=True),
    "api_import_send": Route(A.IMPORTER, writes=True),
    "api_import_order": Route(A.ORDERER, writes=True),
    "api_staffing": Route(A.REGISTER),
    "api_staffing_unit": Route(A.STAFFING),
    "api_staffing_roster": Route(A.ROSTER),
    "api_staffing_quota": Route(A.KEEPER, writes=True),
    "api_staffing_leaders": Route(A.KEEPER, writes=True),
    "api_staffing_declare": Route(A.OFFICE_STAFF, writes=True),
    "api_staffing_declare_leaders": Route(A.OFFICE_STAFF, writes=True),
    "api_staffing_enter": Route(A.OFFICE_HANDLERS, writes=True),
    "api_staffing_open_roster": Route(A.OFFICE_STAFF, writes=True),
    "api_staffing_commit": Route(A.OFFICE_LEADER, writes=True),
    "api_staffing_confirm": Route(A.CONFIRMER, writes=True),
    "api_staffing_leave": Route(A.OFFICE_STAFF, writes=True),
    "api_staffing_use": Route(A.KEEPER, writes=True),
    "api_staffing_release": Route(A.KEEPER, writes=True),
    "api_staffing_alerts": Route(A.REGISTER),
    "api_staffing_enter_alert": Route(A.OFFICE_STAFF, writes=True),
    "api_staffing_link_alert": Route(A.OFFICE_STAFF, writes=True),
    "api_staffing_clear_alert": Route(A.OFFICE_STAFF, writes=True),
    "api_staffing_ceilings": Route(A.FIGURES),
    "api_staffing_set_ceiling": Route(A.OFFICE_DECIDERS, writes=True),
    "api_staffing_share": Route(A.OFFICE_DECIDERS, writes=True),
    "api_staffing_end_share": Route(A.OFFICE_DECIDERS, writes=True),
    "api_staffing_imports": Route(A.OFFICE_STAFF),
    "api_staffing_import_read": Route(A.OFFICE_STAFF, writes=True),
    "api_staffing_import": Route(A.OFFICE_STAFF),
    "api_staffing_import_write": Route(A.OFFICE_STAFF, writes=True),
    "api_staffing_import_abandon": Route(A.OFFICE_STAFF, writes=True),
    "api_close_out": Route(A.READER),
    "api_apply": Route(A.UNIT_STAFF, writes=True),
    "api_check": Route(A.OFFICE_STAFF, writes=True),
    "api_acceptance": Route(A.OFFICE_STAFF, writes=True),
    "api_look_back": Route(A.OFFICE_STAFF, writes=True),
    "api_sign_off": Route(A.OFFICE_DECIDERS, writes=True),
    "api_keep_open": Route(A.OFFICE_DECIDERS, writes=True),
    "api_consent": Route(A.SUPERIOR, writes=True),
    "api_later_look_back": Route(A.OFFICE_STAFF, writes=True),
    "api_questions": Route(A.SIGNS),
    "api_invite": Route(A.OFFICE_ACTING, writes=True),
    "api_withdraw": Route(A.OFFICE_ACTING, writes=True),
    "api_opinion": Route(A.INVITED, writes=True),
    "api_ask_verifier": Route(A.OFFICE_ACTING, writes=True),
    "api_name_verifier": Route(A.SUPERIOR, writes=True),
    "api_end_loan": Route(A.BORROWING, writes=True),
    "api_waiver": Route(A.OFFICE_STAFF, writes=True),
    "api_desk": Route(A.PERSON),
    "api_superior_desk": Route(A.PERSON),
    "api_waiver_rules": Route(A.OFFICE),
    "api_add_waiver_rule": Route(A.OFFICE_LEADERS, writes=True),
    "api_retire_waiver_rule": Route(A.OFFICE_LEADERS, writes=True),
    "api_feedback": Route(A.OFFICE_ACTING, writes=True),
    "api_applications": Route(A.PERSON, writes=True),  # drafting through it is for the staff of a unit
    "api_application": Route(A.READER),
    "api_application_edit": Route(A.UNIT_STAFF, writes=True),
    "api_application_material": Route(A.UNIT_STAFF, writes=True),
    "api_application_submit": Route(A.UNIT_HEAD, writes=True),
    "api_application_withdraw": Route(A.UNIT_HEAD, writes=True),
    "api_application_lapse": Route(A.OFFICE_DECIDERS, writes=True),
    "api_application_opinion": Route(A.OFFICE_STAFF, writes=True),
    "api_application_sections": Route(A.OFFICE_DECIDERS, writes=True),
    "api_application_return": Route(A.OFFICE_STAFF, writes=True),
    "api_application_irregular": Route(A.OFFICE_DECIDERS, writes=True),
    "api_application_admission": Route(A.OFFICE_STAFF, writes=True),
    "api_application_revive": Route(A.OFFICE_STAFF, writes=True),
    "api_application_communication": Route(A.OFFICE_STAFF, writes=True),
    "api_application_initiation": Route(A.OFFICE_STAFF, writes=True),
    "api_application_appraisal": Route(A.OFFICE_STAFF, writes=True),
    "api_application_unfit": Route(A.OFFICE_DECIDERS, writes=True),
    "api_application_comment": Route(A.OFFICE_COMMENTER, writes=True),
    "api_application_route_up": Route(A.OFFICE_DECIDERS, writes=True),
    "api_application_agenda": Route(A.OFFICE_STAFF, writes=True),
    "api_application_off_agenda": Route(A.OFFICE_DECIDERS, writes=True),
    "api_application_procedure": Route(A.OFFICE_STAFF, writes=True),
    "api_application_result": Route(A.OFFICE_STAFF, writes=True),
    "api_application_reply": Route(A.OFFICE_LEADER, writes=True),
    "api_application_superior_reply": Route(A.ROUTED_TO_LEADERS, writes=True),
    "api_application_route_further": Route(A.ROUTED_TO, writes=True),
    "api_application_proceedings": Route(A.READER),
    "api_meetings": Route(A.PERSON, writes=True),  # calling through it is for staff of the office
    "api_meeting": Route(A.FIGURES),
    "api_meeting_attendance": Route(A.OFFICE_STAFF, writes=True),
    "api_meeting_minutes": Route(A.OFFICE_DECIDERS, writes=True),
    "api_suspensions": Route(A.PERSON, writes=True),  # suspending through it is for leaders
    "api_suspension_lift": Route(A.OFFICE_LEADER, writes=True),
    "api_withdrawals": Route(A.PERSON, writes=True),  # taking up authority through it is for the office above
    "api_withdrawal_review": Route(A.SUPERIOR, writes=True),
    "api_withdrawal_end": Route(A.SUPERIOR, writes=True),
    "api_quota_cuts": Route(A.PERSON, writes=True),  # cutting through it is for leaders
    "api_standards": Route(A.BODY, writes=True),  # setting them is for OFFICE_DECIDERS
    "api_standard_restore": Route(A.OFFICE_DECIDERS, writes=True),
    "api_task_forces": Route(A.READER, writes=True),  # setting up is for OFFICE_DECIDERS
    "api_own_task_forces": Route(A.PERSON),
    "api_task_force": Route(A.FORCE),
    "api_task_force_members": Route(A.OFFICE_ALL, writes=True),
    "api_task_force_task": Route(A.OFFICE_ALL, writes=True),
    "api_task_force_move_end": Route(A.OFFICE_DECIDERS, writes=True),
    "api_task_force_end": Route(A.OFFICE_DECIDERS, writes=True),
    "api_task_force_give_on": Route(A.OFFICE_ALL, writes=True),
    "api_task_force_move_task": Route(A.OFFICE_ALL, writes=True),
    "api_task_force_done": Route(A.OFFICE_ALL, writes=True),
    "api_tasks": Route(A.PERSON),
    "api_task_add": Route(A.OFFICE_STAFF, writes=True),
    "api_task_report": Route(A.UNIT_STAFF, writes=True),
    "api_task_check": Route(A.OFFICE_STAFF, writes=True),
    "api_task_letter": Route(A.OFFICE_DECIDERS, writes=True),
    "api_task_entry": Route(A.OFFICE_STAFF, writes=True),
    "api_authority": Route(A.OFFICE_LEADER, writes=True),
    "api_copies": Route(A.PERSON),
    "api_acknowledge": Route(A.INVITED, writes=True),
    "api_gate": Route(A.PARTY, writes=True),
    "api_gate_sheet": Route(A.READER),
    "api_gate_exceptions": Route(A.OFFICE_LEADER, writes=True),
    "api_gate_exception_end": Route(A.OFFICE_LEADER, writes=True),
    "api_gate_rules": Route(A.OFFICE_DECIDERS, writes=True),
    "api_gate_rule": Route(A.OFFICE_DECIDERS, writes=True),
    "api_gate_rule_publish": Route(A.OFFICE_LEADER, writes=True),
}


def named_routes() -> Iterator[str]:
    """Names of all routes in the address table, with their namespace; unnamed ones by their pattern."""

    def walk(patterns: list[URLPattern | URLResolver], space: str, prefix: str) -> Iterator[str]:
        for entry in patterns:
            if isinstance(entry, URLResolver):
                inner = f"{space}{entry.namespace}:" if entry.namespace else space
                yield from walk(entry.url_patterns, inner, prefix + str(entry.pattern))
            else:
                yield f"{space}{entry.name}" if entry.name else prefix + str(entry.pattern)

    yield from walk(get_resolver().url_patterns, "", "")


def undeclared() -> list[str]:
    """Routes of the address table that no line above declares."""
    return [name for name in named_routes() if name not in ROUTES]
