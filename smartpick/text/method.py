"""The model, step by step: what each step does, its formula, and what in it is published or assumed."""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.estimate import SIZE
from smartpick.facts import Facts
from smartpick.odds.rank_curve import SHAPES
from smartpick.odds.rates import STATE_FROM
from smartpick.odds.score_curve import CHARTED_FROM
from smartpick.text.method_lists import parameter_line


@dataclass(frozen=True)
class Step:
    """One step of the model.

    Attributes:
        key: Short name, for anchors.
        title: What the step gives.
        text: Plain words.
        formula: LaTeX.
        symbols: What the letters of the formula mean.
        published, derived, assumed: What of it is which; empty where nothing is.
        parameters: Names in `model_parameters` that it uses.
        tables: Tables of facts that it reads.
    """

    key: str
    title: str
    text: str
    formula: str
    symbols: str
    published: str
    derived: str
    assumed: str
    parameters: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()

    @property
    def formulas(self) -> tuple[str, ...]:
        """The formula in the parts that may stand under each other."""
        return tuple(part.strip().rstrip(",") for part in self.formula.split(r"\qquad"))

    def parameter_lines(self, facts: Facts) -> list[str]:
        """Return each parameter of the step with value, range and basis."""
        return [parameter_line(facts.model_parameters, name) for name in self.parameters]

    def source_ids(self, facts: Facts) -> tuple[str, ...]:
        """Return the sources of the tables it reads and of its parameters, each once."""
        rows = facts.model_parameters
        ids = [str(source) for table in self.tables for source in getattr(facts, table)["source_id"].unique()]
        ids += rows.loc[rows["parameter"].isin(list(self.parameters)), "source_id"].astype(str).tolist()
        return tuple(dict.fromkeys(ids))


