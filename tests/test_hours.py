"""Opening hours become a timetable only where they can mean one thing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offer_opendata.mapping.hours import DAYS, read_hours
from offer_opendata.mapping.spans import opens_and_closes

WEEK = "MO,TU,WE,TH,FR"
READ = [
    ("Monday - Friday 07:30 - 08:45", [(WEEK, "07:30", "08:45")]),
    ("Monday to Friday 9am to 5pm", [(WEEK, "09:00", "17:00")]),
    ("Mon-Fri 9am-5pm", [(WEEK, "09:00", "17:00")]),
    ("MON–FRI: 09:00–17:00", [(WEEK, "09:00", "17:00")]),
    ("Monday – Friday, 9.00am – 5.30pm.", [(WEEK, "09:00", "17:30")]),
    ("Weekdays 8:00 - 18:00", [(WEEK, "08:00", "18:00")]),
    ("Every day 10:00 - 16:00", [("MO,TU,WE,TH,FR,SA,SU", "10:00", "16:00")]),
    ("Weekends 10am - 4pm", [("SA,SU", "10:00", "16:00")]),
    ("Saturday 9am until noon", [("SA", "09:00", "12:00")]),
    ("Sat 12 noon - 2pm", [("SA", "12:00", "14:00")]),
    ("Sundays midday to 4pm", [("SU", "12:00", "16:00")]),
    ("Tues & Thurs 10:00 - 12:00", [("TU,TH", "10:00", "12:00")]),
    ("Tue/Thu 10:00 - 12:00", [("TU,TH", "10:00", "12:00")]),
    ("Mon, Wed and Fri 10:00-12:00", [("MO,WE,FR", "10:00", "12:00")]),
    ("Weds 9:30 - 11:30", [("WE", "09:30", "11:30")]),
    ("Mon 9-5pm", [("MO", "09:00", "17:00")]),
    ("Mon 9am-5", [("MO", "09:00", "17:00")]),
    ("Mon 10-12pm", [("MO", "10:00", "12:00")]),
    ("Mon 12-3pm", [("MO", "12:00", "15:00")]),
    ("Mon 11.30am-12.30pm", [("MO", "11:30", "12:30")]),
    ("Mon 6pm - 8:00", [("MO", "18:00", "20:00")]),
    ("Mon 9 am - 5 pm", [("MO", "09:00", "17:00")]),
    ("Mon 09:00:00 - 17:00:00", [("MO", "09:00", "17:00")]),
    ("Mon 12am - 1am", [("MO", "00:00", "01:00")]),
    ("Fri 17:00 - 23:59", [("FR", "17:00", "23:59")]),
    (
        "Monday    10:00 - 12:00   14:00 - 17:30",
        [("MO", "10:00", "12:00"), ("MO", "14:00", "17:30")],
    ),
    ("Monday 10:00 - 12:00, 14:00 - 17:30", [("MO", "10:00", "12:00"), ("MO", "14:00", "17:30")]),
    ("Monday 10:00-12:00 and 12:00-13:00", [("MO", "10:00", "12:00"), ("MO", "12:00", "13:00")]),
    ("Wednesday 09:00 - 12:00   Closed", [("WE", "09:00", "12:00")]),
    ("Sunday    Closed", []),
    ("Sunday: closed.", []),
    ("Sat - Sun closed", []),
    (
        "Mon 09:00 - 10:00\n\nTue 10:00 - 11:00\n",
        [("MO", "09:00", "10:00"), ("TU", "10:00", "11:00")],
    ),
    ("Mon 09:00 - 10:00\r\nSun closed", [("MO", "09:00", "10:00")]),
    ("First Thursday of every month 09:00 - 16:00", [("1TH", "09:00", "16:00")]),
    ("The last Friday of each month 10am-12pm", [("-1FR", "10:00", "12:00")]),
    ("2nd Tuesday in the month 18:00 - 20:00", [("2TU", "18:00", "20:00")]),
    ("", []),
    (" \n ", []),
]


@pytest.mark.parametrize(("text", "timetable"), READ)
def test_hours_that_mean_one_thing(text: str, timetable: list[tuple[str, str, str]]) -> None:
    hours = read_hours(text)
    assert hours.unread == ()
    found = [(each["byday"], each["opens_at"], each["closes_at"]) for each in hours.schedules]
    assert found == timetable


NOT_READ = [
    "Mon 9-3",                                # nobody says which half of the day
    "Mon 9:00 - 3:00",
    "Mon 1-3pm",                              # one at night, or at noon
    "Mon 9-11pm",
    "Mon 8-10pm",
    "Mon 9am - 11:00",                        # two hours, or fourteen
    "Wed 7:00 - 9:00",                        # breakfast, or youth club
    "Wed 8:00 - 9:00",
    "Wed 6:30 - 8:00",
    "Mon 1:30 - 15:30",                       # surely a slip, but of which time?
    "Mon 17:00 - 09:00",                      # backwards
    "Mon 09:00 - 09:00",
    "Mon 09:00 - 24:00",
    "Mon 09:00 - 25:00",
    "Mon 13:00pm - 15:00",
    "Mon 9:00 - 17:00hrs",
    "Mon 09:00 - 17:000",
    "Mon 109:00 - 17:00",
    "Mon 09:00",
    "Mon from 09:00",
    "Monday",
    "Closed",
    "Closed Mondays",
    "Not closed Monday",
    "Monday closed 12:00 - 13:00",
    "Mon 09:00 - 12:00 closed 13:00 - 17:00",
    "Mon 13:00 - 15:00, 10:00 - 12:00",       # out of order
    "Mon 10:00 - 13:00, 12:00 - 15:00",       # overlapping
    "Mon-Fri 9:00-17:00; Sat 10:00-12:00",
    "Fri - Mon 09:00 - 17:00",                # round the weekend?
    "Mon, Mon 09:00 - 17:00",
    "Mon-Wed, Tue 09:00 - 17:00",
    "Mon-Wed-Fri 09:00 - 17:00",
    "M-F 09:00 - 17:00",
    "T 09:00 - 17:00",
    "Moonday 09:00 - 17:00",
    "Days 09:00 - 17:00",
    "Bank holidays 10:00 - 12:00",
    "Alternate Mondays 10:00 - 12:00",
    "Fifth Monday of every month 10:00 - 12:00",
    "First day of every month 10:00 - 12:00",
    "First Thursday 09:00 - 16:00",
    "1-3 May 10:00 - 12:00",
    "Mon 10:00 - 12:00 (term time)",
    "Mon 10:00 - 12:00 by appointment",
    "09:00 - 17:00",
    "24 hours",
    "By appointment",
    "Call 01632 960001",
    "Term time only",
    "hh:mm:ss",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_READ)
def test_hours_that_could_mean_two_things_are_left(text: str) -> None:
    hours = read_hours(text)
    assert (hours.schedules, hours.unread) == ((), (text,))


def test_a_text_is_read_whole_or_not_at_all() -> None:
    hours = read_hours("Every other week\nMon 09:00 - 10:00\nTue by appointment")
    assert hours.schedules == ()
    assert hours.unread == ("Every other week", "Tue by appointment")


TERMS = [
    ("Term Time Only\nMon 09:00 - 10:00", "term_time"),
    ("Mon 09:00 - 10:00\nTerm time only.", "term_time"),
    ("Mon 09:00 - 10:00\n(School holidays)", "holidays"),
    ("Open all year:\nMon 09:00 - 10:00", "all_year"),
    ("Mon 09:00 - 10:00", ""),
]


@pytest.mark.parametrize(("text", "term"), TERMS)
def test_a_first_or_last_line_may_say_when_in_the_year(text: str, term: str) -> None:
    (schedule,) = read_hours(text).schedules
    assert schedule["term"] == term
    assert schedule["description"] == "Mon 09:00 - 10:00"
    assert schedule["freq"] == "WEEKLY"


@pytest.mark.parametrize(
    "text",
    [
        "Mon 09:00 - 10:00\nSchool holidays\nTue 09:00 - 10:00",
        "Term time only\nMon 09:00 - 10:00\nSchool holidays",
    ],
)
def test_a_term_that_holds_for_some_lines_only_is_not_read(text: str) -> None:
    assert read_hours(text) == type(read_hours(""))((), ("School holidays",))


def test_once_a_month_is_said() -> None:
    (schedule,) = read_hours("First Thursday of every month 09:00 - 16:00").schedules
    assert schedule["freq"] == "MONTHLY"


WORDS = (
    "Mon Tuesday fri - – to and , & / closed Closed 9 9am 5pm 09:00 17:30 12:00 12 noon 7:00 daily "
    "weekdays first of every month \n . ( ) 1:30 23:59 00:00 term time only am pm :"
)


@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=12).map(" ".join) | st.text())
def test_whatever_is_written_the_timetable_is_possible(text: str) -> None:
    hours = read_hours(text)
    assert not (hours.schedules and hours.unread)
    for each in hours.schedules:
        assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", each["opens_at"])
        assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", each["closes_at"])
        assert each["opens_at"] < each["closes_at"]
        assert all(day[-2:] in DAYS for day in each["byday"].split(","))
        assert each["description"] in " ".join(text.split())


CLOCK = st.times().map(lambda time: time.strftime("%H:%M"))


@given(CLOCK, CLOCK)
def test_times_of_the_24_hour_clock_come_back(opens: str, closes: str) -> None:
    certain = opens < closes and (opens >= "09:00" or "0" in (opens[0], closes[0]))
    assert opens_and_closes(opens, closes) == ((opens, closes) if certain else None)
