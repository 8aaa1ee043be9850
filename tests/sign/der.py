"""DER: as much as the tests need to put signatures together by hand."""


def tlv(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def oid(dotted):
    first, second, *rest = map(int, dotted.split("."))
    out = bytes([first * 40 + second])
    for number in rest:
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.append(0x80 | number & 0x7F)
        out += bytes(reversed(digits))
    return tlv(6, out)


def children(data, at=0):
    """The values in it: (tag, whole, body)."""
    while at < len(data):
        tag, size, head = data[at], data[at + 1], at + 2
        if size & 0x80:
            count = size & 0x7F
            size, head = int.from_bytes(data[head:head + count], "big"), head + count
        yield tag, data[at:head + size], data[head:head + size]
        at = head + size


def sequence(*parts):
    return tlv(0x30, *parts)


def set_of(*parts):
    return tlv(0x31, *sorted(parts))


SIGNED_DATA, DATA = "1.2.840.113549.1.7.2", "1.2.840.113549.1.7.1"
SM2, SM3, SM2_WITH_SM3 = "1.2.156.10197.1.301", "1.2.156.10197.1.401", "1.2.156.10197.1.501"


def issuer_and_serial(certificate):
    (_, _, whole), = children(certificate)
    (_, _, inner), *_ = children(whole)
    parts = [part for part in children(inner) if part[0] != 0xA0]
    return sequence(parts[2][1], parts[0][1])


def attribute(kind, value):
    return sequence(oid(kind), tlv(0x31, value))


def signed_data(certificates, attributes, digest, signature_algorithm, signature):
    """A CMS with one signature of detached data; attributes: a list."""
    signer = sequence(tlv(2, b"\x01"), issuer_and_serial(certificates[0]), sequence(oid(digest)), tlv(0xA0, *sorted(attributes)),
                      sequence(oid(signature_algorithm)), tlv(4, signature))
    body = sequence(tlv(2, b"\x01"), tlv(0x31, sequence(oid(digest))), sequence(oid(DATA)), tlv(0xA0, *certificates), tlv(0x31, signer))
    return sequence(oid(SIGNED_DATA), tlv(0xA0, body))


def with_unsigned(cms, attribute_value):
    """The CMS with this unsigned attribute in its one signature."""
    (_, _, outer), = children(cms)
    kind, content = children(outer)
    (_, _, data), = children(content[2])
    *head, signers = children(data)
    (_, _, signer), = children(signers[2])
    signer = sequence(signer, tlv(0xA1, attribute_value))
    return sequence(kind[1], tlv(0xA0, sequence(*(part[1] for part in head), tlv(0x31, signer))))


def with_lists(cms, *lists):
    """The CMS with these lists of revoked certificates."""
    (_, _, outer), = children(cms)
    kind, content = children(outer)
    (_, _, data), = children(content[2])
    *head, signers = children(data)
    return sequence(kind[1], tlv(0xA0, sequence(*(part[1] for part in head), tlv(0xA1, *lists), signers[1])))


def signature_of(cms):
    (_, _, outer), = children(cms)
    (_, _, data), = children(list(children(outer))[1][2])
    (_, _, signer), = children(list(children(data))[-1][2])
    return [part for part in children(signer) if part[0] == 4][-1][2]
