"""Recovers the signer of a text (EIP-191), using only the standard library.

In production use maintained libraries instead, such as coincurve and eth-hash. This code is slow. It does not run
in constant time, which matters only for signing.
"""

P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)
MASK = 2**64 - 1


def keccak256(data: bytes) -> bytes:
    """Returns the Keccak-256 hash that Ethereum uses: SHA-3 with the padding from before the standard."""
    rate = 136
    padded = bytearray(data)
    padded += b"\x00" * (rate - len(data) % rate)
    padded[len(data)] ^= 0x01
    padded[-1] ^= 0x80
    lanes = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded), rate):
        for index in range(rate // 8):
            word = padded[start + index * 8 : start + index * 8 + 8]
            lanes[index % 5][index // 5] ^= int.from_bytes(word, "little")
        lanes = _permute(lanes)
    return b"".join(lanes[index % 5][index // 5].to_bytes(8, "little") for index in range(4))


def _rotate(value: int, by: int) -> int:
    by %= 64
    return ((value << by) | (value >> (64 - by))) & MASK if by else value


def _permute(a):
    register = 1
    for _ in range(24):
        c = [a[x][0] ^ a[x][1] ^ a[x][2] ^ a[x][3] ^ a[x][4] for x in range(5)]
        d = [c[(x - 1) % 5] ^ _rotate(c[(x + 1) % 5], 1) for x in range(5)]
        a = [[a[x][y] ^ d[x] for y in range(5)] for x in range(5)]
        x, y, current = 1, 0, a[1][0]
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            current, a[x][y] = a[x][y], _rotate(current, (step + 1) * (step + 2) // 2)
        for y in range(5):
            row = [a[x][y] for x in range(5)]
            for x in range(5):
                a[x][y] = row[x] ^ (~row[(x + 1) % 5] & MASK & row[(x + 2) % 5])
        for bit in range(7):
            register = ((register << 1) ^ ((register >> 7) * 0x71)) % 256
            if register & 2:
                a[0][0] ^= 1 << ((1 << bit) - 1)
    return a


def _add(left, right):
    if left is None:
        return right
    if right is None:
        return left
    (x1, y1), (x2, y2) = left, right
    if x1 == x2:
        if (y1 + y2) % P == 0:
            return None
        slope = 3 * x1 * x1 * pow(2 * y1, -1, P) % P
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, P) % P
    x3 = (slope * slope - x1 - x2) % P
    return x3, (slope * (x1 - x3) - y1) % P


def _multiply(point, scalar: int):
    result = None
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point = _add(point, point)
        scalar >>= 1
    return result


def checksum(address: str) -> str:
    """Returns the address with its EIP-55 checksum."""
    plain = address[2:].lower()
    digest = keccak256(plain.encode()).hex()
    return "0x" + "".join(c.upper() if int(digest[i], 16) >= 8 else c for i, c in enumerate(plain))


def recover(message: str, signature: bytes):
    """Returns the address that signed the text, or None if the signature is invalid."""
    if len(signature) != 65:
        return None
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big")
    parity = signature[64] - 27 if signature[64] >= 27 else signature[64]
    # A signature with an s in the upper half is a duplicate of one in the lower half (EIP-2).
    if parity not in (0, 1) or not (0 < r < N) or not (0 < s <= N // 2):
        return None
    y_squared = (pow(r, 3, P) + 7) % P
    y = pow(y_squared, (P + 1) // 4, P)
    if y * y % P != y_squared:
        return None
    point = (r, y if y % 2 == parity else P - y)
    text = message.encode()
    prefixed = b"\x19Ethereum Signed Message:\n" + str(len(text)).encode() + text
    z = int.from_bytes(keccak256(prefixed), "big")
    inverse = pow(r, -1, N)
    key = _add(_multiply(point, s * inverse % N), _multiply(G, -z * inverse % N))
    if key is None:
        return None
    raw = key[0].to_bytes(32, "big") + key[1].to_bytes(32, "big")
    return checksum("0x" + keccak256(raw)[12:].hex())
