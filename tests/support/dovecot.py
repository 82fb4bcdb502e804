"""A Dovecot of our own: unprivileged, on free ports, with a fresh maildir."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from tests.support.certificates import Authority

BINARY = Path("/usr/sbin/dovecot")

# Dovecot 2.3. Its users must all be the one that starts it, because it runs without root.
_CONFIG = """
base_dir = {dir}/run
state_dir = {dir}/state
instance_name = test
log_path = {dir}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{dir}/mail/%u
mail_home = {dir}/mail/%u
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Handled {{
    auto = create
  }}
  mailbox Held {{
    auto = create
  }}
}}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {dir}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={dir}/mail/%u
}}
ssl = yes
ssl_cert = <{dir}/certificate.pem
ssl_key = <{dir}/key.pem
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  unix_listener stats-reader {{
    mode = 0600
  }}
  unix_listener stats-writer {{
    mode = 0600
  }}
}}
"""


def require_dovecot() -> None:
    """Skips the test where there is no Dovecot; fails it in CI, where there must be one."""
    if BINARY.exists():
        return
    if os.environ.get("CI"):
        pytest.fail(f"{BINARY} is missing")
    pytest.skip(f"{BINARY} is not installed")


class Dovecot:
    """Runs while the context lasts; `tls_port` speaks TLS at once, `port` takes STARTTLS.

    The one account has the folders INBOX, Handled and Held. `folder` must be reachable for the
    user nobody where we are root, and its path short: sockets are made below it.
    """

    host = "localhost"
    user = "safety@kirkbourne.example"
    password = "correct horse"

    def __init__(self, folder: Path, authority: Authority) -> None:
        self._folder = folder
        self._authority = authority
        self.ca_file = str(authority.ca_file)
        self.port, self.tls_port = _free_ports(2)

    def __enter__(self) -> Self:
        self._write_files()
        as_nobody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        command = [str(BINARY), "-F", "-c", str(self._folder / "dovecot.conf")]
        self._process = subprocess.Popen([*as_nobody, *command] if os.geteuid() == 0 else command)
        self._await_greeting()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(10)

    def empty(self) -> None:
        """Forgets every message, as if the account were new."""
        shutil.rmtree(self._folder / "mail", ignore_errors=True)
        self._make_mail_folder()

    def _make_mail_folder(self) -> None:
        mail = self._folder / "mail"
        mail.mkdir()
        if os.geteuid() == 0:
            shutil.chown(mail, "nobody", "nogroup")

    def _write_files(self) -> None:
        root = os.geteuid() == 0
        user, group = ("nobody", "nogroup") if root else (_own_user(), _own_group())
        good = self._authority.good()
        shutil.copy(good.certificate, self._folder / "certificate.pem")
        shutil.copy(good.key, self._folder / "key.pem")
        (self._folder / "users").write_text(f"{self.user}:{{PLAIN}}{self.password}\n")
        (self._folder / "dovecot.conf").write_text(
            _CONFIG.format(
                dir=self._folder, user=user, group=group, plain=self.port, tls=self.tls_port
            )
        )
        if root:
            for path in [self._folder, *self._folder.iterdir()]:
                shutil.chown(path, "nobody", "nogroup")
        self._make_mail_folder()

    def _await_greeting(self) -> None:
        context = ssl.create_default_context(cafile=self.ca_file)
        for _ in range(100):
            try:
                with (
                    socket.create_connection((self.host, self.tls_port), 1) as sock,
                    context.wrap_socket(sock, server_hostname=self.host) as wrapped,
                ):
                    if wrapped.recv(1):
                        return
            except OSError:
                time.sleep(0.05)
        log = self._folder / "dovecot.log"
        pytest.fail(f"dovecot does not answer: {log.read_text() if log.exists() else 'no log'}")


def _own_user() -> str:
    import pwd  # noqa: PLC0415  # not there on every system

    return pwd.getpwuid(os.geteuid()).pw_name


def _own_group() -> str:
    import grp  # noqa: PLC0415  # likewise

    return grp.getgrgid(os.getegid()).gr_name


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [sock.getsockname()[1] for sock in sockets]
    for sock in sockets:
        sock.close()
    return ports
