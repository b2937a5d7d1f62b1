"""A table of studies for tests, in several ways of reporting."""

from collections.abc import Mapping

ADAMS: Mapping[str, str] = {
    "study": "Adams 2011",
    "n1": "20",
    "mean1": "1.2",
    "sd1": "0.6",
    "n2": "19",
    "mean2": "1.8",
    "sd2": "0.7",
    "d1": "low",
    "d2": "some concerns",
}
BAKER: Mapping[str, str] = {
    "study": "Baker 2012",
    "n1": "31",
    "median1": "1",
    "q1_1": "0.7",
    "q3_1": "1.4",
    "n2": "30",
    "mean2": "1.4",
    "sd2": "0.8",
}
SIDES: Mapping[str, str] = {
    "study": "Chen 2014",
    "design": "paired",
    "n": "18",
    "mean1": "1.1",
    "sd1": "0.5",
    "mean2": "1.5",
    "sd2": "0.6",
}
