"""Ed25519 signatures (RFC 8032, section 5.1), for one signature at each release.

It is written for being read, not for speed, and takes a few milliseconds. How long it takes may
depend on the key, so it is for a computer of one's own and not for a server that signs what
strangers send.
"""

from hashlib import sha512

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
# The base point in projective coordinates (x/z, y/z, and xy/z as a fourth number).
_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
_Y = 46316835694926478169428394003475163141307993866256225615783033603165251855960
_Point = tuple[int, int, int, int]
_BASE: _Point = (_X, _Y, 1, _X * _Y % _P)


def public_key(seed: bytes) -> bytes:
    """Return the public key (32 bytes) of a private one (32 bytes)."""
    return _encoded(_times(_secret(seed)[0], _BASE))


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the signature (64 bytes) of a message by a private key."""
    scalar, prefix = _secret(seed)
    nonce = _number(sha512(prefix + message).digest()) % _ORDER
    start = _encoded(_times(nonce, _BASE))
    challenge = _number(sha512(start + public_key(seed) + message).digest()) % _ORDER
    return start + ((nonce + challenge * scalar) % _ORDER).to_bytes(32, "little")


def _secret(seed: bytes) -> tuple[int, bytes]:
    if len(seed) != 32:
        raise ValueError("a private key has 32 bytes")
    whole = sha512(seed).digest()
    scalar = _number(whole[:32]) & ((1 << 254) - 8) | (1 << 254)
    return scalar, whole[32:]


def _number(content: bytes) -> int:
    return int.from_bytes(content, "little")


def _encoded(point: _Point) -> bytes:
    x, y = (each * pow(point[2], -1, _P) % _P for each in point[:2])
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _times(number: int, point: _Point) -> _Point:
    total: _Point = (0, 1, 1, 0)
    for bit in f"{number:b}":
        total = _sum(total, total)
        if bit == "1":
            total = _sum(total, point)
    return total


def _sum(one: _Point, other: _Point) -> _Point:
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a, b = (y1 - x1) * (y2 - x2), (y1 + x1) * (y2 + x2)
    c, d = 2 * _D * t1 * t2, 2 * z1 * z2
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P
