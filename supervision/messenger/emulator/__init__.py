"""A MAX of our own, strict where the real one is; what it decides where nobody knows is in docs/messenger.md.

`Emulator` holds the chats and plays the people, `EmulatorTransport` answers an httpx client in the same process,
`server.py` answers over HTTP. Imports nothing of the portal.
"""

from supervision.messenger.emulator.emulator import Emulator
from supervision.messenger.emulator.transport import EmulatorTransport

__all__ = ["Emulator", "EmulatorTransport"]
