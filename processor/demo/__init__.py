"""The main job on one machine with nothing to set up: mailbox and relay embedded."""
