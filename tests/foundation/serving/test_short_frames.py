"""Whatever pieces a connection's bytes come in, each frame is read once, in order, here or by the library."""

from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from foundation.serving.short_frames import SHORT, FrameSplitter

CONTROL = (Opcode.PING, Opcode.PONG, Opcode.CLOSE)
sizes = st.sampled_from([0, 1, 5, 125, 126, 300, 70_000])
whole = st.one_of(
    st.builds(Frame, st.sampled_from([Opcode.BINARY, Opcode.BINARY, Opcode.TEXT]), sizes.map(bytes)),
    st.builds(Frame, st.sampled_from(CONTROL), st.just(b"\x03\xe8")),
)
in_pieces = st.binary(max_size=9).map(
    lambda data: [Frame(Opcode.BINARY, data, fin=False), Frame(Opcode.CONT, data, fin=False), Frame(Opcode.CONT, b"")]
)
messages = st.lists(st.one_of(whole.map(lambda frame: [frame]), in_pieces), max_size=12)


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    ends = sorted({cut % (len(data) + 1) for cut in cuts})
    return [data[start:end] for start, end in zip([0, *ends], [*ends, len(data)], strict=True)]


@given(messages, st.lists(st.integers(0, 10**6), max_size=12))
def test_each_frame_is_read_once_and_in_order(sent: list[list[Frame]], cuts: list[int]) -> None:
    wire: list[bytes] = []
    short_ones: list[bytes] = []
    other_ones: list[bytes] = []
    for message in sent:
        written = [frame.serialize(mask=True) for frame in message]
        wire += written
        if len(message) == 1 and message[0].opcode is Opcode.BINARY and len(message[0].data) < SHORT:
            short_ones.append(bytes(message[0].data))
        else:
            other_ones += written
    splitter = FrameSplitter()
    parts = [part for piece in pieces(b"".join(wire), cuts) for part in splitter.split(piece)]
    assert [data for part in parts if isinstance(part, list) for data in part] == short_ones
    assert b"".join(part for part in parts if isinstance(part, bytes)) == b"".join(other_ones)


def test_what_breaks_the_rules_is_left_to_the_library() -> None:
    unmasked, reserved = b"\x82\x01x", b"\xc2\x81\0\0\0\0x"
    for data in (unmasked, reserved):
        assert list(FrameSplitter().split(data)) == [data]


def test_short_frames_that_come_together_are_handed_on_together() -> None:
    sent = [bytes([number]) for number in range(50)]
    wire = b"".join(Frame(Opcode.BINARY, data).serialize(mask=True) for data in sent)
    assert list(FrameSplitter().split(wire)) == [sent]
