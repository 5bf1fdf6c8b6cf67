"""A real SMTP server for tests (aiosmtpd): STARTTLS or TLS, login required, mails as JSON files.

smtp_server.py FOLDER MODE, where FOLDER holds cert.pem and key.pem and MODE is starttls, login or tls ("login" offers AUTH
LOGIN only). Prints its port, ends when its standard input does.
"""
import asyncio
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

folder, mode = sys.argv[1], sys.argv[2]
mails = os.path.join(folder, "mails")
os.makedirs(mails, exist_ok=True)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address.startswith("gone@"):
            return "550 5.1.1 no such user"
        if address.startswith("later@"):
            return "451 4.7.1 come again"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(self, server, session, envelope):
        mail = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": mode == "tls" or session.ssl is not None,
            "text": envelope.content.decode("ascii"),
        }
        name = os.path.join(mails, "%04d" % len(os.listdir(mails)))
        with open(name + ".tmp", "w") as file:
            json.dump(mail, file)
        os.rename(name + ".tmp", name + ".json")
        return "250 2.0.0 taken"


def authenticate(server, session, envelope, mechanism, data):
    right = LoginPassword(login=b"gateway", password="pa ss\u00f1".encode())
    return AuthResult(success=isinstance(data, LoginPassword) and (data.login, data.password) == (right.login, right.password), handled=False)


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem"))
    loop = asyncio.get_running_loop()
    starttls = mode != "tls"

    def protocol():
        return SMTP(
            Handler(),
            hostname="smtp.test",
            tls_context=context if starttls else None,
            require_starttls=starttls,
            authenticator=authenticate,
            auth_required=True,
            auth_require_tls=starttls,
            auth_exclude_mechanism=["PLAIN"] if mode == "login" else None,
            loop=loop,
        )

    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=None if starttls else context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
