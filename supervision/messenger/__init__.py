"""The outside world: the messenger's Bot API, the provisioning contract and an emulator of both.

Takes and gives the values of `port.py`; knows nothing of houses, companies or inspectors and imports
nothing of the portal. Facts of the API: docs/messenger.md.
"""