STEPS: tuple[Step, ...] = (
    Step(
        "score",
        "From a score to a chance",
        "Reports print how the Step 2 CK scores of those who matched and of those who did not are spread. "
        "Bayes' rule turns the two into the share that matched at each score. The curve may be flat, "
        "straight or bent, and each counts as far as the figures support it: nothing forces a slope. The "
        "range counts also what so many applicants could not show, and by how much such curves missed "
        "outcomes that they had not seen. Outside the published scores no number is "
        f"worked out; with under {CHARTED_FROM} people in a group no curve is drawn.",
        r"S(x)=\frac{N_1 f_1(x)}{N_1 f_1(x)+N_0 f_0(x)}",
        "x: score. N₁, N₀: how many matched and how many did not. f₁, f₀: how their scores are spread.",
        "The counts, quartiles, means and standard deviations.",
        "The curve and its range.",
        "That between the printed figures the scores run as near to a normal curve as those allow.",
        ("score_curve_level_error", "score_curve_slope_error"),
        ("outcome_distributions", "outcome_counts"),
    ),
    Step(
        "ranks",
        "From interviews to a chance",
        "The same rule on the number of programs that people ranked gives the chance of a match with k "
        f"interviews. Reports leave open how the numbers run between the quartiles, so {len(SHAPES)} shapes "
        "are fitted, and their disagreement is part of the range. It matters most with a single interview.",
        r"M(k)=\frac{N_1 g_1(k)}{N_1 g_1(k)+N_0 g_0(k)},\qquad M(0)=0",
        "k: programs ranked in a row in the preferred specialty. g₁, g₀: how these numbers are spread among "
        "those who matched and those who did not.",
        "The quartiles, means and standard deviations of the ranks, for non-US IMGs.",
        "The curve. For other applicant types it is borrowed and bent until it gives their match rate.",
        "That each interview becomes a rank.",
        tables=("outcome_distributions", "outcome_counts"),
    ),
    Step(
        "places",
        "Who invites",
        "For most programs nobody publishes whom they invite. So a program starts from the published rates "
        "of its specialty and place: their mean, and the share of programs that invite almost nobody of your "
        "type. What is public about the program itself then tells it apart from the others there: its "
        "sponsor, size and statements, and invitations that applicants reported. How much each of these "
        "is worth was measured on 3,798 programs. Whatever they do to single programs, the mean and the "
        "share near zero over each published place stay as published.",
        r"\operatorname{logit} z_i=a_c+\beta\,(t_i-\bar t_c),\qquad \log r_i=b_c+\gamma\,(t_i-\bar t_c),"
        r"\qquad P=z\,r_0+(1-z)\,\mathrm{E}[r]",
        "t_i: what is public about program i, summed by its measured worth. z: chance that a program invites "
        "fewer than 1 in 200, r₀: its rate then. r: its rate otherwise. a_c, b_c: what makes the programs of "
        "place c have their published mean and share near zero. β, γ: measured in each specialty.",
        f"Mean, spread and near-zero share of the rates by specialty and place (places with {STATE_FROM} or "
        "more programs).",
        "What public traces are worth; places in which too few programs of a specialty report.",
        "What a near-zero program invites, and how far the traces count for US IMGs.",
        ("near_zero_rate", "trace_worth_us_img"),
        ("interview_rates", "program_rate_model", "reported_invitations", "resident_mix"),
    ),
    Step(
        "profile",
        "What your profile changes",
        "Each answer multiplies the odds of every invitation. The starting point of each answer has the "
        "multiplier 1, because the published rates are those of the average applicant. The multiplier of a "
        "score is set such that a typical list gives back the score curve; it may not change faster than the "
        "steepest published slope. Where a specialty's own curve has no clear slope (Family Medicine and "
        "Diagnostic Radiology for IMGs, and small specialties), that is given up: a flat curve may come from "
        "who ranks the specialty first. There the slope is the one that all specialties and their directors "
        "together support, and only the level is the curve's: the match rate at the median score. "
        "Unmet requirements rule a program out, preferences only lower the odds.",
        r"\frac{p_i}{1-p_i}=\frac{r_i}{1-r_i}\cdot m(x)\cdot\prod_f \mathrm{OR}_f\cdot\theta",
        "p: chance of an invitation from program i. m(x): multiplier of the score. OR: odds ratio of each "
        "answer. θ: what an applicant's invitations share, see the next step.",
        "The steepest slope, and some signal effects.",
        "m(x), the pooled slope, visa, publications and presentations, signals where a specialty prints "
        "none.",
        "The size of most other effects: surveys or our guide give the direction only. They can be switched "
        "off.",
        (
            "steepest_score_odds_ratio",
            "signal_odds_ratio",
            "gold_over_silver_odds_ratio",
            "unmet_preference_odds_ratio",
            "h1b_without_step3_odds_ratio",
        ),
        ("effects", "interview_rates", "director_survey"),
    ),
    Step(
        "shared",
        "What one applicant's invitations share",
        "Whoever is invited once is more likely to be invited again, for reasons no report prints. Taken "
        "apart, the invitations would promise too much. So all odds of one applicant share an effect. Its "
        "size "
        "follows from how widely the numbers of ranks spread: the part of that spread that scores explain is "
        "taken off first, for the score curve holds it already. Where the ranks spread wider than that "
        "(Family Medicine), there are two kinds of applicants: those who want the specialty, with long "
        "lists, and those who have it as a back-up, with short ones.",
        r"\theta\sim\mathrm{Gamma},\quad \mathrm{E}[\theta]=1,\quad \mathrm{Var}[\theta]=v,\qquad "
        r"\mathrm{SD}(K\mid K\ge 1)=\text{published}",
        "K: number of interviews. v: variance of the shared effect.",
        "The standard deviation of the ranks.",
        "v, for each specialty with enough applicants; the others take the pooled one.",
        "That the effect follows a gamma distribution.",
        ("shared_effect_variance", "typical_applications_img", "typical_applications_us_seniors"),
        ("outcome_distributions",),
    ),
    Step(
        "list",
        "The chance of a whole list",
        "Given the shared effect, invitations are independent, so the number of interviews follows program "
        "by "
        "program, exactly. Each number of interviews has its chance of a match, and all are averaged. "
        "Several "
        "specialties combine under the same shared effect.",
        r"P(\text{match})=\mathrm{E}_\theta\Big[\sum_k P(K=k\mid\theta)\,M(k)\Big],\qquad "
        r"P(K=0)=\mathrm{E}_\theta\Big[\prod_i (1-p_i)\Big]",
        "E: average over the shared effect θ.",
        "",
        "All of it, from the steps above.",
        "That interviews are alike, but for the next step.",
    ),
    Step(
        "pacific",
        "Interviews on the Pacific Coast",
        "The published rates lead one to expect about twice as many non-US IMG matches in California, Oregon "
        "and Washington as there are. Either an interview there leads to a match less often, or fewer people "
        "apply there. Nobody publishes which. So an interview there counts for less than one elsewhere.",
        r"p_i^{\text{counted}}=w\,p_i\quad\text{for programs in CA, OR, WA}",
        "w: what an interview there counts.",
        "Matches by state and applicant type, 2021.",
        "w: the middle between both readings; its range holds both.",
        "That it is the same for all programs of the three states.",
        ("pacific_interview_worth",),
    ),
    Step(
        "season",
        "What is known by now",
        "Interviews in hand weigh the shared effect anew by Bayes' rule: many are more likely for an "
        "applicant whom programs like. Each invitation of the season is out by then with the same chance, "
        "so what is still to come follows. With the rank order list made, the chance is that of its length. "
        "Before applying none of this counts.",
        r"A\mid K\sim\mathrm{Binomial}(K,\,f),\qquad "
        r"w(\theta\mid a)\propto w(\theta)\,P(A=a\mid\theta)",
        "A: interviews in hand, of K that the season brings. f: share of the season's invitations that is "
        "out. w: weights of θ.",
        "The ranks of Charting Outcomes, as above.",
        "",
        "f by month, for no figure is published; that f is the same for all programs; and that the "
        "recommended list stands in for the one you sent.",
        (
            "invitations_out_october",
            "invitations_out_november",
            "invitations_out_december",
            "invitations_out_january",
            "invitations_out_unknown",
        ),
    ),
    Step(
        "ranges",
        "The 80 % ranges",
        f"Everything uncertain is drawn {SIZE} times: the curves, the shared effect, what the programs may "
        "turn out to be, and each effect within its range. The range runs from the 10th to the 90th "
        "percentile. "
        "The draws are always the same, so two profiles differ by what differs between them. A range does "
        "not "
        "hold the chance that the model itself is wrong.",
        rf"\big[\,q_{{0.1}},\;q_{{0.9}}\,\big]\ \text{{of}}\ P^{{(1)}},\dots,P^{{({SIZE})}}",
        "q: quantile of the drawn chances.",
        "The numbers of applicants, which set the sampling error.",
        "The ranges of derived parameters.",
        "The ranges of assumed effects; they are wide.",
    ),
    Step(
        "best",
        "The best list",
        "A list is worth the best match it leads to, weighted by how much you want that place. Within one "
        "specialty, on the coast or off it, the likeliest programs are best, so only how many of each is "
        "open. "
        "Every number within your limits and budget is compared. An upper bound tells whether the list is "
        "proven best, and if not, how much better another could be at most. With more specialties programs "
        "are "
        "added by what they add, with the same kind of bound.",
        r"\max_{L}\ \sum_l (v_l-v_{l+1})\,Q_l(L),\qquad |L|\le n,\quad \text{cost}(L)\le b",
        "Q_l: chance that list L leads to a match at level l or a better one. v: how much a place of level l "
        "is worth to you. n, b: your number of applications and your budget.",
        "Application fees.",
        "The chances.",
        "What a place is worth: that is your answer, not ours.",
        ("second_choice_value", "state_concentration_max"),
    ),
    Step(
        "evidence",
        "What you know of a program",
        "A rate that you enter moves the program's estimate, but not all the way, because seasons differ. "
        "More seasons count more. The share of residents who are IMGs is compared with the shares of other "
        "programs of the specialty, non-US IMGs with non-US IMGs, and moves the estimate less. A visa answer "
        "changes the chance that the program invites almost nobody; an answer of earlier years is not "
        "certain.",
        r"\hat r_i=r_c+c\,(r_{\text{seen}}-r_c),\qquad c=\frac{s\rho}{1+(s-1)\rho}",
        "s: seasons seen. ρ: how much of a season's rate is seen again in the next.",
        "How often a program's visa statement agreed with its report.",
        "ρ, and what residents tell of invitations.",
        "How lasting near-zero programs are.",
        (
            "season_reliability",
            "near_zero_persistence",
        ),
        ("program_rate_model", "requirement_reliability"),
    ),
    Step(
        "look_up",
        "What to look up next",
        "An unknown fact is worth looking up if its answer could change the list. For each, the best list "
        "after "
        "every possible answer is compared with the list now, weighted by how likely the answer is.",
        r"V=\mathrm{E}_{\text{answer}}\big[\max_L U(L\mid\text{answer})\big]-\max_L U(L)",
        "U: worth of a list, as above. V: value of the information.",
        "",
        "All of it.",
        "That one fact changes the list by one program at most.",
    ),
)
