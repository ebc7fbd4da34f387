"""Parses a Sign-In with Ethereum message (EIP-4361) and compares it with the issued challenge."""

import re
from datetime import datetime, timezone

from ethereum import checksum

TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)"
MESSAGE = re.compile(
    r"(?:(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://)?(?P<domain>[a-zA-Z0-9.:\[\]_-]+)"
    r" wants you to sign in with your Ethereum account:\n"
    r"(?P<address>0x[0-9a-fA-F]{40})\n\n"
    r"(?:(?P<statement>[\x20-\x7e]+)\n)?\n"
    r"URI: (?P<uri>[\x21-\x7e]+)\n"
    r"Version: 1\n"
    r"Chain ID: (?P<chain_id>[1-9][0-9]{0,15})\n"
    r"Nonce: (?P<nonce>[a-zA-Z0-9]{8,})\n"
    rf"Issued At: (?P<issued_at>{TIME})"
    rf"(?:\nExpiration Time: (?P<expires_at>{TIME}))?"
    rf"(?:\nNot Before: (?P<not_before>{TIME}))?"
    r"(?:\nRequest ID: (?P<request_id>[\x21-\x7e]*))?"
    r"(?P<resources>\nResources:(?:\n- [\x21-\x7e]+)*)?"
)


def parse(text: str):
    """Returns the fields by name, or None if the text is not exactly a message."""
    match = MESSAGE.fullmatch(text)
    if match is None or match["address"] != checksum(match["address"]):
        return None
    fields = match.groupdict()
    try:
        for name in ("issued_at", "expires_at", "not_before"):
            if fields[name] is not None:
                fields[name] = read_time(fields[name])
    except ValueError:
        return None
    return {**fields, "chain_id": int(fields["chain_id"])}


def compare(fields, issued, now: datetime):
    """Returns the code of the first field that differs from the challenge, or None."""
    if fields["scheme"] is not None or fields["domain"] != issued["domain"]:
        return "siwe_domain_mismatch"
    if fields["uri"] != issued["uri"]:
        return "siwe_uri_mismatch"
    if fields["statement"] != issued["statement"]:
        return "siwe_statement_mismatch"
    if fields["chain_id"] not in issued["chain_ids"]:
        return "siwe_chain_not_allowed"
    if fields["issued_at"] != read_time(issued["issued_at"]):
        return "siwe_issued_at"
    if fields["expires_at"] != read_time(issued["expires_at"]) or fields["expires_at"] <= now:
        return "siwe_expired"
    if fields["not_before"] is not None:
        return "siwe_not_yet_valid"
    if fields["request_id"] is not None:
        return "message_refused"
    if fields["resources"] is not None:
        return "siwe_resources_not_allowed"
    return None


def read_time(text: str) -> datetime:
    """Parses a time. Raises ValueError for a date that does not exist."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)


def write_time(at: datetime) -> str:
    return at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
