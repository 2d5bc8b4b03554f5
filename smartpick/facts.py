"""`Facts`: the published tables that the model reads, loaded once and never changed."""

from dataclasses import dataclass, fields

import pandas as pd

# The applicant types of the tables and of the profile, as groups of people. Words belong in `text`, but the
# model also names them in its sentences, and this is the one unit that everybody may import.
TYPE_WORDS = {
    "non_us_img": "non-US IMGs",
    "us_img": "US IMGs",
    "us_do_senior": "US DO seniors",
    "us_md_senior": "US MD seniors",
}


@dataclass(frozen=True, eq=False)
class Facts:
    """One data frame for each table the model reads, under the table's name; data/README.md describes each.

    Types are the same everywhere: text is `str`, whole numbers `Int64`, numbers `float64`, yes-no columns
    `boolean`, dates `datetime64`. Unknown is missing (NaN, NA or NaT) and never a default; ask with
    `isna()`. Lists in a cell (`nrmp_codes`, `source_ids` ...) are text joined with "|". Rows stand in the
    order of the data files under a plain 0-based index. The frames are shared by every session: derive new
    frames from them, never assign into them.

    `programs` also has `state_name`, `census_division` and `pacific_coast` of its state. `data_hash`
    identifies the data, for cache keys and the colophon of reports.
    """

    data_hash: str
    sources: pd.DataFrame
    specialties: pd.DataFrame
    states: pd.DataFrame
    main_match: pd.DataFrame
    programs: pd.DataFrame
    program_requirements: pd.DataFrame
    requirement_reliability: pd.DataFrame
    reported_invitations: pd.DataFrame
    program_kinds: pd.DataFrame
    program_h1b_filings: pd.DataFrame
    outcome_distributions: pd.DataFrame
    outcome_counts: pd.DataFrame
    us_senior_outcomes: pd.DataFrame
    score_bands: pd.DataFrame
    only_choice_outcomes: pd.DataFrame
    match_rates: pd.DataFrame
    interview_rates: pd.DataFrame
    resident_mix: pd.DataFrame
    state_img_share: pd.DataFrame
    usmle_rules: pd.DataFrame
    fees: pd.DataFrame
    fee_examples: pd.DataFrame
    signals: pd.DataFrame
    director_survey: pd.DataFrame
    published_effects: pd.DataFrame
    effects: pd.DataFrame
    program_rate_model: pd.DataFrame
    score_slopes: pd.DataFrame
    model_parameters: pd.DataFrame
    tier_rules: pd.DataFrame
    score_groups: pd.DataFrame
    setting_words: pd.DataFrame
    levers: pd.DataFrame
    self_assessment: pd.DataFrame
    advice: pd.DataFrame


FACT_TABLES = tuple(field.name for field in fields(Facts) if field.name != "data_hash")
