"""How we touch the network: the watched mailbox and the relay."""
