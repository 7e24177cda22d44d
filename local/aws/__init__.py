"""The local AWS: a moto server on loopback, and the patches that bring it closer to AWS.

Owns starting, finding and stopping the server of one account, and what the server does that moto
doesn't. Refuses to bind any address but 127.0.0.1.
"""
