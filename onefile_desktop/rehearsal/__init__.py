"""The rehearsal centre: OneFile's API with invented people, served on this computer.

`server.RehearsalServer` is the way in. The package shares no code with the client, so that a mistake
of the client's is not confirmed here by the same mistake.
"""
