import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.avc import PPS, SPS, Record, framed, number, unframed, units

HIGH = bytes.fromhex("67640032cb405017fcb0800000030080015f90078b1750")
OURS = bytes.fromhex("000000016764001e32cb405017fcb0800000030080015f90078b1750000000016831af023cb0")
UNIT = st.binary(min_size=1, max_size=80).map(lambda body: b"\x65" + body.replace(b"\x00", b"\x01") + b"\x80")


def record(**more) -> Record:
    return Record(**{"head": b"\x64\x00\x1f", "length": 4, "sps": (HIGH,), "pps": (b"\x68\xe9",), **more})


def test_a_record_is_read_as_it_was_written():
    assert Record.read(record(rest=b"\xfd\xf8\xf8\x00").write()) == record(rest=b"\xfd\xf8\xf8\x00")


def test_parameter_sets_tell_their_numbers():
    sps, pps = unframed(OURS)
    assert (sps[0] & 31, number(sps), pps[0] & 31, number(pps)) == (SPS, 5, PPS, 5)


def test_two_encoders_share_a_record():
    both = Record.read(record().joined(OURS).write())
    assert both.sps[0] == HIGH and len(both.sps) == len(both.pps) == 2 and 5 in both.numbers()


@given(st.lists(UNIT, min_size=1, max_size=4), st.sampled_from([2, 4]))
def test_units_keep_their_bytes_in_either_framing(content, length):
    annexb = b"".join(b"\x00\x00\x00\x01" + unit for unit in content)
    assert list(units(framed(annexb, length), length)) == content == list(unframed(annexb))


@pytest.mark.parametrize(
    "data", [b"", b"\x01\x64\x00", b"\x00" * 20, record().write()[:12], b"\x01\x64\x00\x1f\xff\xe0\x00"]
)
def test_what_is_no_record_is_refused(data):
    with pytest.raises(ValueError, match=r"H\.264"):
        Record.read(data)


def test_damaged_units_and_units_too_long_are_refused():
    with pytest.raises(ValueError, match="damaged"):
        list(units(b"\x00\x00\x00\x09abc", 4))
    with pytest.raises(ValueError, match="room"):
        framed(b"\x00\x00\x01" + b"\x65" * 300, 1)
