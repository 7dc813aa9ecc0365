"""A mail server in a process of its own: it writes down each message it accepted, and answers a little late.

Arguments: port, file. One line a message: recipient, Message-ID. The pauses before and after the line make a worker
that is killed at a random moment die in every step of the dialogue, also between acceptance and answer.
"""

import asyncio
import email
import random
import signal
import sys
from pathlib import Path

from aiosmtpd.controller import Controller

LONGEST_PAUSE = 0.04


class Sink:
    """Accepts everything."""

    def __init__(self, path):
        self.path = path

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - named by aiosmtpd
        await asyncio.sleep(random.uniform(0, LONGEST_PAUSE))
        message = email.message_from_bytes(envelope.content)
        with self.path.open("a") as lines:
            lines.writelines(
                f"{address} {message['Message-ID']}\n" for address in envelope.rcpt_tos
            )
        await asyncio.sleep(random.uniform(0, LONGEST_PAUSE))
        return "250 OK"


def main(port, path):
    path.touch()
    controller = Controller(Sink(path), hostname="127.0.0.1", port=port)
    controller.start()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    controller.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
