"""The command that tells how many pairs were put in the right order."""

from argparse import Namespace

from commands.outcome import Outcome
from models.store.store import StudyStore


def before_after(words: Namespace) -> Outcome:
    """Hold each rater and the panel against the criterion of the protocol."""
    from models.reading.before_after import choice_results

    with StudyStore.open(words.study) as store:
        shares = choice_results(store)
        raters = {pair.rater for pair in store.choice_pairs()}
    told = {one.who for one in shares}
    lines = [one.sentence for one in shares]
    lines += [
        f"{rater} has not answered every pair yet." for rater in sorted(raters - told)
    ]
    if not raters:
        lines.append("Nobody was shown any pairs yet.")
    return Outcome(
        "\n".join(lines),
        {
            "shares": [
                {
                    "who": one.who,
                    "correct": one.correct,
                    "pairs": one.pairs,
                    "missing": one.missing,
                    "share": one.share,
                    "lower": one.lower,
                    "upper": one.upper,
                    "p_above": one.p_above,
                    "p_two_sided": one.p_two_sided,
                    "p_chance": one.p_chance,
                    "met": one.is_met,
                }
                for one in shares
            ],
            "unfinished": [*sorted(raters - told)],
        },
    )
