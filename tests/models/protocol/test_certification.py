"""The rules of certification in a protocol, read and written."""

import pytest

from models.protocol.certification import CertificationRules
from models.protocol.draft_of import draft_of_protocol
from models.protocol.reader import ProtocolFileError, read_protocol
from models.protocol.writer import protocol_text
from models.scales import library as scale_library
from tests.training import PLAN

SCALES = scale_library.shipped()
OWN = PLAN + (
    'attempts = 3\nleft_out = ["exact"]\npractice = 0.4\n'
    "[certification.scales.erythema-0-3]\nbias = 1\nexact = 0.5\n"
)


def test_limits_of_a_scale_stand_before_those_of_the_set() -> None:
    rules = read_protocol(OWN, "x.toml", SCALES).certification
    assert rules.attempts == 3
    assert rules.usual.exact is None
    own = rules.rules("erythema-0-3")
    assert (own.exact, own.bias, own.photographs, own.intra) == (0.5, 1, 8, 0.80)


def test_a_protocol_without_them_has_those_of_the_program() -> None:
    text = PLAN.partition("[certification]")[0]
    assert read_protocol(text, "x.toml", SCALES).certification == CertificationRules()


def test_writing_and_editing_keep_the_rules() -> None:
    protocol = read_protocol(OWN, "x.toml", SCALES)
    again = read_protocol(protocol_text(protocol), "x.toml", SCALES)
    assert again.certification == protocol.certification
    edited = draft_of_protocol(protocol).check(SCALES, ()).result
    assert edited is not None
    assert edited.certification == protocol.certification


def test_a_reading_that_wants_certificates_is_written_and_edited_as_such() -> None:
    text = PLAN.replace("gap = 3", "gap = 3\ncertificate = true")
    protocol = read_protocol(text, "x.toml", SCALES)
    assert protocol.reading.certificate
    edited = draft_of_protocol(protocol).check(SCALES, ()).result
    assert edited is not None
    assert edited.reading.certificate


def test_every_fault_of_the_rules_is_told_at_once() -> None:
    faults = (
        'exact = 2\nleft_out = ["kappa", "bias"]\nmonths = 0\npractise = 1\n'
        "[certification.scales.colour]\nbias = 1\n"
    )
    with pytest.raises(ProtocolFileError) as caught:
        read_protocol(PLAN + faults, "x.toml", SCALES)
    places = {one.path[-1] for one in caught.value.problems}
    assert places == {"exact", "left_out", "months", "practise", "colour"}
