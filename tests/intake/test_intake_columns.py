"""Column names as people meet them, and those that are near but about something else."""

import pytest

from smartpick.intake.columns import column_uses, guess_mapping, header_unit

KNOWN = {
    "program_id": [
        "Program ID",
        "ACGME Program ID",
        "acgme_code",
        "ACGME Code",
        "Program Number",
        "FREIDA ID",
        "ACGME residency program code",
    ],
    "program_name": [
        "Program",
        "Program Name",
        "Residency Program",
        "Hospital",
        "Sponsoring Institution",
        "Progam name",
        "Residency program name",
    ],
    "specialty": ["Specialty", "Speciality", "SPECIALTY NAME"],
    "city": ["City", "Location"],
    "state": ["State", "state_name", "ST"],
    "interview_rate_non_us_img": [
        "Non-US IMG interview rate",
        "% of non-US IMG applicants interviewed",
        "Interviewed: Non-U.S. IMG (%)",
        "Interview Rate - International Medical Graduate (Non US citizen)",
        "non_us_img_interview_rate",
        "Percent of nonUS IMGs invited to interview",
        "Non-US IMG Intervew Rate",
    ],
    "interview_rate_us_img": [
        "US IMG interview rate",
        "% U.S. IMG applicants interviewed",
        "USIMG interview rate",
    ],
    "interview_rate_us_do": ["DO interview rate", "% of osteopathic applicants interviewed"],
    "interview_rate_us_md": ["US MD interview rate", "MD (allopathic) % interviewed"],
    "interview_rate": ["Interview rate", "% interviewed", "Invitation rate"],
    "non_us_img_share": [
        "% Non-US IMG residents",
        "Residents: Non-U.S. IMG (%)",
        "Percent of non-US IMG",
        "Non-US IMG share",
    ],
    "img_share": ["% IMG", "IMG residents", "Percentage of International Medical Graduates", "IMGs (%)"],
    "takes_j1": ["J-1", "J1 visa", "Accepts J-1 Visas", "takes_j1"],
    "takes_h1b": ["H-1B", "H1B sponsorship", "Sponsors H1-B visa", "H-1 B"],
    "visas": ["Visa", "Visas accepted", "J-1 / H-1B", "Visa sponsorship"],
    "season": ["Season", "Year", "Application cycle"],
    "seasons": ["Number of seasons", "Seasons"],
    "origin": ["Source", "Origin"],
}
NOT_KNOWN = [
    "",
    "Notes",
    "Number of non-US IMG applicants interviewed",
    "Non-US IMG interview rate with signal",
    "Interview dates",
    "Interview format",
    "Average Step 2 CK score",
    "% of non-US IMG applicants",
    "IMG friendly",
    "Percent of US MD residents",
    "US IMG % residents",
    "% of applicants interviewed by the program in 2020",
    "F-1 visa (OPT)?",
    "Invited",
    "Matched IMGs last year",
    "In-state interview rate",
    "Number of residents on J-1 visas",
    "Website",
    "Phone",
    "Director",
    "Accepts IMG",
    "MD/DO interview rate",
]


@pytest.mark.parametrize(("field", "header"), [(f, h) for f, headers in KNOWN.items() for h in headers])
def test_known_name(field, header):
    assert guess_mapping([header]).columns == {field: 0}


@pytest.mark.parametrize("header", NOT_KNOWN)
def test_near_names_are_left_alone(header):
    assert guess_mapping([header]).columns == {}


def test_each_field_has_the_column_that_fits_best_and_the_first_of_equals():
    headers = [
        "Hospital",
        "Program Name",
        "State",
        "State",
        "US IMG interview rate",
        "Non-US IMG interview rate",
    ]
    assert guess_mapping(headers).columns == {
        "program_name": 1,
        "institution": 0,
        "state": 2,
        "interview_rate_us_img": 4,
        "interview_rate_non_us_img": 5,
    }


def test_a_second_column_of_the_same_says_which_one_is_taken():
    headers = ["ACGME ID", "J-1 through ECFMG", "Program sponsors J-1 visas", "Non-US IMG match count"]
    uses = column_uses(headers, guess_mapping(headers))
    assert [use.kind for use in uses] == ["identity", "used", "aside", "aside"]
    assert uses[2].meaning == "Takes J-1" and "'J-1 through ECFMG' is taken" in uses[2].remark
    assert "count is a share only" in uses[3].remark


@pytest.mark.parametrize(
    ("headers", "named"), [(["State", "J-1"], False), (["Program"], True), (["Code"], True)]
)
def test_whether_the_columns_name_programs(headers, named):
    assert guess_mapping(headers).names_programs is named


@pytest.mark.parametrize(
    ("header", "unit"),
    [("Rate (%)", "percent"), ("Percent invited", "percent"), ("Rate (0-1)", "share"), ("Rate", "auto")],
)
def test_unit_in_a_name(header, unit):
    assert header_unit(header) == unit
