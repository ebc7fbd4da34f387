"""A backend of the Kit's contract in Python, using only the standard library.

    python3 server.py     # PORT, AUTH_ORIGIN and AUTH_SECRET from the environment

It was written from docs/contract.md and docs/reference/openapi.json. Users sign in with an ordinary wallet or with a code
by email, which is printed to the console in place of an email. What it remembers is in memory, so it is for one process.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
import sys
import threading
from datetime import datetime, timedelta, timezone
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import siwe
from ethereum import recover

PORT = int(os.environ.get("PORT", "3001"))
ORIGIN = os.environ.get("AUTH_ORIGIN", f"http://localhost:{PORT}")
SECRET = os.environ.get("AUTH_SECRET", "")
BASE = "/api/auth"
#: The pages of docs/errors. A backend may link to its own.
ERROR_PAGES = "https://github.com/kit-auth/kit/blob/main/docs/errors"
METHODS = ["siwe", "email-otp"]
CHAIN_IDS = [1, 100, 137, 8453, 42161]
STATEMENT = f"Sign in to {ORIGIN.split('://')[1]}."
SESSION_LIFETIME = timedelta(hours=12)
CHALLENGE_LIFETIME = timedelta(minutes=5)
CODE_LIFETIME = timedelta(minutes=10)
ATTEMPTS = 5
#: The number of requests that one client may send, and within how many seconds.
LIMITS = {"challenge": (400, 600), "code": (300, 600)}
#: The file from which a test reads codes. A real backend sends emails instead.
OUTBOX = os.environ.get("OUTBOX")
IS_SECURE = ORIGIN.startswith("https:")

# Calls of the contract that this backend does not offer.
NOT_OFFERED = {
    "/redirect/start",
    "/redirect/callback",
    "/identities",
    "/identities/email/start",
    "/identities/email/verify",
    "/identities/wallet",
    "/identities/remove",
    "/account",
}
ROUTES = {
    "/session": {"GET": "get_session", "DELETE": "delete_session"},
    "/session/extend": {"POST": "extend_session"},
    "/sessions": {"GET": "list_sessions", "DELETE": "end_other_sessions"},
    "/siwe/challenge": {"POST": "issue_challenge"},
    "/siwe/verify": {"POST": "verify_signature"},
    "/otp/start": {"POST": "start_code"},
    "/otp/verify": {"POST": "verify_code"},
}
#: The members of each body: the allowed members, then the required ones.
BODIES = {
    "/session/extend": ([], []),
    "/siwe/challenge": (["address", "chainId"], []),
    "/siwe/verify": (["message", "signature", "address", "chainId"], ["message", "signature", "address"]),
    "/otp/start": (["identifier"], ["identifier"]),
    "/otp/verify": (["code"], ["code"]),
}


class Problem(Exception):
    """A refusal in the form of RFC 9457."""

    def __init__(self, code: str, headers=None, **members):
        super().__init__(code)
        self.code, self.headers, self.members = code, headers or {}, members


class Memory:
    """The state of the backend. Every request holds the lock, so that nothing can be used up twice."""

    def __init__(self):
        self.lock = threading.Lock()
        self.challenges = {}  # nonce -> what was issued, and to which browser
        self.codes = {}  # browser -> code, attempts, end
        self.sessions = {}  # hash of the cookie -> session
        self.hits = {}  # (limit, client) -> times

    def count(self, limit: str, client: str) -> None:
        points, seconds = LIMITS[limit]
        now = datetime.now(timezone.utc).timestamp()
        hits = [at for at in self.hits.get((limit, client), []) if at > now - seconds]
        if len(hits) >= points:
            wait = int(hits[0] + seconds - now) + 1
            raise Problem("rate_limited", {"Retry-After": str(wait)}, retryAfterSeconds=wait)
        self.hits[(limit, client)] = [*hits, now]

    def forget_old(self) -> None:
        now = datetime.now(timezone.utc)
        for table in (self.challenges, self.codes, self.sessions):
            for key in [key for key, value in table.items() if value["ends"] <= now]:
                del table[key]


MEMORY = Memory()
PROBLEMS = {
    "bad_json": (400, "Body is not JSON"),
    "body_too_large": (413, "Body too large"),
    "internal_error": (500, "Internal error"),
    "invalid_request": (400, "Request not valid"),
    "message_refused": (401, "Message refused"),
    "method_not_allowed": (405, "Method not allowed"),
    "method_not_offered": (404, "Method not offered"),
    "nonce_invalid": (401, "Challenge not valid"),
    "not_found": (404, "Not found"),
    "origin_not_allowed": (403, "Origin not allowed"),
    "otp_attempts_exhausted": (429, "Attempts used up"),
    "otp_invalid": (401, "Wrong code"),
    "rate_limited": (429, "Too many requests"),
    "session_missing": (401, "No session"),
    "signature_malformed": (400, "Signature malformed"),
    "signature_rejected": (401, "Signature rejected"),
    "siwe_chain_not_allowed": (401, "Chain not allowed"),
    "siwe_domain_mismatch": (401, "Wrong domain"),
    "siwe_expired": (401, "Message expired"),
    "siwe_issued_at": (401, "Wrong issue time"),
    "siwe_malformed": (400, "Message malformed"),
    "siwe_not_yet_valid": (401, "Message not valid yet"),
    "siwe_resources_not_allowed": (401, "Resources not allowed"),
    "siwe_statement_mismatch": (401, "Wrong statement"),
    "siwe_uri_mismatch": (401, "Wrong URI"),
    "unsupported_media_type": (415, "Media type not supported"),
    "url_too_long": (414, "URL too long"),
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self):
        self.cookies_out = []
        try:
            with MEMORY.lock:
                MEMORY.forget_old()
                status, body = self.answer()
            self.send(status, body)
        except Problem as problem:
            status, title = PROBLEMS[problem.code]
            body = {"type": f"{ERROR_PAGES}/{problem.code}.md", "title": title, "status": status, "code": problem.code}
            self.cookies_out = []
            self.send(status, {**body, **problem.members}, problem.headers, "application/problem+json")
        except Exception as error:  # noqa: BLE001: what nobody foresaw is told to the operator, not to the client.
            print(repr(error), file=sys.stderr)
            self.cookies_out = []
            problem = {"type": f"{ERROR_PAGES}/internal_error.md", "title": "Internal error", "status": 500, "code": "internal_error"}
            self.send(500, problem, None, "application/problem+json")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_HEAD = handle_any

    # 1. Check the origin. 2. Check the form. 3. Only then do any work.
    def answer(self):
        if len(self.path) > 8192:
            raise Problem("url_too_long")
        path = self.path.split("?")[0]
        path = path[len(BASE) :] if path.startswith(BASE + "/") else ""
        # This backend keeps its own users, so there is no upstream to forward calls to.
        if path.startswith("/upstream"):
            self.check_origin()
            self.require_session()
            raise Problem("not_found")
        one = re.fullmatch(r"/sessions/([\w-]{1,64})", path)
        routes = {"DELETE": "end_session"} if one else ROUTES.get(path)
        if routes is None:
            raise Problem("method_not_offered" if path in NOT_OFFERED else "not_found")
        if self.command not in routes:
            raise Problem("method_not_allowed", {"Allow": ", ".join(routes)})
        self.check_origin()
        parameters = [one[1]] if one else []
        if path in BODIES:
            parameters.append(self.read_body(*BODIES[path]))
        return getattr(self, routes[self.command])(*parameters)

    def check_origin(self):
        origins = self.headers.get_all("Origin") or []
        sites = self.headers.get_all("Sec-Fetch-Site") or []
        is_needed = self.command not in ("GET", "HEAD")
        if any(site not in ("same-origin", "none") for site in sites):
            raise Problem("origin_not_allowed")
        if any(origin != ORIGIN for origin in origins) or (is_needed and not origins):
            raise Problem("origin_not_allowed")

    def read_body(self, known, required):
        kind = (self.headers.get("Content-Type") or "").split(";")[0].strip().lower()
        if kind != "application/json":
            raise Problem("unsupported_media_type")
        length = self.headers.get("Content-Length") or ""
        if not length.isdigit():
            raise Problem("bad_json")
        if int(length) > 16 * 1024:
            raise Problem("body_too_large")
        try:
            self.is_read = True
            body = json.loads(self.rfile.read(int(length)).decode())
        except (ValueError, RecursionError) as error:
            raise Problem("bad_json") from error
        if not isinstance(body, dict) or any(name not in known for name in body):
            raise Problem("invalid_request")
        if any(name not in body for name in required):
            raise Problem("invalid_request")
        for name, value in body.items():
            is_right = isinstance(value, int) and value > 0 if name == "chainId" else isinstance(value, str)
            if not is_right or isinstance(value, bool):
                raise Problem("invalid_request")
        if "address" in body and not re.fullmatch(r"0x[0-9a-fA-F]{40}", body["address"]):
            raise Problem("invalid_request")
        return body

    # ── Sessions ──

    def get_session(self):
        return 200, {"session": self.view(self.find_session()), "methods": METHODS}

    def extend_session(self, _body):
        return 200, {"session": self.view(self.require_session()), "methods": METHODS}

    def delete_session(self):
        MEMORY.sessions.pop(self.session_key(), None)
        self.set_cookie("session", "", 0)
        return 204, None

    def list_sessions(self):
        own = self.require_session()
        entries = [
            {
                "id": session["id"],
                "method": session["method"],
                "client": session["client"],
                "createdAt": siwe.write_time(session["began"]),
                "lastSeenAt": siwe.write_time(session["began"]),
                "expiresAt": siwe.write_time(session["ends"]),
            }
            for session in MEMORY.sessions.values()
            if session["user"] == own["user"]
        ]
        return 200, {"currentId": own["id"], "sessions": entries}

    def end_other_sessions(self):
        own = self.require_session()
        self.end_where(own, lambda session: session["id"] != own["id"])
        return 204, None

    def end_session(self, identifier):
        own = self.require_session()
        self.end_where(own, lambda session: session["id"] == identifier)
        return 204, None

    def end_where(self, own, is_meant):
        for key, session in list(MEMORY.sessions.items()):
            if session["user"] == own["user"] and is_meant(session):
                del MEMORY.sessions[key]

    def open_session(self, user, method, **view):
        # The browser's previous session ends, and the new one gets a new id.
        MEMORY.sessions.pop(self.session_key(), None)
        now = datetime.now(timezone.utc)
        cookie = secrets.token_urlsafe(32)
        session = {
            "id": secrets.token_urlsafe(16),
            "user": user,
            "method": method,
            "client": "Unknown",
            "began": now,
            "ends": now + SESSION_LIFETIME,
            "view": view,
        }
        MEMORY.sessions[hashed(cookie)] = session
        self.set_cookie("session", cookie, int(SESSION_LIFETIME.total_seconds()))
        return 200, {"session": self.view(session)}

    def view(self, session):
        """Returns what the browser may know. The subject is a pseudonym, which does not reveal the user."""
        if session is None:
            return None
        return {
            "method": session["method"],
            "upstream": "self-hosted",
            "subject": hmac.new(SECRET.encode(), session["user"].encode(), hashlib.sha256).hexdigest(),
            **session["view"],
            "status": "active",
            "authenticatedAt": siwe.write_time(session["began"]),
            "expiresAt": siwe.write_time(session["ends"]),
        }

    def session_key(self):
        return hashed(self.cookie("session"))

    def find_session(self):
        return MEMORY.sessions.get(self.session_key())

    def require_session(self):
        session = self.find_session()
        if session is None:
            raise Problem("session_missing")
        return session

    # ── Sign-In with Ethereum ──

    def issue_challenge(self, _body):
        MEMORY.count("challenge", self.client_address[0])
        now = datetime.now(timezone.utc)
        nonce = secrets.token_hex(16)
        issued = {
            "domain": ORIGIN.split("://")[1],
            "uri": ORIGIN,
            "statement": STATEMENT,
            "chain_ids": CHAIN_IDS,
            "issued_at": siwe.write_time(now),
            "expires_at": siwe.write_time(now + CHALLENGE_LIFETIME),
        }
        ends = siwe.read_time(issued["expires_at"])
        MEMORY.challenges[nonce] = {**issued, "browser": self.browser(), "ends": ends}
        fields = {
            "domain": issued["domain"],
            "statement": STATEMENT,
            "uri": issued["uri"],
            "version": "1",
            "nonce": nonce,
            "issuedAt": issued["issued_at"],
            "expirationTime": issued["expires_at"],
        }
        answer = {"format": "eip4361", "fields": fields, "chainIds": CHAIN_IDS, "expiresAt": issued["expires_at"]}
        return 200, answer

    def verify_signature(self, body):
        if not re.fullmatch(r"0x(?:[0-9a-fA-F]{2})*", body["signature"]):
            raise Problem("signature_malformed")
        fields = siwe.parse(body["message"])
        if fields is None:
            raise Problem("siwe_malformed")
        if fields["address"].lower() != body["address"].lower():
            raise Problem("invalid_request")
        if body.get("chainId", fields["chain_id"]) != fields["chain_id"]:
            raise Problem("invalid_request")
        issued = MEMORY.challenges.get(fields["nonce"])
        # A challenge belongs to the browser that requested it. Another browser cannot use it up.
        if issued is None or not hmac.compare_digest(issued["browser"], hashed(self.cookie("login"))):
            raise Problem("nonce_invalid")
        # The challenge is used up before any other check, so that a refused signature cannot be retried.
        del MEMORY.challenges[fields["nonce"]]
        code = siwe.compare(fields, issued, datetime.now(timezone.utc))
        if code is not None:
            raise Problem(code)
        if recover(body["message"], bytes.fromhex(body["signature"][2:])) != fields["address"]:
            raise Problem("signature_rejected")
        address, chain_id = fields["address"], fields["chain_id"]
        # An ordinary wallet belongs to the same person on every chain.
        return self.open_session(f"eip155:_:{address}", "siwe", address=address, chainId=chain_id)

    # ── Codes by email ──

    def start_code(self, body):
        email = body["identifier"].strip().lower()
        if not re.fullmatch(r"[^\s@]{1,64}@[^\s@]{1,189}", email):
            raise Problem("invalid_request")
        MEMORY.count("code", self.client_address[0])
        now = datetime.now(timezone.utc)
        code = f"{secrets.randbelow(10**6):06d}"
        ends = now + CODE_LIFETIME
        # Every address may have an account here, so the answer reveals nothing about an address.
        MEMORY.codes[self.browser()] = {"email": email, "code": code, "left": ATTEMPTS, "ends": ends}
        send_code(email, code)
        return 202, {
            "codeLength": 6,
            "codeAlphabet": "numeric",
            "resendAt": siwe.write_time(now),
            "expiresAt": siwe.write_time(ends),
            "attemptsLeft": ATTEMPTS,
        }

    def verify_code(self, body):
        if not re.fullmatch(r"[0-9]{6}", body["code"]):
            raise Problem("invalid_request")
        browser = hashed(self.cookie("login"))
        sent = MEMORY.codes.get(browser)
        if sent is None:
            raise Problem("otp_invalid", attemptsLeft=0)
        if sent["left"] <= 0:
            raise Problem("otp_attempts_exhausted")
        sent["left"] -= 1
        if not hmac.compare_digest(sent["code"], body["code"]):
            raise Problem("otp_invalid", attemptsLeft=sent["left"])
        del MEMORY.codes[browser]
        return self.open_session(sent["email"], "email-otp")

    # ── Cookies and answers ──

    def browser(self):
        """Returns the id of this browser while it signs in, or a new id if it has none."""
        value = self.cookie("login") or secrets.token_urlsafe(32)
        self.set_cookie("login", value, 900)
        return hashed(value)

    def cookie(self, name):
        try:
            jar = SimpleCookie(self.headers.get("Cookie") or "")
        except Exception:  # noqa: BLE001: a cookie that cannot be read is none.
            return ""
        found = jar.get(self.cookie_name(name))
        return found.value if found else ""

    def cookie_name(self, name):
        return f"{'__Host-' if IS_SECURE else ''}kit-{name}"

    def set_cookie(self, name, value, max_age):
        flags = f"Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{'; Secure' if IS_SECURE else ''}"
        self.cookies_out.append(f"{self.cookie_name(name)}={value}; {flags}")

    def send(self, status, body, headers=None, kind="application/json"):
        content = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        for cookie in self.cookies_out:
            self.send_header("Set-Cookie", cookie)
        self.send_header("Cache-Control", "no-store")
        if body is not None:
            self.send_header("Content-Type", kind)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        # The server would read the rest of this body as the next request.
        if not getattr(self, "is_read", False):
            self.send_header("Connection", "close")
            self.close_connection = True
        self.is_read = False
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_parameters):
        """Logs nothing, because paths and addresses are private."""


def hashed(value: str) -> str:
    """Hashes a value, so that the stored state cannot be used to sign in."""
    return hmac.new(SECRET.encode(), value.encode(), hashlib.sha256).hexdigest()


def send_code(email: str, code: str) -> None:
    if OUTBOX is None:
        print(f"Code for {email}: {code}", flush=True)
    else:
        Path(OUTBOX, hashlib.sha256(email.encode()).hexdigest()).write_text(code)


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


if __name__ == "__main__":
    if len(SECRET) < 32:
        sys.exit("AUTH_SECRET is missing or too short: set it to the output of `openssl rand -hex 32`.")
    print(f"{ORIGIN}{BASE}", flush=True)
    Server(("localhost", PORT), Handler).serve_forever()
