"""Signatures: our own signing held against RFC 8032, openssl and the verifier."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offer_opendata import verifier
from offer_opendata.errors import OfferError
from offer_opendata.signing import Signing, keys_of, signature_files
from offer_opendata.signing.ed25519 import public_key, sign
from offer_opendata.signing.keys import private_pem, public_pem, read_private_key, write_new_key

# RFC 8032, section 7.1: private key, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
OLD, NEW, OTHER = bytes(32), bytes(range(32)), bytes([7] * 32)
openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


@pytest.mark.parametrize(("seed", "key", "message", "signature"), VECTORS)
def test_the_vectors_of_rfc_8032(seed: str, key: str, message: str, signature: str) -> None:
    assert public_key(bytes.fromhex(seed)).hex() == key
    assert sign(bytes.fromhex(seed), bytes.fromhex(message)).hex() == signature
    assert verifier.signed(key, bytes.fromhex(message), bytes.fromhex(signature))


@settings(max_examples=15, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.data())
def test_the_verifier_takes_our_signatures_and_no_others(
    seed: bytes, message: bytes, data: st.DataObject
) -> None:
    key, signature = public_key(seed).hex(), sign(seed, message)
    assert verifier.signed(key, message, signature)
    place = data.draw(st.integers(0, 511))
    bent = int.from_bytes(signature, "little") ^ 1 << place
    assert not verifier.signed(key, message, bent.to_bytes(64, "little"))
    assert not verifier.signed(key, message + b"\n", signature)
    assert not verifier.signed(public_key(OTHER).hex(), message, signature)


ORDER = 2**252 + 27742317777372353535851937790883648493
SIGNATURE = sign(OLD, b"x")
TOO_LARGE = (int.from_bytes(SIGNATURE[32:], "little") + ORDER).to_bytes(32, "little")


@pytest.mark.parametrize(
    "signature",
    [b"", SIGNATURE[:-1], SIGNATURE + b"\0", bytes(64), b"\xff" * 64, SIGNATURE[:32] + TOO_LARGE],
    ids=["empty", "short", "long", "zeros", "ones", "the same, written otherwise"],
)
def test_what_is_no_signature(signature: bytes) -> None:
    assert not verifier.signed(public_key(OLD).hex(), b"x", signature)


@openssl
def test_openssl_takes_our_keys_and_signatures(tmp_path: Path) -> None:
    key, record = tmp_path / "1.pem", tmp_path / "1.json"
    signature = tmp_path / "1.sig"
    public = write_new_key(tmp_path / "private.pem")
    record.write_bytes(b'{"number":1}')
    files = signature_files(
        Signing(read_private_key(tmp_path / "private.pem")),
        {"number": 1, "key": public.hex(), "previous_key": "", "last": ""},
        record.read_bytes(),
    )
    key.write_bytes(files["history/keys/1.pem"])
    signature.write_bytes(files["history/releases/1.sig"])
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin"]
    command += ["-in", record, "-sigfile", signature]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "Signature Verified Successfully\n"), done.stderr
    record.write_bytes(b'{"number":2}')
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
    own = ["openssl", "pkey", "-in", tmp_path / "private.pem", "-pubout"]
    assert subprocess.run(own, capture_output=True, check=True).stdout == public_pem(public)


@openssl
def test_we_take_the_keys_of_openssl_and_sign_as_it_does(tmp_path: Path) -> None:
    private, record = tmp_path / "private.pem", tmp_path / "record"
    record.write_bytes(b"a record")
    make = ["openssl", "genpkey", "-algorithm", "ed25519", "-out", private]
    subprocess.run(make, capture_output=True, check=True)
    command = ["openssl", "pkeyutl", "-sign", "-inkey", private, "-rawin", "-in", record]
    theirs = subprocess.run(command, capture_output=True, check=True).stdout
    assert sign(read_private_key(private), b"a record") == theirs


class TestKeyFiles:
    def test_a_key_is_never_written_over(self, tmp_path: Path) -> None:
        file = tmp_path / "private.pem"
        write_new_key(file)
        before = file.read_bytes()
        with pytest.raises(OfferError, match="never written over"):
            write_new_key(file)
        assert file.read_bytes() == before
        assert file.stat().st_mode & 0o077 == 0

    def test_two_keys_are_two(self, tmp_path: Path) -> None:
        assert write_new_key(tmp_path / "1") != write_new_key(tmp_path / "2")

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\xff\xfe",
            public_pem(public_key(OLD)),
            private_pem(OLD)[:-40],
            private_pem(OLD[:-1]),
            private_pem(OLD).replace(b"PRIVATE", b"RSA PRIVATE"),
            private_pem(OLD).replace(b"MC4", b"MC5"),
        ],
    )
    def test_another_file_is_refused(self, tmp_path: Path, content: bytes) -> None:
        file = tmp_path / "private.pem"
        file.write_bytes(content)
        with pytest.raises(OfferError, match="not a private key"):
            read_private_key(file)

    def test_windows_line_ends_do_no_harm(self, tmp_path: Path) -> None:
        file = tmp_path / "private.pem"
        file.write_bytes(private_pem(NEW).replace(b"\n", b"\r\n"))
        assert read_private_key(file) == NEW

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(OfferError, match="cannot be read: No such file"):
            read_private_key(tmp_path / "private.pem")
        with pytest.raises(OfferError, match="make it first"):
            write_new_key(tmp_path / "none" / "private.pem")


def paths(signing: Signing, last: bytes) -> set[str]:
    hexadecimal = public_key(last).hex() if last else ""
    facts = {"number": 2, "last": hexadecimal, **keys_of(signing, hexadecimal)}
    return {path.removeprefix("history/") for path in signature_files(signing, facts, b"")}


class TestChangingKeys:
    def test_unsigned_stays_unsigned(self) -> None:
        assert paths(Signing(), b"") == set()
        assert keys_of(Signing(), "") == {"key": "", "previous_key": ""}

    def test_a_first_key_brings_its_file(self) -> None:
        assert paths(Signing(OLD), b"") == {"releases/2.sig", "keys/2.pem"}
        assert keys_of(Signing(OLD), "")["key"] == public_key(OLD).hex()

    def test_the_same_key_goes_on(self) -> None:
        assert paths(Signing(OLD), OLD) == {"releases/2.sig"}
        assert paths(Signing(OLD, previous=OTHER), OLD) == {"releases/2.sig"}

    def test_the_old_key_signs_the_change(self) -> None:
        assert paths(Signing(NEW, previous=OLD), OLD) == {
            "releases/2.sig",
            "keys/2.pem",
            "releases/2.previous.sig",
        }

    def test_the_old_key_may_be_lost_if_somebody_says_so(self) -> None:
        signing = Signing(NEW, may_break=True)
        assert paths(signing, OLD) == {"releases/2.sig", "keys/2.pem"}

    def test_the_old_key_signs_the_end_of_signing(self) -> None:
        assert paths(Signing(previous=OLD), OLD) == {"releases/2.previous.sig"}
        assert paths(Signing(may_break=True), OLD) == set()

    @pytest.mark.parametrize("signing", [Signing(NEW), Signing(NEW, previous=OTHER)])
    def test_a_key_never_changes_by_accident(self, signing: Signing) -> None:
        with pytest.raises(OfferError, match="not the one that signed the last release"):
            paths(signing, OLD)

    def test_signing_never_ends_by_accident(self) -> None:
        with pytest.raises(OfferError, match="the last release was signed"):
            paths(Signing(), OLD)
