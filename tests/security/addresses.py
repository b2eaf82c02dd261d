"""Who gets in where: one line for every address of the house, one column for every sort of person.

x  the page                 ~  sent on to another page, also after something was done
.  refused or not there     -  sent on with a refusal to read
>  sent to sign in          ?  the page again, with what is wrong about what was sent

The rows asked for are Team Åparken's, Ella's and Mette's. An address that only takes what is sent is sent nothing.
"""

PEOPLE = {
    "nob": "nobody is signed in",
    "for": "a former member of Åparken",
    "tov": "nurse of the neighbouring team",
    "ell": "the citizen herself",
    "met": "team member",
    "chr": "facilitator",
    "soe": "planner of the section",
    "dis": "dispatcher of the section",
    "len": "needs assessor of the section",
    "ali": "substitute who visits Ella today",
    "dor": "unit leader of the section",
    "bir": "head of the whole organisation",
    "hen": "administrator",
}

TABLE = """
                         nob for tov ell met chr soe dis len ali dor bir hen
front                     >   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~
health                    x   x   x   x   x   x   x   x   x   x   x   x   x
about                     x   x   x   x   x   x   x   x   x   x   x   x   x
accessibility             x   x   x   x   x   x   x   x   x   x   x   x   x
language                  ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~
style                     .   .   .   .   .   .   .   .   .   .   .   .   .
privacy                   x   x   x   x   x   x   x   x   x   x   x   x   x
sign_in                   x   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~
sign_in_with_passkey      >   >   >   >   >   >   >   >   >   >   >   >   >
passkey_question          x   x   x   x   x   x   x   x   x   x   x   x   x
second_factor             >   >   >   >   >   >   >   >   >   >   >   >   >
choose_factor             >   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~
new_passkey_question      .   .   .   .   .   .   .   .   .   .   .   .   .
recovery_codes            >   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~
remember_device           >   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~
forgotten                 x   x   x   x   x   x   x   x   x   x   x   x   x
sign_out                  >   >   >   >   >   >   >   >   >   >   >   >   >
invitation_code           x   x   x   x   x   x   x   x   x   x   x   x   x
welcome                   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~
invitation                .   .   .   .   .   .   .   .   .   .   .   .   .
lock                      ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~
lock_now                  >   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~
lock_time                 x   x   x   x   x   x   x   x   x   x   x   x   x
draft                     >   x   x   x   x   x   x   x   x   x   x   x   x
account                   >   x   x   x   x   x   x   x   x   x   x   x   x
confirm                   >   x   x   x   x   x   x   x   x   x   x   x   x
password                  >   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~
account_language          >   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~
remove_factor             >   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~
renew_codes               >   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~
forget_device             >   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~   ~
organisation              >   .   .   .   .   .   .   .   .   .   x   .   x
section                   >   .   .   .   .   .   .   .   .   .   .   .   x
team_setup                >   .   .   .   .   .   .   .   .   .   .   .   x
competences               >   .   .   .   .   .   .   .   .   .   .   .   x
employees                 >   .   .   .   .   .   .   .   .   .   x   .   x
new_employee              >   .   .   .   .   .   .   .   .   .   x   .   x
employee                  >   .   .   .   .   .   .   .   .   .   x   .   x
change_employee           >   .   .   .   .   .   .   .   .   .   x   .   x
give_role                 >   .   .   .   .   .   .   .   .   .   ?   .   ?
end_role                  >   .   .   .   .   .   .   .   .   .   x   .   x
give_competence           >   .   .   .   .   .   .   .   .   .   ?   .   ?
end_competence            >   .   .   .   .   .   .   .   .   .   x   .   x
invite                    >   .   .   .   .   .   .   .   .   .   x   .   x
lost_factor               >   .   .   .   .   .   .   .   .   .   x   .   x
end_employment            >   .   .   .   .   .   .   .   .   .   x   .   x
settings                  >   .   .   .   .   .   .   .   .   .   .   .   x
setting                   >   .   .   .   .   .   .   .   .   .   .   .   x
break_glass               >   .   x   .   x   x   .   .   .   .   .   .   .
end_break_glass           >   .   .   .   .   ~   .   .   .   .   .   .   .
team_break_glasses        >   .   .   .   x   x   x   x   x   .   .   .   .
citizen_log               >   .   .   ~   x   x   x   x   x   x   .   .   .
answer_why                >   .   .   .   ~   ~   ~   .   ~   ~   .   .   .
own_log                   >   .   .   x   .   .   .   .   .   .   .   .   .
admit_citizen             >   .   x   .   x   x   x   .   x   .   .   .   .
change_citizen            >   .   .   .   x   x   x   .   x   .   .   .   .
show_cpr                  >   .   .   .   x   x   x   .   x   .   .   .   .
move_citizen              >   .   .   .   x   x   x   .   x   .   .   .   .
end_citizen               >   .   .   .   x   x   x   .   x   .   .   .   .
readmit_citizen           >   .   .   .   ~   ~   ~   .   ~   .   .   .   .
what_matters              >   .   .   .   x   x   x   .   x   x   .   .   .
alerts                    >   .   .   .   x   x   x   .   x   x   .   .   .
end_alert                 >   .   .   .   ~   ~   ~   .   ~   ~   .   .   .
set_door_code             >   .   .   .   x   x   x   .   x   x   .   .   .
good_to_know              >   .   .   .   x   x   x   .   x   x   .   .   .
end_good_to_know          >   .   .   .   ~   ~   ~   .   ~   ~   .   .   .
register_away             >   .   .   .   x   x   x   .   x   x   .   .   .
plan_return               >   .   .   .   x   x   x   .   x   x   .   .   .
end_away                  >   .   .   .   ~   ~   ~   .   ~   ~   .   .   .
plan_return               >   .   .   .   x   x   x   .   x   x   .   .   .
group                     >   .   .   .   x   x   x   .   x   .   .   .   .
primary_contact           >   .   .   .   x   x   x   .   x   .   .   .   .
faces_wanted              >   .   .   .   x   x   x   .   x   .   .   .   .
end_face                  >   .   .   .   ~   ~   ~   .   ~   .   .   .   .
tell_change               >   .   .   .   ~   ~   ~   .   ~   ~   .   .   .
agree_help                >   .   .   .   x   x   x   .   x   .   .   .   .
change_help               >   .   .   .   x   x   x   .   x   .   .   .   .
end_help                  >   .   .   .   x   x   x   .   x   .   .   .   .
shifts                    >   .   .   .   x   x   x   x   x   .   .   .   .
copy_shifts               >   .   .   .   ~   .   ~   ~   .   .   .   .   .
protect_time              >   .   .   .   x   .   x   x   .   .   .   .   .
free_time                 >   .   .   .   ~   .   ~   ~   .   .   .   .   .
day                       >   x   x   .   x   x   x   x   x   x   x   x   x
day_print                 >   x   x   .   x   x   x   x   x   x   x   x   x
day_on                    >   x   x   .   x   x   x   x   x   x   x   x   x
own_sick                  >   x   x   .   x   x   x   x   x   x   x   x   x
own_late                  >   x   x   .   x   x   x   x   x   x   x   x   x
tomorrow                  >   x   x   .   x   x   x   x   x   x   x   x   x
notice_read               >   .   .   .   ~   .   .   .   .   .   .   .   .
visit                     >   .   .   .   x   x   x   x   x   x   .   .   .
begin_visit               >   .   .   .   ~   .   .   .   .   .   .   .   .
document_visit            >   .   .   .   ~   ?   ?   ?   ?   ?   .   .   .
visit_note                >   .   .   .   ~   ~   ?   ?   ?   ~   .   .   .
visit_need                >   .   .   .   ~   ~   ?   ?   ?   ~   .   .   .
visit_door                >   .   .   .   x   .   .   .   .   .   .   .   .
reopen_visit              >   .   .   .   ~   .   .   .   .   .   .   .   .
move_visit                >   .   .   .   x   .   x   x   .   .   .   .   .
visit_length              >   .   .   .   x   .   x   x   .   .   .   .   .
nudge_visit               >   .   .   .   ~   .   ~   .   .   .   .   .   .
visit_content             >   .   .   .   x   .   x   x   .   .   .   .   .
visit_together            >   .   .   .   ~   .   ~   .   .   .   .   .   .
hand_over                 >   .   .   .   x   .   x   x   .   .   .   .   .
take_visit                >   .   .   .   ~   .   .   .   .   .   .   .   .
cancel_visit              >   .   .   .   x   .   x   x   .   .   .   .   .
miss_visit                >   .   .   .   x   x   .   .   .   x   .   .   .
undo_visit_change         >   .   .   .   ~   .   .   .   .   .   .   .   .
add_visit                 >   .   .   .   x   .   x   x   .   .   .   .   .
report_absence            >   .   .   .   ~   .   ~   ~   .   .   .   .   .
withdraw_absence          >   .   .   .   ~   .   ~   ~   .   .   .   .   .
team_day                  >   .   .   .   x   x   x   x   x   .   .   .   .
team_day_on               >   .   .   .   x   x   x   x   x   .   .   .   .
day_print_for             >   .   .   .   x   x   x   x   x   .   .   .   .
change_day                >   .   .   .   x   .   x   x   .   .   .   .   .
reply                     >   .   .   .   x   x   x   x   x   .   .   .   .
adopt_reply               >   .   .   .   ~   -   -   -   -   .   .   .   .
leave_reply               >   .   .   .   ~   -   ~   -   -   .   .   .   .
week_now                  >   .   ~   .   ~   ~   ~   ~   ~   .   .   .   .
week_run                  >   .   .   .   x   x   x   x   x   .   .   .   .
week_cancel               >   .   .   .   ~   .   ~   ~   .   .   .   .   .
week_retry                >   .   .   .   ~   -   ~   ~   -   .   .   .   .
week                      >   .   .   .   x   x   x   x   x   .   .   .   .
week_propose              >   .   .   .   ~   -   ~   -   -   .   .   .   .
week_curve                >   .   .   .   x   x   x   x   x   .   .   .   .
ask_curve                 >   .   .   .   ~   -   ~   ~   -   .   .   .   .
choose_face_price         >   .   .   .   ~   -   -   -   -   .   .   .   .
agree_loan                >   .   .   .   ~   -   -   -   -   .   .   .   .
decline_loan              >   .   .   .   ~   -   -   -   -   .   .   .   .
week_adopt                >   .   .   .   ~   -   -   -   -   .   .   .   .
week_move                 >   .   .   .   ~   .   ~   ?   .   .   .   .   .
week_lock                 >   .   .   .   ~   -   ~   -   -   .   .   .   .
week_undo                 >   .   .   .   ~   -   ~   -   -   .   .   .   .
week_compare              >   .   .   .   x   x   x   x   x   .   .   .   .
import                    >   .   x   .   x   .   x   .   .   .   .   .   x
import_template           >   .   x   .   x   .   x   .   .   .   .   .   x
citizens                  >   x   x   ~   x   x   x   x   x   x   x   x   x
citizen                   >   .   .   ~   x   x   x   x   x   x   .   .   .
daily_rhythm              >   .   .   x   x   x   x   x   x   x   .   .   .
end_own_activity          >   .   .   .   ~   ~   ~   .   ~   ~   .   .   .
own_page                  >   .   .   x   .   .   .   .   .   .   .   .   .
teams                     >   .   ~   .   ~   ~   x   x   x   ~   x   x   x
team                      >   .   .   .   x   x   x   x   x   x   x   x   x
persona                   .   .   .   .   .   .   .   .   .   .   .   .   .
"""
